/** Reading the grid of a benchmark out of a store: what every agent got on every task. */
import type { Scale } from '../judge/checklist/reward.ts';
import { chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { trialRows } from '../runners/store/results.ts';
import { tasksOf } from '../runners/store/runs.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
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
    const tasks = [...tasksOf(store, selection).values()].filter(({ task }) => task.rubric !== undefined);
    const judges = [...new Set(judgesOf(store, selection).map((each) => each.name))];
    return {
      benchmark,
      judge: judge.name,
      judges,
      scale,
      rows: tasks.map((task) => gridRow(task, trialRows(store, selection, task, judge.id), scale)),
    };
  });
}
