/** The page on which a person compares two reports blind: rows in, HTML out. */

import { ASPECTS, type Draft, OVERALLS, SIDES } from '../../../runners/annotation/answer.ts';
import { LONGEST_JUSTIFICATION } from '../../../runners/annotation/longest.ts';
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { RenderedReport } from '../../rendering/report.ts';
import { inEach, type Language, type Word } from '../../words/translate.ts';
import { page, titlesOf } from '../shell.ts';
import { asked, bar, choice, keyRow, keySigns, pane } from './parts.ts';

export interface ItemPage {
  readonly language: Language;
  readonly nonce: string;
  readonly annotator: string;
  readonly token: string;
  readonly query: string;
  readonly notes: string | undefined;
  /** Of the task, and so of its reports. */
  readonly taskLanguage: string;
  readonly left: RenderedReport;
  readonly right: RenderedReport;
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

/** What the scripts say. */
const SCRIPT_WORDS: readonly Word[] = [
  ...(['saving', 'saved', 'unsaved', 'refused', 'answeredBefore', 'missing', 'counts', 'overall'] as const),
  ...ASPECTS,
].map((name) => `annotate.${name}` as const);

export function itemPage(item: ItemPage): string {
  const { language, nonce, annotator, token, draft, answered, next } = item;
  return page({
    titles: titlesOf('annotate.compare'),
    language,
    nonce,
    bodyClass: 'item',
    body: html`${bar({ title: 'annotate.compare', language, done: item.done, total: item.total, find: 'annotate.find', more: html`<button type="button" id="sync" aria-pressed="true" aria-keyshortcuts="p">${both('annotate.sync')}</button>` })}
<main>
<noscript><p>${both('annotate.noScript')}</p></noscript>
${asked(item)}
<div class="panes">${pane('left', 'annotate.left', item.left, item)}${pane('right', 'annotate.right', item.right, item)}</div>
${form(item)}
</main>
${legend()}`,
    scripts: ['report', 'find', 'reading', 'answer'],
    data: {
      base: '/annotate',
      annotator,
      item: token,
      draft,
      answered,
      next,
      keys: keyTable(),
      words: inEach(SCRIPT_WORDS),
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

function form({ language, draft, hasPrevious, answered, next, annotator, token }: ItemPage): Html {
  const previous = `/annotate/previous?${new URLSearchParams({ as: annotator, item: token })}`;
  return html`<form class="say" id="say" autocomplete="off">
<fieldset data-question="overall"><legend class="hidden">${both('annotate.overall')}</legend><div class="choices outcomes">${OVERALLS.map(
    (value, i) => choice('overall', value, `annotate.overall-${value}`, String(i + 1), draft.overall === value),
  )}</div></fieldset>
<div class="dimensions">${ASPECTS.map(
    (
      name,
    ) => html`<fieldset data-question="${name}"><legend>${both(`annotate.${name}`)}</legend><p class="help">${both(`annotate.${name}Help`)}</p>
<div class="choices">${SIDES.map((side, i) => choice(name, side, `annotate.side-${side}`, ASPECT_KEYS[name][i] ?? '', draft[name] === side))}</div></fieldset>`,
  )}</div>
<div class="last">
<textarea name="justification" id="justification" rows="1" maxlength="${LONGEST_JUSTIFICATION}" aria-keyshortcuts="j" ${attribute('aria-label', 'annotate.justification', language)} ${attribute('placeholder', 'annotate.justification', language)}>
${draft.justification}</textarea>
<span class="status" id="status" role="status" aria-live="polite">${answered ? both('annotate.answeredBefore') : ''}</span>
${hasPrevious ? html`<a class="button" id="undo" href="${previous}" aria-keyshortcuts="u">${both('annotate.undo')} <kbd>u</kbd></a>` : ''}
${answered ? html`<a class="button" id="skip" href="${next}" aria-keyshortcuts="n">${both('annotate.onward')} <kbd>n</kbd></a>` : html`<button type="button" id="skip" aria-keyshortcuts="n">${both('annotate.skip')} <kbd>n</kbd></button>`}
<button type="submit" class="main" id="submit" aria-keyshortcuts="Enter">${both('annotate.submit')} <kbd>↵</kbd></button>
</div>
</form>`;
}

function legend(): Html {
  const keys = keySigns;
  const row = keyRow;
  const sides = ASPECTS.map((name) => row(keys(ASPECT_KEYS[name]), html`${both(`annotate.${name}`)}${both('annotate.keySides')}`));
  return html`<dialog id="legend" aria-labelledby="legend-title"><h2 id="legend-title">${both('annotate.help')}</h2>
<p class="muted">${both('annotate.blind')}</p>
<dl>${row(keys('12345'), both('annotate.keyOverall'))}${sides}
${row(html`<kbd>↵</kbd>`, both('annotate.keySubmit'))}${row(keys('n'), both('annotate.skip'))}${row(keys('u'), both('annotate.undo'))}${row(keys('j'), both('annotate.keyJustify'))}
${row(keys('/'), both('annotate.find'))}${row(keys('[]'), both('annotate.keyPanes'))}${row(keys('p'), both('annotate.sync'))}${row(keys('o'), both('annotate.keyNotes'))}${row(keys('l'), both('annotate.language'))}${row(keys('?'), both('annotate.keyHelp'))}</dl>
<label><input type="checkbox" id="shortcuts" checked> ${both('annotate.shortcuts')}</label>
<button type="button" class="main" id="close-legend">${both('annotate.close')}</button></dialog>`;
}
