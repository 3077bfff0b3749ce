/** Sequential Elo: ratings that move after every battle, and so depend on the order of the battles. */
import { createRandom, shuffledOrder } from '../stats/random.ts';
import { add, at } from '../stats/vector.ts';
import { type BattleTable, TIED, WON_BY_A } from './battle.ts';
import { POINTS } from './elo-scale.ts';

export interface EloOptions {
  /** The largest change of one battle, in points; 4 moves slowly and forgets little. */
  readonly k?: number;
  readonly initial?: number;
}

/**
 * The share that a player of rating `own` is expected to take from one of rating `other`.
 *
 * Own code because the elo-rating package caps the gap at 400 points (an expectation of at most 10/11): beyond it two agents would
 * drift apart for ever. Within 400 points the two agree.
 */
export function expectedShare(own: number, other: number): number {
  return 1 / (1 + Math.exp((other - own) / POINTS));
}

/** Ratings by agent number after the battles in the order given, or that of the table. */
export function sequentialElo(table: BattleTable, options: EloOptions = {}, order?: Int32Array): Float64Array {
  const { k = 4, initial = 1000 } = options;
  const ratings = new Float64Array(table.agents.length).fill(initial);
  const battles = order === undefined ? table.length : order.length;
  for (let position = 0; position < battles; position++) {
    const battle = order === undefined ? position : at(order, position);
    const a = at(table.a, battle);
    const b = at(table.b, battle);
    const outcome = at(table.outcome, battle);
    const share = outcome === TIED ? 0.5 : outcome === WON_BY_A ? 1 : 0;
    const change = k * (share - expectedShare(at(ratings, a), at(ratings, b)));
    add(ratings, a, change);
    add(ratings, b, -change);
  }
  return ratings;
}

/** Ratings after seeded shuffles of the order: their mean is what is left when the order no longer matters. */
export function shuffledElo(
  table: BattleTable,
  options: EloOptions & { readonly shuffles: number; readonly seed: number },
): readonly Float64Array[] {
  const random = createRandom(options.seed);
  return Array.from({ length: options.shuffles }, () => sequentialElo(table, options, shuffledOrder(table.length, random)));
}
