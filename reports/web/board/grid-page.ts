/** gridPage, laterRows: standings above tasks x agents; every number leads to the reports that it is made of. */

import { type CriteriaOn, criterionTests, criterionText } from '../../board/criteria-on.ts';
import { readFilter, withTest } from '../../board/filter.ts';
import { filteredAgents, filteredRows, type GridFilter, passingIn } from '../../board/filtered.ts';
import type { GridCell, GridRow } from '../../board/grid.ts';
import { ORDERS, ordered } from '../../board/order.ts';
import type { LeaderboardRow } from '../../leaderboard/leaderboard.ts';
import { attribute, both, eachLanguage } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { Board, Grid } from '../../read-board.ts';
import { signed } from '../../words/signed.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { filterBox } from './filter-box.ts';
import { choices, hundred, kept, named, plain, switches } from './parts.ts';

/** Rows that come with a page of a server: more than a screen shows below the standings. The others follow when it is drawn. */
const FIRST_ROWS = 16;

type FilteredBoard = Board & { readonly criteriaOn?: CriteriaOn };

export function gridPage(opening: BoardOpening, shown: FilteredBoard, state: BoardState): BoardPage {
  const { to, language, served } = opening;
  const { board, grid, notes } = shown;
  const place = { benchmark: grid.benchmark };
  const { agents, rows, by, ofCriteria } = filtered(shown, state);
  const write = rowWriter(opening, { benchmark: grid.benchmark, agents, by, ofCriteria }, state);
  const first = served ? rows.slice(0, state.rows ?? FIRST_ROWS) : rows;
  const asksDelta = state.beside === undefined && by.filter.tests.some(({ test }) => test.field === 'delta');
  const sorts = ORDERS.map((order) => ({
    name: both(`board.sort-${order}`),
    href: to(place, { ...state, order }),
    isHere: order === state.order,
  }));
  const main = html`<h1>${grid.benchmark}</h1>
${switches(opening, place, state, grid.judges, grid.judge)}
<h2>${both('board.standings')}</h2>
<div class="scroll${board.rows.length > 12 ? ' high' : ''}" tabindex="0" role="region" ${attribute('aria-label', 'board.standings', language)}><table class="standings"><thead><tr>${(
    ['board.rank', 'board.agent', 'board.score', 'board.interval', 'board.tasks', 'board.failed', 'board.unscored', 'board.owed'] as const
  ).map(
    (word) => html`<th scope="col">${both(word)}</th>`,
  )}<th scope="col" class="screen">${both('board.difference')}</th></tr></thead><tbody>${board.rows.map((row) => standing(opening, row, grid, state))}</tbody></table></div>
<h2 id="tasks">${both('board.tasks')}</h2>
${filterBox(opening, { place, state, quick: quickFor(state), axes: grid.axes, names: grid.names, ask: 'board.find', anchor: 'tasks' })}
<p class="switches">${both('board.shown', { n: rows.length, all: grid.rows.length })} <span class="apart screen">${both('board.sort')}</span> <span class="switches screen">${choices(sorts)}</span></p>
${asksDelta ? html`<p role="status">${both('board.deltaOf')}</p>` : ''}${ofCriteria ? html`<p>${both('board.ofCriteria')}</p>` : ''}
${state.beside === undefined || ofCriteria ? '' : html`<p>${both('board.lessBaseline', { agent: state.beside })} <a class="screen" data-key="difference" href="${to(place, { ...state, beside: undefined })}">${both('board.rewards')}</a></p>`}
<div class="cells" role="grid" tabindex="-1" aria-rowcount="${rows.length + 1}" aria-colcount="${agents.length + 1}" ${attribute('aria-label', 'board.grid', language)}>
<div class="r head" role="row" aria-rowindex="1"><span class="t" role="columnheader">${both('board.task')}</span>${agents.map((agent) => html`<span class="c" role="columnheader" title="${agent}">${agent}</span>`)}</div>
${first.map(write)}
</div>
${first.length === rows.length ? '' : html`<p id="later" class="screen"><a href="${to(place, { ...state, rows: rows.length })}#tasks">${both('board.later', { n: rows.length - first.length })}</a></p>`}
<p class="muted">${both('board.marks')}</p>
${notes.en.map((_, i) => html`<p class="muted small">${eachLanguage((each) => notes[each][i] ?? '')}</p>`)}`;
  return { place, state, main, scripts: ['rows'] };
}

/** The rows of the grid from this one on, each as HTML. @param from counted from 0, in the order and by the filter of the state */
export function laterRows(opening: BoardOpening, shown: FilteredBoard, state: BoardState, from: number): string[] {
  const { rows, ...columns } = filtered(shown, state);
  const write = rowWriter(opening, { benchmark: shown.grid.benchmark, ...columns }, state);
  return rows.slice(from).map((row, i) => write(row, from + i).html);
}

/** What the filter leaves, in order. */
function filtered({ board, grid, criteriaOn }: FilteredBoard, { find, order, beside, scale }: BoardState) {
  const filter = readFilter(find);
  const agents = filteredAgents(
    board.rows.map(({ agent }) => agent),
    filter,
  );
  const by = { filter, baseline: beside, criteria: criteriaOn, scale, names: grid.names };
  const ofCriteria = criteriaOn !== undefined && criterionTests(filter).length > 0;
  return { agents, rows: ordered(filteredRows(grid.rows, agents, by), order), by, ofCriteria };
}

/** Tests that a click adds. */
function quickFor({ beside }: BoardState): string[] {
  return ['reward<40', ...(beside === undefined ? [] : ['delta<-10']), 'fatal', 'failed', 'unscored', 'split', 'unverified', 'disputed'];
}

function standing({ to }: BoardOpening, row: LeaderboardRow, { benchmark }: Grid, state: BoardState): Html {
  const { agent, rankSet, score, ci, tasks, failed, unscored, owed } = row;
  const rank = rankSet === null ? '–' : rankSet[0] === rankSet[1] ? String(rankSet[0]) : `${rankSet[0]}–${rankSet[1]}`;
  const interval = ci === null ? '–' : `[${ci[0].toFixed(1)}, ${ci[1].toFixed(1)}]`.replaceAll('-', '−');
  const against =
    state.beside === agent
      ? html`<strong aria-current="true">${both('board.baseline')}</strong>`
      : html`<a href="${to({ benchmark }, { ...state, beside: agent })}#tasks" data-baseline="${agent}">${both('board.asBaseline')}</a> · <a href="${to({ benchmark, view: 'compare' }, { ...kept(state), of: agent, beside: state.beside })}">${both('nav.compare')}</a>`;
  return html`<tr><td class="number">${rank}</td><th scope="row">${agent}</th><td class="number">${score === null ? '–' : score.toFixed(1).replace('-', '−')}</td><td class="number">${interval}</td><td class="number">${tasks}</td><td class="number">${failed}</td><td class="number">${unscored}</td><td class="number">${owed}</td><td class="screen">${against}</td></tr>`;
}

interface Columns {
  readonly agents: readonly string[];
  readonly benchmark: string;
  readonly by: GridFilter;
  /** Cells show what criteria cost that pass the filter. */
  readonly ofCriteria: boolean;
}

/** What rows have in common is written once: a grid may have ten thousand cells. */
function rowWriter({ to }: BoardOpening, { agents, benchmark, by, ofCriteria }: Columns, state: BoardState) {
  const { beside: against } = state;
  const along = kept(state);
  const compared = { ...along, beside: against };
  const passed = { ...along, find: criterionText(by.filter) };
  const domains = new Map<string, Html>();
  const domainLink = (domain: string): Html => {
    const found = domains.get(domain);
    if (found !== undefined) return found;
    const href = to({ benchmark }, { ...state, find: withTest(state.find, 'domain', domain) });
    const link = html`<a class="muted" tabindex="-1" href="${href}#tasks">${named(domain, by.names)}</a>`;
    domains.set(domain, link);
    return link;
  };
  return ({ id, query, domain, cells }: GridRow, i: number): Html => {
    const of = (agent: string) => (Object.hasOwn(cells, agent) ? cells[agent] : undefined);
    const baseline = against === undefined ? undefined : of(against);
    const cell = (agent: string) => {
      const found = of(agent);
      if (found === undefined) return html`<span class="cell" role="gridcell">–</span>`;
      if (ofCriteria) {
        const passing = passingIn(id, agent, by);
        if (passing === undefined || passing.n === 0) return html`<span class="cell muted" role="gridcell">·</span>`;
        return html`<a class="cell ${lossTint(passing.lost)}" role="gridcell" href="${to({ benchmark, task: id, agent }, passed)}">${passing.lost === 0 ? '0' : `−${plain(passing.lost)}`} <small>${passing.n}</small>${marks(found)}</a>`;
      }
      const isReward = against === undefined || against === agent;
      const { text, tint } = isReward ? rewardOf(found) : differenceOf(found, baseline);
      return html`<a class="cell ${tint}" role="gridcell" href="${to({ benchmark, task: id, agent }, isReward ? along : compared)}">${text}${marks(found)}</a>`;
    };
    return html`<div class="r" role="row" aria-rowindex="${i + 2}"><span class="t" role="rowheader"><a href="${to({ benchmark, task: id }, along)}">${id}</a> ${domainLink(domain)}<span class="asked">${query}</span></span>${agents.map(cell)}</div>`;
  };
}

/** From l0 to l5: ten units of weight, or more. */
function lossTint(lost: number): string {
  return lost === 0 ? '' : `l${Math.max(1, Math.min(5, Math.round(lost / 2)))}`;
}

/** From b0 to b10 as the reward goes up; bn below 0. */
function rewardOf({ reward }: GridCell): { readonly text: string; readonly tint: string } {
  if (reward === null) return { text: '–', tint: '' };
  return { text: hundred(reward), tint: reward < 0 ? 'bn' : `b${Math.min(10, Math.round(reward * 10))}` };
}

/** From l5 (50 points below the baseline) over l0 to m5. */
function differenceOf({ reward }: GridCell, baseline: GridCell | undefined): { readonly text: string; readonly tint: string } {
  if (reward === null || baseline === undefined || baseline.reward === null) return { text: '–', tint: '' };
  const difference = (reward - baseline.reward) * 100;
  return { text: signed(difference), tint: `${difference < 0 ? 'l' : 'm'}${Math.min(5, Math.round(Math.abs(difference) / 10))}` };
}

function marks({ failed, unscored, fatal }: GridCell): Html {
  if (!fatal && failed === 0 && unscored === 0) return html``;
  return html`${fatal ? html`<span class="mark">▪</span>` : ''}${failed > 0 ? html`<span class="mark">∅</span>` : ''}${unscored > 0 ? html`<span class="mark">?</span>` : ''}`;
}
