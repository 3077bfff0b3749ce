/** Reading a series of checkpoints out of a store. */
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { groupBy } from '../judge/group-by.ts';
import { checkpoints } from '../runners/store/checkpoints.ts';
import { agentsJudgedBy, chooseJudge } from '../runners/store/judges.ts';
import { trialRows } from '../runners/store/results.ts';
import { tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { type History, historyPoints, type Placed } from './history/history.ts';
import { readLeaderboards } from './read-leaderboards.ts';

export interface HistoryOptions {
  readonly sweep?: string | undefined;
  readonly series?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly judge?: string | undefined;
  readonly scale: Scale;
}

/** One a benchmark and series. @throws InputError where no series is known */
export function readHistory(at: StoreAt, options: HistoryOptions): Promise<History[]> {
  return withStore(at, { mode: 'read' }, (store) => read(store, options));
}

async function read(store: Store, options: HistoryOptions): Promise<History[]> {
  const { sweep, scale, judge, benchmark } = options;
  const { boards } = await readLeaderboards(store, {
    sweep,
    scale,
    judge,
    currency: 'CNY',
    ...(benchmark !== undefined && { benchmark: [benchmark] }),
  });
  const found = boards.flatMap((board) => {
    if (board.ratings !== undefined) return [];
    const selection = { benchmark: board.benchmark, sweep };
    const by = chooseJudge(store, selection, judge);
    const agents = [...new Set([...board.rows.map(({ agent }) => agent), ...agentsJudgedBy(store, selection, by.id)])];
    const tasks = [...tasksOf(store, selection).values()];
    return seriesOf(store, agents, options.series).map(({ series, steps, placed }): History => {
      const trials = (task: (typeof tasks)[number]) => trialRows(store, selection, task, by.id);
      const { provenance } = board;
      const points = historyPoints(placed, board.rows, tasks, trials, scale);
      return { benchmark: board.benchmark, scale, judge: board.judge, series, steps, ...points, ...(provenance && { provenance }) };
    });
  });
  if (found.length > 0) return found;
  const known = [...new Set(checkpoints(store).map(({ series }) => series))];
  throw new InputError(
    options.series === undefined || known.length === 0
      ? `${store.path}: no series of checkpoints here: give agents \`series\` and \`step\` in the sweep (gavel judge --series NAME --step N), or names that end in their step, as in ckpt-8000`
      : `${store.path}: no series "${options.series}" with a score here; there are: ${known.join(', ')}`,
  );
}

interface Series {
  readonly series: string;
  readonly steps: History['steps'];
  readonly placed: readonly Placed[];
}

/** As stated; where nothing was, agents whose names differ in a number at the end alone. */
function seriesOf(store: Store, agents: readonly string[], asked: string | undefined): Series[] {
  const stated = checkpoints(store).filter(({ agent }) => agents.includes(agent));
  const read = stated.length > 0 ? stated : agents.flatMap((agent) => fromName(agent) ?? []);
  const groups = [...groupBy(read, ({ series }) => series)];
  return groups
    .filter(([series, placed]) => (asked === undefined || series === asked) && placed.length > 1)
    .map(([series, placed]) => ({
      series,
      steps: stated.length > 0 ? 'stated' : 'names',
      placed: placed.map(({ agent, step }) => ({ agent, step })).toSorted((a, b) => a.step - b.step),
    }));
}

function fromName(agent: string): (Placed & { readonly series: string }) | undefined {
  const [, series, step] = /^(.*?\D)[-_.@ ]?(\d{1,15})$/.exec(agent) ?? [];
  if (series === undefined || step === undefined) return undefined;
  return { agent, series: series.replace(/[-_.@ ]+$/, '') || series, step: Number(step) };
}
