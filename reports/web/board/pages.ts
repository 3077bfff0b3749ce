/** pageOf: any page of the board from what was read for it, the same on a server and in a file. */
import { SCALES } from '../../../judge/checklist/reward.ts';
import type { BoardComparison } from '../../board/comparison.ts';
import type { CriteriaOn } from '../../board/criteria-on.ts';
import type { JudgesCompared } from '../../board/judges.ts';
import { both } from '../../page/each-language.ts';
import { html, trusted } from '../../page/html.ts';
import type { Board } from '../../read-board.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState, View } from './address.ts';
import { type Beside, besidePage } from './beside-page.ts';
import { type Case, casePage } from './case-page.ts';
import { comparePage } from './compare-page.ts';
import { gridPage } from './grid-page.ts';
import { judgesPage } from './judges-page.ts';
import { choices } from './parts.ts';
import { type TaskView, taskPage } from './task-page.ts';

/** What a page is made of: values that a file can hold. */
export type PageData =
  | { readonly kind: 'home'; readonly benchmarks: readonly string[] }
  | ({ readonly kind: 'board'; readonly criteriaOn?: CriteriaOn } & Board)
  | ({ readonly kind: 'task' } & TaskView)
  | ({ readonly kind: 'case' } & Case)
  | ({ readonly kind: 'beside' } & Beside)
  | ({ readonly kind: 'compare'; readonly criteriaOn?: CriteriaOn } & BoardComparison)
  | ({ readonly kind: 'judges' } & JudgesCompared)
  | ({ readonly kind: 'sheet' } & WrittenSheet);

/** Made where the store is: its charts and words need more than a page's code has. */
export interface WrittenSheet {
  readonly benchmark: string;
  readonly view: View;
  readonly html: string;
  readonly charts: unknown;
}

export function pageOf(opening: BoardOpening, data: PageData, state: BoardState): BoardPage {
  switch (data.kind) {
    case 'home':
      return homePage(opening, data.benchmarks, state);
    case 'board':
      return gridPage(opening, data, state);
    case 'task':
      return taskPage(opening, data, state);
    case 'case':
      return casePage(opening, data, state);
    case 'beside':
      return besidePage(opening, data, state);
    case 'compare':
      return comparePage(opening, data, state);
    case 'judges':
      return judgesPage(opening, data, state);
    case 'sheet':
      return sheetPage(opening, data, state);
  }
}

function homePage({ to }: BoardOpening, benchmarks: readonly string[], state: BoardState): BoardPage {
  const links = benchmarks.map((benchmark) => html`<li><a href="${to({ benchmark })}">${benchmark}</a></li>`);
  return { place: {}, state, main: html`<h1>${both('nav.board')}</h1><ul>${links}</ul>` };
}

function sheetPage({ to }: BoardOpening, { benchmark, view, html: written, charts }: WrittenSheet, state: BoardState): BoardPage {
  const place = { benchmark, view };
  const scales = SCALES.map((scale) => ({ name: scale, href: to(place, { ...state, scale }), isHere: scale === state.scale }));
  const isScored = view === 'leaderboard' || view === 'history';
  const main = html`<h1>${both(`nav.${view}`)}</h1>
${isScored ? html`<p class="switches screen">${both('board.scale')} ${choices(scales)}</p>` : ''}
<div class="sheet">${trusted(written)}</div>`;
  return { place, state, main, data: { charts }, scripts: [view === 'tasks' ? 'tasks' : 'charts'] };
}
