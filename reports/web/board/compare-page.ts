/** comparePage: two agents over all tasks: the words of the tests, a dot a task, and the criteria that cost the points. */
import { type BoardComparison, type ComparedCriterion, lostByAxis } from '../../board/comparison.ts';
import type { CriteriaOn } from '../../board/criteria-on.ts';
import { readFilter, withTest } from '../../board/filter.ts';
import { filteredComparison } from '../../board/filtered-comparison.ts';
import type { FamilyDifference } from '../../head-to-head/score-families.ts';
import { scoreSentences } from '../../head-to-head/score-sentences.ts';
import { attribute, both, eachLanguage } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import { signed } from '../../words/signed.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { dotPlot, intervalBar } from './dot-plot.ts';
import { filterBox } from './filter-box.ts';
import { hidden, kept, type Names, named, plain, switches } from './parts.ts';

/** Criteria that stand on the page before all are asked for. */
const FIRST = 100;
export function comparePage(
  opening: BoardOpening,
  compared: BoardComparison & { readonly criteriaOn?: CriteriaOn },
  state: BoardState,
): BoardPage {
  const { benchmark, a, b, scores, battles, judges, judge, scale, criteriaOn } = compared;
  const filter = readFilter(state.find);
  const { tasks, criteria: left } = filteredComparison(compared, filter, criteriaOn);
  const { to, language } = opening;
  const place = { benchmark, view: 'compare' } as const;
  const here = { ...state, of: a, beside: b };
  const dots = tasks.map(({ id, difference }) => ({
    name: id,
    href: to({ benchmark, task: id, agent: a }, { ...kept(state), beside: b }),
    value: difference,
  }));
  const main = html`<h1>${a} <span class="muted">−</span> ${b}</h1>
${pickers(opening, compared, state)}
${opening.served ? switches(opening, place, here, judges, judge) : html`<p class="muted small">${both('compare.madeBy', { judge, scale })}</p>`}
${filterPart(opening, compared, here, tasks.length)}
<section class="card"><h2>${both('compare.words')}</h2>
<ul class="said">${(scores === null ? [both('compare.nothing')] : scoreSentences(compared, scores, state.margin)).map((sentence) => html`<li>${sentence}</li>`)}${battles === null ? '' : html`<li>${both('compare.battles')} ${eachLanguage((each) => battles[each])}</li>`}</ul>
${
  dots.length === 0
    ? ''
    : html`<div class="scroll" tabindex="0">${dotPlot({ language, dots, mean: scores?.overall.mean ?? null, ci: scores?.overall.ci ?? null, margin: state.margin })}</div>
<p class="muted small">${both('compare.dotsHelp')}</p>`
}</section>
${scores === null ? '' : html`<div class="columns2">${family(opening, compared, state, 'compare.byAxis', scores.byAxis)}${family(opening, compared, state, 'compare.byDomain', scores.byDomain)}</div>`}
${criteria(opening, { ...compared, left }, here)}`;
  return { place, state, main };
}

function pickers({ to, language }: BoardOpening, { benchmark, agents, a, b }: BoardComparison, state: BoardState): Html {
  const options = (chosen: string) => agents.map((name) => html`<option${name === chosen ? html` selected` : ''}>${name}</option>`);
  const swapped = to({ benchmark, view: 'compare' }, { ...state, of: b, beside: a });
  return html`<form method="get" class="switches screen" action="${to({ benchmark, view: 'compare' })}">${hidden({ ...state, of: undefined, beside: undefined, margin: undefined })}
<label>${both('compare.agent')} <select name="of">${options(a)}</select></label> <label>${both('compare.against')} <select name="vs">${options(b)}</select></label>
<label>${both('compare.margin')} <input type="number" name="margin" min="0.1" max="100" step="0.1" value="${state.margin ?? ''}" ${attribute('aria-label', 'compare.margin', language)}></label>
<button>${both('board.show')}</button> <a href="${swapped}">${both('compare.swap')}</a></form>`;
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

function family(
  { to }: BoardOpening,
  { benchmark, a, b, names }: BoardComparison,
  state: BoardState,
  title: 'compare.byAxis' | 'compare.byDomain',
  differences: Readonly<Record<string, FamilyDifference>>,
): Html {
  const rows = Object.entries(differences).toSorted(([, x], [, y]) => x.mean - y.mean);
  if (rows.length === 0) return html``;
  const top = Math.max(10, ...rows.flatMap(([, { mean, ci }]) => [mean, ...(ci ?? [])]).map(Math.abs));
  const tests = rows.filter(([, { p }]) => p !== null).length;
  const field = title === 'compare.byAxis' ? 'axis' : 'domain';
  const link = (name: string) =>
    html`<a href="${to({ benchmark, view: 'compare' }, { ...state, of: a, beside: b, find: withTest(state.find, field, name) })}#criteria">${named(name, names)}</a>`;
  return html`<section class="card"><h2>${both(title)}</h2><div class="scroll"><table><thead><tr><th scope="col">${both('compare.group')}</th><th scope="col" class="number">${both('compare.points')}</th><th scope="col" colspan="2">${both('board.interval')}</th><th scope="col" class="number">${both('compare.p')}</th><th scope="col" class="number">${both('board.tasks')}</th></tr></thead><tbody>${rows.map(
    ([name, { mean, ci, adjustedP, n }]) =>
      html`<tr><th scope="row">${link(name)}</th><td class="number">${signed(mean)}</td><td>${intervalBar(mean, ci, top)}</td><td class="number">${ci === null ? '–' : `[${signed(ci[0])}, ${signed(ci[1])}]`}</td><td class="number">${adjustedP === null ? '–' : pText(adjustedP).replace('= ', '')}</td><td class="number">${n}</td></tr>`,
  )}</tbody></table></div>${tests > 1 ? html`<p class="muted small">${both('compare.holm', { n: tests })}</p>` : ''}</section>`;
}

/** Narrows what is below, dots and criteria; the tests stay those of all tasks. */
function filterPart(
  opening: BoardOpening,
  { benchmark, tasks, criteria: all, names }: BoardComparison,
  state: BoardState,
  n: number,
): Html {
  const axes = lostByAxis(all).flatMap(({ axis }) => axis ?? []);
  const place = { benchmark, view: 'compare' } as const;
  const shown =
    n === tasks.length
      ? ''
      : html`<p class="muted small">${both('board.shown', { n, all: tasks.length })} · ${both('compare.testsOfAll')}</p>`;
  return html`<div id="filtered">${filterBox(opening, { place, state, quick: QUICK, axes, names, ask: 'board.findCriteria', anchor: 'filtered' })}${shown}</div>`;
}

const QUICK = ['delta<-10', 'lost>0', 'weight<0', 'split', 'unverified', 'disputed'];

/** Where the first loses to the second: by weight x difference, with the axes that hold it. */
function criteria(
  { to }: BoardOpening,
  { benchmark, a, b, names, left: found }: BoardComparison & { readonly left: readonly ComparedCriterion[] },
  state: BoardState,
): Html {
  const place = { benchmark, view: 'compare' } as const;
  const axes = lostByAxis(found);
  const shown = state.all ? found : found.slice(0, FIRST);
  const byAxis = axes.flatMap(({ axis, lost, criteria: n }) =>
    axis === null
      ? []
      : html`<a href="${to(place, { ...state, find: withTest(state.find, 'axis', axis) })}#criteria">${named(axis, names)} <span class="muted">${both('compare.axisLost', { points: signed(-lost), n })}</span></a>`,
  );
  return html`<section class="card" id="criteria"><h2>${both('compare.where', { a, b })}</h2>
${axes.length < 2 ? '' : html`<p class="switches">${byAxis}</p>`}
<p class="muted small">${both('compare.whereHelp', { n: shown.length, all: found.length })}${shown.length < found.length ? html` <a href="${to(place, { ...state, all: true })}#criteria">${both('board.showAll')}</a>` : ''}</p>
<div class="scroll"><table class="losses"><thead><tr><th scope="col" class="number">${both('compare.points')}</th><th scope="col">${both('board.criterion')}</th><th scope="col" class="number">${both('board.weight')}</th><th scope="col" class="number">${a}</th><th scope="col" class="number">${b}</th><th scope="col">${both('board.task')}</th></tr></thead>
<tbody>${shown.map((criterion) => criterionRow(criterion, to({ benchmark, task: criterion.task, agent: a }, { ...kept(state), beside: b, criterion: criterion.id }), names))}</tbody></table></div></section>`;
}

function criterionRow({ task, criterion, weight, axis, a, b, lost }: ComparedCriterion, href: string, names: Names): Html {
  return html`<tr><td class="number ${lost > 0 ? 'worse' : 'better'}">${signed2(-lost)}</td><th scope="row"><a href="${href}">${criterion}</a>${axis === null ? '' : html` <span class="muted">${named(axis, names)}</span>`}</th><td class="number">${plain(weight)}</td><td class="number">${share(a)}</td><td class="number">${share(b)}</td><td>${task}</td></tr>`;
}

/** Units of weight, two digits at most. */
function signed2(value: number): string {
  return value > 0 ? `+${plain(value)}` : plain(value);
}

/** How far it is met, or of a flaw there. */
function share(points: number): string {
  return `${Math.round(points * 100)}%`;
}
