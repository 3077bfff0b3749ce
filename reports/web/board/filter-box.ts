/** filterBox: the box in which a filter is typed, the tests that hold now, each with a way to be rid of it, and some that a click adds. */
import { readFilter, withoutTest, withTest } from '../../board/filter.ts';
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { BoardOpening } from '../frame.ts';
import type { BoardState, Place } from './address.ts';
import { hidden, type Names, named } from './parts.ts';

export interface FilterBox {
  readonly place: Place;
  readonly state: BoardState;
  /** Tests that a click adds. */
  readonly quick: readonly string[];
  /** Axes of criteria that a click takes. */
  readonly axes: readonly string[];
  readonly names: Names;
  /** What can be typed, in short. */
  readonly ask: 'board.find' | 'board.findCriteria';
  /** Where the page goes on after a click. */
  readonly anchor: string;
}

export function filterBox({ to, language }: BoardOpening, { place, state, quick, axes, names, ask, anchor }: FilterBox): Html {
  const { find } = state;
  const { tests } = readFilter(find);
  const href = (text: string) => `${to(place, { ...state, find: text })}#${anchor}`;
  const add = quick.filter((each) => !tests.some(({ text }) => text === each));
  return html`<form method="get" role="search" class="screen filter">${hidden({ ...state, find: '' })}<input type="search" name="find" id="filter" value="${find}" maxlength="200" aria-keyshortcuts="f" ${attribute('title', 'board.filterHelp', language)} ${attribute('aria-label', ask, language)} ${attribute('placeholder', ask, language)}> <button>${both('board.show')}</button></form>
<div class="switches screen chips">${tests.map(({ text }) => html`<a class="chip" href="${href(withoutTest(find, text))}">${text} <span aria-hidden="true">×</span></a>`)}${add.map((each) => html`<a class="chip muted" href="${href(`${find} ${each}`.trim())}">+ ${each}</a>`)}${
    axes.length < 2
      ? ''
      : html`<details class="more"><summary>${both('board.axis')}</summary><p class="switches">${axes.map((axis) => html`<a class="chip muted" href="${href(withTest(find, 'axis', axis))}">${named(axis, names)}</a>`)}</p></details>`
  }<details class="more"><summary>${both('board.tests')}</summary><p class="small">${both('board.filterHelp')}</p></details></div>`;
}
