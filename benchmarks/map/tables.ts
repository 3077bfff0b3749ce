/** labelTable, labelOf, weightTable, outcomeTable: what words mean: a fixed table of plain words, and what the user says of all others. */
import type { Label } from '../../judge/checklist/verdict.ts';
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';

/** Case and blanks folded; `_` and `-` are blanks; 3.0 is 3. */
export function folded(value: unknown): string {
  const text = String(value ?? '')
    .normalize('NFKC')
    .trim()
    .toLowerCase();
  return /^[+-]?\d*\.?\d+$/.test(text) ? String(Number(text)) : text.replace(/[_\s-]+/g, ' ').trim();
}

const WORDS: Readonly<Record<Label, string>> = {
  satisfied: 'met,satisfied,fully satisfied,fully met,pass,passed,yes,y,true,满足,符合,是,通过',
  partial: 'partial,partially,partially met,partially satisfied,partly,部分满足,部分符合',
  unsatisfied: 'unmet,not met,unsatisfied,not satisfied,fail,failed,no,n,false,不满足,未满足,不符合,否',
};
const PLAIN = new Map(Object.entries(WORDS).flatMap(([label, words]) => words.split(',').map((word) => [word, label as Label] as const)));
const NONE = new Set(['', 'n/a', 'na', 'n a', 'not applicable', 'cannot assess', '不适用', 'null', 'none']);
const NUMBERS = new Map<string, Label>([
  ['0', 'unsatisfied'],
  ['0.5', 'partial'],
  ['1', 'satisfied'],
]);

/** A label, or why there is none. */
export type Said = { readonly label: Label } | { readonly unscored: string };

/** By criterion (`*` for all), what each word means. */
export type LabelTable = ReadonlyMap<string, ReadonlyMap<string, Label | 'unscored'>>;

/** `clear: 1,2=unsatisfied 3=partial; *: yes=satisfied`. @throws InputError for anything else */
export function labelTable(text: string | undefined): LabelTable {
  const table = new Map<string, Map<string, Label | 'unscored'>>();
  for (const part of (text ?? '').split(';')) {
    if (part.trim() === '') continue;
    const colon = part.slice(0, part.indexOf('=')).lastIndexOf(':');
    const criterion = colon < 0 ? '*' : part.slice(0, colon).trim();
    const words = table.get(criterion) ?? new Map<string, Label | 'unscored'>();
    for (const [word, meaning] of pairsOf(part.slice(colon + 1), '--labels', /^(satisfied|partial|unsatisfied|unscored)$/))
      words.set(word, meaning as Label | 'unscored');
    table.set(criterion, words);
  }
  return table;
}

/** `essential=5 optional=1`. @throws InputError for anything else */
export function weightTable(text: string | undefined): ReadonlyMap<string, number> {
  const number = /^-?\d+(\.\d+)?$/;
  return new Map(pairsOf(text ?? '', '--weights', number).map(([word, weight]) => [word, Number(weight)]));
}

/** `left better=a draw=tie bad vote=none`; none leaves a vote out. @throws InputError for anything else */
export function outcomeTable(text: string | undefined): ReadonlyMap<string, 'a' | 'b' | 'tie' | 'none'> {
  return new Map(pairsOf(text ?? '', '--outcomes', /^(a|b|tie|none)$/).map(([word, won]) => [word, won as 'a' | 'b' | 'tie' | 'none']));
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
    for (const word of words.split(',')) pairs.push([folded(word), said]);
    words = rest.join(' ');
  }
  if (pieces.length === 1) throw new InputError(`${flag}: expected WORD=MEANING, got "${printable(text, 60)}"`);
  return pairs;
}

/** What a word on a criterion means; undefined where nobody said. @param binary whether the criterion has nothing but 0, 1 and 0.5 */
export function labelOf(raw: unknown, criterion: string, table: LabelTable, binary: boolean): Said | undefined {
  const word = folded(raw);
  const stated = table.get(criterion)?.get(word) ?? table.get('*')?.get(word);
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
