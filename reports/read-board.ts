/** readBoard, readTask, boardBenchmarks: what the board shows, out of a store: standings, what every agent got on every task, and what stands around one task. */
import type { Scale } from '../judge/checklist/reward.ts';
import { battledBenchmarks } from '../runners/store/imported-battles.ts';
import { chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { benchmarkNames, judgedTaskIds, plannedTask, type Selection } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { countedTrials } from '../runners/store/trials.ts';
import { type GridRow, gridRow } from './board/grid.ts';
import type { Leaderboard } from './leaderboard/leaderboard.ts';
import { judgeCardNotes } from './leaderboard/notes.ts';
import { provenanceText } from './leaderboard/provenance.ts';
import { readLeaderboards } from './read-leaderboards.ts';
import type { Names } from './web/board/parts.ts';
import { namesInEach } from './words/i18n.ts';
import { type Language, translate } from './words/translate.ts';

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
  /** Of criteria, in the order in which they come. */
  readonly axes: readonly string[];
  /** Of domains and axes. */
  readonly names: Names;
}

export interface Board {
  readonly board: Leaderboard;
  /** What is to be said of the judge, and what the numbers were made from. */
  readonly notes: Readonly<Record<Language, readonly string[]>>;
  readonly grid: Grid;
}

/**
 * The standings, and the grid below them, from one reading. Tasks without a rubric have no row. Undefined where nothing is judged, but
 * compared.
 *
 * @throws InputError where nothing was judged, or by no judge of that name
 */
export function readBoard(at: StoreAt, { benchmark, sweep, judge, scale }: GridOptions): Promise<Board | undefined> {
  return withStore(at, { mode: 'read' }, async (store) => {
    const rows: GridRow[] = [];
    const axes = new Set<string>();
    const { boards } = await readLeaderboards(store, {
      sweep,
      scale,
      currency: 'USD',
      benchmark: [benchmark],
      ...(judge !== undefined && { judge }),
      onTrials: (task, trials) => {
        rows.push(gridRow(task, trials, scale));
        for (const { axis } of task.task.rubric ?? []) if (axis !== undefined) axes.add(axis);
      },
    });
    const [board] = boards;
    if (board === undefined || board.ratings !== undefined) return undefined;
    const notes = { en: notesOn(board, 'en'), zh: notesOn(board, 'zh') };
    return {
      board,
      notes,
      grid: {
        benchmark,
        judge: board.judge,
        judges: judgeNames(store, { benchmark, sweep }),
        scale,
        rows,
        axes: [...axes],
        names: namesInEach([...rows.map(({ domain }) => domain), ...axes]),
      },
    };
  });
}

/** Of the judge, and what the numbers were made from. */
function notesOn(board: Leaderboard, language: Language): string[] {
  const { provenance } = board;
  const made = provenance === undefined ? [] : [`${translate('provenance', language)}: ${provenanceText(provenance, language)}`];
  return [...judgeCardNotes(board, language), ...made];
}

/** On which anything was judged or compared, in order of name. */
export function boardBenchmarks(at: StoreAt, sweep: string | undefined): Promise<string[]> {
  return withStore(at, { mode: 'read' }, (store) => {
    const judged = benchmarkNames(store, sweep).filter((benchmark) => judgesOf(store, { benchmark, sweep }).length > 0);
    return [...new Set([...judged, ...(sweep === undefined ? battledBenchmarks(store) : [])])].sort();
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

/** Undefined where there is no such task. @throws InputError as readBoard does */
export function readTask(at: StoreAt, options: Omit<GridOptions, 'scale'> & { readonly task: string }): Promise<TaskAround | undefined> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { benchmark, sweep, task: id } = options;
    const selection = { benchmark, sweep };
    const judge = chooseJudge(store, selection, options.judge);
    const ids = judgedTaskIds(store, selection);
    const place = ids.indexOf(id);
    const found = place < 0 ? undefined : plannedTask(store, selection, id)?.task;
    if (found === undefined) return undefined;
    const { query, language } = found;
    const agents = [...new Set([...countedTrials(store, { ...selection, task: id })].map(({ agent }) => agent))].sort();
    return {
      judge: judge.name,
      judges: judgeNames(store, selection),
      query,
      language,
      agents,
      previous: ids[place - 1],
      next: ids[place + 1],
    };
  });
}

/** The numbers of an agent's attempts at a task. */
export function attemptsAt(at: StoreAt, selection: Selection & { readonly task: string; readonly agent: string }): Promise<number[]> {
  return withStore(at, { mode: 'read' }, (store) => [...countedTrials(store, selection)].map(({ repeat }) => repeat));
}

function judgeNames(store: Store, selection: Selection): string[] {
  return [...new Set(judgesOf(store, selection).map(({ name }) => name))];
}
