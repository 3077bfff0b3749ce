/** The buttons by which the reader changes language and theme of a page. */

import { LANGUAGES, type Language } from '../words/i18n.ts';
import { ariaLabel, both } from './each-language.ts';
import { type Html, html } from './html.ts';

/** @param language the one in which the page opens */
export function switches(language: Language): Html {
  const own = { en: 'English', zh: '中文' };
  const themes = [
    ['auto', 'automatic'],
    ['light', 'light'],
    ['dark', 'dark'],
  ] as const;
  return html`<div class="switches">
<div class="switch" role="group" ${ariaLabel('language')}>${LANGUAGES.map(
    (each) =>
      html`<button type="button" lang="${each}" data-lang="${each}" aria-pressed="${String(each === language)}">${own[each]}</button>`,
  )}</div>
<div class="switch" role="group" ${ariaLabel('theme')}>${themes.map(
    ([theme, word]) =>
      html`<button type="button" data-set-theme="${theme}" aria-pressed="${String(theme === 'auto')}">${both(word)}</button>`,
  )}</div>
</div>`;
}
