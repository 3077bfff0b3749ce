/** How ratings, rank ranges and methods are written where people read them. */
import { type Language, translate } from '../words/i18n.ts';
import { scoreText, shareText } from '../words/text.ts';
import type { RatingRow, Ratings } from './ratings.ts';

const UNBOUNDED = { above: 'unboundedAbove', below: 'unboundedBelow', even: 'unratedEven', unconnected: 'unconnected' } as const;

/** One decimal, or in words that there is no number. */
export function ratingText({ rating, unbounded }: Pick<RatingRow, 'rating' | 'unbounded'>, language: Language): string {
  if (unbounded !== undefined) return translate(UNBOUNDED[unbounded], language);
  return rating === null ? translate('unknown', language) : scoreText(rating);
}

/** "11 / 12". */
export function playedText({ battled, planned }: Pick<RatingRow, 'battled' | 'planned'>): string {
  return `${battled} / ${planned}`;
}

export function methodText({ method, nu }: Pick<Ratings, 'method' | 'nu'>, language: Language): string {
  if (nu === undefined) return translate(method, language);
  return translate('davidsonNu', language, { nu: nu.toFixed(2), ties: shareText(nu / (2 + nu)) });
}

/** How far intervals and ranks can be believed, one note a line. */
export function certaintyNotes({ method, queries, bootstrap, rows, pairs }: Ratings, language: Language): string[] {
  if (queries === 1) return [translate('oneQueryNoOrder', language)];
  const clustered = method !== 'elo' && bootstrap === 0 && rows.some(({ rating }) => rating !== null);
  const flat = clustered && rows.every(({ ci }) => ci === null);
  return [
    ...(clustered ? [translate(flat ? 'noRatingSpread' : 'clusteredIntervals', language, { queries })] : []),
    ...(bootstrap > 0 ? [translate('bootstrapIntervals', language, { rounds: bootstrap, queries })] : []),
    translate(method === 'elo' ? 'eloRanks' : 'ratingRanks', language, { pairs: pairs.length }),
  ];
}
