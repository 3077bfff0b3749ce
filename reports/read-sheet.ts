/** readSheet: the leaderboard, the ratings, the checkpoints and the tasks of a benchmark, as views of the app show them. */
import { InputError } from '../judge/errors.ts';
import { tasksOf } from '../runners/store/runs.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import { headToHeadSheet } from './head-to-head/page.ts';
import { historySheet } from './history/page.ts';
import { leaderboardSheet } from './leaderboard/page.ts';
import type { Sheet } from './page/chart-page.ts';
import { both } from './page/each-language.ts';
import { type Html, html } from './page/html.ts';
import { rate } from './rate.ts';
import { readHistory } from './read-history.ts';
import { type LeaderboardOptions, readLeaderboards } from './read-leaderboards.ts';
import { tasksSheet } from './web/tasks-page.ts';
import type { Word } from './words/translate.ts';

export const SHEETS = ['leaderboard', 'ratings', 'history', 'tasks'] as const;
export type SheetView = (typeof SHEETS)[number];

export interface SheetOptions extends Pick<LeaderboardOptions, 'sweep' | 'judge' | 'scale'> {
  readonly benchmark: string;
  readonly currency: string;
}

/** @throws InputError where the store has no such benchmark or judge */
export async function readSheet(at: StoreAt, view: SheetView, options: SheetOptions): Promise<Sheet> {
  const { benchmark, ...rest } = options;
  switch (view) {
    case 'leaderboard':
      return leaderboardSheet((await readLeaderboards(at, { ...rest, benchmark: [benchmark] })).boards);
    case 'ratings':
      return await orSaid('board.noBattles', () => ratingsSheet(at, options));
    case 'history':
      return await orSaid('board.noSeries', async () => historySheet(await readHistory(at, options)));
    case 'tasks':
      return { main: await tasksOn(at, options), charts: {} };
  }
}

/** What a store need not have is said in the reader's language. */
async function orSaid(word: Word, read: () => Promise<Sheet>): Promise<Sheet> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputError) return { main: html`<p class="card">${both(word)}</p>`, charts: {} };
    throw error;
  }
}

async function ratingsSheet(at: StoreAt, { benchmark, sweep, judge }: SheetOptions): Promise<Sheet> {
  const options = { benchmark, sweep, dimension: 'overall', method: 'davidson', bootstrap: 100, seed: 1, pairs: true } as const;
  const byJudge = () => rate(at, { ...options, ...(judge !== undefined && { judges: [judge] }) });
  // Scores and ratings may be by different judges.
  const { rated, pairs, source } = await byJudge().catch((error: unknown) => {
    if (error instanceof InputError && judge !== undefined) return rate(at, options);
    throw error;
  });
  return headToHeadSheet(pairs, { ratings: rated[0]?.fitted, source });
}

function tasksOn(at: StoreAt, { benchmark, sweep }: SheetOptions): Promise<Html> {
  return withStore(at, { mode: 'read' }, (store) =>
    tasksSheet({ name: benchmark, tasks: [...tasksOf(store, { benchmark, sweep }).values()].map(({ task }) => task) }),
  );
}
