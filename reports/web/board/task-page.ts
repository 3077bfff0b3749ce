/** taskPage: criteria x agents for one task, those first on which the agents differ most. */
import type { JudgedReport } from '../../judged-report/judged-report.ts';
import { both } from '../../page/each-language.ts';
import { html } from '../../page/html.ts';
import { htmlLanguage } from '../../words/translate.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { hundred, kept, labelMark, plain, switches } from './parts.ts';

export interface TaskView {
  readonly benchmark: string;
  readonly task: string;
  readonly query: string;
  readonly language: string;
  /** Of the benchmark: all, and the one whose labels make the reward. */
  readonly judges: readonly string[];
  readonly judge: string;
  /** One an agent, in the order of the standings. */
  readonly reports: readonly JudgedReport[];
}

export function taskPage(opening: BoardOpening, view: TaskView, state: BoardState): BoardPage {
  const { benchmark, task, query, language, reports, judges, judge: chosen } = view;
  const { to } = opening;
  const lost = (id: string) => reports.flatMap(({ criteria }) => criteria.find((each) => each.id === id)?.lost ?? []);
  const spread = (id: string) => Math.max(0, ...lost(id)) - Math.min(...lost(id), Number.POSITIVE_INFINITY);
  const criteria = (reports[0]?.criteria ?? []).toSorted((a, b) => spread(b.id) - spread(a.id) || b.weight - a.weight);
  const cell = ({ agent, judge, criteria: theirs }: JudgedReport, id: string) => {
    const found = theirs.find((each) => each.id === id);
    const labels = (found?.verdicts ?? []).filter((verdict) => verdict.judge === judge);
    const href = to({ benchmark, task, agent }, { ...kept(state), criterion: id });
    return html`<td>${labels.length === 0 ? '–' : html`<a href="${href}">${labels.map(({ label }) => labelMark(label, found?.weight ?? 1))}</a>`}</td>`;
  };
  const main = html`<h1>${task}</h1>
<p lang="${htmlLanguage(language)}">${query}</p>
${switches(opening, { benchmark, task }, state, judges, chosen)}
<div class="grid"><table><thead><tr><th scope="col">${both('board.criterion')}</th><th scope="col" class="number">${both('board.weight')}</th>${reports.map(
    ({ agent, reward }) =>
      html`<th scope="col"><a href="${to({ benchmark, task, agent }, kept(state))}">${agent}</a> ${hundred(reward)}</th>`,
  )}</tr></thead><tbody>${criteria.map(
    ({ id, criterion, weight }) =>
      html`<tr><th scope="row">${criterion} <span class="muted">(${id})</span></th><td class="number">${plain(weight)}</td>${reports.map((report) => cell(report, id))}</tr>`,
  )}</tbody></table></div>`;
  return { place: { benchmark, task }, state, main };
}
