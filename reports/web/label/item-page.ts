/** labelPage: the page on which a person says how far a report meets one criterion, blind to who wrote it and to what judges say. */
import { LABELS, type Label } from '../../../judge/checklist/verdict.ts';
import type { LabelDraft } from '../../../runners/annotation/labels.ts';
import { LONGEST_JUSTIFICATION } from '../../../runners/annotation/longest.ts';
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { RenderedReport } from '../../rendering/report.ts';
import { htmlLanguage, inEach, type Language, type Word } from '../../words/translate.ts';
import { asked, bar, choice, keyRow, keySigns, pane } from '../annotation/parts.ts';
import { labelMark } from '../board/parts.ts';
import { page, titlesOf } from '../shell.ts';
import { LABEL_STYLE } from './style.ts';

/** What somebody said of the criterion, for whoever has the last word on it. */
export interface SaidBefore {
  readonly name: string;
  readonly label: Label;
  readonly reason: string;
}

export interface LabelPage {
  readonly language: Language;
  readonly nonce: string;
  readonly annotator: string;
  readonly token: string;
  readonly query: string;
  readonly notes: string | undefined;
  readonly taskLanguage: string;
  readonly report: RenderedReport;
  readonly criterion: string;
  /** Below 0: it describes a flaw. */
  readonly weight: number;
  readonly draft: LabelDraft;
  readonly answered: boolean;
  readonly done: number;
  readonly total: number;
  /** Address of what was said before this, where there is any. */
  readonly previous: string | undefined;
  /** Where the queue goes on. */
  readonly next: string;
  /** Present where the last word is asked for: everything that was said. */
  readonly said?: readonly SaidBefore[];
}

/** Keys of met, partly and not, as on the board; 1 to 3 do the same. */
const KEYS: Readonly<Record<Label, string>> = { satisfied: 's', partial: 't', unsatisfied: 'x' };

const SCRIPT_WORDS: readonly Word[] = (
  ['saving', 'saved', 'unsaved', 'refused', 'answeredBefore', 'missing', 'counts', 'label'] as const
).map((name) => `annotate.${name}` as const);

export function labelPage(item: LabelPage): string {
  const { language, nonce, annotator, token, draft, answered, next, said } = item;
  const words = inEach(SCRIPT_WORDS);
  return page({
    titles: titlesOf(said === undefined ? 'label.title' : 'label.decide'),
    language,
    nonce,
    bodyClass: 'item',
    style: LABEL_STYLE,
    body: html`${bar({ title: said === undefined ? 'label.title' : 'label.decide', language, done: item.done, total: item.total, find: 'label.find' })}
<main>
<noscript><p>${both('annotate.noScript')}</p></noscript>
${asked(item)}
<div class="work">${pane('one', 'label.report', item.report, item)}${form(item)}</div>
</main>
${legend(item)}`,
    scripts: ['report', 'find', 'answer'],
    data: {
      base: said === undefined ? '/label' : '/label/decide',
      annotator,
      item: token,
      draft,
      answered,
      next,
      keys: keyTable(),
      words: { ...words, 'annotate.counts': inEach(['label.found'])['label.found'] },
    },
  });
}

function keyTable(): Record<string, readonly [string, string]> {
  return Object.fromEntries(LABELS.flatMap((label, i) => [KEYS[label], String(i + 1)].map((key) => [key, ['label', label] as const])));
}

function form(item: LabelPage): Html {
  const { language, taskLanguage, criterion, weight, draft, answered, previous, next, said } = item;
  const isFlaw = weight < 0;
  return html`<form class="say" id="say" autocomplete="off">
<h2 id="criterion" class="asks">${both(isFlaw ? 'label.flaw' : 'label.criterion')}</h2>
<p class="criterion" lang="${htmlLanguage(taskLanguage)}">${criterion}</p>
${said === undefined ? '' : before(said, weight)}
<fieldset data-question="label"><legend class="hidden">${both('annotate.label')}</legend><div class="choices three">${LABELS.map((label) =>
    choice('label', label, isFlaw ? `board.flaw-${label}` : `board.label-${label}`, KEYS[label], draft.label === label),
  )}</div></fieldset>
<textarea name="justification" id="justification" rows="2" maxlength="${LONGEST_JUSTIFICATION}" aria-keyshortcuts="j" ${attribute('aria-label', 'annotate.justification', language)} ${attribute('placeholder', 'annotate.justification', language)}>
${draft.justification}</textarea>
<div class="last">
<span class="status" id="status" role="status" aria-live="polite">${answered ? both('annotate.answeredBefore') : ''}</span>
${previous === undefined ? '' : html`<a class="button" id="undo" href="${previous}" aria-keyshortcuts="u">${both('label.undo')} <kbd>u</kbd></a>`}
${answered || said !== undefined ? html`<a class="button" id="skip" href="${next}" aria-keyshortcuts="n">${both('label.onward')} <kbd>n</kbd></a>` : html`<button type="button" id="skip" aria-keyshortcuts="n">${both('annotate.skip')} <kbd>n</kbd></button>`}
<button type="submit" class="main" id="submit" aria-keyshortcuts="Enter">${both('label.submit')} <kbd>↵</kbd></button>
</div>
</form>`;
}

function before(said: readonly SaidBefore[], weight: number): Html {
  return html`<ul class="before">${said.map(
    ({ name, label, reason }) =>
      html`<li>${labelMark(label, weight)} <strong>${name}</strong>${reason === '' ? '' : html`<br><span class="muted">${reason}</span>`}</li>`,
  )}</ul>`;
}

function legend({ said }: LabelPage): Html {
  return html`<dialog id="legend" aria-labelledby="legend-title"><h2 id="legend-title">${both('annotate.help')}</h2>
<p class="muted">${both(said === undefined ? 'label.blind' : 'label.open')}</p>
<dl>${keyRow(keySigns('stx'), both('label.keys'))}${keyRow(html`<kbd>↵</kbd>`, both('annotate.keySubmit'))}${keyRow(keySigns('n'), both('annotate.skip'))}${keyRow(keySigns('u'), both('label.undo'))}
${keyRow(keySigns('j'), both('annotate.keyJustify'))}${keyRow(keySigns('/'), both('label.find'))}${keyRow(keySigns('['), both('label.keyReport'))}${keyRow(keySigns('o'), both('annotate.keyNotes'))}${keyRow(keySigns('l'), both('annotate.language'))}${keyRow(keySigns('?'), both('annotate.keyHelp'))}</dl>
<label><input type="checkbox" id="shortcuts" checked> ${both('annotate.shortcuts')}</label>
<button type="button" class="main" id="close-legend">${both('annotate.close')}</button></dialog>`;
}
