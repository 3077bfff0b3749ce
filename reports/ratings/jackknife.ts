/** The covariance of fitted strengths by leaving out a query at a time (CV3): no formula of the model's, and a little wider. */
import { add, at } from '../stats/vector.ts';
import type { FitCounts, StrengthFit } from './fit.ts';
import { addCluster, type CountedBattles, totalCounts } from './pair-counts.ts';

/** Each is a fit of its own; beyond this the two errors are the same to what is shown. */
const MOST_QUERIES = 500;

/** In the order of the rated agents. Null where there are too many queries, one alone, or one without which somebody is unbounded. */
export function jackknife(counted: CountedBattles, fitCounts: FitCounts, all: StrengthFit, prior: number): Float64Array | null {
  const queries = counted.clusters.start.length - 1;
  const agents = all.bounded.rated.length;
  if (queries < 2 || queries > MOST_QUERIES || agents === 0) return null;
  const total = totalCounts(counted, prior);
  const left: Float64Array[] = [];
  for (let query = 0; query < queries; query++) {
    const counts = total.slice();
    addCluster(counts, counted.clusters, query, -1);
    const { bounded, among } = fitCounts(counted.pairs, counts, all);
    if (among === null || String(bounded.rated) !== String(all.bounded.rated)) return null;
    left.push(among.strengths);
  }
  const mean = Float64Array.from({ length: agents }, (_, i) => left.reduce((sum, strengths) => sum + at(strengths, i), 0) / queries);
  const covariance = new Float64Array(agents * agents);
  for (const strengths of left) {
    const away = strengths.map((strength, i) => strength - at(mean, i));
    for (let i = 0; i < agents; i++) {
      for (let j = 0; j < agents; j++) add(covariance, i * agents + j, (at(away, i) * at(away, j) * (queries - 1)) / queries);
    }
  }
  return covariance;
}
