/** What every judge, person or model, said of the pairs that people have compared: the rows behind agreement. */

import { groupBy } from '../../judge/group-by.ts';
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import { type Absolute, balance, fold, type Outcome, turned, votesOf } from '../../judge/pairwise/outcome.ts';
import { bothOrders } from '../store/comparisons.ts';
import type { Store } from '../store/store.ts';
import { PEOPLE } from './annotations.ts';
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

interface Row {
  readonly judgeId: number;
  readonly judge: string;
  readonly person: number;
  readonly query: number;
  readonly firstReport: number;
  readonly secondReport: number;
  readonly brief: string;
  readonly masked: string;
  readonly dimension: Dimension;
  readonly trial: number;
  readonly outcome: Outcome;
  readonly absolute: Absolute | null;
}

/** In a stable order: people first, then by judge, pair and dimension. */
export function pairOpinions(store: Store, pairs: readonly Pair[]): PairOpinion[] {
  const briefs = new Map(pairs.map(({ queryId, brief, reports: [one, other] }) => [pairKey(queryId, one.id, other.id), brief]));
  const rows = store
    .sql<[], Row>(OPINIONS)
    .all()
    .map((row) => ({ ...row, pair: pairKey(row.query, row.firstReport, row.secondReport) }))
    // A model that was told something else was asked something else.
    .filter(({ pair, person, brief }) => briefs.has(pair) && (person === 1 || brief === briefs.get(pair)));
  return [...groupBy(rows, ({ judgeId, pair, dimension }) => `${judgeId} ${pair} ${dimension}`).values()].map(toOpinion);
}

const OPINIONS = `
  WITH seen AS MATERIALIZED (
    SELECT DISTINCT query_id, min(first_report, second_report) AS low, max(first_report, second_report) AS high
    FROM comparison WHERE judge_id IN (${PEOPLE}))
  SELECT judge.id AS judgeId, judge.name AS judge, json_extract(identity, '$.kind') IS 'person' AS person, comparison.query_id AS query,
    first_report AS firstReport, second_report AS secondReport, brief_hash AS brief, masked_hash AS masked, dimension, trial, outcome, absolute
  FROM seen JOIN comparison ON comparison.query_id = seen.query_id
    AND ((first_report = low AND second_report = high) OR (first_report = high AND second_report = low))
  JOIN judge ON judge.id = judge_id
  ORDER BY person DESC, judge.name, judge.id, comparison.query_id, low, high, dimension, trial, at DESC, masked, firstReport`;

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
