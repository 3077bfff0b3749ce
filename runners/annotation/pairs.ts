/** Which reports can be compared head to head: two agents' newest ones on the same query. */
import { groupBy } from '../../judge/group-by.ts';
import { type ComparableReport, comparableReports } from '../store/annotations.ts';
import type { Store } from '../store/store.ts';

export interface PairedReport {
  readonly id: number;
  readonly hash: string;
}

export interface Pair {
  readonly queryId: number;
  readonly queryHash: string;
  /** The version that counts of the tasks that ask the query. */
  readonly taskId: number;
  readonly hasRubric: boolean;
  /** Of what a model is told of the query. */
  readonly brief: string;
  /** In order of their hashes, which says nothing about who wrote them. */
  readonly reports: readonly [PairedReport, PairedReport];
}

/** The same for both orders of the reports. */
export function pairKey(queryId: number, one: number, other: number): string {
  return `${queryId} ${Math.min(one, other)} ${Math.max(one, other)}`;
}

/** Every pair of different reports on one query, of the first repeat, in a stable order. */
export function readPairs(store: Store, sweep?: string): Pair[] {
  return [...groupBy(comparableReports(store, sweep), ({ queryId }) => queryId).values()].flatMap((reports) =>
    reports.flatMap((one, i) => reports.slice(i + 1).map((other) => pairOf(one, other))),
  );
}

function pairOf(one: ComparableReport, other: ComparableReport): Pair {
  const { queryId, queryHash, taskId, hasRubric, brief } = one;
  const report = ({ reportId, reportHash }: ComparableReport): PairedReport => ({ id: reportId, hash: reportHash });
  return { queryId, queryHash, taskId, hasRubric: hasRubric === 1, brief, reports: [report(one), report(other)] };
}
