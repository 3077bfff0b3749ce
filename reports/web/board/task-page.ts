/** taskPage: criteria x agents for one task, those first on which the agents differ most. */
import type { JudgedReport } from '../../judged-report/judged-report.ts';
import { both } from '../../page/each-language.ts';
import { html } from '../../page/html.ts';
import { htmlLanguage } from '../annotation/shell.ts';
import { type BoardState, boardPath } from './address.ts';
import { boardPage, hundred, labelMark, type Opening, plain } from './parts.ts';

export interface TaskView {
  readonly benchmark: string;
  readonly task: string;
  readonly query: string;
  readonly language: string;
  /** One an agent, in the order of the standings. */
  readonly reports: readonly JudgedReport[];
}

export function taskPage(opening: Opening, { benchmark, task, query, language, reports }: TaskView, state: BoardState): string {
  const kept = { judge: state.judge, scale: state.scale };
  const lost = (id: string) => reports.flatMap(({ criteria }) => criteria.find((each) => each.id === id)?.lost ?? []);
  const spread = (id: string) => Math.max(0, ...lost(id)) - Math.min(...lost(id), Number.POSITIVE_INFINITY);
  const criteria = (reports[0]?.criteria ?? []).toSorted((a, b) => spread(b.id) - spread(a.id) || b.weight - a.weight);
  const cell = ({ agent, judge, criteria: theirs }: JudgedReport, id: string) => {
    const found = theirs.find((each) => each.id === id);
    const labels = (found?.verdicts ?? []).filter((verdict) => verdict.judge === judge);
    const href = `${boardPath({ benchmark, task, agent }, kept)}#c-${encodeURIComponent(id)}`;
    return html`<td>${labels.length === 0 ? '–' : html`<a href="${href}">${labels.map(({ label }) => labelMark(label, found?.weight ?? 1))}</a>`}</td>`;
  };
  const body = html`<h1>${task}</h1>
<p lang="${htmlLanguage(language)}">${query}</p>
<div class="grid"><table><thead><tr><th scope="col">${both('board.criterion')}</th><th scope="col" class="number">${both('board.weight')}</th>${reports.map(
    ({ agent, reward }) =>
      html`<th scope="col"><a href="${boardPath({ benchmark, task, agent }, kept)}">${agent}</a> ${hundred(reward)}</th>`,
  )}</tr></thead><tbody>${criteria.map(
    ({ id, criterion, weight }) =>
      html`<tr><th scope="row">${criterion} <span class="muted">(${id})</span></th><td class="number">${plain(weight)}</td>${reports.map((report) => cell(report, id))}</tr>`,
  )}</tbody></table></div>`;
  return boardPage(opening, [{ name: benchmark, href: boardPath({ benchmark }, kept) }, { name: task }], body);
}
