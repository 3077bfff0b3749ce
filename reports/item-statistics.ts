/**
 * Item statistics: how hard each criterion is, whether it tells good reports from bad ones, and whether another says the same.
 *
 * As in classical test theory: difficulty is the mean of an item, discrimination its correlation with the rest of the task without it.
 */
import { points, type Scale } from '../judge/checklist/reward.ts';
import type { Criterion } from '../judge/checklist/rubric.ts';
import type { Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { chooseJudge } from '../runners/store/judges.ts';
import { trialRows } from '../runners/store/results.ts';
import { benchmarkNames, checkSweep, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import type { StoredTask } from '../runners/store/tasks.ts';

export interface ItemOptions {
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly judge?: string | undefined;
  readonly scale: Scale;
}

/** Why an item is worth a look. */
export const ITEM_FLAGS = ['always', 'never', 'weak', 'redundant'] as const;
export type ItemFlag = (typeof ITEM_FLAGS)[number];

export interface ItemRow {
  readonly task: string;
  readonly criterion: string;
  readonly text: string;
  readonly weight: number;
  readonly axis: string | null;
  readonly fatal: boolean;
  /** Reports with a valid label. */
  readonly reports: number;
  /** The mean of its points, in [0, 1], over reports: of a flaw, how often it is there. Null without reports. */
  readonly mean: number | null;
  /** Pearson's correlation of credit with that of the task's other criteria; null below three reports or where one of both does not vary. */
  readonly discrimination: number | null;
  /** The criterion of the same task that goes most with it; null where none can be compared. */
  readonly nearest: { readonly criterion: string; readonly r: number } | null;
  readonly flags: readonly ItemFlag[];
}

export interface ItemStatistics {
  readonly benchmark: string;
  readonly judge: string;
  readonly scale: Scale;
  readonly items: readonly ItemRow[];
  /** Items with each flag. */
  readonly flagged: Readonly<Record<ItemFlag, number>>;
}

const FEWEST_REPORTS = 3;
/** A mean nearer to 0 or 1 says nothing about a report. */
const EDGE = 0.05;
const WEAK = 0.1;
const SAME = 0.95;

/** One a benchmark. @throws InputError where no report was judged */
export function itemStatistics(at: StoreAt, options: ItemOptions): Promise<ItemStatistics[]> {
  return withStore(at, { mode: 'read' }, (store) => {
    if (options.sweep !== undefined) checkSweep(store, options.sweep);
    const names = benchmarkNames(store, options.sweep).filter((name) => options.benchmark === undefined || name === options.benchmark);
    const found = names.map((name) => statisticsOf(store, name, options)).filter(({ items }) => items.length > 0);
    if (found.length === 0) throw new InputError(`${store.path}: no report was judged by a rubric here`);
    return found;
  });
}

function statisticsOf(store: Store, benchmark: string, { sweep, judge: wanted, scale }: ItemOptions): ItemStatistics {
  const selection = { benchmark, sweep };
  const judge = chooseJudge(store, selection, wanted);
  const items = [...tasksOf(store, selection).values()].flatMap((task) => {
    const reports = [...trialRows(store, selection, task, judge.id)].filter(({ labels }) => labels.size > 0);
    return reports.length === 0
      ? []
      : itemsOf(
          task,
          reports.map(({ labels }) => meanPoints(task, labels, scale)),
        );
  });
  const count = (flag: ItemFlag) => items.filter(({ flags }) => flags.includes(flag)).length;
  return {
    benchmark,
    judge: judge.name,
    scale,
    items,
    flagged: { always: count('always'), never: count('never'), weak: count('weak'), redundant: count('redundant') },
  };
}

/** Points by criterion id, of one report, averaged over the judge's trials. */
type Points = ReadonlyMap<string, number>;

function meanPoints({ task }: StoredTask, labels: ReadonlyMap<number, ReadonlyMap<string, Label>>, scale: Scale): Points {
  return new Map(
    (task.rubric ?? []).flatMap(({ id, weight }) => {
      const given = [...labels.values()].flatMap((trial) => trial.get(id) ?? []);
      return given.length === 0 ? [] : [[id, given.reduce((sum, label) => sum + points(label, weight, scale), 0) / given.length] as const];
    }),
  );
}

function itemsOf({ task }: StoredTask, reports: readonly Points[]): ItemRow[] {
  const rubric = task.rubric ?? [];
  return rubric.map((criterion) => {
    const values = reports.flatMap((report) => report.get(criterion.id) ?? []);
    const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    const discrimination = correlation(
      reports.flatMap((report) => {
        const own = report.get(criterion.id);
        return own === undefined ? [] : [[credit(criterion, own), rest(rubric, criterion, report)] as const];
      }),
    );
    const nearest = nearestTo(criterion, rubric, reports);
    const flags = flagsOf({ mean, discrimination, nearest, reports: values.length });
    return {
      task: task.id,
      criterion: criterion.id,
      text: criterion.criterion,
      weight: criterion.weight,
      axis: criterion.axis ?? null,
      fatal: criterion.fatal === true,
      reports: values.length,
      mean,
      discrimination,
      nearest,
      flags,
    };
  });
}

/** What it does for the reward: a flaw that is there takes away. */
function credit({ weight }: Criterion, value: number): number {
  return weight < 0 ? -value : value;
}

function rest(rubric: readonly Criterion[], { id }: Criterion, report: Points): number {
  return rubric.reduce((sum, other) => (other.id === id ? sum : sum + other.weight * (report.get(other.id) ?? 0)), 0);
}

function nearestTo(criterion: Criterion, rubric: readonly Criterion[], reports: readonly Points[]): ItemRow['nearest'] {
  let nearest: ItemRow['nearest'] = null;
  for (const other of rubric) {
    if (other.id === criterion.id) continue;
    const r = correlation(
      reports.flatMap((report) => {
        const [own, its] = [report.get(criterion.id), report.get(other.id)];
        return own === undefined || its === undefined ? [] : [[credit(criterion, own), credit(other, its)] as const];
      }),
    );
    if (r !== null && (nearest === null || r > nearest.r)) nearest = { criterion: other.id, r };
  }
  return nearest;
}

function flagsOf({ mean, discrimination, nearest, reports }: Pick<ItemRow, 'mean' | 'discrimination' | 'nearest' | 'reports'>): ItemFlag[] {
  if (reports < FEWEST_REPORTS || mean === null) return [];
  return [
    ...(mean >= 1 - EDGE ? (['always'] as const) : []),
    ...(mean <= EDGE ? (['never'] as const) : []),
    ...(discrimination !== null && discrimination < WEAK ? (['weak'] as const) : []),
    ...(nearest !== null && nearest.r >= SAME ? (['redundant'] as const) : []),
  ];
}

/** Pearson's r; null below three pairs, or where one side does not vary. */
function correlation(pairs: readonly (readonly [number, number])[]): number | null {
  const n = pairs.length;
  if (n < FEWEST_REPORTS) return null;
  const [meanX, meanY] = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + (pair[side] ?? 0), 0) / n) as [number, number];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xx < 1e-12 || yy < 1e-12 ? null : xy / Math.sqrt(xx * yy);
}
