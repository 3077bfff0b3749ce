/** Text in every language at once: the style sheet shows the one that the page is in, the script puts it into attributes. */

import { type Language, type Places, translate, type Word } from '../words/translate.ts';
import { type Html, html } from './html.ts';

export function eachLanguage(text: (language: Language) => string): Html {
  const [en, zh] = [text('en'), text('zh')];
  if (en === zh) return html`${en}`;
  // `zh-CN` is the tag by which browsers choose glyphs. On one line: a blank between the two would be underlined at the end of a link.
  return html`<span class="en" lang="en">${en}</span><span class="zh" lang="zh-CN">${zh}</span>`;
}

export function both(word: Word, places?: Places): Html {
  return eachLanguage((language) => translate(word, language, places));
}

export function labelInEach(text: (language: Language) => string): Html {
  return html`aria-label="${text('en')}" data-label-en="${text('en')}" data-label-zh="${text('zh')}"`;
}

export function ariaLabel(word: Word): Html {
  return labelInEach((language) => translate(word, language));
}

/** An attribute in the page's language, with the other at hand for the script that switches it. */
export function attribute(kind: 'aria-label' | 'placeholder' | 'title', word: Word, language: Language): Html {
  return html`${kind}="${translate(word, language)}" data-${kind}-en="${translate(word, 'en')}" data-${kind}-zh="${translate(word, 'zh')}"`;
}
