/** readCriteriaOn: what a judge said of every criterion of a benchmark, out of a store, for filters that ask about criteria. */
import type { Label } from '../judge/checklist/verdict.ts';
import { groupBy } from '../judge/group-by.ts';
import { chooseJudge } from '../runners/store/judges.ts';
import { saidOfLabelled } from '../runners/store/labels.ts';
import { type TrialRow, trialRows } from '../runners/store/results.ts';
import { tasksOf } from '../runners/store/runs.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import type { StoredTask } from '../runners/store/tasks.ts';
import { peoplesWords, splitOf, verdictMarks } from '../runners/store/verdicts.ts';
import { type CriteriaOn, FLAGS_OF_MARK, type Mark, markOf } from './board/criteria-on.ts';
import { byAgent } from './leaderboard/rewards.ts';
import type { GridOptions } from './read-board.ts';
import { namesInEach } from './words/i18n.ts';

/** @param options.agents undefined: all @throws InputError as readBoard does */
export function readCriteriaOn(
  at: StoreAt,
  { benchmark, sweep, judge: name, agents }: Omit<GridOptions, 'scale'> & { readonly agents?: readonly string[] },
): Promise<CriteriaOn> {
  return withStore(at, { mode: 'read' }, (store) => {
    const selection = { benchmark, sweep };
    const judge = chooseJudge(store, selection, name);
    const marks: Marks = { said: new Map(), split: splitOf(store, judge.id), people: peoplesLabels(saidOfLabelled(store)) };
    for (const { report, criterion, confidence, unverified } of verdictMarks(store, judge.id)) {
      const known = marks.said.get(keyOf(report, criterion));
      const lowest =
        known?.confidence == null ? confidence : confidence === null ? known.confidence : Math.min(known.confidence, confidence);
      marks.said.set(keyOf(report, criterion), { confidence: lowest, unverified: unverified || known?.unverified === true });
    }
    const tasks = [...tasksOf(store, selection).values()].filter(({ task }) => task.rubric !== undefined);
    const axes = tasks.flatMap(({ task }) => (task.rubric ?? []).flatMap(({ axis }) => axis ?? []));
    return {
      tasks: Object.fromEntries(
        tasks.map((stored) => [stored.task.id, onTask(stored, trialRows(store, selection, stored, judge.id, agents), marks)]),
      ),
      names: namesInEach(axes),
    };
  });
}

interface Marks {
  readonly said: Map<string, { readonly confidence: number | null; readonly unverified: boolean }>;
  readonly split: ReadonlySet<string>;
  readonly people: ReadonlyMap<string, readonly Label[]>;
}

function keyOf(report: number, criterion: number): string {
  return `${report} ${criterion}`;
}

function peoplesLabels(said: ReturnType<typeof saidOfLabelled>): Map<string, Label[]> {
  const all = groupBy(said, ({ report, criterion }) => keyOf(report, criterion));
  return new Map([...all].map(([key, words]) => [key, peoplesWords(words).map(({ label }) => label)]));
}

function onTask({ task, criteria }: StoredTask, trials: Iterable<TrialRow>, marks: Marks): CriteriaOn['tasks'][string] {
  const rubric = task.rubric ?? [];
  const of = (attempts: readonly TrialRow[]) => rubric.map(({ id }) => markOn(attempts, id, criteria.get(id) ?? 0, marks));
  return {
    criteria: rubric.map(({ id, weight, axis = null }) => ({ id, weight, axis })),
    marks: Object.fromEntries([...byAgent(trials)].map(([agent, attempts]) => [agent, of(attempts)])),
  };
}

function markOn(attempts: readonly TrialRow[], id: string, row: number, { said, split, people }: Marks): Mark | null {
  const flags = new Set<number>();
  const labels: Label[] = [];
  const confidences: number[] = [];
  for (const { reportId, labels: byTrial } of attempts) {
    if (reportId === null) continue;
    const key = keyOf(reportId, row);
    const own = [...byTrial.values()].flatMap((given) => given.get(id) ?? []);
    labels.push(...own);
    const known = said.get(key);
    if (known?.confidence != null) confidences.push(known.confidence);
    if (new Set(own).size > 1 || split.has(key)) flags.add(FLAGS_OF_MARK.split);
    if (known?.unverified === true) flags.add(FLAGS_OF_MARK.unverified);
    if (own.length > 0 && people.get(key)?.some((label) => !own.includes(label)) === true) flags.add(FLAGS_OF_MARK.disputed);
  }
  if (labels.length === 0 && flags.size === 0) return null;
  return markOf(
    labels,
    confidences.length === 0 ? null : Math.min(...confidences),
    [...flags].reduce((sum, flag) => sum + flag, 0),
  );
}
