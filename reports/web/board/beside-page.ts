/** besidePage: the verdicts on two reports on one task side by side: what differs, by the points that it is worth. */
import type { JudgedReport, ShownCriterion } from '../../judged-report/judged-report.ts';
import { both } from '../../page/each-language.ts';
import { html } from '../../page/html.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { saidBy } from './case-page.ts';
import { hundred, kept, plain, switches } from './parts.ts';

export interface Beside {
  readonly shown: JudgedReport;
  readonly other: JudgedReport;
  readonly judges: readonly string[];
}

/** Only criteria on which the two differ, the greatest difference first, unless all are asked for. */
export function besidePage(opening: BoardOpening, { shown, other, judges }: Beside, state: BoardState): BoardPage {
  const { benchmark, task } = shown;
  const { to } = opening;
  const place = { benchmark, task, agent: shown.agent };
  const theirs = new Map(other.criteria.map((criterion) => [criterion.id, criterion]));
  const rows = shown.criteria
    .map((mine) => ({ mine, their: theirs.get(mine.id), by: Math.abs((theirs.get(mine.id)?.lost ?? 0) - (mine.lost ?? 0)) }))
    .filter(({ mine, their, by }) => state.all || by > 0 || (mine.lost === null) !== ((their?.lost ?? null) === null))
    .toSorted((a, b) => b.by - a.by);
  const head = ({ agent, reward }: JudgedReport) =>
    html`<th scope="col"><a href="${to({ benchmark, task, agent }, kept(state))}">${agent}</a> ${hundred(reward)}</th>`;
  const cell = (criterion: ShownCriterion | undefined, judge: string | null) => {
    const said = criterion?.verdicts.find((verdict) => verdict.judge === judge) ?? criterion?.verdicts[0];
    return said === undefined ? html`<td class="muted">–</td>` : html`<td>${saidBy(said, criterion?.weight ?? 1, () => undefined)}</td>`;
  };
  const hiddenRows = shown.criteria.length - rows.length;
  const main = html`<h1>${task} · ${shown.agent} / ${other.agent}</h1>
${switches(opening, place, state, judges, shown.judge)}
<p>${hiddenRows > 0 || !state.all ? html`${both('board.differing', { n: rows.length, all: shown.criteria.length })} <a href="${to(place, { ...state, all: true })}">${both('board.showAll')}</a>` : ''}</p>
<div class="grid"><table class="two"><thead><tr><th scope="col">${both('board.criterion')}</th>${head(shown)}${head(other)}</tr></thead><tbody>${rows.map(
    ({ mine, their }) =>
      html`<tr><th scope="row">${mine.criterion} <span class="muted">(${mine.id} · ${both('board.weight')} ${plain(mine.weight)})</span></th>${cell(mine, shown.judge)}${cell(their, other.judge)}</tr>`,
  )}</tbody></table></div>`;
  return { place, state, main };
}
