/** besidePage: the verdicts on two reports, by two judges or on two attempts, side by side: what differs, by the points that it is worth. */
import { axisPoints } from '../../board/axis-points.ts';
import { type BattlesOn, battlesBetween } from '../../board/battles-on.ts';
import type { JudgedReport, ShownCriterion } from '../../judged-report/judged-report.ts';
import { both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { battlesPart } from './battles-part.ts';
import { choices, hundred, kept, type Names, named, plain, switches } from './parts.ts';
import { saidBy } from './verdict-list.ts';

export interface Beside {
  readonly shown: JudgedReport;
  readonly other: JudgedReport;
  readonly judges: readonly string[];
  /** Of axes. */
  readonly names?: Names;
  /** On the task, where two agents are looked at. */
  readonly battles?: BattlesOn;
}

/** Only criteria on which the two differ, the greatest difference first, unless all are asked for. */
export function besidePage(opening: BoardOpening, { shown, other, judges, battles, names = {} }: Beside, state: BoardState): BoardPage {
  const { benchmark, task, agent } = shown;
  const { to } = opening;
  const place = { benchmark, task, agent };
  const theirs = new Map(other.criteria.map((criterion) => [criterion.id, criterion]));
  const all = shown.criteria.map((mine) => ({ mine, their: theirs.get(mine.id), by: (theirs.get(mine.id)?.lost ?? 0) - (mine.lost ?? 0) }));
  const differing = all.filter(({ mine, their }) => labelsBy(mine, shown.judge) !== labelsBy(their, other.judge));
  const rows = (state.all ? all : differing).toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const head = (report: JudgedReport) =>
    html`<th scope="col"><a href="${to({ benchmark, task, agent: report.agent }, { ...kept(state), judge: report.judge ?? undefined, repeat: report.repeat > 1 ? report.repeat : undefined })}">${nameOf(report, shown, other)}</a> ${hundred(report.reward)}</th>`;
  const otherJudges = judges
    .filter((name) => name !== shown.judge)
    .map((name) => ({ name, href: to(place, { ...state, against: name }), isHere: name === other.judge }));
  const main = html`<h1>${task} · ${nameOf(shown, shown, other)} / ${nameOf(other, shown, other)}</h1>
${switches(opening, place, state, judges, shown.judge)}
${otherJudges.length === 0 ? '' : html`<p class="switches screen">${both('board.besideJudge')} ${choices(otherJudges)}</p>`}
<p>${both('board.differing', { n: differing.length, all: all.length })} ${differing.length === all.length ? '' : html`<a class="screen" href="${to(place, { ...state, all: !state.all })}">${both(state.all ? 'board.showDiffering' : 'board.showAll')}</a>`}</p>
<div class="grid"${state.criterion === undefined ? '' : html` data-open="c-${state.criterion}"`}><table class="two"><thead><tr><th scope="col">${both('board.criterion')}</th>${head(shown)}${head(other)}</tr></thead><tbody>${rows.map(
    ({ mine, their, by }) =>
      html`<tr id="c-${mine.id}"><th scope="row">${mine.criterion} <span class="muted">(${mine.id} · ${both('board.weight')} ${plain(mine.weight)})</span>${by === 0 ? '' : html` <span class="lost">${by > 0 ? '+' : ''}${plain(by)}</span>`}</th>${cell(mine, shown.judge)}${cell(their, other.judge)}</tr>`,
  )}</tbody></table></div>
${byAxis(shown, other, names, nameOf)}
${battles === undefined ? '' : html`<h2 id="battles">${both('board.tab-battles')}</h2>${battlesPart(battlesBetween(battles, [agent, other.agent]), agent)}`}`;
  return { place, state, main };
}

function byAxis(shown: JudgedReport, other: JudgedReport, names: Names, called: typeof nameOf): Html {
  const rows = axisPoints(shown.criteria, other.criteria);
  if (rows.length < 2) return html``;
  return html`<h2>${both('compare.byAxis')}</h2><p class="muted small">${both('beside.axisHelp')}</p>
<div class="scroll"><table class="axes"><thead><tr><th scope="col">${both('tasks.axis')}</th><th scope="col" class="number">${called(shown, shown, other)}</th><th scope="col" class="number">${called(other, shown, other)}</th><th scope="col" class="number">${both('compare.points')}</th><th scope="col" class="number">${both('beside.of')}</th></tr></thead><tbody>${rows.map(
    ({ axis, one, other: their, positive }) =>
      html`<tr><th scope="row">${axis === null ? '–' : named(axis, names)}</th><td class="number">${plain(one)}</td><td class="number">${plain(their)}</td><td class="number ${one < their ? 'worse' : one > their ? 'better' : ''}">${one > their ? '+' : ''}${plain(one - their)}</td><td class="number">${plain(positive)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** What tells the two apart: agents, else attempts, else judges. */
function nameOf(report: JudgedReport, one: JudgedReport, other: JudgedReport): string {
  if (one.agent !== other.agent) return report.agent;
  return one.repeat === other.repeat ? `${report.agent}, ${report.judge ?? '–'}` : `${report.agent} #${report.repeat}`;
}

/** As one text: the same where the two do not differ. */
function labelsBy(criterion: ShownCriterion | undefined, judge: string | null): string {
  return (criterion?.verdicts ?? [])
    .flatMap((verdict) => (verdict.judge === judge ? verdict.label : []))
    .sort()
    .join(' ');
}

function cell(criterion: ShownCriterion | undefined, judge: string | null): Html {
  const said = criterion?.verdicts.filter((verdict) => verdict.judge === judge) ?? [];
  if (said.length === 0) return html`<td class="muted">–</td>`;
  return html`<td>${said.map((verdict) => saidBy(verdict, criterion?.weight ?? 1, () => undefined))}</td>`;
}
