/** judgesPage: a judge against another or against people, as a table of labels whose cells open their cases. */
import { LABELS, type Label } from '../../../judge/checklist/verdict.ts';
import { cellName, type JudgesCompared, type LabelledCase } from '../../board/judges.ts';
import { both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { AgreementEstimate } from '../../stats/agreement.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { choices, kept, labelMark, plain } from './parts.ts';

/** In place of a judge: what most people say. */
const PEOPLE = 'people';

export function judgesPage(opening: BoardOpening, compared: JudgesCompared, state: BoardState): BoardPage {
  const { benchmark, judge, against, judges, agreement, confusion, cases } = compared;
  const { to } = opening;
  const place = { benchmark, view: 'judges' } as const;
  const named = (name: string) => (name === PEOPLE ? both('judges.people') : html`${name}`);
  const one = judges
    .filter((name) => name !== PEOPLE)
    .map((name) => ({ name, href: to(place, { ...state, judge: name, cell: undefined }), isHere: name === judge }));
  const other = judges
    .filter((name) => name !== judge)
    .map((name) => ({ name: named(name), href: to(place, { ...state, against: name, cell: undefined }), isHere: name === against }));
  const shown = cases.filter(({ truth, judged }) => (state.cell === undefined ? truth !== judged : cellName(truth, judged) === state.cell));
  const main = html`<h1>${judge}${against === undefined ? '' : html` <span class="muted">/</span> ${named(against)}`}</h1>
<p class="switches screen">${both('board.judge')} ${choices(one)}${other.length === 0 ? '' : html` <span class="apart">${both('judges.against')}</span> ${choices(other)}`}</p>
${
  agreement === null || confusion === null
    ? html`<p class="card">${both(against === undefined ? 'judges.alone' : 'judges.nothing')}</p>`
    : html`<section class="card"><h2>${both('judges.table')}</h2>
<p>${both('judges.words', { n: agreement.n, same: estimate(agreement.accuracy, percent), kappa: estimate(agreement.kappa, twoDigits) })}</p>
<div class="scroll"><table class="confusion"><thead><tr><td class="muted">${against === undefined ? '' : named(against)} ↓ · ${judge} →</td>${LABELS.map((label) => html`<th scope="col" class="number">${both(`board.label-${label}`)}</th>`)}</tr></thead><tbody>${LABELS.map(
        (truth) =>
          html`<tr><th scope="row">${both(`board.label-${truth}`)}</th>${LABELS.map((judged) => cell(confusion[truth][judged], truth, judged, to(place, { ...state, cell: cellName(truth, judged) }), state))}</tr>`,
      )}</tbody></table></div></section>
<section class="card" id="cases"><h2>${both(state.cell === undefined ? 'judges.differing' : 'judges.ofCell')}</h2>
<p class="muted small">${both('judges.shown', { n: shown.length })}${state.cell === undefined ? '' : html` <a href="${to(place, { ...state, cell: undefined })}">${both('judges.allDiffering')}</a>`}</p>
<div class="scroll"><table class="losses"><thead><tr><th scope="col">${both('board.criterion')}</th><th scope="col" class="number">${both('board.weight')}</th><th scope="col">${judge}</th><th scope="col">${against === undefined ? '' : named(against)}</th><th scope="col">${both('board.agent')}</th><th scope="col">${both('board.task')}</th></tr></thead>
<tbody>${shown.map((each) => caseRow(opening, compared, each, state))}</tbody></table></div></section>`
}`;
  return { place, state, main };
}

function cell(n: number, truth: Label, judged: Label, href: string, { cell: chosen }: BoardState): Html {
  const isHere = chosen === cellName(truth, judged);
  const tint = truth === judged ? 'same' : n === 0 ? '' : 'differs';
  return html`<td class="number ${tint}">${n === 0 ? '0' : html`<a href="${href}#cases"${isHere ? html` aria-current="true"` : ''}>${n}</a>`}</td>`;
}

function caseRow(
  { to }: BoardOpening,
  { benchmark, judge, against }: JudgesCompared,
  { task, agent, repeat, id, criterion, weight, judged, truth }: LabelledCase,
  state: BoardState,
): Html {
  const about = { ...kept(state), judge, criterion: id, ...(repeat > 1 && { repeat }) };
  // What most people say is no judgment of its own: the case itself shows what each of them says.
  const href = to(
    { benchmark, task, agent },
    against === undefined || against === PEOPLE ? about : { ...about, against, ...(repeat > 1 && { besideRepeat: repeat }) },
  );
  return html`<tr><th scope="row"><a href="${href}">${criterion}</a></th><td class="number">${plain(weight)}</td><td>${labelMark(judged, weight)}</td><td>${labelMark(truth, weight)}</td><td>${agent}</td><td>${task}</td></tr>`;
}

function estimate({ value, ci }: AgreementEstimate, written: (value: number) => string): string {
  if (value === null) return '–';
  return ci === null ? written(value) : `${written(value)} [${written(ci[0])}, ${written(ci[1])}]`;
}

function percent(value: number): string {
  return `${Math.round(value * 100)}%`;
}

function twoDigits(value: number): string {
  return value.toFixed(2).replace('-', '−');
}
