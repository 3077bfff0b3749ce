/** pageOf: any page of the board from what was read for it, the same on a server and in a file. */
import type { Leaderboard } from '../../leaderboard/leaderboard.ts';
import { both } from '../../page/each-language.ts';
import { html } from '../../page/html.ts';
import type { Grid } from '../../read-board.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { type Beside, besidePage } from './beside-page.ts';
import { type Case, casePage } from './case-page.ts';
import { gridPage } from './grid-page.ts';
import { type TaskView, taskPage } from './task-page.ts';

/** What a page is made of: values that a file can hold. */
export type PageData =
  | { readonly kind: 'home'; readonly benchmarks: readonly string[] }
  | { readonly kind: 'board'; readonly board: Leaderboard; readonly grid: Grid }
  | ({ readonly kind: 'task' } & TaskView)
  | ({ readonly kind: 'case' } & Case)
  | ({ readonly kind: 'beside' } & Beside);

export function pageOf(opening: BoardOpening, data: PageData, state: BoardState): BoardPage {
  switch (data.kind) {
    case 'home':
      return homePage(opening, data.benchmarks, state);
    case 'board':
      return gridPage(opening, data.board, data.grid, state);
    case 'task':
      return taskPage(opening, data, state);
    case 'case':
      return casePage(opening, data, state);
    case 'beside':
      return besidePage(opening, data, state);
  }
}

function homePage({ to }: BoardOpening, benchmarks: readonly string[], state: BoardState): BoardPage {
  const links = benchmarks.map((benchmark) => html`<li><a href="${to({ benchmark })}">${benchmark}</a></li>`);
  return { place: {}, state, main: html`<h1>${both('nav.board')}</h1><ul>${links}</ul>` };
}
