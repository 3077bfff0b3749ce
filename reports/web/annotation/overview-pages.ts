/** The pages around the annotation: who annotates and how far they are, and how far they agree. */

import { type AnnotationAgreement, EVERYONE, type QuestionAgreement, type TwoRaters } from '../../agreement/annotators.ts';
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { AgreementEstimate } from '../../stats/agreement.ts';
import type { Language, Word } from '../../words/translate.ts';
import { type Here, header, type Opening } from '../frame.ts';
import { page, titlesOf } from '../shell.ts';

interface Framed extends Opening {
  readonly here: Here;
}

interface Progress {
  readonly name: string;
  readonly done: number;
  readonly open: number;
  /** Of criteria. */
  readonly labelled: number;
  readonly toLabel: number;
}

export interface Overview extends Framed {
  readonly people: readonly Progress[];
  /** Anyone may annotate; otherwise only the people listed. */
  readonly anyone: boolean;
  readonly pairs: number;
  readonly overlap: number;
  /** Criteria on reports that people are asked to label. */
  readonly criteria: number;
  readonly isReadOnly: boolean;
}

export function overviewPage({ language, nonce, here, people, anyone, pairs, overlap, criteria, isReadOnly }: Overview): string {
  const body = html`${header({ language }, here)}
<main><h1>${both('nav.annotate')}</h1>
<p>${pairs === 0 ? both('annotate.nothing') : both('annotate.pairsTotal', { pairs, overlap })} ${criteria === 0 ? '' : both('label.total', { n: criteria })} ${both('annotate.blind')}</p>
${isReadOnly ? html`<p class="notice" role="note">${both('label.readOnly')}</p>` : html`<h2>${both('annotate.whoAreYou')}</h2>`}
${anyone && !isReadOnly ? nameForm(language, criteria > 0) : ''}
${people.length === 0 ? '' : progressTable(people)}
<p><a href="/label/agreement">${both('label.agreement')}</a> · <a href="/label/differences">${both('label.differences')}</a></p>
</main>`;
  return page({ titles: titlesOf('annotate.compare'), language, nonce, body });
}

function nameForm(language: Language, hasCriteria: boolean): Html {
  return html`<form action="/annotate" method="get"><input type="text" name="as" required autofocus maxlength="64" ${attribute('aria-label', 'annotate.yourName', language)} ${attribute('placeholder', 'annotate.yourName', language)}> <button class="main">${both('annotate.start')}</button>${hasCriteria ? html` <button formaction="/label">${both('label.title')}</button>` : ''}</form>`;
}

function progressTable(people: readonly Progress[]): Html {
  const rows = people.map(
    ({ name, done, open, labelled, toLabel }) =>
      html`<tr><th scope="row"><a href="/annotate?${new URLSearchParams({ as: name }).toString()}">${name}</a></th><td class="number">${done}</td><td class="number">${open}</td><td class="number"><a href="/label?${new URLSearchParams({ as: name }).toString()}">${labelled}</a></td><td class="number">${toLabel}</td></tr>`,
  );
  return html`<div class="scroll"><table id="progress"><thead><tr><th scope="col">${both('annotate.annotator')}</th>${numberHead('annotate.answered')}${numberHead('annotate.open')}${numberHead('label.labelled')}${numberHead('label.toLabel')}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function numberHead(name: Word): Html {
  return html`<th scope="col" class="number">${both(name)}</th>`;
}

export function agreementPage({ language, nonce, here, figures }: Framed & { readonly figures: AnnotationAgreement }): string {
  const { questions } = figures;
  const named = ({ question }: QuestionAgreement) => both(`annotate.${question}`);
  const people = questions.flatMap((question) => question.people.map((row) => ({ of: named(question), row })));
  const judges = questions.flatMap((question) => question.judges.map((row) => ({ of: named(question), row })));
  const nothing = people.length === 0 && judges.length === 0;
  const body = html`${header({ language }, here)}
<main><h1>${both('annotate.agreement')}</h1>
<p><a href="/label/agreement">${both('label.agreement')}</a> · <a href="/agreement.json">${both('annotate.asJson')}</a></p>
<p>${both(nothing ? 'annotate.noAgreement' : 'annotate.agreementLead')}</p>
${people.length === 0 ? '' : html`<h2>${both('annotate.amongPeople')}</h2>${alphaTable(questions)}<h2>${both('annotate.betweenPeople')}</h2>${raterTable(people)}`}
${judges.length === 0 ? '' : html`<h2>${both('annotate.withJudges')}</h2>${raterTable(judges)}`}
${figures.judges.length === 0 ? '' : flipTable(figures)}
</main>`;
  return page({ titles: titlesOf('annotate.agreement'), language, nonce, body, bodyClass: 'plainpage wide' });
}

function alphaTable(questions: readonly QuestionAgreement[]): Html {
  const rows = questions.flatMap(({ question, alpha }) =>
    alpha === null
      ? []
      : [
          html`<tr><th scope="row">${both(`annotate.${question}`)}</th>${estimate(alpha, text)}<td class="number">${alpha.pairs}</td><td class="number">${alpha.raters}</td></tr>`,
        ],
  );
  return html`<div class="scroll"><table><thead><tr><th scope="col">${both('annotate.dimension')}</th>${numberHead('annotate.alpha')}${numberHead('annotate.interval')}${numberHead('annotate.pairs')}${numberHead('annotate.raters')}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** @param rows each with what was rated, where that differs. @param counted what the last column counts */
export function raterTable(rows: readonly { readonly of?: Html; readonly row: TwoRaters }[], counted: Word = 'annotate.pairs'): Html {
  const name = (rater: string) => (rater === EVERYONE ? both('annotate.amongPeople') : html`${rater}`);
  const isNamed = rows.some(({ of }) => of !== undefined);
  return html`<div class="scroll"><table><thead><tr>${isNamed ? html`<th scope="col">${both('annotate.dimension')}</th>` : ''}<th scope="col">${both('annotate.raters')}</th>${numberHead('annotate.raw')}${numberHead('annotate.interval')}${numberHead('annotate.kappa')}${numberHead('annotate.interval')}${numberHead(counted)}</tr></thead><tbody>${rows.map(
    ({ of, row }) =>
      html`<tr>${of === undefined ? '' : html`<td>${of}</td>`}<td>${name(row.a)} · ${name(row.b)}</td>${estimate(row.sameAnswer, percent)}${estimate(row.kappa, text)}<td class="number">${row.pairs}</td></tr>`,
  )}</tbody></table></div>`;
}

function flipTable({ judges }: AnnotationAgreement): Html {
  const rows = judges.map(
    ({ name, flips, bothOrders }) =>
      html`<tr><th scope="row">${name}</th><td class="number">${bothOrders === 0 ? '–' : `${flips} / ${bothOrders}`}</td></tr>`,
  );
  return html`<div class="scroll"><table><thead><tr><th scope="col">${both('annotate.raters')}</th>${numberHead('annotate.flips')}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function estimate({ value, ci }: AgreementEstimate, written: (value: number) => string): Html {
  const interval = ci === null ? '–' : `[${written(ci[0])}, ${written(ci[1])}]`;
  return html`<td class="number">${value === null ? '–' : written(value)}</td><td class="number">${interval}</td>`;
}

export function text(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

function percent(value: number): string {
  return `${(value * 100).toFixed(0)}%`;
}
