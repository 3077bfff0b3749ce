/** What the board's pages share: their frame, the marks of labels, and the switches of judge and scale. */
import { SCALES } from '../../../judge/checklist/reward.ts';
import type { Label } from '../../../judge/checklist/verdict.ts';
import { both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { Language } from '../../words/i18n.ts';
import { languageSwitch, page } from '../annotation/shell.ts';
import { type BoardState, boardPath, type Place } from './address.ts';
import { BOARD_STYLE } from './style.ts';

export interface Opening {
  readonly language: Language;
  readonly nonce: string;
}

/** @param trail from the board down to this page, the last without an address */
export function boardPage(
  { language, nonce }: Opening,
  trail: readonly { readonly name: string; readonly href?: string }[],
  body: Html,
): string {
  const steps = trail.map(({ name, href }) =>
    href === undefined ? html`<li aria-current="page">${name}</li>` : html`<li><a href="${href}">${name}</a></li>`,
  );
  return page({
    title: 'board.title',
    language,
    nonce,
    bodyClass: 'board',
    style: BOARD_STYLE,
    body: html`<header class="top"><nav><ol class="trail"><li><a href="/board">${both('board.title')}</a></li>${steps}</ol></nav>${languageSwitch(language)}</header>
<main>${body}</main>`,
    scripts: ['report'],
  });
}

/** Links to the same page by other judges and on other scales. */
export function switches(place: Place, state: BoardState, judges: readonly string[], judge: string | null): Html {
  const link = (name: string, href: string, isHere: boolean) =>
    isHere ? html`<strong aria-current="true">${name}</strong>` : html`<a href="${href}">${name}</a>`;
  return html`<p class="switches">${both('board.judge')} ${judges.map((name) => link(name, boardPath(place, { ...state, judge: name }), name === judge))}
<span class="apart">${both('board.scale')}</span> ${SCALES.map((scale) => link(scale, boardPath(place, { ...state, scale }), scale === state.scale))}</p>`;
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

/** On 0-100, one digit after the point. */
export function hundred(reward: number | null): string {
  return reward === null ? '–' : (reward * 100).toFixed(1).replace('-', '−');
}

export function plain(value: number): string {
  return String(Number(value.toFixed(2))).replace('-', '−');
}
