/** labelTable, labelOf, weightTable, outcomeTable, meaningOf, hintOf: what words and numbers mean: a fixed table of plain words, and what the user says of all others. */
import type { Label } from '../../judge/checklist/verdict.ts';
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';

/** Case and blanks folded; `_` and `-` are blanks; 3.0 and 3,0 are 3. */
export function folded(value: unknown): string {
  const text = String(value ?? '')
    .normalize('NFKC')
    .trim()
    .toLowerCase();
  return NUMERIC.test(text) ? String(Number(text.replace(',', '.'))) : text.replace(/[_\s-]+/g, ' ').trim();
}

const NUMERIC = /^[+-]?\d*[.,]?\d+(?:e[+-]?\d+)?$/;

const WORDS: Readonly<Record<Label, string>> = {
  satisfied: 'met,satisfied,fully satisfied,fully met,pass,passed,yes,y,true,满足,符合,是,通过',
  partial: 'partial,partially,partially met,partially satisfied,partly,部分满足,部分符合',
  unsatisfied: 'unmet,not met,unsatisfied,not satisfied,fail,failed,no,n,false,不满足,未满足,不符合,否',
};
const PLAIN = new Map(Object.entries(WORDS).flatMap(([label, words]) => words.split(',').map((word) => [word, label as Label] as const)));
const NONE = new Set(['', 'n/a', 'na', 'n a', 'not applicable', 'cannot assess', '不适用', 'null', 'none', 'nan']);
const NUMBERS = new Map<string, Label>([
  ['0', 'unsatisfied'],
  ['0.5', 'partial'],
  ['1', 'satisfied'],
]);

/** A label, or why there is none. */
export type Said = { readonly label: Label } | { readonly unscored: string };

/** What words mean, and numbers from one to another, both included, of which the first that fits is meant. */
export interface Table<Meaning> {
  readonly words: ReadonlyMap<string, Meaning>;
  readonly ranges: readonly Range<Meaning>[];
}

interface Range<Meaning> {
  /** As it was typed. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly means: Meaning;
}

export function meaningOf<Meaning>(table: Table<Meaning>, raw: unknown): Meaning | undefined {
  const word = folded(raw);
  return table.words.get(word) ?? rangeOf(table, word)?.means;
}

function rangeOf<Meaning>({ ranges }: Table<Meaning>, word: string): Range<Meaning> | undefined {
  const number = NUMERIC.test(word) ? Number(word) : Number.NaN;
  return ranges.find(({ from, to }) => from <= number && number <= to);
}

/** The entry of the table that a word on a criterion falls under: a range has many numbers. */
export function entryOf(word: string, criterion: string, table: LabelTable): string {
  const said = [table.get(criterion), table.get('*')].find((one) => one !== undefined && meaningOf(one, word) !== undefined);
  return said === undefined || said.words.has(word) ? word : (rangeOf(said, word)?.text ?? word);
}

/** How a scale is said, where these words are numbers of many kinds. */
export function hintOf(words: Iterable<string>, meaning: string): string {
  return [...words].some((word) => /^[+-]?\d*[.,]\d*[1-9]/.test(word)) ? `, a range as 0.5..1=${meaning}` : '';
}

/** By criterion (`*` for all), what each word means. */
export type LabelTable = ReadonlyMap<string, Table<Label | 'unscored'>>;

/** `clear: 1,2=unsatisfied 3=partial; *: 0.8..1=satisfied`. @throws InputError for anything else */
export function labelTable(text: string | undefined): LabelTable {
  const pairs = new Map<string, [string, string][]>();
  for (const part of (text ?? '').split(';')) {
    if (part.trim() === '') continue;
    const colon = part.slice(0, part.indexOf('=')).lastIndexOf(':');
    const criterion = colon < 0 ? '*' : part.slice(0, colon).trim();
    const said = pairsOf(part.slice(colon + 1), '--labels', /^(satisfied|partial|unsatisfied|unscored)$/);
    pairs.set(criterion, [...(pairs.get(criterion) ?? []), ...said]);
  }
  return new Map([...pairs].map(([criterion, said]) => [criterion, tableOf(said as [string, Label | 'unscored'][], '--labels')]));
}

function tableOf<Meaning>(pairs: readonly (readonly [string, Meaning])[], flag: string): Table<Meaning> {
  const words = new Map<string, Meaning>();
  const ranges: Range<Meaning>[] = [];
  for (const [word, means] of pairs) {
    const [, from, to] = /^([+-]?\d*\.?\d+)?\.\.([+-]?\d*\.?\d+)?$/.exec(word) ?? [];
    if (from === undefined && to === undefined) words.set(folded(word), means);
    else ranges.push({ text: word, from: Number(from ?? Number.NEGATIVE_INFINITY), to: Number(to ?? Number.POSITIVE_INFINITY), means });
  }
  const none = ranges.find(({ from, to }) => from > to);
  if (none !== undefined) throw new InputError(`${flag}: ${none.text}: expected the lower number first`);
  return { words, ranges };
}

/** `essential=5 optional=1`. @throws InputError for anything else */
export function weightTable(text: string | undefined): ReadonlyMap<string, number> {
  const number = /^-?\d+(\.\d+)?$/;
  return new Map(pairsOf(text ?? '', '--weights', number).map(([word, weight]) => [folded(word), Number(weight)]));
}

/** `left better=a draw=tie bad vote=none`; none leaves a vote out. @throws InputError for anything else */
export function outcomeTable(text: string | undefined): Table<'a' | 'b' | 'tie' | 'none'> {
  const pairs = pairsOf(text ?? '', '--outcomes', /^(a|b|tie|none)$/);
  return tableOf(pairs as [string, 'a' | 'b' | 'tie' | 'none'][], '--outcomes');
}

const EXAMPLES: Readonly<Record<string, string>> = { '--labels': '3=partial', '--weights': 'essential=5', '--outcomes': 'draw=tie' };

/** `a,b c=x d=y`: what stands before the sign are words with commas between them, in which there may be blanks. */
function pairsOf(text: string, flag: string, meaning: RegExp): [word: string, meaning: string][] {
  const pieces = text.trim() === '' ? [] : text.trim().split('=');
  const pairs: [string, string][] = [];
  let words = pieces[0] ?? '';
  for (const [i, piece] of pieces.slice(1).entries()) {
    const [said = '', ...rest] = piece.trim().split(/\s+/);
    const last = i === pieces.length - 2;
    if (!meaning.test(said) || rest.length > 0 === last)
      throw new InputError(`${flag}: expected WORD=MEANING as in ${EXAMPLES[flag]}, got "${printable(`${words}=${piece}`, 60)}"`);
    for (const word of words.split(',')) pairs.push([word.trim(), said]);
    words = rest.join(' ');
  }
  if (pieces.length === 1) throw new InputError(`${flag}: expected WORD=MEANING, got "${printable(text, 60)}"`);
  return pairs;
}

/** What a word on a criterion means; undefined where nobody said. @param binary whether the criterion has nothing but 0, 1 and 0.5 */
export function labelOf(raw: unknown, criterion: string, table: LabelTable, binary: boolean): Said | undefined {
  const word = folded(raw);
  const stated = [table.get(criterion), table.get('*')].flatMap((one) => (one && meaningOf(one, word)) ?? [])[0];
  if (stated === 'unscored') return { unscored: word === '' ? 'empty' : word };
  if (stated !== undefined) return { label: stated };
  if (NONE.has(word)) return { unscored: word === '' ? 'empty' : word };
  const label = PLAIN.get(word) ?? (binary ? NUMBERS.get(word) : undefined);
  return label === undefined ? undefined : { label };
}

/** Whether these words of one criterion are 0, 1 and 0.5 and nothing else, beside those that say that there is no label. */
export function isBinary(words: Iterable<string>): boolean {
  return [...words].every((word) => NONE.has(word) || NUMBERS.has(word) || PLAIN.has(word));
}

/** Where 1 may well be the bad end. */
export function readsAsFlaw(name: string): boolean {
  return /^err(_|s?$)|error|mistake|hallucinat|错|误/iu.test(name);
}

/** "Does not say X": with a weight below 0 it is unclear which of the two costs points. */
export function readsAsAvoidance(text: string): boolean {
  return /\b(?:does not|doesn['’]t|do not|don['’]t|is not|are not|avoids?|avoiding|refrains?|no|not|never|without|free of)\b|不|没有|未|避免/iu.test(
    text,
  );
}
