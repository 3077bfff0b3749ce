/** gridPage: standings above tasks x agents; every number leads to the reports that it is made of. */
import type { GridCell, GridRow } from '../../board/grid.ts';
import { ORDERS, ordered } from '../../board/order.ts';
import type { Leaderboard, LeaderboardRow } from '../../leaderboard/leaderboard.ts';
import { judgeCardNotes } from '../../leaderboard/notes.ts';
import { attribute, both, eachLanguage } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { Grid } from '../../read-board.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState, To } from './address.ts';
import { choices, hidden, hundred, kept, switches } from './parts.ts';

export function gridPage(opening: BoardOpening, board: Leaderboard, grid: Grid, state: BoardState): BoardPage {
  const { to } = opening;
  const place = { benchmark: grid.benchmark };
  const agents = board.rows.map(({ agent }) => agent);
  const rows = ordered(grid.rows.filter(holds(state.find)), state.order);
  const sorts = ORDERS.map((order) => ({
    name: both(`board.sort-${order}`),
    href: to(place, { ...state, order }),
    isHere: order === state.order,
  }));
  const main = html`<h1>${grid.benchmark}</h1>
${switches(opening, place, state, grid.judges, grid.judge)}
<h2>${both('board.standings')}</h2>
${judgeCardNotes(board, 'en').map((_, i) => html`<p class="muted">${eachLanguage((language) => judgeCardNotes(board, language)[i] ?? '')}</p>`)}
<div class="scroll"><table><thead><tr>${(
    ['board.rank', 'board.agent', 'board.score', 'board.interval', 'board.tasks', 'board.failed', 'board.unscored', 'board.owed'] as const
  ).map((word) => html`<th scope="col">${both(word)}</th>`)}</tr></thead><tbody>${board.rows.map(standing)}</tbody></table></div>
<h2 id="tasks">${both('board.tasks')}</h2>
<form method="get" role="search">${hidden({ ...state, find: '' })}<input type="search" name="find" value="${state.find}" ${attribute('aria-label', 'board.find', opening.language)} ${attribute('placeholder', 'board.find', opening.language)}> <button>${both('board.show')}</button></form>
<p class="switches">${both('board.shown', { n: rows.length, all: grid.rows.length })} <span class="apart">${both('board.sort')}</span> ${choices(sorts)}</p>
<div class="grid"><table><thead><tr><th scope="col">${both('board.task')}</th>${agents.map((agent) => html`<th scope="col" class="number">${agent}</th>`)}</tr></thead>
<tbody>${rows.map((row) => taskRow(row, agents, grid.benchmark, state, to))}</tbody></table></div>
<p class="muted">${both('board.marks')}</p>`;
  return { place, state, main };
}

function holds(find: string): (row: GridRow) => boolean {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ id, query, domain }) => {
    const text = `${id} ${query} ${domain}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function standing({ agent, rankSet, score, ci, tasks, failed, unscored, owed }: LeaderboardRow): Html {
  const rank = rankSet === null ? '–' : rankSet[0] === rankSet[1] ? String(rankSet[0]) : `${rankSet[0]}–${rankSet[1]}`;
  const interval = ci === null ? '–' : `[${ci[0].toFixed(1)}, ${ci[1].toFixed(1)}]`.replaceAll('-', '−');
  return html`<tr><td class="number">${rank}</td><th scope="row">${agent}</th><td class="number">${score === null ? '–' : score.toFixed(1).replace('-', '−')}</td><td class="number">${interval}</td><td class="number">${tasks}</td><td class="number">${failed}</td><td class="number">${unscored}</td><td class="number">${owed}</td></tr>`;
}

function taskRow({ id, query, domain, cells }: GridRow, agents: readonly string[], benchmark: string, state: BoardState, to: To): Html {
  const cell = (agent: string) => {
    const found = cells.get(agent);
    if (found === undefined) return html`<td class="number muted">–</td>`;
    return html`<td class="number"><a class="cell" href="${to({ benchmark, task: id, agent }, kept(state))}">${hundred(found.reward)}${marks(found)}</a></td>`;
  };
  return html`<tr><th scope="row"><a href="${to({ benchmark, task: id }, kept(state))}">${id}</a> <span class="muted">${domain}</span><span class="asked">${query}</span></th>${agents.map(cell)}</tr>`;
}

function marks({ failed, unscored, fatal }: GridCell): Html {
  return html`${fatal ? html` <span class="mark">▪</span>` : ''}${failed > 0 ? html` <span class="mark">∅</span>` : ''}${unscored > 0 ? html` <span class="mark">?</span>` : ''}`;
}
