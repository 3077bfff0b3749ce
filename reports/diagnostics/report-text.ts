/** readText: a report as blocks of sentences, each with the addresses that it cites, whatever form its citations have. */

export type BlockKind = 'prose' | 'list' | 'table' | 'heading';

export interface CitedSentence {
  /** Without its citation marks. */
  readonly text: string;
  readonly cites: readonly string[];
}

export interface Block {
  readonly kind: BlockKind;
  readonly sentences: readonly CitedSentence[];
}

export interface ReadText {
  readonly blocks: readonly Block[];
  /** Addresses cited in the text or listed as its sources, each once, in order. */
  readonly cited: readonly string[];
}

const ADDRESS = 'https?://[^\\s<>"()\\[\\]（）【】，。；、]+(?:\\([^\\s()]*\\)[^\\s<>"()\\[\\]（）【】，。；、]*)*';
const MARKS = new RegExp(
  [
    `\\(?\\[(?:[^\\[\\]]|\\[[^\\[\\]]*\\])*\\]\\(<?(?<link>${ADDRESS})>?(?:\\s+"[^"]*")?\\)\\)?`,
    '[\\[【](?<numbers>\\d+(?:\\s*[,，、-]\\s*\\d+)*)[\\]】]',
    '\\[\\^(?<note>[^\\[\\]\\s]+)\\]',
    `<?(?<bare>${ADDRESS})>?`,
  ].join('|'),
  'g',
);
/** The list of sources at the end: its heading, and what follows. */
const SOURCES =
  /\n#{0,6}\s*\**(?:references?|sources?|bibliography|citations|works cited|参考文献|参考资料|参考来源|参考链接|资料来源|来源)\**[:：]?\**\s*\n([\s\S]*)$/i;
const ENTRY = new RegExp(`^\\s*(?:[-*]\\s*)?[\\[【]?(\\d+)[\\]】.、:：)]*\\s.*?(${ADDRESS})`, 'gm');
/** A footnote of markdown: its name, and the first address in it. */
const FOOTNOTE = new RegExp(`^[ \\t]*\\[\\^([^\\[\\]\\s]+)\\]:.*?(?:(${ADDRESS}).*)?$`, 'gm');
/** Private use: no report holds them. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];

export function readText(report: string): ReadText {
  const whole = report.replace(/```[\s\S]*?(?:```|$)/g, '');
  const notes = new Map(
    [...whole.matchAll(FOOTNOTE)].flatMap(([, name = '', url]) => (url === undefined ? [] : [[name, trimmed(url)] as const])),
  );
  const plain = whole.replace(FOOTNOTE, '');
  const [section = '', entries = ''] = SOURCES.exec(`\n${plain}`) ?? [];
  const numbered = new Map([...entries.matchAll(ENTRY)].map(([, number = '', url = '']) => [number, trimmed(url)]));
  const body = section === '' ? plain : plain.slice(0, plain.length - section.length + 1);
  const cited: string[] = [];
  const marked = body.replace(MARKS, (found: string, ...rest) => {
    const { link, numbers, note, bare } = rest.at(-1) as Record<string, string | undefined>;
    const own = link ?? bare ?? (note === undefined ? undefined : notes.get(note));
    const urls =
      own !== undefined ? [trimmed(own)] : (numbers ?? '').split(/[,，、-]/).flatMap((number) => numbered.get(number.trim()) ?? []);
    if (urls.length === 0) return found;
    cited.push(...urls);
    return urls.map((url) => `${OPEN}${cited.lastIndexOf(url)}${CLOSE}`).join('');
  });
  const blocks = marked
    .split(/\n{2,}|\n(?=\s*(?:[-*+]|\d+[.)、])\s)|\n(?=#)|(?<=^#.*)\n|\n(?=\|)(?<!\|\n)|(?<=\|)\n(?!\|)/m)
    .flatMap((block) => blockOf(block, cited));
  return { blocks, cited: [...new Set([...cited, ...numbered.values(), ...notes.values()])] };
}

function trimmed(url: string): string {
  return url.replace(/[.,;:!?'"*]+$/, '');
}

function blockOf(block: string, cited: readonly string[]): Block[] {
  const text = block.trim();
  if (text === '') return [];
  const kind: BlockKind = text.startsWith('#')
    ? 'heading'
    : text.startsWith('|')
      ? 'table'
      : /^(?:[-*+]|\d+[.)、])\s/.test(text)
        ? 'list'
        : 'prose';
  const said = kind === 'table' ? text : text.replace(/^(?:#+|[-*+]|\d+[.)、])\s+/, '').replace(/\s*\n\s*/g, ' ');
  const sentences = kind === 'table' || kind === 'heading' ? [said] : sentencesOf(said);
  return [{ kind, sentences: sentences.map((sentence) => citedSentence(sentence, cited)).filter(({ text }) => text !== '') }];
}

/** Marks that follow a full stop belong to the sentence before it. */
function sentencesOf(text: string): string[] {
  const end = new RegExp(
    `[.!?]["”’)*]*(?:\\s*[(（]?\\s*${OPEN}\\d+${CLOSE}\\s*[)）]?)*(?=\\s+["“(*]*[\\p{Lu}\\p{N}\\p{Script=Han}])|[。！？；]["”」*]*(?:\\s*[(（]?\\s*${OPEN}\\d+${CLOSE}\\s*[)）]?)*`,
    'gu',
  );
  const sentences: string[] = [];
  let from = 0;
  for (const match of text.matchAll(end)) {
    sentences.push(text.slice(from, match.index + match[0].length));
    from = match.index + match[0].length;
  }
  return [...sentences, text.slice(from)].map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}

function citedSentence(sentence: string, cited: readonly string[]): CitedSentence {
  const marks = [...sentence.matchAll(new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g'))];
  const cites = [...new Set(marks.flatMap(([, place]) => cited[Number(place)] ?? []))];
  const text = sentence
    .replace(new RegExp(`[(（]?\\s*${OPEN}\\d+${CLOSE}\\s*[)）]?`, 'g'), ' ')
    .replace(/[*_`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return { text, cites };
}

/** Sentences of prose and lists: what is said, without headings and tables. */
export function saidIn({ blocks }: ReadText): readonly CitedSentence[] {
  return blocks.filter(({ kind }) => kind === 'prose' || kind === 'list').flatMap(({ sentences }) => sentences);
}
