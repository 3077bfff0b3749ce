/** Weights: what the weights of a file mean in numbers, and which way negative ones are meant. */
import { InputError } from '../../judge/errors.ts';
import { type Complaints, type Counts, count, shownCounts } from './complaints.ts';
import type { MapPlan } from './plan.ts';
import { folded, readsAsAvoidance, weightTable } from './tables.ts';
import { textOf } from './texts.ts';

export class Weights {
  readonly #table: ReadonlyMap<string, number>;
  readonly #unknown: Counts = new Map();
  #percents = 0;
  #plain = 0;

  constructor(plan: MapPlan) {
    this.#table = weightTable(plan.weights);
  }

  /** `60%` is 60; a word is what the user says of it. */
  of(raw: unknown, where: string, complaints: Complaints): number {
    // A decimal comma; before three digits it may part thousands, and is asked about.
    const text = (textOf(raw)?.normalize('NFKC').trim() ?? '').replace(/^([+-]?\d*),(\d{1,2}|\d{4,})(?=\s*%?$)/, '$1.$2');
    if (text === '') complaints.add(where, 'weight: missing, where others have one');
    const percent = /^([+-]?\d*\.?\d+)\s*%$/.exec(text)?.[1];
    if (percent !== undefined) this.#percents++;
    else if (text !== '' && Number.isFinite(Number(text))) this.#plain++;
    const weight = percent === undefined && !Number.isFinite(Number(text)) ? this.#table.get(folded(text)) : Number(percent ?? text);
    if (weight === undefined) count(this.#unknown, text);
    return weight ?? 1;
  }

  /** @throws InputError for words that nobody explained, and for shares beside numbers */
  check(file: string): void {
    if (this.#unknown.size > 0) throw new InputError(`${file}: weight: ${shownCounts(this.#unknown)}: say what they weigh with --weights`);
    if (this.#percents > 0 && this.#plain > 0)
      throw new InputError(`${file}: weight: ${this.#percents} in per cent beside ${this.#plain} plain numbers`);
  }
}

export interface Weighed {
  readonly criterion: string;
  weight: number;
  /** The file says which way it is meant. */
  readonly said?: boolean;
}

const FLAW = new Set(['flaw', 'negative', 'pitfall', 'bad', 'penalty', 'minus', 'neg', '-1', '-', '负', '负向', '扣分']);
const MERIT = new Set(['merit', 'positive', 'avoided', 'good', 'bonus', 'plus', 'pos', '1', '+', '正', '正向', '加分']);

/** The weight with the sign that the file's own word gives it: a flaw is below 0. Undefined for other words. */
export function signed(weight: number, word: string): number | undefined {
  const said = word.trim().toLowerCase();
  if (FLAW.has(said)) return -Math.abs(weight);
  return MERIT.has(said) ? Math.abs(weight) : undefined;
}

/** Turns what is meant as an avoidance; returns what was turned. @throws InputError where nobody said which way they are meant */
export function settleNegative(criteria: readonly Weighed[], negative: MapPlan['negative'], file: string): string[] {
  const below = criteria.filter(({ weight, said }) => weight < 0 && said !== true);
  const avoided = below.filter(({ criterion }) => readsAsAvoidance(criterion));
  if (avoided.length === 0 || negative === 'flaw') return [];
  if (negative === undefined) {
    const flaws = below.length - avoided.length;
    throw new InputError(
      `${file}: ${below.length} negative ${below.length === 1 ? 'weight' : 'weights'}: ${flaws} ${flaws === 1 ? 'reads' : 'read'} as a flaw, ${avoided.length} as its avoidance: --negative flaw or avoided`,
    );
  }
  for (const one of avoided) one.weight = -one.weight;
  return avoided.map(({ criterion }) => criterion);
}
