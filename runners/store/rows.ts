/** Reading from the store what reporting needs: rows, streamed, so that memory does not grow with the number of results. */
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import { InputError } from '../../judge/errors.ts';
import type { Usage } from '../../judge/model/usage.ts';
import type { Cost } from '../agents/agent.ts';
import type { StoredTask } from './facts.ts';
import type { Store } from './store.ts';
import { storedTask } from './stored.ts';
import { labelOf } from './verdicts.ts';
import { lastPlanned, NEWEST } from './versions.ts';

/** Which results: all of a benchmark, or those that one sweep planned. */
export interface Selection {
  readonly benchmark: string;
  readonly sweep?: string | undefined;
}

export interface JudgeRow {
  readonly id: number;
  readonly name: string;
  readonly model: string | null;
  readonly hash: string;
  /** Of its identity: `model`, `offline`, `imported`, ... */
  readonly kind: string;
}

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
  readonly unscored: number;
  readonly seconds: number | null;
  readonly model: string | null;
  readonly usage: Partial<Usage> | undefined;
  readonly cost: Cost | undefined;
  /** What judging the report took so far; undefined where the endpoint did not count, or nothing was called. */
  readonly judging: { readonly calls: number; readonly usage: Usage | undefined };
}

export function benchmarkNames(store: Store, sweep?: string): string[] {
  const rows =
    sweep === undefined
      ? store.sql<unknown[], { benchmark: string }>('SELECT DISTINCT benchmark FROM run ORDER BY benchmark').all()
      : store.sql<unknown[], { benchmark: string }>('SELECT DISTINCT benchmark FROM run WHERE sweep = ? ORDER BY benchmark').all(sweep);
  return rows.map((row) => row.benchmark);
}

/** Of all agents in the store, in order. */
export function agentNames(store: Store): string[] {
  const rows = store.sql<[], { name: string }>('SELECT name FROM agent ORDER BY name').all();
  return rows.map(({ name }) => name);
}

/** All that ever judged or compared here, people too, in order of name. */
export function knownJudges(store: Store): Pick<JudgeRow, 'name' | 'hash'>[] {
  return store.sql<[], Pick<JudgeRow, 'name' | 'hash'>>('SELECT name, hash FROM judge ORDER BY name').all();
}

/** Of costs that agents gave themselves. */
export function costCurrencies(store: Store): string[] {
  const rows = store.sql<[], { currency: string }>(
    "SELECT DISTINCT json_extract(cost, '$.currency') AS currency FROM trial WHERE cost IS NOT NULL",
  );
  return rows.all().map(({ currency }) => currency);
}

/** Judges that were planned for these results, the newest first. */
export function judgesOf(store: Store, { benchmark, sweep }: Selection): JudgeRow[] {
  return store
    .sql<unknown[], JudgeRow>(
      `SELECT judge.id, judge.name, judge.model, judge.hash, coalesce(json_extract(judge.identity, '$.kind'), '') AS kind FROM run JOIN judge ON judge.id = judge_id
       WHERE benchmark = @benchmark AND (@sweep IS NULL OR sweep = @sweep) GROUP BY judge.id ORDER BY max(run.id) DESC`,
    )
    .all({ benchmark, sweep: sweep ?? null });
}

/** Agents of these results that the judge has given a verdict, in order of name. */
export function agentsJudgedBy(store: Store, { benchmark, sweep }: Selection, judgeId: number): string[] {
  const rows = store.sql<unknown[], { name: string }>(
    `SELECT DISTINCT agent.name FROM run JOIN agent ON agent.id = agent_id
     WHERE benchmark = @benchmark AND judge_id = @judge AND (@sweep IS NULL OR sweep = @sweep) AND EXISTS (
       SELECT 1 FROM run_task JOIN task ON task.id = task_id JOIN trial ON trial.agent_id = agent.id AND trial.query_id = task.query_id
       JOIN verdict ON verdict.judge_id = @judge AND verdict.report_id = trial.report_id WHERE run_id = run.id) ORDER BY agent.name`,
  );
  return rows.all({ benchmark, judge: judgeId, sweep: sweep ?? null }).map(({ name }) => name);
}

export interface ChosenJudge extends JudgeRow {
  /** Names of the other judges of these results that were given the same name, as a choice takes them; the newest first. */
  readonly namesakes: readonly string[];
}

/**
 * One judge of these results: the one named, or the newest. Where several have its name, it goes by that and its hash.
 *
 * @throws InputError where none has judged them, or none of that name
 */
export function chooseJudge(store: Store, selection: Selection, name: string | undefined): ChosenJudge {
  const judges = judgesOf(store, selection);
  const found = name === undefined ? judges[0] : judgeMeant(judges, name);
  if (found !== undefined) {
    const others = judges.filter((judge) => judge.name === found.name && judge.id !== found.id);
    return { ...found, name: others.length === 0 ? found.name : hashName(found), namesakes: others.map(hashName) };
  }
  const there = [...new Set(judges.map((judge) => judge.name))].join(', ');
  throw new InputError(
    name === undefined
      ? `${store.path}: no judge has judged reports on ${selection.benchmark}`
      : `${store.path}: no judge "${name}" of ${selection.benchmark}${didYouMean(
          name,
          judges.map((judge) => judge.name),
        )}; there are: ${there || 'none'}`,
  );
}

/** By its name, by its hash, or by what stands before the hash that an export gave it: that alone names it where no other has it. */
function judgeMeant(judges: readonly JudgeRow[], name: string): JudgeRow | undefined {
  const known = judges.find((judge) => judge.name === name) ?? judges.find((judge) => isHashOf(judge, name));
  if (known !== undefined) return known;
  const [exported, ...others] = judges.filter((judge) => /^(.*) \([0-9a-f]{8}\)$/.exec(judge.name)?.[1] === name);
  return others.length === 0 ? exported : undefined;
}

function hashName({ name, hash }: JudgeRow): string {
  return `${name} (${hash.slice(0, 8)})`;
}

/** Exports tell judges of one name apart by the first digits of their hash, as in `gpt-5-mini (1a2b3c4d)`. */
export function isHashOf(judge: Pick<JudgeRow, 'name' | 'hash'>, name: string): boolean {
  const [, before, digits] = /^(?:(.*) \()?([0-9a-f]{8,64})\)?$/.exec(name) ?? [];
  return digits !== undefined && judge.hash.startsWith(digits) && (before === undefined || before === judge.name);
}

/** The version that counts of each task of the selection, by row id. */
export function tasksOf(store: Store, { benchmark, sweep }: Selection): Map<number, StoredTask> {
  const ids = store
    .sql<unknown[], { id: number }>(`SELECT task_id AS id FROM (${lastPlanned('task.benchmark, name')}) ORDER BY name`)
    .all({ benchmark, sweep: sweep ?? null });
  return new Map(ids.map(({ id }) => [id, storedTask(store, id)]));
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
  readonly labels: string | null;
  readonly unscored: number;
  readonly unscored_trial: number | null;
  readonly planned_trials: number | null;
  readonly calls: string;
}

/** Streams the trials of one task. Attempts that failed for a fault of ours are owed, not results, and are left out. */
export function* trialRows(store: Store, selection: Selection, task: StoredTask, judgeId: number): Generator<TrialRow> {
  const names = new Map([...task.criteria].map(([name, id]) => [id, name]));
  const statement = store.sql<unknown[], Row>(`
    WITH plan AS MATERIALIZED (SELECT agent_id, repeats, judge_trials FROM run
      WHERE benchmark = @benchmark AND judge_id = @judge AND (@sweep IS NULL OR sweep = @sweep) AND EXISTS (SELECT 1 FROM run_task
        WHERE run_id = run.id AND task_id IN (SELECT id FROM task WHERE benchmark = @benchmark AND name = @name AND query_id = @query)))
    SELECT agent.name AS agent, trial.repeat, trial.report_id, fault, seconds, trial.model, usage, cost,
      (SELECT group_concat(verdict.trial || ' ' || criterion_id || ' ' || label, ' ') FROM verdict
        WHERE judge_id = @judge AND verdict.report_id = trial.report_id) AS labels,
      (SELECT count(DISTINCT trial || ' ' || criterion_id) FROM unscored WHERE judge_id = @judge AND unscored.report_id = trial.report_id
        AND criterion_id IN (SELECT criterion_id FROM rubric WHERE task_id = @task)
        AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.judge_id = @judge AND verdict.report_id = unscored.report_id
          AND verdict.trial = unscored.trial AND verdict.criterion_id = unscored.criterion_id)) AS unscored,
      (SELECT max(trial) FROM unscored WHERE judge_id = @judge AND unscored.report_id = trial.report_id) AS unscored_trial,
      (SELECT max(judge_trials) FROM plan WHERE plan.agent_id = trial.agent_id AND trial.repeat <= repeats) AS planned_trials,
      (SELECT json_array(count(*), count(input), total(input), total(cached_input), total(cache_write), total(output), total(reasoning))
        FROM call WHERE judge_id = @judge AND call.report_id = trial.report_id) AS calls
    FROM trial JOIN agent ON agent.id = agent_id
    WHERE trial.query_id = @query AND fault IS NOT 'harness'
      AND ${NEWEST}
      AND (@sweep IS NULL OR EXISTS (SELECT 1 FROM run JOIN run_task ON run_id = run.id
        WHERE sweep = @sweep AND run.agent_id = trial.agent_id AND task_id = @task AND trial.repeat <= run.repeats))
    ORDER BY agent.name, trial.repeat`);
  const { benchmark, sweep = null } = selection;
  for (const row of statement.iterate({ judge: judgeId, query: task.queryId, benchmark, sweep, task: task.id, name: task.task.id }))
    yield toTrialRow(row, task.id, names);
}

function toTrialRow(row: Row, taskId: number, names: ReadonlyMap<number, string>): TrialRow {
  const labels = new Map<number, Map<string, Label>>();
  let judgeTrials = Math.max(row.planned_trials ?? 0, row.unscored_trial ?? 0);
  const packed = row.labels === null ? [] : row.labels.split(' ');
  for (let i = 0; i < packed.length; i += 3) {
    const name = names.get(Number(packed[i + 1]));
    // A verdict on a criterion that another version of the rubric has.
    if (name === undefined) continue;
    const trial = Number(packed[i]);
    judgeTrials = Math.max(judgeTrials, trial);
    const given = labels.get(trial) ?? new Map<string, Label>();
    labels.set(trial, given.set(name, labelOf(Number(packed[i + 2]))));
  }
  const { agent, repeat, report_id: reportId, unscored, seconds, model } = row;
  return {
    agent,
    taskId,
    repeat,
    failed: row.fault === 'agent',
    reportId,
    labels,
    judgeTrials,
    unscored,
    seconds,
    model,
    usage: row.usage === null ? undefined : (JSON.parse(row.usage) as Partial<Usage>),
    cost: row.cost === null ? undefined : (JSON.parse(row.cost) as Cost),
    judging: judgingOf(row.calls),
  };
}

function judgingOf(packed: string): TrialRow['judging'] {
  const [calls = 0, counted = 0, inputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0, outputTokens = 0, reasoningTokens = 0] =
    JSON.parse(packed) as number[];
  const usage = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, toolCalls: 0 };
  return { calls, usage: counted < calls ? undefined : usage };
}
