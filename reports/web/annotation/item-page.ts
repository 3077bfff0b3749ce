/** The page on which a person compares two reports blind: rows in, HTML out. */

import { ASPECTS, type Draft, LONGEST_JUSTIFICATION, OVERALLS, SIDES } from '../../../runners/annotation/answer.ts';
import { type Html, html, trusted } from '../../page/html.ts';
import type { Language } from '../../words/i18n.ts';
import { htmlLanguage, languageSwitch, page } from './shell.ts';
import { attribute, both, type Word, wordsFor } from './words.ts';

export interface ItemPage {
  readonly language: Language;
  readonly nonce: string;
  readonly annotator: string;
  readonly token: string;
  readonly query: string;
  readonly notes: string | undefined;
  /** Of the task, and so of its reports. */
  readonly taskLanguage: string;
  /** HTML from `renderReport`. */
  readonly left: string;
  readonly right: string;
  readonly draft: Draft;
  readonly answered: boolean;
  readonly done: number;
  readonly total: number;
  readonly hasPrevious: boolean;
  /** Where the queue goes on: `/annotate?as=...`. */
  readonly next: string;
}

/** Keys of each dimension, for left, tie and right: a row of the keyboard each. */
const ASPECT_KEYS = { completeness: 'qwe', depth: 'asd', fitness: 'zxc', readability: 'rty' } as const;

export function itemPage(item: ItemPage): string {
  const { language, nonce, annotator, token, draft, answered, next } = item;
  return page({
    title: 'compare',
    language,
    nonce,
    bodyClass: 'item',
    body: html`${bar(item)}
<main>
<noscript><p>${both('noScript')}</p></noscript>
${asked(item)}
<div class="panes">${pane('left', item.left, item)}${pane('right', item.right, item)}</div>
${form(item)}
</main>
${legend()}`,
    scripts: ['reading', 'answer'],
    data: {
      annotator,
      item: token,
      draft,
      answered,
      next,
      keys: keyTable(),
      words: wordsFor(['saving', 'saved', 'unsaved', 'refused', 'answeredBefore', 'missing', 'counts', 'overall', ...ASPECTS]),
    },
  });
}

/** Which key chooses which value of which question. */
function keyTable(): Record<string, readonly [string, string]> {
  return Object.fromEntries([
    ...OVERALLS.map((value, i) => [String(i + 1), ['overall', value]]),
    ...ASPECTS.flatMap((name) => SIDES.map((side, i) => [ASPECT_KEYS[name][i], [name, side]])),
  ]);
}

function bar({ language, done, total }: ItemPage): Html {
  return html`<header class="bar">
<h1><a href="/">${both('compare')}</a></h1>
<div class="progress"><progress max="${total}" value="${done}" ${attribute('aria-label', 'progressLabel', language)}></progress><span id="progress">${both('progress', { done, total })}</span></div>
<span class="space"></span>
<div class="find" role="search"><input type="search" id="find" autocomplete="off" spellcheck="false" ${attribute('aria-label', 'find', language)} ${attribute('placeholder', 'find', language)} aria-keyshortcuts="/"><button type="button" id="find-previous" ${attribute('aria-label', 'findPrevious', language)}>↑</button><button type="button" id="find-next" ${attribute('aria-label', 'findNext', language)}>↓</button><output id="found" for="find" aria-live="polite"></output></div>
<button type="button" id="sync" aria-pressed="true" aria-keyshortcuts="p">${both('sync')}</button>
${languageSwitch(language)}
<button type="button" id="help" aria-haspopup="dialog" aria-keyshortcuts="?">${both('help')} <kbd>?</kbd></button>
</header>`;
}

function asked({ query, notes, taskLanguage, language }: ItemPage): Html {
  return html`<section class="asked" aria-labelledby="asked" lang="${htmlLanguage(taskLanguage)}">
<h2 id="asked">${both('query')}</h2>
<div class="text" tabindex="0" role="region" ${attribute('aria-label', 'query', language)}>${query}</div>
${notes === undefined ? '' : html`<details id="notes"><summary>${both('notes')}</summary><div tabindex="0">${notes}</div></details>`}
</section>`;
}

function pane(side: 'left' | 'right', report: string, { taskLanguage }: ItemPage): Html {
  return html`<section class="pane ${side}"><h2 id="${side}-title">${both(side)}</h2>
<div class="report" id="${side}" tabindex="0" role="region" aria-labelledby="${side}-title" lang="${htmlLanguage(taskLanguage)}">${trusted(report)}</div></section>`;
}

function form({ language, draft, hasPrevious, answered, next, annotator, token }: ItemPage): Html {
  const previous = `/annotate/previous?${new URLSearchParams({ as: annotator, item: token })}`;
  return html`<form class="say" id="say" autocomplete="off">
<fieldset data-question="overall"><legend class="hidden">${both('overall')}</legend><div class="choices outcomes">${OVERALLS.map(
    (value, i) => choice('overall', value, `overall-${value}`, String(i + 1), draft.overall === value),
  )}</div></fieldset>
<div class="dimensions">${ASPECTS.map(
    (name) => html`<fieldset data-question="${name}"><legend ${attribute('title', `${name}Help`, language)}>${both(name)}</legend>
<div class="choices">${SIDES.map((side, i) => choice(name, side, `side-${side}`, ASPECT_KEYS[name][i] ?? '', draft[name] === side))}</div></fieldset>`,
  )}</div>
<div class="last">
<textarea name="justification" id="justification" rows="1" maxlength="${LONGEST_JUSTIFICATION}" aria-keyshortcuts="j" ${attribute('aria-label', 'justification', language)} ${attribute('placeholder', 'justification', language)}>
${draft.justification}</textarea>
<span class="status" id="status" role="status" aria-live="polite">${answered ? both('answeredBefore') : ''}</span>
${hasPrevious ? html`<a class="button" id="undo" href="${previous}" aria-keyshortcuts="u">${both('undo')} <kbd>u</kbd></a>` : ''}
${answered ? html`<a class="button" id="skip" href="${next}" aria-keyshortcuts="n">${both('onward')} <kbd>n</kbd></a>` : html`<button type="button" id="skip" aria-keyshortcuts="n">${both('skip')} <kbd>n</kbd></button>`}
<button type="submit" class="main" id="submit" aria-keyshortcuts="Enter">${both('submit')} <kbd>↵</kbd></button>
</div>
</form>`;
}

function choice(name: string, value: string, label: Word, key: string, checked: boolean): Html {
  return html`<label><input type="radio" name="${name}" value="${value}" aria-keyshortcuts="${key}"${checked ? html` checked` : ''}><span>${both(label)}</span> <kbd aria-hidden="true">${key}</kbd></label>`;
}

function legend(): Html {
  const keys = (text: string) => html`${[...text].map((key) => html`<kbd>${key}</kbd> `)}`;
  const row = (left: Html, right: Html) => html`<dt>${left}</dt><dd>${right}</dd>`;
  const sides = ASPECTS.map((name) => row(keys(ASPECT_KEYS[name]), html`${both(name)}${both('keySides')}`));
  return html`<dialog id="legend" aria-labelledby="legend-title"><h2 id="legend-title">${both('help')}</h2>
<p class="muted">${both('blind')}</p>
<dl>${row(keys('12345'), both('keyOverall'))}${sides}
${row(html`<kbd>↵</kbd>`, both('keySubmit'))}${row(keys('n'), both('skip'))}${row(keys('u'), both('undo'))}${row(keys('j'), both('keyJustify'))}
${row(keys('/'), both('find'))}${row(keys('[]'), both('keyPanes'))}${row(keys('p'), both('sync'))}${row(keys('o'), both('keyNotes'))}${row(keys('l'), both('language'))}${row(keys('?'), both('keyHelp'))}</dl>
<label><input type="checkbox" id="shortcuts" checked> ${both('shortcuts')}</label>
<button type="button" class="main" id="close-legend">${both('close')}</button></dialog>`;
}
