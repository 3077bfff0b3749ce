/** Battles that were planned, and what became of those in which an attempt failed. */
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import type { Outcome } from '../../judge/pairwise/outcome.ts';
import type { BattleSelection, Nullable } from './battle-row.ts';
import { IS_PERSON } from './judges.ts';
import { lastPlanned, NEWEST } from './runs.ts';
import type { Store } from './store.ts';

export interface PlannedBattleRow {
  readonly queryId: number;
  /** Two agents, in any order. */
  readonly a: string;
  readonly b: string;
}

/** What is there already stays as it is. */
export function storePlannedBattles(
  store: Store,
  sweep: string,
  battles: readonly PlannedBattleRow[],
  dimensions: readonly Dimension[],
): void {
  const insert = store.sql(
    `INSERT INTO planned_battle (query_id, dimension, a, b, sweep)
     SELECT ?, ?, min(one.id, other.id), max(one.id, other.id), ? FROM agent one, agent other WHERE one.name = ? AND other.name = ? ON CONFLICT DO NOTHING`,
  );
  for (const { queryId, a, b } of battles) for (const dimension of dimensions) insert.run(queryId, dimension, sweep, a, b);
}

/** What came of an agent's first attempt at @query: a report, a failure, or nothing yet. */
const CAME_OF = (agent: string) => `(SELECT CASE WHEN report_id IS NOT NULL THEN 'report' WHEN fault = 'agent' THEN 'failed' END FROM trial
  WHERE trial.agent_id = ${agent} AND trial.query_id = @query AND repeat = 1 AND ${NEWEST})`;

export interface Forfeit {
  /** The agents in order of their names. */
  readonly a: string;
  readonly b: string;
  readonly dimension: Dimension;
  readonly outcome: Outcome;
}

/** Battles on a query that were decided by attempts that failed, in order of name. */
export function forfeitsOn(
  store: Store,
  query: number,
  { sweep, dimension }: { readonly sweep: string | null; readonly dimension: Dimension | undefined },
): Forfeit[] {
  const rows = store
    .sql<unknown[], { one: string; other: string; dimension: Dimension; ofOne: string | null; ofOther: string | null }>(
      `SELECT DISTINCT one.name AS one, other.name AS other, dimension, ${CAME_OF('planned_battle.a')} AS ofOne, ${CAME_OF('planned_battle.b')} AS ofOther
       FROM planned_battle JOIN agent one ON one.id = a JOIN agent other ON other.id = b
       WHERE planned_battle.query_id = @query AND (@sweep IS NULL OR sweep = @sweep) AND (@dimension IS NULL OR dimension = @dimension)`,
    )
    .all({ query, sweep, dimension: dimension ?? null });
  const forfeits = rows.flatMap(({ one, other, dimension: on, ofOne, ofOther }): Forfeit[] => {
    if (ofOne === null || ofOther === null || (ofOne === 'report' && ofOther === 'report')) return [];
    const outcome = ofOne === ofOther ? 'tie' : (ofOne === 'report') === one < other ? 'a' : 'b';
    return [{ ...(one < other ? { a: one, b: other } : { a: other, b: one }), dimension: on, outcome }];
  });
  return forfeits.sort((x, y) => (`${x.a}\0${x.b}\0${x.dimension}` < `${y.a}\0${y.b}\0${y.dimension}` ? -1 : 1));
}

/** How far one judge is with the battles of a sweep on one dimension. */
export interface BattleStatus {
  readonly dimension: Dimension;
  /** Pairs of agents on a task. */
  readonly planned: number;
  /** Both wrote a report. */
  readonly ready: number;
  /** Undefined: nobody has judged any. */
  readonly judge: string | undefined;
  /** In both orders, or by a person. */
  readonly judged: number;
}

/** In order of dimension and judge; empty where no battles were planned. */
export function battleStatus(store: Store, sweep: string): BattleStatus[] {
  const report = (agent: string) =>
    `(SELECT report_id FROM trial WHERE trial.agent_id = ${agent} AND trial.query_id = planned_battle.query_id AND repeat = 1 AND ${NEWEST})`;
  const said = (first: string, second: string) =>
    `EXISTS (SELECT 1 FROM comparison WHERE judge_id = judge.id AND comparison.query_id = met.query_id AND first_report = ${first}
       AND second_report = ${second} AND comparison.dimension = met.dimension)`;
  const rows = store
    .sql<unknown[], Omit<BattleStatus, 'judge'> & { judge: string | null }>(
      `WITH met AS MATERIALIZED (SELECT query_id, dimension, ${report('a')} AS x, ${report('b')} AS y FROM planned_battle WHERE sweep = @sweep),
       counted AS (SELECT dimension, count(*) AS planned, count(x + y) AS ready FROM met GROUP BY dimension),
       fought AS (SELECT met.dimension AS dimension, judge.name AS judge, count(*) AS judged
         FROM (SELECT DISTINCT judge_id FROM comparison) who JOIN judge ON judge.id = who.judge_id CROSS JOIN met
         WHERE CASE WHEN ${IS_PERSON} THEN ${said('x', 'y')} OR ${said('y', 'x')} ELSE ${said('x', 'y')} AND ${said('y', 'x')} END
         GROUP BY met.dimension, judge.id)
       SELECT counted.dimension AS dimension, planned, ready, judge, coalesce(judged, 0) AS judged
       FROM counted LEFT JOIN fought ON fought.dimension = counted.dimension ORDER BY counted.dimension, judge`,
    )
    .all({ sweep });
  return rows.map(({ judge, ...row }) => ({ ...row, judge: judge ?? undefined }));
}

/** Two agents, in order of their names, on a task. */
export interface PlannedMeeting {
  readonly benchmark: string;
  readonly task: string;
  readonly a: string;
  readonly b: string;
}

/** Every two agents that were to meet on a task, on the dimension. */
export function plannedMeetings(
  store: Store,
  { benchmark = null, sweep = null, dimension = null }: Nullable<BattleSelection>,
): PlannedMeeting[] {
  return store
    .sql<unknown[], PlannedMeeting>(
      `SELECT DISTINCT version.benchmark AS benchmark, version.name AS task, min(one.name, other.name) AS a, max(one.name, other.name) AS b
       FROM planned_battle JOIN (${lastPlanned('task.benchmark, name')}) version ON version.query_id = planned_battle.query_id
       JOIN agent one ON one.id = a JOIN agent other ON other.id = b
       WHERE (@sweep IS NULL OR sweep = @sweep) AND (@dimension IS NULL OR dimension = @dimension)`,
    )
    .all({ benchmark, sweep, dimension });
}
