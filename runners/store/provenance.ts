/** Where the numbers on a benchmark come from: which tasks, what was planned for whom, and when. */
import { sha256 } from '../../judge/hash.ts';
import { lastPlanned, type Selection } from './runs.ts';
import type { Store } from './store.ts';

export interface Evaluated {
  /** Of all tasks of the selection with their rubrics, in the version that counts; null where none is known, as of imported battles. */
  readonly benchmarkHash: string | null;
  /** The one that planned all of it; null where several have. */
  readonly sweep: string | null;
  /** Of judging that was planned, at most. */
  readonly judgeTrials: number;
  /** Only where some agents' reports were to be judged less often than others'. */
  readonly fewestTrials?: number;
  /** ISO 8601: the first and the last time that anything was planned, attempted or compared; null where nobody knows. */
  readonly from: string | null;
  readonly to: string | null;
}

/** @param judgeId whose scores; undefined: of whoever compared */
export function evaluated(store: Store, { benchmark, sweep }: Selection, judgeId: number | undefined): Evaluated {
  const places = { benchmark, sweep: sweep ?? null, judge: judgeId ?? null };
  const hashes = store
    .sql<unknown[], { hash: string }>(
      `SELECT hash FROM task WHERE id IN (SELECT task_id FROM (${lastPlanned('task.benchmark, name')})) ORDER BY hash`,
    )
    .all({ benchmark, sweep: sweep ?? null });
  const runs = store
    .sql<unknown[], { sweeps: number; sweep: string | null; trials: number | null }>(
      `SELECT count(DISTINCT sweep) AS sweeps, max(sweep) AS sweep, max(judge_trials) AS trials FROM run
       WHERE benchmark = @benchmark AND (@sweep IS NULL OR sweep = @sweep) AND (@judge IS NULL OR judge_id = @judge)`,
    )
    .get(places);
  const fewest = store
    .sql<unknown[], { trials: number | null }>(
      `SELECT min(trials) AS trials FROM (SELECT max(judge_trials) AS trials FROM run
       WHERE benchmark = @benchmark AND (@sweep IS NULL OR sweep = @sweep) AND (@judge IS NULL OR judge_id = @judge) GROUP BY agent_id)`,
    )
    .get(places)?.trials;
  const judgeTrials = runs?.trials ?? 1;
  const span = store
    .sql<unknown[], { first: string | null; last: string | null }>(
      `WITH planned AS MATERIALIZED (SELECT run.id, run.agent_id, run.at FROM run
         WHERE benchmark = @benchmark AND (@sweep IS NULL OR sweep = @sweep) AND (@judge IS NULL OR judge_id = @judge)),
       asked AS MATERIALIZED (SELECT DISTINCT planned.agent_id, query_id FROM planned JOIN run_task ON run_id = planned.id JOIN task ON task.id = task_id)
       SELECT min(at) AS first, max(at) AS last FROM (SELECT at FROM planned
         UNION ALL SELECT trial.at FROM asked CROSS JOIN trial ON trial.query_id = asked.query_id AND trial.agent_id = asked.agent_id
         UNION ALL SELECT comparison.at FROM comparison WHERE @judge IS NULL AND comparison.query_id IN (SELECT query_id FROM asked)) WHERE at <> ''`,
    )
    .get(places);
  return {
    benchmarkHash: hashes.length === 0 ? null : sha256(hashes.map(({ hash }) => hash).join('\n')),
    sweep: sweep ?? (runs?.sweeps === 1 ? runs.sweep : null),
    judgeTrials,
    ...(fewest != null && fewest < judgeTrials && { fewestTrials: fewest }),
    from: span?.first ?? null,
    to: span?.last ?? null,
  };
}

export interface PlannedAttempts {
  readonly agent: string;
  readonly queryId: number;
  readonly repeats: number;
  readonly judgeTrials: number;
}

/** What was planned for this judge: how often each agent was to answer each query, and how often each report was to be judged. */
export function plannedAttempts(store: Store, { benchmark, sweep }: Selection, judgeId: number): PlannedAttempts[] {
  return store
    .sql<unknown[], PlannedAttempts>(
      `SELECT agent.name AS agent, query_id AS queryId, max(repeats) AS repeats, max(judge_trials) AS judgeTrials
       FROM run JOIN agent ON agent.id = agent_id JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id
       WHERE run.benchmark = @benchmark AND judge_id = @judge AND (@sweep IS NULL OR sweep = @sweep) GROUP BY agent_id, query_id`,
    )
    .all({ benchmark, sweep: sweep ?? null, judge: judgeId });
}
