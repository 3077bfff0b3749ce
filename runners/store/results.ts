/** Results: trials with what one judge said of them, streamed for reporting, so that memory does not grow with their number. */
import type { Label } from '../../judge/checklist/verdict.ts';
import type { Usage } from '../../judge/model/usage.ts';
import type { Cost } from '../agents/agent.ts';
import { JUDGE_WORDS, type JudgeWords, type JudgeWordsRow, MEMBERS, toJudgeWords } from './judges.ts';
import { NEWEST, type Selection } from './runs.ts';
import type { Store } from './store.ts';
import type { StoredTask } from './tasks.ts';
import type { CountedTrial } from './trials.ts';
import { labelOf } from './verdicts.ts';

/** The newest attempt of an agent at a task, with what one judge said of it. */
export interface TrialRow {
  readonly agent: string;
  readonly taskId: number;
  readonly repeat: number;
  /** The agent gave no report. */
  readonly failed: boolean;
  readonly reportId: number | null;
  /** Valid labels by the judge's trial, then by criterion id. */
  readonly labels: ReadonlyMap<number, ReadonlyMap<string, Label>>;
  /** Trials of the judge that were planned for this report, or begun where those are more; 0: neither. */
  readonly judgeTrials: number;
  /** For which the judge failed to give a valid verdict. */
  readonly unscored: number;
  /** On which a panel's judges were split. */
  readonly split: number;
  /** Its report was cut at a limit of its length. */
  readonly truncated: boolean;
  readonly seconds: number | null;
  readonly model: string | null;
  readonly usage: Partial<Usage> | undefined;
  readonly cost: Cost | undefined;
  /** Requests to search services that were paid for, by service. */
  readonly searches?: Readonly<Record<string, number>> | undefined;
  /** What judging the report took so far; undefined where the endpoint did not count, or nothing was called. */
  readonly judging: Called;
  /** The same of each of a panel's judges, whose calls are their own. */
  readonly members: readonly (Called & { readonly model: string | null })[];
}

interface Called {
  readonly calls: number;
  readonly usage: Usage | undefined;
}

interface Row {
  readonly agent: string;
  readonly repeat: number;
  readonly report_id: number | null;
  readonly fault: string | null;
  readonly seconds: number | null;
  readonly model: string | null;
  readonly usage: string | null;
  readonly cost: string | null;
  readonly searches: string | null;
  /** Trials, and criterion x 4 + label of each: of millions, numbers in JSON are read sooner than words. */
  readonly labels: string;
  readonly unscored: number;
  readonly split: number;
  readonly truncated: number;
  readonly unscored_trial: number | null;
  readonly planned_trials: number | null;
  readonly calls: string;
  readonly members: string;
}

/** Whether a row of `run` planned any version of a task that asks the same query. */
const OF_RUN = `SELECT 1 FROM run_task WHERE run_id = run.id
  AND task_id IN (SELECT id FROM task WHERE benchmark = @benchmark AND name = @name AND query_id = @query)`;

/** What a judge's calls on a report took, packed for judgingOf. */
const CALLS = (judge: string, report: string) =>
  `(SELECT json_array(count(*), count(input), total(input), total(cached_input), total(cache_write), total(output), total(reasoning))
    FROM call WHERE judge_id = ${judge} AND call.report_id = ${report})`;

/** Criteria x trials of the judge without a verdict: failures (0), or splits of a panel (1), by what came of them last. */
const UNSCORED = (split: 0 | 1) =>
  `(SELECT count(*) FROM (SELECT split, max(id) FROM unscored WHERE judge_id = @judge AND unscored.report_id = trial.report_id
      AND criterion_id IN (SELECT criterion_id FROM rubric WHERE task_id = @task)
      AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.judge_id = @judge AND verdict.report_id = unscored.report_id
        AND verdict.trial = unscored.trial AND verdict.criterion_id = unscored.criterion_id)
      GROUP BY unscored.trial, criterion_id) WHERE split = ${split})`;

/**
 * Streams the trials of one task. Attempts that failed for a fault of ours are owed, not results, and are left out.
 *
 * @param only of these agents; of all where absent
 */
export function* trialRows(
  store: Store,
  selection: Selection,
  task: StoredTask,
  judgeId: number,
  only?: readonly string[],
): Generator<TrialRow> {
  const names = new Map([...task.criteria].map(([name, id]) => [id, name]));
  const statement = store.sql<unknown[], Row>(`
    WITH plan AS MATERIALIZED (SELECT agent_id, repeats, judge_trials FROM run
      WHERE benchmark = @benchmark AND judge_id = @judge AND (@sweep IS NULL OR sweep = @sweep) AND EXISTS (${OF_RUN})),
    member AS MATERIALIZED (SELECT judge.id, judge.model FROM judge WHERE id IN (${MEMBERS('= @judge')}) ORDER BY hash)
    SELECT agent.name AS agent, trial.repeat, trial.report_id, fault, seconds, trial.model, usage, cost, searches,
      coalesce(trial.notes, '') LIKE '%"truncated"%' AS truncated,
      (SELECT json_array(json_group_array(verdict.trial), json_group_array(verdict.criterion_id * 4 + label)) FROM rubric CROSS JOIN verdict
        WHERE rubric.task_id = @task AND verdict.judge_id = @judge AND verdict.report_id = trial.report_id
          AND verdict.criterion_id = rubric.criterion_id) AS labels,
      ${UNSCORED(0)} AS unscored,
      ${UNSCORED(1)} AS split,
      (SELECT max(trial) FROM unscored WHERE judge_id = @judge AND unscored.report_id = trial.report_id
        AND criterion_id IN (SELECT criterion_id FROM rubric WHERE task_id = @task)) AS unscored_trial,
      (SELECT max(judge_trials) FROM plan WHERE plan.agent_id = trial.agent_id AND trial.repeat <= repeats) AS planned_trials,
      ${CALLS('@judge', 'trial.report_id')} AS calls,
      (SELECT json_group_array(json_array(member.model, json(${CALLS('member.id', 'trial.report_id')}))) FROM member) AS members
    FROM trial JOIN agent ON agent.id = agent_id
    WHERE trial.query_id = @query AND fault IS NOT 'harness' AND (@only IS NULL OR agent.name IN (SELECT value FROM json_each(@only)))
      AND ${NEWEST}
      AND (@sweep IS NULL OR EXISTS (SELECT 1 FROM run JOIN run_task ON run_id = run.id
        WHERE sweep = @sweep AND run.agent_id = trial.agent_id AND task_id = @task AND trial.repeat <= run.repeats))
    ORDER BY agent.name, trial.repeat`);
  const { benchmark, sweep = null } = selection;
  const agents = only === undefined ? null : JSON.stringify(only);
  const about = { judge: judgeId, query: task.queryId, benchmark, sweep, task: task.id, name: task.task.id, only: agents };
  for (const row of statement.iterate(about)) yield toTrialRow(row, task.id, names);
}

function toTrialRow(row: Row, taskId: number, names: ReadonlyMap<number, string>): TrialRow {
  const labels = new Map<number, Map<string, Label>>();
  let judgeTrials = Math.max(row.planned_trials ?? 0, row.unscored_trial ?? 0);
  const [trials, packed] = JSON.parse(row.labels) as readonly [number[], number[]];
  trials.forEach((trial, i) => {
    const verdict = packed[i] ?? Number.NaN;
    const name = names.get(Math.floor(verdict / 4));
    // A verdict on a criterion that another version of the rubric has.
    if (name === undefined) return;
    judgeTrials = Math.max(judgeTrials, trial);
    const given = labels.get(trial);
    if (given === undefined) labels.set(trial, new Map([[name, labelOf(verdict % 4)]]));
    else given.set(name, labelOf(verdict % 4));
  });
  const { agent, repeat, report_id: reportId, unscored, split, truncated, seconds, model } = row;
  return {
    agent,
    taskId,
    repeat,
    failed: row.fault === 'agent',
    reportId,
    labels,
    judgeTrials,
    unscored,
    split,
    truncated: truncated === 1,
    seconds,
    model,
    usage: row.usage === null ? undefined : (JSON.parse(row.usage) as Partial<Usage>),
    cost: row.cost === null ? undefined : (JSON.parse(row.cost) as Cost),
    ...(row.searches !== null && { searches: JSON.parse(row.searches) as Record<string, number> }),
    judging: judgingOf(JSON.parse(row.calls) as number[]),
    members: (JSON.parse(row.members) as [string | null, number[]][]).map(([model, calls]) => ({ model, ...judgingOf(calls) })),
  };
}

/** What judging one report took, and what it did not bring, by one judge that was planned for it. */
export interface Judging extends JudgeWords {
  /** Judgments of every criterion that were planned. */
  readonly trials: number;
  readonly calls: number;
  readonly usage?: Usage;
  readonly unscored?: readonly UnscoredItem[];
}

export interface UnscoredItem {
  readonly criterionId: string;
  readonly trial: number;
  readonly error: string;
  readonly split?: boolean;
}

/** By judge, in the order in which they were planned first: the newest judge of results is the one that is shown. */
export function judgings(store: Store, counted: CountedTrial, task: StoredTask, sweep: string | undefined): Judging[] {
  const { agentId, benchmark, repeat, reportId } = counted;
  const rows = store
    .sql<unknown[], JudgeWordsRow & { id: number; trials: number; calls: string }>(
      `SELECT judge.id AS id, ${JUDGE_WORDS}, trials, ${CALLS('judge.id', '@report')} AS calls
       FROM (SELECT judge_id, max(judge_trials) AS trials, max(run.id) AS planned FROM run
         WHERE benchmark = @benchmark AND agent_id = @agent AND @repeat <= repeats AND (@sweep IS NULL OR sweep = @sweep)
           AND EXISTS (${OF_RUN}) GROUP BY judge_id)
       JOIN judge ON judge.id = judge_id ORDER BY planned`,
    )
    .all({ benchmark, agent: agentId, repeat, sweep: sweep ?? null, name: task.task.id, query: task.queryId, report: reportId });
  return rows.map(({ id, trials, calls: packed, ...words }) => {
    const { calls, usage } = judgingOf(JSON.parse(packed) as number[]);
    const unscored = reportId === null ? [] : unscoredItems(store, id, reportId, task);
    return {
      ...toJudgeWords(words),
      trials,
      calls,
      ...(calls > 0 && usage !== undefined && { usage }),
      ...(unscored.length > 0 && { unscored }),
    };
  });
}

/** The last error of every item that has no verdict. */
function unscoredItems(store: Store, judgeId: number, reportId: number, { criteria }: StoredTask): UnscoredItem[] {
  const rows = store
    .sql<unknown[], { criterion: number; trial: number; error: string; split: number }>(
      `SELECT criterion_id AS criterion, trial, error, split, max(id) AS newest FROM unscored WHERE judge_id = @judge AND report_id = @report
         AND (judge_id, report_id, trial, criterion_id) NOT IN
           (SELECT judge_id, report_id, trial, criterion_id FROM verdict WHERE judge_id = @judge AND report_id = @report)
       GROUP BY criterion_id, trial`,
    )
    .all({ judge: judgeId, report: reportId });
  const found = new Map(
    rows.map(({ criterion, trial, error, split }) => [`${criterion} ${trial}`, { trial, error, ...(split === 1 && { split: true }) }]),
  );
  const trials = [...new Set(rows.map(({ trial }) => trial))].sort((a, b) => a - b);
  return trials.flatMap((trial) =>
    [...criteria].flatMap(([criterionId, id]) => {
      const item = found.get(`${id} ${trial}`);
      return item === undefined ? [] : [{ criterionId, ...item }];
    }),
  );
}

function judgingOf(counts: readonly number[]): Called {
  const [calls = 0, counted = 0, inputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0, outputTokens = 0, reasoningTokens = 0] =
    counts;
  const usage = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, toolCalls: 0 };
  return { calls, usage: counted < calls ? undefined : usage };
}
