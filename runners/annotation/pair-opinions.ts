/** What every judge, person or model, said of the pairs that people have compared: the rows behind agreement. */

import { groupBy } from '../../judge/group-by.ts';
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import { type Absolute, balance, fold, type Outcome, turned, votesOf } from '../../judge/pairwise/outcome.ts';
import { bothOrders, type ComparisonRow, comparisonsOn } from '../store/comparisons.ts';
import type { Store } from '../store/store.ts';
import { type Pair, pairKey } from './pairs.ts';

/** One judge's opinion of one pair on one dimension. */
export interface PairOpinion {
  readonly judgeId: number;
  readonly judge: string;
  readonly person: boolean;
  readonly pair: string;
  readonly query: string;
  readonly dimension: Dimension;
  /** Of the two reports in a fixed order, whatever order they were shown in. */
  readonly outcome: Outcome;
  readonly absolute: Absolute | undefined;
  /** A model's mind changed with the order; undefined where it saw one order only. */
  readonly flipped: boolean | undefined;
}

/** A stored comparison with the key of its pair. */
interface Row extends ComparisonRow {
  readonly query: number;
  readonly pair: string;
}

/** In a stable order: people first, then by judge, pair and dimension. */
export function pairOpinions(store: Store, pairs: readonly Pair[]): PairOpinion[] {
  const briefs = new Map(pairs.map(({ queryId, brief, reports: [one, other] }) => [pairKey(queryId, one.id, other.id), brief]));
  const queries = [...new Set(pairs.map(({ queryId }) => queryId))].sort((x, y) => x - y);
  const rows = queries.flatMap((query) => {
    const all = comparisonsOn(store, query).map((row): Row => ({ ...row, query, pair: pairKey(query, row.firstReport, row.secondReport) }));
    const seen = new Set(all.filter(({ person }) => person === 1).map(({ pair }) => pair));
    // A model that was told something else was asked something else.
    return all.filter(({ pair, person, brief }) => seen.has(pair) && briefs.has(pair) && (person === 1 || brief === briefs.get(pair)));
  });
  return [...groupBy(rows.sort(inOrder), ({ judgeId, pair, dimension }) => `${judgeId} ${pair} ${dimension}`).values()].map(toOpinion);
}

function inOrder(x: Row, y: Row): number {
  const [one, other] = [x, y].map((row) => [
    -row.person,
    row.judge,
    row.judgeId,
    row.query,
    Math.min(row.firstReport, row.secondReport),
    Math.max(row.firstReport, row.secondReport),
    row.dimension,
  ]);
  const differs = one?.findIndex((value, i) => value !== other?.[i]) ?? -1;
  if (one === undefined || other === undefined || differs < 0) return 0;
  return (one[differs] ?? 0) < (other[differs] ?? 0) ? -1 : 1;
}

function toOpinion(rows: readonly Row[]): PairOpinion {
  const row = rows[0] as Row;
  const { judgeId, judge, query, firstReport, secondReport, dimension } = row;
  const common = {
    judgeId,
    judge,
    person: row.person === 1,
    pair: pairKey(query, firstReport, secondReport),
    query: String(query),
    dimension,
  };
  if (row.person === 1) {
    // A changed answer is a later trial: the newest counts.
    const newest = rows.reduce((latest, each) => (each.trial > latest.trial ? each : latest));
    return { ...common, outcome: sideOf(newest), absolute: newest.absolute ?? undefined, flipped: undefined };
  }
  return { ...common, ...modelOpinion(rows) };
}

function sideOf({ firstReport, secondReport, outcome }: Row): Outcome {
  return turned(outcome, firstReport > secondReport);
}

/** Both orders of a trial are one opinion, or the newest where it saw one only; the opinions of several trials go by their balance. */
function modelOpinion(rows: readonly Row[]): Pick<PairOpinion, 'outcome' | 'absolute' | 'flipped'> {
  const trials = [...new Set(rows.map((row) => row.trial))].map((trial) => {
    const said = rows.filter((row) => row.trial === trial);
    const both = bothOrders(said, ({ firstReport, secondReport }) => firstReport < secondReport);
    if (both !== undefined) return { absolute: undefined, ...fold(...both) };
    const [one] = said;
    if (one === undefined) throw new Error('a trial without comparisons');
    return { outcome: sideOf(one), absolute: one.absolute ?? undefined, flipped: undefined };
  });
  const outcome = balance(votesOf(trials.map((trial) => trial.outcome)));
  const absolutes = new Set(trials.map(({ absolute }) => absolute));
  const seenTwice = trials.filter(({ flipped }) => flipped !== undefined);
  return {
    outcome,
    absolute: outcome === 'tie' && absolutes.size === 1 ? trials[0]?.absolute : undefined,
    flipped: seenTwice.length === 0 ? undefined : seenTwice.some(({ flipped }) => flipped),
  };
}
