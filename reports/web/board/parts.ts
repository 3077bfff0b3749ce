/** What the board's pages share: the marks of labels, the switches of judge and scale, and how numbers are written. */
import { SCALES } from '../../../judge/checklist/reward.ts';
import type { Label } from '../../../judge/checklist/verdict.ts';
import type { Quote } from '../../../judge/reading/quotes.ts';
import { both, eachLanguage } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { Language } from '../../words/translate.ts';
import type { BoardOpening } from '../frame.ts';
import { type BoardState, type Place, queryOf } from './address.ts';

/** What goes along from page to page. */
export function kept({ judge, scale }: BoardState): Partial<BoardState> {
  return { judge, scale };
}

/** One of several, each a link but the one that is looked at. */
export function choices(
  list: readonly { readonly name: string | Html; readonly href: string; readonly isHere: boolean; readonly key?: string }[],
): Html {
  return html`${list.map(({ name, href, isHere, key }) =>
    isHere
      ? html`<strong aria-current="true">${name}</strong>`
      : html`<a href="${href}"${key === undefined ? '' : html` data-key="${key}"`}>${name}</a>`,
  )}`;
}

/** Links to the same page by other judges and on other scales. */
export function switches({ to }: BoardOpening, place: Place, state: BoardState, judges: readonly string[], judge: string | null): Html {
  const byJudge = judges.map((name) => ({ name, href: to(place, { ...state, judge: name }), isHere: name === judge }));
  const byScale = SCALES.map((scale, i) => ({
    name: scale,
    href: to(place, { ...state, scale }),
    isHere: scale === state.scale,
    key: `scale-${i + 1}`,
  }));
  return html`<p class="switches screen">${both('board.judge')} ${choices(byJudge)} <span class="apart">${both('board.scale')}</span> ${choices(byScale)}</p>`;
}

const MARKS: Readonly<Record<Label, string>> = { satisfied: '●', partial: '◐', unsatisfied: '○' };

/** A shape, not a colour alone; of a flaw, how far it is there. */
export function labelMark(label: Label, weight: number): Html {
  const word = weight < 0 ? (`board.flaw-${label}` as const) : (`board.label-${label}` as const);
  return html`<span class="label ${toneOf(label, weight)}"><span aria-hidden="true">${MARKS[label]}</span> ${both(word)}</span>`;
}

export function toneOf(label: Label, weight: number): 'met' | 'partly' | 'unmet' | 'flaw' {
  if (weight < 0) return label === 'unsatisfied' ? 'met' : 'flaw';
  return label === 'satisfied' ? 'met' : label === 'partial' ? 'partly' : 'unmet';
}

/** Whether the passage stands in the report. */
export function quoteMark({ verified }: Quote): Html {
  return verified === false
    ? html`<span class="label unmet">⚠ ${both('board.notInReport')}</span>`
    : html`<span class="label met" aria-hidden="true">✓</span>`;
}

/** On 0-100, one digit after the point. */
export function hundred(reward: number | null): string {
  return reward === null ? '–' : (reward * 100).toFixed(1).replace('-', '−');
}

/** Two digits after the point at most. */
export function plain(value: number): string {
  return String(Number(value.toFixed(2))).replace('-', '−');
}

/** What of the state a form takes along, beside what is typed into it. */
export function hidden(state: Partial<BoardState>): Html {
  return html`${queryOf(state).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
}

/** What domains and axes are called in each language. */
export type Names = Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** A name as the reader's language has it, or as it stands. */
export function named(name: string, names: Names): Html {
  return eachLanguage((language) => (Object.hasOwn(names, name) ? names[name]?.[language] : undefined) ?? name);
}
