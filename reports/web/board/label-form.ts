/** labelForm: the form in which a person says of a criterion whether it is met; a script brings it to the criterion. */
import { LABELS } from '../../../judge/checklist/verdict.ts';
import { LONGEST_JUSTIFICATION } from '../../../runners/annotation/longest.ts';
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { Language, Word } from '../../words/translate.ts';

/** What its script says. */
export const LABEL_WORDS: readonly Word[] = ['annotate.saving', 'annotate.saved', 'label.notSaved'];

/** Keys of met, partly and not, as in the queue. */
const KEYS = { satisfied: 's', partial: 't', unsatisfied: 'x' } as const;

export function labelForm(language: Language): Html {
  return html`<p id="label-said" class="hidden" role="status" aria-live="polite"></p>
<form id="label-here" class="label-here screen" hidden autocomplete="off">
<fieldset><legend class="hidden">${both('annotate.label')}</legend><div class="choices three">${LABELS.map(
    (label) =>
      html`<label><input type="radio" name="label" value="${label}" required><span class="of-merit">${both(`board.label-${label}`)}</span><span class="of-flaw">${both(`board.flaw-${label}`)}</span> <kbd aria-hidden="true">${KEYS[label]}</kbd></label>`,
  )}</div></fieldset>
<textarea name="justification" rows="2" maxlength="${LONGEST_JUSTIFICATION}" ${attribute('aria-label', 'annotate.justification', language)} ${attribute('placeholder', 'annotate.justification', language)}></textarea>
<div class="last"><input type="text" name="as" required maxlength="64" ${attribute('aria-label', 'annotate.yourName', language)} ${attribute('placeholder', 'annotate.yourName', language)}>
<button class="main">${both('label.save')} <kbd aria-hidden="true">↵</kbd></button> <button type="button" data-label-away>${both('label.away')} <kbd aria-hidden="true">Esc</kbd></button></div>
<p class="status" data-status></p>
<p class="muted small">${both('label.sighted')}</p></form>`;
}
