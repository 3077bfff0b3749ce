/** boardDocument: a page of the board as the document that a server sends. */

import { type BoardOpening, type BoardPage, frame, titleOf } from '../frame.ts';
import { page } from '../shell.ts';
import { BOARD_STYLE } from './style.ts';

export function boardDocument(opening: BoardOpening, shown: BoardPage): string {
  return page({
    ...opening,
    titles: { en: titleOf(shown, 'en'), zh: titleOf(shown, 'zh') },
    bodyClass: 'board',
    style: BOARD_STYLE,
    body: frame(opening, shown),
    scripts: ['report'],
    data: shown.data ?? {},
  });
}
