/** The scale that ratings are shown on: 400 points are odds of ten to one. */
import { InputError } from '../../judge/errors.ts';
import { at, sum } from '../stats/vector.ts';

/** Points per unit of log strength. */
export const POINTS = 400 / Math.log(10);

/** The mean of all rated agents where no anchor is named. */
const MEAN_RATING = 1000;

/** An agent whose rating is fixed; the others are read against it. */
export interface Anchor {
  readonly agent: string;
  readonly rating: number;
}

/** Ratings shifted to the anchor, or to a mean of 1000 over the finite ones. Throws InputError when the anchor has no finite rating. */
export function anchored(ratings: Float64Array, agents: readonly string[], anchor: Anchor | undefined): Float64Array {
  const finite = ratings.filter(Number.isFinite);
  if (anchor === undefined) {
    const shift = MEAN_RATING - sum(finite) / finite.length;
    return finite.length === 0 ? ratings : ratings.map((rating) => rating + shift);
  }
  const index = agents.indexOf(anchor.agent);
  if (index < 0) throw new InputError(`expected the anchor to be one of the agents that battled, got "${anchor.agent}"`);
  if (!Number.isFinite(ratings[index])) throw new InputError(`expected an anchor with a finite rating, but "${anchor.agent}" is unbounded`);
  const shift = anchor.rating - at(ratings, index);
  return ratings.map((rating) => rating + shift);
}
