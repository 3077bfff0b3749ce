/** boardDocument: a page of the board as the document that a server sends. */

import { chartLibraries } from '../../page/chart-page.ts';
import { type BoardOpening, type BoardPage, frame, titleOf } from '../frame.ts';
import { page } from '../shell.ts';
import { BOARD_STYLE } from './style.ts';

/** By the name that a page asks for them by. */
const SCRIPTS = { charts: 'chart-page', tasks: 'tasks-page', rows: 'rows', label: 'label-here' } as const;

export function boardDocument(opening: BoardOpening, shown: BoardPage): string {
  const { scripts = [] } = shown;
  return page({
    ...opening,
    titles: { en: titleOf(shown, 'en'), zh: titleOf(shown, 'zh') },
    bodyClass: 'board',
    style: BOARD_STYLE,
    body: frame(opening, shown),
    scripts: ['report', 'places', 'minimap', 'keys', ...scripts.map((script) => SCRIPTS[script])],
    libraries: scripts.includes('charts') ? chartLibraries() : [],
    data: shown.data ?? {},
  });
}
