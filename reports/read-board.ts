/** readGrid, readTask: what the board shows, out of a store: what every agent got on every task, and what stands around one task. */
import type { Scale } from '../judge/checklist/reward.ts';
import { chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { trialRows } from '../runners/store/results.ts';
import { type Selection, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import type { StoredTask } from '../runners/store/tasks.ts';
import { countedTrials } from '../runners/store/trials.ts';
import { type GridRow, gridRow } from './board/grid.ts';

export interface GridOptions {
  readonly benchmark: string;
  readonly sweep?: string | undefined;
  /** Undefined: the judge of the leaderboard. */
  readonly judge?: string | undefined;
  readonly scale: Scale;
}

export interface Grid {
  readonly benchmark: string;
  readonly judge: string;
  /** All that have judged reports on the benchmark. */
  readonly judges: readonly string[];
  readonly scale: Scale;
  readonly rows: readonly GridRow[];
}

/** Tasks without a rubric have no row. @throws InputError where nothing was judged, or by no judge of that name */
export function readGrid(at: StoreAt, { benchmark, sweep, judge: name, scale }: GridOptions): Promise<Grid> {
  return withStore(at, { mode: 'read' }, (store) => {
    const selection = { benchmark, sweep };
    const judge = chooseJudge(store, selection, name);
    return {
      benchmark,
      judge: judge.name,
      judges: judgeNames(store, selection),
      scale,
      rows: judgedTasks(store, selection).map((task) => gridRow(task, trialRows(store, selection, task, judge.id), scale)),
    };
  });
}

/** Of one task, without the verdicts on it. */
export interface TaskAround {
  readonly judge: string;
  readonly judges: readonly string[];
  readonly query: string;
  readonly language: string;
  /** All that have attempted it, in order of name. */
  readonly agents: readonly string[];
  /** Ids of the tasks before and after it, as planned. */
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** Undefined where there is no such task. @throws InputError as readGrid does */
export function readTask(at: StoreAt, options: Omit<GridOptions, 'scale'> & { readonly task: string }): Promise<TaskAround | undefined> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { benchmark, sweep, task: id } = options;
    const selection = { benchmark, sweep };
    const judge = chooseJudge(store, selection, options.judge);
    const tasks = judgedTasks(store, selection);
    const place = tasks.findIndex(({ task }) => task.id === id);
    const found = tasks[place]?.task;
    if (found === undefined) return undefined;
    const { query, language } = found;
    const agents = [...new Set([...countedTrials(store, { ...selection, task: id })].map(({ agent }) => agent))].sort();
    const ids = { previous: tasks[place - 1]?.task.id, next: tasks[place + 1]?.task.id };
    return { judge: judge.name, judges: judgeNames(store, selection), query, language, agents, ...ids };
  });
}

function judgedTasks(store: Store, selection: Selection): StoredTask[] {
  return [...tasksOf(store, selection).values()].filter(({ task }) => task.rubric !== undefined);
}

function judgeNames(store: Store, selection: Selection): string[] {
  return [...new Set(judgesOf(store, selection).map(({ name }) => name))];
}
