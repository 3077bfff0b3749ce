/** Showing one report: its reward written out, its criteria by points lost, and what every judge said in every trial. */
import { didYouMean } from '../benchmarks/files/suggest.ts';
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { toReportLine } from '../runners/exchange/report-line.ts';
import { checkAgent } from '../runners/store/agents.ts';
import { chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { judgings, trialRows } from '../runners/store/results.ts';
import { benchmarkNames, checkSweep, plannedTask, type Selection, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { type StoredTask, storedTask } from '../runners/store/tasks.ts';
import { trialTrace } from '../runners/store/traces.ts';
import { type CountedTrial, countedTrials, reportText } from '../runners/store/trials.ts';
import { reportVerdicts } from '../runners/store/verdicts.ts';
import { type JudgedReport, type ShownCriterion, writtenReward } from './judged-report/judged-report.ts';
import { type JudgeNote, namesakesNote } from './leaderboard/judge-note.ts';
import { byCriterion } from './leaderboard/rewards.ts';

export interface ShowOptions {
  readonly task: string;
  /** Undefined: the refusal names all that have attempted the task. */
  readonly agent?: string | undefined;
  readonly sweep?: string | undefined;
  /** Needed where several have a task of this id. */
  readonly benchmark?: string | undefined;
  /** The agent's attempt, from 1; undefined: the first that there is. */
  readonly repeat?: number | undefined;
  /** Whose labels make the reward; undefined: the judge of the leaderboard. */
  readonly judge?: string | undefined;
  readonly scale: Scale;
  /** Whether the report's text and what the agent did are wanted. */
  readonly report?: boolean | undefined;
  readonly trace?: boolean | undefined;
}

export interface Shown {
  readonly shown: JudgedReport;
  readonly notes: readonly JudgeNote[];
}

/** @throws InputError where the store has no such report, or several of them */
export function showReport(at: StoreAt, options: ShowOptions): Promise<Shown> {
  return withStore(at, { mode: 'read' }, (store) => show(store, options));
}

function show(store: Store, options: ShowOptions): Shown {
  const { trial, stored } = shownTrial(store, options);
  const selection = { benchmark: trial.benchmark, sweep: options.sweep };
  const judge =
    options.judge === undefined && judgesOf(store, selection).length === 0 ? undefined : chooseJudge(store, selection, options.judge);
  const labels = judge && labelsBy(store, selection, stored, trial, judge.id);
  const { status = 'done', notes, error } = toReportLine(trial, stored.task.id, undefined, []);
  const written = writtenReward(stored.task.rubric ?? [], trial.fault === 'agent' ? undefined : (labels ?? new Map()), options.scale);
  const criteria = calledAlike(withWords(store, trial, stored, options.sweep, written.criteria), judge?.name);
  const text = options.report === true && trial.reportId !== null ? reportText(store, trial.reportId) : undefined;
  const { reward, earned, positive, fatal } = written;
  return {
    shown: {
      benchmark: trial.benchmark,
      task: stored.task.id,
      agent: trial.agent,
      repeat: trial.repeat,
      scale: options.scale,
      judge: judge?.name ?? null,
      status,
      ...(notes !== undefined && { notes }),
      ...(error !== undefined && { error }),
      ...(trial.stderr !== null && { stderr: trial.stderr }),
      reward,
      earned,
      positive,
      ...(fatal !== undefined && { fatal }),
      judges: [...new Set(criteria.flatMap(({ verdicts }) => verdicts.map((verdict) => verdict.judge)))].sort(),
      criteria,
      ...(text !== undefined && { report: text }),
      ...(options.trace === true && { trace: trialTrace(store, trial.id) }),
    },
    notes: judge === undefined ? [] : namesakesNote(judge, options.judge, trial.benchmark),
  };
}

/** An attempt that is counted, with the task as it is shown. */
export interface ShownTrial {
  readonly trial: CountedTrial;
  readonly stored: StoredTask;
}

/** @throws InputError where the store has no such attempt, or several of them */
export function shownTrial(store: Store, options: Omit<ShowOptions, 'judge' | 'scale' | 'report' | 'trace'>): ShownTrial {
  const trial = chosenTrial(store, options);
  return { trial, stored: versionOf(store, { benchmark: trial.benchmark, sweep: options.sweep }, trial) };
}

/** The attempt that is meant. @throws InputError */
function chosenTrial(
  store: Store,
  { task, agent, sweep, benchmark, repeat }: Pick<ShowOptions, 'task' | 'agent' | 'sweep' | 'benchmark' | 'repeat'>,
): CountedTrial {
  if (sweep !== undefined) checkSweep(store, sweep);
  if (agent === undefined) throw new InputError(whoHas(store, { task, sweep, benchmark }));
  checkAgent(store, agent);
  const trials = [...countedTrials(store, { sweep, benchmark, agent, task })];
  if (trials.length === 0) throw new InputError(`${store.path}: ${whyNone(store, { task, agent, sweep, benchmark })}`);
  const on = [...new Set(trials.map((trial) => trial.benchmark))];
  if (on.length > 1) throw new InputError(`task "${task}" is in ${on.join(' and in ')}: --benchmark NAME says which`);
  const found = repeat === undefined ? trials[0] : trials.find((trial) => trial.repeat === repeat);
  if (found !== undefined) return found;
  throw new InputError(`${agent} has no attempt ${repeat} at ${task}; there are: ${trials.map((trial) => trial.repeat).join(', ')}`);
}

type AskedTask = Pick<ShowOptions, 'task' | 'sweep' | 'benchmark'>;

function whoHas(store: Store, asked: AskedTask): string {
  const agents = attempting(store, asked);
  return agents.length === 0
    ? `${store.path}: ${whyNone(store, { ...asked, agent: 'nobody' })}`
    : `--agent NAME says whose report on ${asked.task}; there are those of ${agents.join(', ')}`;
}

function attempting(store: Store, { task, sweep, benchmark }: AskedTask): string[] {
  return [...new Set([...countedTrials(store, { sweep, benchmark, task })].map(({ agent }) => agent))];
}

function whyNone(store: Store, { task, agent, sweep, benchmark }: AskedTask & { readonly agent: string }): string {
  const there = benchmarkNames(store, sweep);
  if (benchmark !== undefined && !there.includes(benchmark))
    return `nothing on benchmark "${benchmark}"; there is: ${there.join(', ') || 'nothing'}`;
  const within = there.filter((name) => benchmark === undefined || name === benchmark);
  const others = attempting(store, { task, sweep, benchmark });
  if (others.length > 0) return `${agent} has no attempt at ${task}; there are those of ${others.join(', ')}`;
  if (within.some((name) => plannedTask(store, { benchmark: name, sweep }, task) !== undefined))
    return `nobody has attempted ${task} yet: it is owed`;
  const ids = within.flatMap((name) => [...tasksOf(store, { benchmark: name, sweep }).values()].map((stored) => stored.task.id));
  return `no task "${task}"${didYouMean(task, ids)}; gavel list tasks names all`;
}

/** The version of the leaderboard, where it asks the same query: a rubric may have been edited since the attempt was planned. */
function versionOf(store: Store, selection: Selection, trial: CountedTrial): StoredTask {
  const own = storedTask(store, trial.taskId);
  const latest = plannedTask(store, selection, own.task.id);
  return latest?.queryId === own.queryId ? latest : own;
}

/** As the leaderboard counts them. */
function labelsBy(store: Store, selection: Selection, stored: StoredTask, trial: CountedTrial, judgeId: number) {
  for (const row of trialRows(store, selection, stored, judgeId, [trial.agent]))
    if (row.agent === trial.agent && row.repeat === trial.repeat) return byCriterion(row.labels.values());
  return undefined;
}

/** The criteria with what every judge said of them, and what those that were planned failed to say. */
/** One name for one judge: as the leaderboard calls it, with its hash only where two of the name have judged this report. */
function calledAlike(criteria: readonly ShownCriterion[], chosen: string | undefined): ShownCriterion[] {
  const bare = (name: string) => name.replace(/ \([0-9a-f]{8}\)$/, '');
  const names = new Set(criteria.flatMap(({ verdicts, unscored = [] }) => [...verdicts, ...unscored].map(({ judge }) => judge)));
  const called = (name: string) => {
    const isAlone = [...names].filter((other) => bare(other) === bare(name)).length === 1;
    return isAlone && (chosen === undefined || bare(chosen) !== bare(name) || chosen === bare(name)) ? bare(name) : name;
  };
  const renamed = <T extends { readonly judge: string }>(said: readonly T[]) => said.map((one) => ({ ...one, judge: called(one.judge) }));
  return criteria.map(({ unscored, ...rest }) => ({
    ...rest,
    verdicts: renamed(rest.verdicts),
    ...(unscored !== undefined && { unscored: renamed(unscored) }),
  }));
}

function withWords(
  store: Store,
  trial: CountedTrial,
  stored: StoredTask,
  sweep: string | undefined,
  criteria: readonly Omit<ShownCriterion, 'verdicts' | 'unscored'>[],
): ShownCriterion[] {
  const said = trial.reportId === null ? [] : reportVerdicts(store, trial.reportId, stored.criteria.values());
  const missing = judgings(store, trial, stored, sweep).flatMap(({ judge, unscored = [] }) =>
    unscored.map(({ criterionId, trial: number, error }) => ({ criterionId, item: { judge, trial: number, error } })),
  );
  return criteria.map((criterion) => {
    const row = stored.criteria.get(criterion.id);
    const unscored = missing.filter(({ criterionId }) => criterionId === criterion.id).map(({ item }) => item);
    const verdicts = said
      .filter((verdict) => verdict.criterion === row)
      .map(({ judge, by, trial: number, label, confidence, probabilities, reason, quotes }) => ({
        judge,
        ...(by === 'person' && { by }),
        trial: number,
        label,
        ...(confidence !== null && { confidence }),
        ...(probabilities !== undefined && { probabilities }),
        reason: reason ?? '',
        quotes: quotes ?? [],
      }));
    return { ...criterion, verdicts, ...(unscored.length > 0 && { unscored }) };
  });
}
