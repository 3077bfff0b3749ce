/** labelAgreementPage, differencesPage: how far people and judges agree on labels, and where they do not, for whoever has the last word. */
import { LABELS, type Label } from '../../../judge/checklist/verdict.ts';
import { MOST_LABEL_BYTES } from '../../../runners/import-labels.ts';
import { EVERYONE } from '../../agreement/annotators.ts';
import type { Difference, JudgeAgreement, LabelsAgreement } from '../../agreement/people.ts';
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import { inEach, type Language, type Word } from '../../words/translate.ts';
import { estimate, numberHead, raterTable, text } from '../annotation/overview-pages.ts';
import { labelMark } from '../board/parts.ts';
import { type Here, header, type Opening } from '../frame.ts';
import { page, titlesOf } from '../shell.ts';
import { LABEL_STYLE } from './style.ts';

interface Framed extends Opening {
  readonly here: Here;
}

/** What the script of the upload says. */
const SCRIPT_WORDS: readonly Word[] = ['label.importing', 'label.imported', 'label.notImported', 'label.tooBig'];

export interface LabelAgreementView extends Framed {
  readonly figures: LabelsAgreement;
  /** Whether a file of labels can be handed in. */
  readonly canImport: boolean;
}

export function labelAgreementPage({ language, nonce, here, figures, canImport }: LabelAgreementView): string {
  const { annotators, alpha, people, judges, decided } = figures;
  const body = html`${header({ language }, here)}
<main><div id="live" data-live><h1>${both('label.agreement')}</h1>
<p><a href="/label/differences">${both('label.differences')}</a> · <a href="/label/labels.csv">${both('label.csv')}</a> · <a href="/label/agreement.json">${both('annotate.asJson')}</a></p>
<p>${both(annotators.length === 0 ? 'label.noLabels' : 'label.agreementLead')}</p>
${annotators.length === 0 ? '' : html`<ul>${annotators.map(({ name, labelled }) => html`<li><strong>${name}</strong>: ${both('label.count', { n: labelled })}</li>`)}${decided > 0 ? html`<li>${both('label.decidedCount', { n: decided })}</li>` : ''}</ul>`}
${alpha === null ? '' : html`<h2>${both('annotate.amongPeople')}</h2><div class="scroll"><table class="alpha"><thead><tr>${numberHead('annotate.alpha')}${numberHead('annotate.interval')}${numberHead('label.criteria')}${numberHead('annotate.raters')}</tr></thead><tbody><tr>${estimate(alpha, text)}<td class="number">${alpha.criteria}</td><td class="number">${alpha.raters}</td></tr></tbody></table></div>`}
${people.length === 0 ? '' : html`<h2>${both('annotate.betweenPeople')}</h2>${raters(people)}`}
${judges.length === 0 ? '' : html`<h2>${both('label.withJudges')}</h2>${raters(judges)}${judges.filter(({ a }) => a === EVERYONE).map(confusionTable)}`}
</div>${canImport ? uploadForm(language) : ''}</main>`;
  return page({
    titles: titlesOf('label.agreement'),
    language,
    nonce,
    body,
    bodyClass: 'plainpage wide',
    style: LABEL_STYLE,
    scripts: ['live', ...(canImport ? (['upload'] as const) : [])],
    data: { post: '/label/import', most: MOST_LABEL_BYTES, words: inEach(SCRIPT_WORDS) },
  });
}

/** Outside of what is made anew while others label. */
function uploadForm(language: Language): Html {
  return html`<section><h2>${both('label.import')}</h2>
<form id="upload" class="upload" autocomplete="off"><input type="text" name="judge" required maxlength="64" ${attribute('aria-label', 'label.importAs', language)} ${attribute('placeholder', 'label.importAs', language)}>
<input type="file" name="file" required accept=".csv,.tsv,.jsonl" ${attribute('aria-label', 'label.import', language)}> <button class="main">${both('label.importDo')}</button></form>
<p id="uploaded" class="status" role="status" aria-live="polite"></p>
<p class="muted small">${both('label.importHelp')}</p></section>`;
}

function raters(rows: LabelsAgreement['people']): Html {
  return raterTable(
    rows.map((row) => ({ row })),
    'label.criteria',
  );
}

/** Rows are what people say, columns what the judge says. */
function confusionTable({ b, confusion }: JudgeAgreement): Html {
  return html`<h3>${b}</h3><p class="muted">${both('label.confusion', { judge: b })}</p>
<div class="scroll"><table class="counted"><thead><tr><td></td>${LABELS.map((label) => html`<th scope="col">${both(`board.label-${label}`)}</th>`)}</tr></thead><tbody>${LABELS.map(
    (label, i) =>
      html`<tr><th scope="row">${both(`board.label-${label}`)}</th>${LABELS.map((_, j) => html`<td class="number">${confusion[i]?.[j] ?? 0}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

export interface DifferenceRow extends Difference {
  readonly task: string;
  readonly text: string;
  readonly weight: number;
  /** Where it is decided; undefined until somebody says who they are. */
  readonly href?: string;
}

export interface DifferencesView extends Framed {
  /** Whether anybody has labelled a criterion. */
  readonly isLabelled: boolean;
  readonly as: string | undefined;
  readonly rows: readonly DifferenceRow[];
}

export function differencesPage({ language, nonce, here, as, rows, isLabelled }: DifferencesView): string {
  const open = rows.filter(({ decided }) => decided === undefined).length;
  const body = html`${header({ language }, here)}
<main id="live" data-live><h1>${both('label.differences')}</h1>
<p><a href="/label/agreement">${both('label.agreement')}</a></p>
<p>${rows.length > 0 ? both('label.differencesLead', { open, all: rows.length }) : both(isLabelled ? 'label.noDifferences' : 'label.noLabels')}</p>
${rows.length === 0 || as !== undefined ? '' : whoDecides(language)}
${rows.length === 0 ? '' : table(rows)}
</main>`;
  return page({
    titles: titlesOf('label.differences'),
    language,
    nonce,
    body,
    bodyClass: 'plainpage wide',
    style: LABEL_STYLE,
    scripts: ['live'],
  });
}

function whoDecides(language: Language): Html {
  return html`<form action="/label/differences" method="get"><input type="text" name="as" required maxlength="64" ${attribute('aria-label', 'annotate.yourName', language)} ${attribute('placeholder', 'annotate.yourName', language)}> <button class="main">${both('label.decide')}</button></form>`;
}

function table(rows: readonly DifferenceRow[]): Html {
  const said = (all: readonly { readonly name: string; readonly label: Label | undefined }[], weight: number) =>
    all.map(
      ({ name, label }) => html`<div>${label === undefined ? '–' : labelMark(label, weight)} <span class="muted">${name}</span></div>`,
    );
  return html`<div class="scroll"><table class="differences"><thead><tr><th scope="col">${both('board.task')}</th><th scope="col">${both('board.criterion')}</th><th scope="col">${both('label.people')}</th><th scope="col">${both('label.judges')}</th><th scope="col">${both('label.lastWord')}</th></tr></thead><tbody>${rows.map(
    ({ task, text: words, weight, people, judges, decided, href }) =>
      html`<tr><td>${task}</td><td class="words">${words}</td><td>${said(people, weight)}</td><td>${said(judges, weight)}</td><td>${decided === undefined ? '' : labelMark(decided, weight)} ${href === undefined ? '' : html`<a href="${href}">${both(decided === undefined ? 'label.decide' : 'label.change')}</a>`}</td></tr>`,
  )}</tbody></table></div>`;
}
