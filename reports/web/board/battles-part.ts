/** battlesPart: battles on a task as the page of one report or of two shows them, each opening what was said in it. */
import { NO_REPORT } from '../../../runners/store/battle-row.ts';
import type { BattleOn, BattlesOn, SaidInOrder } from '../../board/battles-on.ts';
import { both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import { type Names, named, plain, quoteMark } from './parts.ts';

/**
 * @param of whose battles they are: each is told from its side
 * @param href of the two side by side, by the name of the other; undefined where that is the page
 */
export function battlesPart({ rows, names }: BattlesOn, of: string, href?: (other: string) => string): Html {
  if (rows.length === 0) return html`<p class="muted">${both('battles.none')}</p>`;
  const count = (kind: Outcome) => rows.filter((row) => outcomeFor(row, of) === kind).length;
  return html`<p>${both('battles.counts', { won: count('won'), tied: count('tied'), lost: count('lost') })}</p>
<ul class="battles">${rows.map((row) => battle(row, of, names, href))}</ul>`;
}

type Outcome = 'won' | 'tied' | 'lost';

function outcomeFor({ a, outcome }: BattleOn, of: string): Outcome {
  if (outcome === 'tie') return 'tied';
  return (outcome === 'a') === (a === of) ? 'won' : 'lost';
}

const TONES: Readonly<Record<Outcome, string>> = { won: 'met', tied: 'partly', lost: 'unmet' };

function battle(row: BattleOn, of: string, names: Names, href: ((other: string) => string) | undefined): Html {
  const { a, b, dimension, judge, trial, flipped, absolute, said } = row;
  const other = a === of ? b : a;
  const outcome = outcomeFor(row, of);
  const notes: Html[] = [
    named(dimension, names),
    judge === NO_REPORT ? both('battles.forfeit') : html`<bdi>${judge}</bdi>${trial > 1 ? ` · ${trial}` : ''}`,
    ...(absolute === undefined ? [] : [both(`battles.${absolute}`)]),
    ...(flipped === true ? [both('battles.flipped')] : []),
  ];
  return html`<li><details><summary><span class="label ${TONES[outcome]}">${both(`battles.${outcome}`)}</span> <bdi>${other}</bdi> <span class="muted">${notes.map((note) => html`· ${note}`)}</span></summary>
${said.length === 0 ? html`<p class="said muted">${both('battles.noReason')}</p>` : said.map((one) => saidPart(one, row))}
${href === undefined ? '' : html`<p class="said"><a href="${href(other)}">${both('board.beside')}</a></p>`}</details></li>`;
}

function saidPart({ first, reason, quotes = [], scores, confidence }: SaidInOrder, { a, b }: BattleOn): Html {
  const facts: Html[] = [
    ...(first === undefined ? [] : [both('battles.first', { agent: first === 'a' ? a : b })]),
    ...(scores === undefined ? [] : [html`<bdi>${a}</bdi> ${plain(scores[0])}, <bdi>${b}</bdi> ${plain(scores[1])}`]),
    ...(confidence === undefined ? [] : [html`${confidence.toFixed(2)}`]),
  ];
  return html`<div class="said">${facts.length === 0 ? '' : html`<span class="muted">${facts.map((fact, i) => (i === 0 ? fact : html`· ${fact}`))}</span><br>`}${reason ?? html`<span class="muted">${both('battles.noReason')}</span>`}
${quotes.map((quote) => html`<p class="quoted">${quoteMark(quote)} ${quote.of === undefined ? '' : html`<bdi>${quote.of === 'a' ? a : b}</bdi> `}“${quote.text}”</p>`)}</div>`;
}
