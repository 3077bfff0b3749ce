/** Ratings to show: made-up numbers. */
import type { RatingRow, Ratings } from '../../../reports/ratings/ratings.ts';

export function ratingRow(agent: string, rating: number | null, over: Partial<RatingRow> = {}): RatingRow {
  const ci: RatingRow['ci'] = rating === null ? null : [rating - 40, rating + 50];
  return {
    agent,
    rating,
    se: rating === null ? null : 20,
    cv3: null,
    ci,
    rank: [1, 3],
    battles: 70,
    battled: 70,
    planned: 70,
    ...over,
  };
}

export function ratingsOf(rows: readonly RatingRow[], over: Partial<Ratings> = {}): Ratings {
  return { method: 'davidson', queries: 70, bootstrap: 0, rows, pairs: [], ...over };
}
