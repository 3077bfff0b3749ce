/** citedReport: a report's citations, in whatever form the model put them, as numbers by first mention and one list of sources at the end. */
import { normalAddress, trimmedAddress } from './address.ts';
import { besideCode } from './answer-text.ts';
import type { Source, Sources } from './sources.ts';

export interface Citation {
  readonly number: number;
  /** Undefined for an id that nothing was found under. */
  readonly url?: string;
  readonly id?: string;
  /** `opened`: its page was read; `found`: seen in results alone; `unknown`: no tool ever gave it. */
  readonly standing: 'opened' | 'found' | 'unknown';
}

export interface CitedReport {
  readonly text: string;
  /** In order of number. */
  readonly citations: readonly Citation[];
}

const WORDS = {
  en: { heading: 'Sources', found: 'not opened', unknown: 'returned by no search and never opened' },
  zh: { heading: '参考来源', found: '未打开', unknown: '检索中未出现，也未打开' },
} as const;

const ADDRESS = 'https?://[^\\s<>"]+';
const MENTIONS = new RegExp(
  [
    '\\\\cite[a-z]{0,20}\\*?(?:\\[[^\\[\\]\\n]{0,200}\\]){0,2}\\{(?<cite>[^{}]{0,2000})\\}',
    '<cite\\s+id\\s*=\\s*["\']?(?<ids>[^"\'<>/]{0,500})["\']?\\s*(?:/>|>(?<claim>(?:(?!<cite\\s)[\\s\\S]){0,5000}?)</cite>)',
    '(?<picture>!?)\\[(?<words>(?:[^\\[\\]]|\\[[^\\[\\]]*\\])*)\\]\\((?<link>https?://(?:[^\\s()]|\\((?:[^\\s()]|\\([^\\s()]*\\))*\\))+)(?:\\s+"[^"]*")?\\)',
    '[\\[【](?<bracket>s\\d+(?:\\s*[,;，、]\\s*s\\d+)*)[\\]】]',
    '[\\[【](?<numbers>\\d+(?:\\s*[,;，、]\\s*\\d+)*)[\\]】](?!\\()',
    `<?(?<bare>${ADDRESS})>?`,
  ].join('|'),
  'gi',
);
/** A heading under which a model lists sources itself, to the end of the report. */
const OWN_LIST =
  /\n[^\S\n]*(?:#{1,6}[^\S\n]*|\*\*)?(?:\d+[.、]\s*)?(?:references?|sources?|bibliography|citations|works cited|参考文献|参考资料|参考来源|引用来源|资料来源|来源|引用)(?:\*\*)?[:：]?(?:\*\*)?[^\S\n]*\n([\s\S]*)$/i;
const OWN_ENTRY = new RegExp(`^\\s*(?:[-*]\\s*)?(?:\\[|【)?(\\d+)(?:\\]|】|[.)、:：])\\s*(.*?)(${ADDRESS})`, 'i');

export function citedReport(report: string, sources: Sources, language: string): CitedReport {
  const words = /^zh/i.test(language) ? WORDS.zh : WORDS.en;
  const list = new Numbered(sources);
  const text = besideCode(report, (whole) => {
    const { body, own } = withoutOwnList(whole);
    return body.replace(MENTIONS, (...match) => {
      const [found] = match as [string];
      const groups = match.at(-1) as Record<string, string | undefined>;
      return replaced(found, groups, own, list);
    });
  });
  return {
    text: list.citations.length === 0 ? text : `${text.trimEnd()}\n\n## ${words.heading}\n\n${list.lines(words)}\n`,
    citations: list.citations,
  };
}

function replaced(
  found: string,
  groups: Readonly<Record<string, string | undefined>>,
  own: ReadonlyMap<string, string>,
  list: Numbered,
): string {
  const { cite, ids, claim = '', picture, words, link, bracket, numbers, bare } = groups;
  const several = cite ?? ids ?? bracket;
  if (several !== undefined) {
    const marks = several
      .split(/[,;，、]/)
      .map((id) => id.trim())
      .filter((id) => id !== '')
      .map((id) => list.mark(id))
      .join('');
    return claim === '' ? marks : `${claim} ${marks}`;
  }
  if (picture === '!') return found;
  if (link !== undefined) {
    const said = (words ?? '').replace(/^[[【\s]+|[\]】\s]+$/g, '');
    const isNumber = /^\^?\s*(s?\d+)$/i.test(said) || said === link;
    return isNumber || said === '' ? list.mark(link) : `${words} ${list.mark(link)}`;
  }
  if (numbers !== undefined) {
    const marks = numbers.split(/[,;，、]/).map((number) => own.get(number.trim()));
    return marks.every((url) => url !== undefined) ? marks.map((url) => list.mark(url)).join('') : found;
  }
  const address = trimmedAddress(bare ?? '');
  const rest = found.replace(/^<|>$/g, '').slice(address.length);
  return `${list.mark(address)}${rest}`;
}

/** The report without the list that the model made itself, where every line of it is an entry; and the entries, by their numbers. */
function withoutOwnList(text: string): { readonly body: string; readonly own: ReadonlyMap<string, string> } {
  const [section, entries = ''] = OWN_LIST.exec(text) ?? [];
  const own = new Map<string, string>();
  if (section === undefined) return { body: text, own };
  const lines = entries.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    const [, number = '', , url = ''] = OWN_ENTRY.exec(line) ?? [];
    if (url !== '') own.set(number, trimmedAddress(url));
  }
  const isList = own.size > 0 && own.size >= lines.length / 2;
  return isList ? { body: text.slice(0, -section.length), own } : { body: text, own: new Map() };
}

class Numbered {
  readonly #sources: Sources;
  readonly #numbers = new Map<string, number>();
  readonly #titles: string[] = [];
  readonly citations: Citation[] = [];

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** @param said an id of a source, or an address */
  mark(said: string): string {
    const isAddress = /^https?:\/\//i.test(said);
    const source = isAddress ? this.#sources.byAddress(said) : this.#sources.byId(said);
    const url = source?.url ?? (isAddress ? said : undefined);
    const key = url === undefined ? `id ${said}` : (normalAddress(url) ?? url);
    const number = this.#numbers.get(key) ?? this.#add(key, said, url, source);
    return url === undefined ? `[${number}]` : `[[${number}]](${linkable(url)})`;
  }

  #add(key: string, said: string, url: string | undefined, source: Source | undefined): number {
    const number = this.citations.length + 1;
    this.#numbers.set(key, number);
    this.#titles.push(source === undefined || source.title === '' ? (url ?? said) : source.title);
    this.citations.push({
      number,
      ...(url !== undefined && { url }),
      ...(source !== undefined && { id: source.id }),
      standing: source === undefined ? 'unknown' : source.opened ? 'opened' : 'found',
    });
    return number;
  }

  lines(words: (typeof WORDS)['en' | 'zh']): string {
    return this.citations
      .map(({ number, url, standing }, i) => {
        const title = (this.#titles[i] ?? '').replace(/[[\]\n]/g, ' ').trim();
        const entry = url === undefined ? title : `[${title}](${linkable(url)})`;
        return `${number}. ${entry}${standing === 'opened' ? '' : ` (${words[standing]})`}`;
      })
      .join('\n');
  }
}

/** Brackets that a link of Markdown would end at are spelt out. */
function linkable(url: string): string {
  let open = 0;
  for (const mark of url) {
    if (mark === '(') open++;
    if (mark === ')' && --open < 0) break;
  }
  return open === 0 ? url : url.replace(/\(/g, '%28').replace(/\)/g, '%29');
}
