/** Opinions: what judges and people say of each criterion on each report that a store holds. */
import type { Criterion } from '../../judge/checklist/rubric.ts';
import { LABELS, type Label } from '../../judge/checklist/verdict.ts';
import { type TrialRow, trialRows } from '../../runners/store/results.ts';
import { benchmarkNames, tasksOf } from '../../runners/store/runs.ts';
import type { Store } from '../../runners/store/store.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import { reportText } from '../../runners/store/trials.ts';
import { peoplesWords, reportVerdicts, type SaidVerdict } from '../../runners/store/verdicts.ts';
import { lengthOf } from './labels.ts';

/** In place of a judge: the majority of all people. */
export const PEOPLE = 'people';

export interface OpinionSelection {
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
}

/** One criterion on one report, with all that is said of it. */
export interface JudgedCriterion {
  readonly benchmark: string;
  readonly task: StoredTask['task'];
  /** Row id of the version of the task that counts. */
  readonly taskId: number;
  readonly reportId: number;
  /** Who wrote it, the first of several who wrote the same. */
  readonly agent: string;
  readonly repeat: number;
  readonly criterion: Criterion;
  /** Row id of the criterion. */
  readonly row: number;
  /** Of the report; undefined where its text is not stored. */
  readonly length: ReturnType<typeof lengthOf> | undefined;
  readonly verdicts: readonly SaidVerdict[];
}

export function* judgedCriteria(store: Store, { sweep, benchmark }: OpinionSelection): Generator<JudgedCriterion> {
  const names = benchmarkNames(store, sweep).filter((name) => benchmark === undefined || name === benchmark);
  for (const name of names) {
    for (const task of tasksOf(store, { benchmark: name, sweep }).values()) {
      for (const [reportId, { agent, repeat }] of reportsOn(store, { benchmark: name, sweep }, task)) {
        const verdicts = reportVerdicts(store, reportId, task.criteria.values());
        let length: { readonly of: JudgedCriterion['length'] } | undefined;
        for (const criterion of task.task.rubric ?? []) {
          const row = task.criteria.get(criterion.id) ?? 0;
          const on = verdicts.filter((verdict) => verdict.criterion === row);
          yield {
            benchmark: name,
            task: task.task,
            taskId: task.id,
            reportId,
            agent,
            repeat,
            criterion,
            row,
            verdicts: on,
            // Texts are large, and most have no use for them.
            get length() {
              length ??= { of: textLength(store, reportId) };
              return length.of;
            },
          };
        }
      }
    }
  }
}

function textLength(store: Store, reportId: number): JudgedCriterion['length'] {
  const text = reportText(store, reportId);
  return text === undefined ? undefined : lengthOf(text);
}

/** The newest report of every attempt, each once. */
function reportsOn(
  store: Store,
  selection: { readonly benchmark: string; readonly sweep: string | undefined },
  task: StoredTask,
): Map<number, Pick<TrialRow, 'agent' | 'repeat'>> {
  const reports = new Map<number, Pick<TrialRow, 'agent' | 'repeat'>>();
  // Whose verdicts do not matter here, so no judge's row is asked for.
  for (const { reportId, agent, repeat } of trialRows(store, selection, task, -1))
    if (reportId !== null && !reports.has(reportId)) reports.set(reportId, { agent, repeat });
  return reports;
}

export interface Opinion {
  /** Undefined where no label has more than half of the voices. */
  readonly label: Label | undefined;
  /** Mean of the voices for it; absent where one of them stated none. */
  readonly confidence?: number;
}

/** What a judge says in most of its trials, or most of all people; undefined where nobody of them says anything. */
export function opinion(verdicts: readonly SaidVerdict[], name: string): Opinion | undefined {
  const voices = name === PEOPLE ? peoplesWords(verdicts) : verdicts.filter((verdict) => isVoiceOf(verdict, name));
  if (voices.length === 0) return undefined;
  const label = LABELS.find((each) => voices.filter((voice) => voice.label === each).length * 2 > voices.length);
  const stated = voices.filter((voice) => voice.label === label).map(({ confidence }) => confidence);
  if (label === undefined || stated.some((value) => value === null)) return { label };
  return { label, confidence: stated.reduce<number>((sum, value) => sum + (value ?? 0), 0) / stated.length };
}

/** Whether a verdict is this judge's, or any person's where PEOPLE is asked for. */
export function isVoiceOf({ judge, by }: Pick<SaidVerdict, 'judge' | 'by'>, name: string): boolean {
  return name === PEOPLE ? by === 'person' : isNamed(judge, name);
}

/** By its name, with or without the digits that tell it from its namesakes. */
function isNamed(judge: string, asked: string): boolean {
  return judge === asked || judge.replace(/ \([0-9a-f]{8}\)$/u, '') === asked;
}
