/** casePage, besidePage: one report beside its verdicts, each quote underlined where it stands; and the verdicts on two reports side by side. */
import type { Quote } from '../../../judge/reading/quotes.ts';
import type { JudgedReport, ShownCriterion, ShownVerdict } from '../../judged-report/judged-report.ts';
import { both } from '../../page/each-language.ts';
import { type Html, html, trusted } from '../../page/html.ts';
import type { CitedPassage } from '../../rendering/quotes.ts';
import { OPEN, renderReport } from '../../rendering/report.ts';
import { htmlLanguage } from '../annotation/shell.ts';
import { type BoardState, boardPath } from './address.ts';
import { boardPage, hundred, labelMark, type Opening, plain, switches, toneOf } from './parts.ts';

export interface Case {
  readonly shown: JudgedReport;
  readonly query: string;
  /** Of the task. */
  readonly language: string;
  /** Of the benchmark: all, and the one whose labels make the reward. */
  readonly judges: readonly string[];
  readonly judge: string | null;
  /** All that have attempted the task, for a step to another. */
  readonly agents: readonly string[];
  /** Tasks before and after it in the grid. */
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

export function casePage(opening: Opening, one: Case, state: BoardState): string {
  const { shown, query, language } = one;
  const { benchmark, task, agent } = shown;
  const place = { benchmark, task, agent };
  const rendered = renderReport(shown.report ?? '', OPEN, 'report', cited(shown));
  const marked = new Set(rendered.marked);
  const body = html`<h1>${task} · ${agent}</h1>
<details><summary>${both('board.query')}</summary><p lang="${htmlLanguage(language)}">${query}</p></details>
${steps(one, state)}
${switches(place, state, one.judges, one.judge)}
<p>${writtenOut(shown)}</p>
${shown.status === 'done' ? '' : html`<p class="lost">${shown.status}${shown.error === undefined ? '' : `: ${shown.error}`}</p>`}
<div class="case">
<div class="report" tabindex="0" role="region" lang="${htmlLanguage(language)}">${trusted(rendered.html)}</div>
<ol class="verdicts" tabindex="0">${shown.criteria.map((criterion, i) => verdictItem(criterion, i, marked))}</ol>
</div>`;
  return boardPage(
    opening,
    [
      { name: benchmark, href: boardPath({ benchmark }, kept(state)) },
      { name: task, href: boardPath({ benchmark, task }, kept(state)) },
      { name: agent },
    ],
    body,
  );
}

function kept({ judge, scale }: BoardState): Partial<BoardState> {
  return { judge, scale };
}

function steps({ shown, agents, previous, next }: Case, state: BoardState): Html {
  const { benchmark, task, agent } = shown;
  const to = (id: string, word: 'board.previous' | 'board.next') =>
    html`<a href="${boardPath({ benchmark, task: id, agent }, kept(state))}">${both(word)} ${id}</a>`;
  const others = agents
    .filter((name) => name !== agent)
    .map(
      (name) =>
        html`<span><a href="${boardPath({ benchmark, task, agent: name }, kept(state))}">${name}</a> (<a href="${boardPath({ benchmark, task, agent }, { ...kept(state), beside: name })}">${both('board.beside')}</a>)</span>`,
    );
  return html`<p class="switches">${previous === undefined ? '' : to(previous, 'board.previous')} ${next === undefined ? '' : to(next, 'board.next')} <span class="apart">${both('board.others')}</span> ${others}</p>`;
}

/** The reward with the numbers that it is made of. */
function writtenOut({ reward, earned, positive, fatal }: JudgedReport): Html {
  if (reward === null) return both('board.unjudged');
  const sum = positive === 0 ? '' : ` = ${plain(earned)} / ${plain(positive)}`;
  return html`<strong>${both('board.reward')} ${hundred(reward)}</strong>${sum}${fatal === undefined ? '' : html` · ${both('board.fatalSet', { id: fatal })}`}`;
}

/** Quotes of the judge that makes the reward, of its first trial that has some. */
function cited({ criteria, judge }: JudgedReport): CitedPassage[] {
  return criteria.flatMap(({ weight, verdicts }, i) => {
    const said = verdicts.filter((verdict) => verdict.judge === judge).find(({ quotes }) => quotes.length > 0);
    return (said?.quotes ?? []).map(({ text }, q) => ({ id: `${i}-${q}`, text, tone: toneOf(said?.label ?? 'partial', weight) }));
  });
}

function verdictItem(criterion: ShownCriterion, i: number, marked: ReadonlySet<string>): Html {
  const { id, criterion: words, weight, axis, fatal, lost, verdicts, unscored = [] } = criterion;
  return html`<li id="c-${id}"><p>${lost === null ? html`<span class="muted">${both('board.unjudged')}</span>` : lost > 0 ? html`<span class="lost">−${plain(lost)}</span>` : html`<span class="muted">−0</span>`} ${words} <span class="muted">(${id} · ${both('board.weight')} ${plain(weight)}${axis === null ? '' : ` · ${axis}`}${fatal ? html` · ${both('board.fatal')}` : ''})</span></p>
${verdicts.map((verdict, v) => saidBy(verdict, weight, v === firstQuoted(verdicts) ? (q) => (marked.has(`${i}-${q}`) ? `#q-${i}-${q}` : undefined) : () => undefined))}
${unscored.map(({ judge, trial, error }) => html`<p class="said muted">${judge} · ${trial}: ${both('board.unscoredBy')} ${error}</p>`)}</li>`;
}

function firstQuoted(verdicts: readonly ShownVerdict[]): number {
  return verdicts.findIndex(({ quotes }) => quotes.length > 0);
}

function saidBy(
  { judge, trial, label, confidence, reason, quotes }: ShownVerdict,
  weight: number,
  href: (quote: number) => string | undefined,
): Html {
  return html`<div class="said">${labelMark(label, weight)} <span class="muted">${judge} · ${trial}${confidence === undefined ? '' : ` · ${confidence.toFixed(2)}`}</span>${reason === '' ? '' : html`<br>${reason}`}
${quotes.map((quote, q) => html`<p class="quoted">${quoteMark(quote)} ${link(quote.text, href(q))}</p>`)}</div>`;
}

function quoteMark({ verified }: Quote): Html {
  return verified === false
    ? html`<span class="label unmet">⚠ ${both('board.notInReport')}</span>`
    : html`<span class="label met" aria-hidden="true">✓</span>`;
}

function link(text: string, href: string | undefined): Html {
  return href === undefined ? html`“${text}”` : html`<a href="${href}">“${text}”</a>`;
}

/** Only criteria on which the two differ, the greatest difference first, unless all are asked for. */
export function besidePage(opening: Opening, one: Case, other: JudgedReport, state: BoardState): string {
  const { shown } = one;
  const { benchmark, task } = shown;
  const theirs = new Map(other.criteria.map((criterion) => [criterion.id, criterion]));
  const rows = shown.criteria
    .map((mine) => ({ mine, their: theirs.get(mine.id), by: Math.abs((theirs.get(mine.id)?.lost ?? 0) - (mine.lost ?? 0)) }))
    .filter(({ mine, their, by }) => state.all || by > 0 || (mine.lost === null) !== ((their?.lost ?? null) === null))
    .toSorted((a, b) => b.by - a.by);
  const head = ({ agent, reward }: JudgedReport) =>
    html`<th scope="col"><a href="${boardPath({ benchmark, task, agent }, kept(state))}">${agent}</a> ${hundred(reward)}</th>`;
  const cell = (criterion: ShownCriterion | undefined, judge: string | null) => {
    const said = criterion?.verdicts.find((verdict) => verdict.judge === judge) ?? criterion?.verdicts[0];
    return said === undefined ? html`<td class="muted">–</td>` : html`<td>${saidBy(said, criterion?.weight ?? 1, () => undefined)}</td>`;
  };
  const hiddenRows = shown.criteria.length - rows.length;
  const body = html`<h1>${task} · ${shown.agent} / ${other.agent}</h1>
<p>${hiddenRows > 0 || !state.all ? html`${both('board.differing', { n: rows.length, all: shown.criteria.length })} <a href="${boardPath({ benchmark, task, agent: shown.agent }, { ...state, all: true })}">${both('board.showAll')}</a>` : ''}</p>
<div class="grid"><table class="two"><thead><tr><th scope="col">${both('board.criterion')}</th>${head(shown)}${head(other)}</tr></thead><tbody>${rows.map(
    ({ mine, their }) =>
      html`<tr><th scope="row">${mine.criterion} <span class="muted">(${mine.id} · ${both('board.weight')} ${plain(mine.weight)})</span></th>${cell(mine, shown.judge)}${cell(their, other.judge)}</tr>`,
  )}</tbody></table></div>`;
  return boardPage(
    opening,
    [
      { name: benchmark, href: boardPath({ benchmark }, kept(state)) },
      { name: task, href: boardPath({ benchmark, task }, kept(state)) },
      { name: `${shown.agent} / ${other.agent}` },
    ],
    body,
  );
}
