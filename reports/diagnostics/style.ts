/** Measures of how a report is written: lists, blocks, connectives, mixed languages, length, repetition. Each formula stands in docs/diagnostics.md. */
import { type ReadText, saidIn } from './report-text.ts';

const HAN = /\p{Script=Han}/gu;

/** Share of the characters in prose and lists that stand in list items; null without either. */
export function listShare({ blocks }: ReadText): number | null {
  const characters = (kind: 'prose' | 'list') =>
    blocks
      .filter((block) => block.kind === kind)
      .reduce((sum, { sentences }) => sum + sentences.reduce((n, { text }) => n + text.length, 0), 0);
  const [prose, list] = [characters('prose'), characters('list')];
  return prose + list === 0 ? null : list / (prose + list);
}

/** Mean number of sentences in a block of prose or a list item; null without one. */
export function blockSentences({ blocks }: ReadText): number | null {
  const counts = blocks.filter(({ kind }) => kind === 'prose' || kind === 'list').map(({ sentences }) => sentences.length);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

const CONNECTIVES_EN =
  /\b(?:because|therefore|thus|hence|consequently|as a result|however|although|though|whereas|nevertheless|nonetheless|despite|in contrast|by contrast|on the other hand|moreover|furthermore|in addition|for example|for instance|in other words|unless|provided that|so that|which is why|which means|rather than|if)\b/gi;
const CONNECTIVES_ZH =
  /因为|因此|所以|由于|从而|于是|然而|但是|不过|尽管|虽然|相反|相比之下|此外|而且|并且|例如|比如|换言之|也就是说|如果|除非|以便|进而|导致|反之|与此同时/g;

/** Connectives a sentence of prose or a list; null without sentences. */
export function connectives(text: ReadText): number | null {
  const sentences = saidIn(text);
  if (sentences.length === 0) return null;
  const count = sentences.reduce(
    (sum, { text }) => sum + (text.match(CONNECTIVES_EN)?.length ?? 0) + (text.match(CONNECTIVES_ZH)?.length ?? 0),
    0,
  );
  return count / sentences.length;
}

/** What is quoted, in brackets, code or an address may be in another language. */
const EXEMPT = /“[^”]*”|"[^"]*"|「[^」]*」|《[^》]*》|‘[^’]*’|[(（][^()（）]*[)）]|`[^`]*`|https?:\/\/\S+/g;
/** Words of two letters are units and particles of names; the others below are words that Chinese texts use as they are. */
const BORROWED = new Set([
  'app',
  'web',
  'top',
  'email',
  'wifi',
  'token',
  'tokens',
  'api',
  'bug',
  'demo',
  'java',
  'python',
  'linux',
  'vs',
  'per',
  'log',
  'mod',
  'sin',
  'cos',
  'max',
  'min',
  'kwh',
  'mwh',
  'gwh',
  'com',
  'org',
  'www',
  'pdf',
  'html',
  'json',
  'sql',
]);

/**
 * Share of sentences that switch language without need: in a Chinese report words in lower-case Latin letters, in another one Chinese
 * characters; what is quoted, in brackets or code, names, and words of the query are exempt. Null without sentences.
 */
export function codeSwitching(text: ReadText, query: string, language: string): number | null {
  const sentences = saidIn(text);
  if (sentences.length === 0) return null;
  const switches = sentences.filter((sentence) => switchesLanguage(sentence.text, query, language));
  return switches.length / sentences.length;
}

export function switchesLanguage(sentence: string, query: string, language: string): boolean {
  const plain = sentence.replace(EXEMPT, ' ');
  if (!/^zh/i.test(language)) {
    const runs = plain.match(/\p{Script=Han}+/gu) ?? [];
    return runs.some((run) => !query.includes(run));
  }
  // A sentence that holds no Chinese at all is a citation, a formula or another text, not a switch within one.
  if ((plain.match(HAN)?.length ?? 0) < 2) return false;
  const asked = new Set((query.match(/[A-Za-z]+/g) ?? []).map((word) => word.toLowerCase()));
  // Parts of names keep the company of capitals: "de", "of", model names with digits or hyphens.
  const words = plain.match(/(?<![A-Za-z0-9.\-_/@])[a-z]{3,}(?![A-Za-z0-9.\-_/@])/g) ?? [];
  return words.some((word) => !asked.has(word) && !BORROWED.has(word) && !besideName(plain, word));
}

function besideName(text: string, word: string): boolean {
  return new RegExp(`[A-Z][A-Za-z.]*(?: [a-z]+)* ${word}\\b|\\b${word} (?:[a-z]+ )*[A-Z]`).test(text);
}

/** Words, and of Chinese characters. */
export function lengthOf(report: string): number {
  return (report.match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ?? []).length;
}

/** Words that stand together as often as this are a phrase. */
const RUN = 8;

/** Share of runs of eight words (or characters of Chinese) in prose and lists that stood there before; null below eight. */
export function repetition(text: ReadText): number | null {
  const words = saidIn(text).flatMap(({ text }) => text.toLowerCase().match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ?? []);
  const runs = words.slice(RUN - 1).map((_, i) => words.slice(i, i + RUN).join(' '));
  return runs.length === 0 ? null : 1 - new Set(runs).size / runs.length;
}
