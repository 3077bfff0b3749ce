/** What a text looks like and what a question of quality asks about, in numbers: all that can be seen of quality without a model. */
import { fingerprint } from '../hash.ts';
import { type ReportIndex, rarity } from './report-index.ts';
import { type Word, wordsOf } from './words.ts';

/** What a question of quality asks about, by its words. */
const ASPECTS = {
  fact: /factual|accura|correct|precise|事实|准确/iu,
  detail: /detail|rich|example|thorough|in-depth|elaborat|详细|深入|充分/iu,
  length: /words|length|long enough|sufficiently long|chapters?|字数|篇幅/iu,
  relevant: /relevan|related|address|topic|deviat|切题|相关/iu,
  human: /human-like|machine|robot/iu,
  novel: /novel|original|creativ|unique|innovat|新颖|创新/iu,
  easy: /easy|understand|clear|clarity|readab|易懂|清晰|可读/iu,
  flawless: /flawless|room for improvement|perfect|完美/iu,
  structure: /structur|organi|format|layout|section|heading|sequence|结构|条理|排版/iu,
  require: /requirement|instruction|specified|constraint|要求/iu,
  coherent: /coheren|consisten|logical|smooth|flow|transition|连贯|逻辑|流畅/iu,
  character: /character|dialogue|personalit|人物/iu,
  style: /style|tone|voice|language|文风|语气|语言/iu,
  persuade: /persuas|convinc|argument|evidence|说服|论证/iu,
  complete: /complete|comprehensive|cover|全面|完整/iu,
  engage: /engag|interest|compelling|captivat|attract|吸引/iu,
  emotion: /emotion|feeling|mood|情感/iu,
  useful: /useful|practical|action|feasib|benefit|实用|可行/iu,
  story: /story|plot|narrative|screenplay|故事/iu,
  preserve: /original content|preserv|preceding|retain|maintain|保留/iu,
  brief: /summary|summar|concise|redundan|简洁|冗余/iu,
  question: /question/iu,
  report: /report|research|analysis|报告|分析/iu,
  strict: /even|any single|every|rigorous|meticulous|must|extremely|highly|exceptionally|impeccabl/iu,
} as const;
const LINKS = new Set(
  'however moreover furthermore therefore thus additionally consequently meanwhile nevertheless finally overall instead similarly'.split(
    ' ',
  ),
);
const STOCK = /as an ai|i'm sorry|i cannot|delve|tapestry|testament|crucial|multifaceted|it is important to note|值得注意的是|综上所述/giu;
const ASKED_WORDS = /(\d[\d,]*)\s*(?:-|–|to)?\s*(?:\d[\d,]*)?[- ]?words?/giu;
const FULL_STOP = /[.!?。！？"”)\]*]\s*$/u;
const CLOSING = /in conclusion|in summary|overall|ultimately|总之|综上|总的来说/iu;

const FORM = [
  'words', 'charactersPerWord', 'sentenceMean', 'sentenceSpread', 'sentences', 'distinct400', 'distinct', 'distinctTriples', 'distinctTriplesEnd',
  'repeated', 'lines', 'lineLength', 'bullets', 'headings', 'bold', 'quotes', 'questions', 'exclamations', 'commas', 'colons', 'first', 'second',
  'links', 'stop', 'numbers', 'names', 'rarity', 'rare', 'ended', 'closing', 'stock', 'han',
] as const; // biome-ignore format: one list
const ASKED = [
  'asked',
  'askedRatio',
  'askedRatioHere',
  'queryCovered',
  'queryLength',
  'copied',
  'criterionLength',
  'criterionRarity',
] as const;

export const QUALITY_FEATURE_NAMES: readonly string[] = [...FORM, ...ASKED, ...Object.keys(ASPECTS).map((aspect) => `asks ${aspect}`)];

/** A question of quality by its words, whatever their order and form: how another one in the same words is known again. */
export function wordingOf(criterion: string): string {
  const stems = new Set(wordsOf(criterion).flatMap(({ stop, stem }) => (stop ? [] : [stem])));
  return fingerprint([...stems].sort().join(' '));
}

/** What the text looks like: once a report. Shares are from 0 to 1, rates per hundred words, sizes as logarithms. */
export function formOf(index: ReportIndex): readonly number[] {
  const { text, sentences } = index;
  const words = sentences.flatMap((sentence) => sentence.words);
  const count = Math.max(1, words.length);
  const texts = words.map((word) => word.text);
  const lengths = sentences.map((sentence) => sentence.words.length);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const long = sentences
    .filter((sentence) => sentence.words.length > 4)
    .map((sentence) => sentence.words.map((word) => word.text).join(' '));
  const contents = words.filter(({ stop }) => !stop).map(({ stem }) => rarity(index.background, stem));
  const rate = (pattern: RegExp) => ((text.match(pattern)?.length ?? 0) / count) * 100;
  const shareOf = (holds: (word: Word) => boolean) => words.filter(holds).length / count;
  const form: Record<(typeof FORM)[number], number> = {
    words: Math.log(count),
    charactersPerWord: text.length / count,
    sentenceMean: mean(lengths),
    sentenceSpread: spread(lengths),
    sentences: Math.log(1 + sentences.length),
    distinct400: new Set(texts.slice(0, 400)).size / Math.max(1, Math.min(400, texts.length)),
    distinct: new Set(texts).size / count,
    distinctTriples: distinctTriples(texts),
    distinctTriplesEnd: distinctTriples(texts.slice(-300)),
    repeated: long.length === 0 ? 0 : 1 - new Set(long).size / long.length,
    lines: Math.log(1 + lines.length),
    lineLength: text.length / Math.max(1, lines.length),
    bullets: lines.filter((line) => /^\s*(?:[-*•]|\d+[.)、])\s/u.test(line)).length / Math.max(1, lines.length),
    headings: lines.filter((line) => /^\s*(?:#|\*\*)/u.test(line)).length,
    bold: rate(/\*\*/gu),
    quotes: rate(/["“「]/gu),
    questions: rate(/[?？]/gu),
    exclamations: rate(/[!！]/gu),
    commas: rate(/[,，]/gu),
    colons: rate(/[:：]/gu),
    first: shareOf(({ text: word }) => word === 'i' || word === 'my' || word === 'me' || word === '我'),
    second: shareOf(({ text: word }) => word === 'you' || word === 'your' || word === '你' || word === '您'),
    links: shareOf(({ text: word }) => LINKS.has(word)),
    stop: shareOf(({ stop }) => stop),
    numbers: index.numbers.length / count,
    names: shareOf(({ name }) => name),
    rarity: mean(contents),
    rare: contents.filter((value) => value > 0.75).length / Math.max(1, contents.length),
    ended: FULL_STOP.test(text.slice(-200)) ? 1 : 0,
    closing: CLOSING.test(text.slice(-800)) ? 1 : 0,
    stock: rate(STOCK),
    han: (text.slice(0, 4000).match(/\p{Script=Han}/gu)?.length ?? 0) / Math.max(1, Math.min(4000, text.length)),
  };
  return FORM.map((name) => form[name]);
}

/** A row of features: the report's form, and what this criterion asks of it. */
export function qualityRow(
  index: ReportIndex,
  form: readonly number[],
  criterion: string,
  query: string,
  asked: ReadonlySet<string>,
): Float64Array {
  const words = index.words + 1;
  const inQuery = largest(query, 100);
  const inCriterion = largest(criterion, 50);
  let [covered, all] = [0, 0];
  for (const stem of asked) {
    const weight = rarity(index.background, stem);
    all += weight;
    if (index.postings.has(stem)) covered += weight;
  }
  const stems = wordsOf(criterion).filter(({ stop }) => !stop);
  const copied = [...index.postings.keys()].filter((stem) => asked.has(stem)).length / Math.max(1, index.postings.size);
  const values: Record<(typeof ASKED)[number], number> = {
    asked: inQuery === undefined ? Number.NaN : Math.log(inQuery),
    askedRatio: inQuery === undefined ? Number.NaN : Math.log(words / inQuery),
    askedRatioHere: inCriterion === undefined ? Number.NaN : Math.log(words / inCriterion),
    queryCovered: all === 0 ? Number.NaN : covered / all,
    queryLength: Math.log(1 + query.length),
    copied,
    criterionLength: criterion.length,
    criterionRarity: mean(stems.map(({ stem }) => rarity(index.background, stem))),
  };
  return Float64Array.from([
    ...form,
    ...ASKED.map((name) => values[name]),
    ...Object.values(ASPECTS).map((pattern) => (pattern.test(criterion) ? 1 : 0)),
  ]);
}

/** The largest number of words that is asked for; undefined where none of at least `least` is. */
function largest(text: string, least: number): number | undefined {
  const numbers = [...text.matchAll(ASKED_WORDS)].map((match) => Number(match[1]?.replaceAll(',', ''))).filter((value) => value >= least);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

function distinctTriples(texts: readonly string[]): number {
  const triples = new Set<string>();
  for (let i = 0; i + 2 < texts.length; i++) triples.add(`${texts[i]} ${texts[i + 1]} ${texts[i + 2]}`);
  return triples.size / Math.max(1, texts.length - 2);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
