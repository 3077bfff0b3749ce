/** What a site of files has in the browser: the pages of the board, made from the same code as on a server. */

import type { Language } from '../words/translate.ts';
import { readAddress, writeHash } from './board/address.ts';
import { type PageData, pageOf } from './board/pages.ts';
import { type BoardPage, frame, titleOf } from './frame.ts';

export { pageFrom, partsOf } from './site-parts.ts';
export { readAddress };

export interface Written extends Pick<BoardPage, 'data' | 'scripts'> {
  readonly html: string;
  readonly titles: Readonly<Record<Language, string>>;
}

export function written(language: Language, data: PageData, state: NonNullable<ReturnType<typeof readAddress>>['state']): Written {
  const opening = { language, nonce: '', to: writeHash, served: false };
  const page = pageOf(opening, data, state);
  const { data: own, scripts } = page;
  return {
    html: frame(opening, page).html,
    titles: { en: titleOf(page, 'en'), zh: titleOf(page, 'zh') },
    ...(own !== undefined && { data: own }),
    ...(scripts !== undefined && { scripts }),
  };
}
