/** The tables and sentences of the head-to-head page, in both languages. */

import { ariaLabel, both, eachLanguage } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import type { RatingRow, Ratings } from '../ratings/ratings.ts';
import { certaintyNotes, methodText, playedText, ratingText } from '../ratings/text.ts';
import type { Interval } from '../stats/intervals.ts';
import { type Language, onDimension, translate, translateName, type Word } from '../words/i18n.ts';
import { cleanName, intervalText, pText, rankText, scoreText, shareText } from '../words/text.ts';
import { dimensionOf, type HeadToHead, netWinInterval } from './head-to-head.ts';
import { recordText, shareInterval, signedShare, winShare } from './record-text.ts';
import { verdictOf } from './sentence.ts';

interface Column {
  readonly head: Html;
  readonly text: (row: HeadToHead) => Html;
  /** What to sort by; null sorts last. */
  readonly sort: (row: HeadToHead) => number | string | null;
  readonly name?: boolean;
}

/** The first agent of all comparisons, where that is one: it need not stand in every row. */
export function oneAgent(list: readonly HeadToHead[]): string | undefined {
  const [first] = list;
  return list.every(({ a }) => a === first?.a) ? first?.a : undefined;
}

/** A word with the dimension, where that is not the whole. */
function about(word: Word, dimension: string): Html {
  return eachLanguage((language) => onDimension(translate(word, language), dimension, language));
}

function pairHead(list: readonly HeadToHead[]): Html {
  return oneAgent(list) === undefined ? html`${both('agent')} – ${both('opponent')}` : both('opponent');
}

function pairName(list: readonly HeadToHead[], { a, b }: HeadToHead): Html {
  const opponent = html`<bdi>${cleanName(b)}</bdi>`;
  return oneAgent(list) === undefined ? html`<bdi>${cleanName(a)}</bdi> – ${opponent}` : opponent;
}

/** More would push the charts off the screen. */
export const MOST_SENTENCES = 12;

/** One sentence a comparison. */
export function verdicts(list: readonly HeadToHead[]): Html {
  const items = list.map(
    (row) =>
      html`<li>${eachLanguage((language) => verdictOf(language, { ...row, a: cleanName(row.a), b: cleanName(row.b) }, { adjustedP: row.adjustedP, comparisons: list.length }))}</li>`,
  );
  if (list.length > MOST_SENTENCES) return html`<details><summary>${both('verdict')}</summary><ul>${items}</ul></details>`;
  return html`<h3>${both('verdict')}</h3><ul>${items}</ul>`;
}

export function recordTable(list: readonly HeadToHead[], labelledBy: string): Html {
  const columns = columnsOf(list);
  const heads = columns.map(({ head, name }) => {
    const first = name === true ? 'ascending' : 'descending';
    return html`<th scope="col" class="${name === true ? 'name left' : 'right'}" aria-sort="none" data-first="${first}"><button type="button">${head}</button></th>`;
  });
  const rows = list.map((row) => {
    const cells = columns.map(({ text, sort, name }) => {
      const key = JSON.stringify({ value: sort(row) });
      return name === true ? html`<th scope="row" data-sort="${key}">${text(row)}</th>` : html`<td data-sort="${key}">${text(row)}</td>`;
    });
    return html`<tr>${cells}</tr>`;
  });
  return html`<p class="muted small screen">${both('sortHint')}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${labelledBy}"><table>
<caption class="hidden">${about('headToHead', dimensionOf(list))}</caption>
<thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function columnsOf(list: readonly HeadToHead[]): Column[] {
  const several = list.length > 1;
  const flipped = list.some(({ flips }) => flips.judged > 0);
  const told = list.some(({ absolute: { good, fair, poor } }) => good + fair + poor > 0);
  return [
    { head: pairHead(list), name: true, text: (row) => pairName(list, row), sort: ({ a, b }) => `${cleanName(a)} ${cleanName(b)}` },
    { head: both('record'), text: ({ overall }) => html`${recordText(overall)}`, sort: ({ overall }) => overall.netWin.value },
    number('queries', ({ overall }) => overall.n, String),
    ...playedColumns(list),
    number('nonInferiority', ({ overall }) => overall.nonInferiority.rate, shareText),
    number('equalAgents', ({ overall }) => overall.nonInferiority.equalAgents, shareText),
    number('netWinRate', ({ overall, perQuery }) => perQuery?.mean ?? overall.netWin.value, signedShare, netWinInterval),
    number('signTest', ({ overall }) => overall.signTest.p, pText),
    ...(several ? [number('holmP', ({ adjustedP }) => adjustedP, pText)] : []),
    ...marginColumns(list),
    ...(flipped ? [flipColumn()] : []),
    ...(told ? [absoluteColumn()] : []),
  ];
}

function number(
  word: Word,
  value: (row: HeadToHead) => number,
  write: (value: number) => string,
  ci?: (row: HeadToHead) => Interval | null,
): Column {
  const interval = (row: HeadToHead) => {
    const ends = ci?.(row) ?? null;
    return ends === null ? '' : html` <span class="muted">${shareInterval(ends)}</span>`;
  };
  return { head: both(word), sort: value, text: (row) => html`${write(value(row))}${interval(row)}` };
}

function playedColumns(list: readonly HeadToHead[]): Column[] {
  const failed = list.some(({ forfeits }) => forfeits.queries > 0);
  const leftOut = list.some(({ forfeits }) => forfeits.leftOut);
  return [
    number('planned', (row) => row.planned, String),
    ...(failed ? [number(leftOut ? 'failedLeftOut' : 'failedDecided', ({ forfeits }) => forfeits.queries, String)] : []),
  ];
}

function flipColumn(): Column {
  return {
    head: both('flips'),
    text: ({ flips: { flipped, judged } }) => html`${`${flipped} / ${judged}`}`,
    sort: ({ flips: { flipped, judged } }) => (judged === 0 ? null : flipped / judged),
  };
}

function absoluteColumn(): Column {
  return {
    head: both('bothGood'),
    text: ({ absolute: { good, fair, poor } }) => html`${`${good} / ${fair} / ${poor}`}`,
    sort: ({ absolute }) => absolute.good,
  };
}

/** One column for each margin that was stated; in one evaluation that is one. Adjusted where the verdicts are. */
function marginColumns(list: readonly HeadToHead[]): Column[] {
  const word = list.some(({ overall: { margin } }) => margin?.adjustedP !== undefined) ? 'marginHolmP' : 'marginTest';
  const deltas = [...new Set(list.flatMap(({ overall: { margin } }) => (margin === null ? [] : [margin.delta])))];
  return deltas.map((delta): Column => {
    const p = ({ overall: { margin } }: HeadToHead) => (margin?.delta === delta ? (margin.adjustedP ?? margin.p) : null);
    return {
      head: eachLanguage((language) => translate(word, language, { margin: shareText(delta) })),
      sort: p,
      text: (row) => {
        const value = p(row);
        return html`${value === null ? '–' : pText(value)}`;
      },
    };
  });
}

/** Records by dimension or domain, for readers who want the counts; empty where there are none. */
export function groupTable(list: readonly HeadToHead[], by: 'byDimension' | 'byDomain'): Html {
  const groups = [...new Set(list.flatMap((row) => Object.keys(row[by])))];
  if (groups.length === 0) return html``;
  const title = by === 'byDimension' ? 'dimension' : 'domain';
  const heads = groups.map((group) => html`<th scope="col" class="plain">${eachLanguage((l) => cleanName(translateName(group, l)))}</th>`);
  const rows = list.map((row) => {
    const cells = groups.map((group) => {
      const record = Object.hasOwn(row[by], group) ? row[by][group] : undefined;
      if (record === undefined) return html`<td>–</td>`;
      return html`<td>${recordText(record)} <span class="muted">${shareText(winShare(record))}</span></td>`;
    });
    return html`<tr><th scope="row">${pairName(list, row)}</th>${cells}</tr>`;
  });
  return html`<details class="small"><summary>${both(title)}: ${both('record')}, ${both('winRate')}</summary>
<div class="scroll" tabindex="0" role="region" ${ariaLabel(title)}><table>
<thead><tr><th scope="col" class="plain name left">${pairHead(list)}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

export function ratingTable(ratings: Ratings, dimension: string): Html {
  const shuffled = ratings.rows.some((row) => row.shuffled !== undefined);
  const words: Word[] = [
    'rankRange',
    'agent',
    'rating',
    'interval',
    ...(shuffled ? (['shuffledMean'] as const) : []),
    'battles',
    'battled',
  ];
  const heads = words.map((word) => html`<th scope="col" class="plain ${word === 'agent' ? 'name left' : ''}">${both(word)}</th>`);
  const rows = ratings.rows.map((row) => html`<tr>${ratingCells(row, shuffled)}</tr>`);
  return html`<details class="small"><summary>${about('rating', dimension)}: ${both('table')}</summary>
<p class="muted">${eachLanguage((language: Language) => [methodText(ratings, language), ...certaintyNotes(ratings, language)].join('\n'))}</p>
<div class="scroll" tabindex="0" role="region" ${ariaLabel('rating')}><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

function ratingCells(row: RatingRow, shuffled: boolean): Html[] {
  return [
    html`<td>${rankText(row.rank)}</td>`,
    html`<th scope="row"><bdi>${cleanName(row.agent)}</bdi></th>`,
    html`<td>${eachLanguage((language) => ratingText(row, language))}</td>`,
    html`<td>${intervalText(row.ci)}</td>`,
    ...(shuffled
      ? [
          html`<td>${row.shuffled === undefined ? '–' : scoreText(row.shuffled)} <span class="muted">${intervalText(row.spread ?? null)}</span></td>`,
        ]
      : []),
    html`<td>${row.battles}</td>`,
    html`<td>${playedText(row)}</td>`,
  ];
}
