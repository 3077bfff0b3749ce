/** The buttons by which the reader changes language and theme of a page. */
import { type Html, html } from './html.ts';
import { LANGUAGES, type Language, translate } from './i18n.ts';
import { both } from './page-section.ts';

/** @param language the one in which the page opens */
export function switches(language: Language): Html {
  const own = { en: 'English', zh: '中文' };
  const themes = [
    ['auto', 'automatic'],
    ['light', 'light'],
    ['dark', 'dark'],
  ] as const;
  return html`<div class="switches">
<div class="switch" role="group" ${labelled('language', language)}>${LANGUAGES.map(
    (each) =>
      html`<button type="button" lang="${each}" data-lang="${each}" aria-pressed="${String(each === language)}">${own[each]}</button>`,
  )}</div>
<div class="switch" role="group" ${labelled('theme', language)}>${themes.map(
    ([theme, word]) =>
      html`<button type="button" data-set-theme="${theme}" aria-pressed="${String(theme === 'auto')}">${both(word)}</button>`,
  )}</div>
</div>`;
}

function labelled(word: 'language' | 'theme', language: Language): Html {
  return html`aria-label="${translate(word, language)}" data-label-en="${translate(word, 'en')}" data-label-zh="${translate(word, 'zh')}"`;
}
