/** agreementPage: how far a judge agrees with people or another judge, as one HTML page that needs nothing else. */

import { chartPage, chartVariants, figure } from '../page/chart-page.ts';
import { both, eachLanguage } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName, shareText } from '../words/text.ts';
import { agreementCharts } from './charts.ts';
import type { MeasuredAgreement } from './measured.ts';
import { agreementAbout, agreementNotes, agreementRows, estimateOf, MEASURES } from './text.ts';

/** @param options.language in which the page opens; the reader can switch */
export function agreementPage(measured: MeasuredAgreement, { language }: { readonly language: Language }): string {
  const charts = chartVariants((look) => agreementCharts(measured, look));
  const figures = [...charts].map(([name, variants]) =>
    figure(name, variants, name === 'agreement' ? measuresTable(measured) : name === 'confusion' ? twinsTable(measured) : html``),
  );
  const notes = agreementNotes(measured, 'en').map((_, i) => html`<li>${eachLanguage((to) => agreementNotes(measured, to)[i] ?? '')}</li>`);
  const main = html`<section class="card"><h2>${both('howToRead')}</h2><div class="how"><p>${both('agreement.how')}</p><p>${both('agreement.howCalibration')}</p></div></section>
<section class="card" aria-labelledby="a"><h2 id="a" tabindex="-1">${eachLanguage((to) => agreementAbout(measured, to))}</h2>
<ul>${notes}</ul>
${figures}</section>`;
  return chartPage({ title: (each) => translate('agreement.title', each), language, main, charts: Object.fromEntries(charts) });
}

function measuresTable(measured: MeasuredAgreement): Html {
  const heads = (['n', ...MEASURES] as const).map((name) => html`<th scope="col" class="plain">${both(`agreement.${name}`)}</th>`);
  const rows = agreementRows(measured, 'en').map((row, i) => {
    const name = eachLanguage((to) => agreementRows(measured, to)[i]?.name ?? '');
    return html`<tr><th scope="row">${name}</th><td>${row.n}</td>${MEASURES.map((measure) => html`<td>${estimateOf(row[measure])}</td>`)}</tr>`;
  });
  return table(html`<th scope="col" class="plain name left"></th>${heads}`, rows);
}

function twinsTable({ twins }: MeasuredAgreement): Html {
  if (twins === undefined) return html``;
  const rows = Object.entries(twins).map(
    ([change, { pairs, bothRight }]) =>
      html`<tr><th scope="row"><bdi>${cleanName(change)}</bdi></th><td>${pairs}</td><td>${shareText(bothRight)}</td></tr>`,
  );
  const heads = (['pairs', 'bothRight'] as const).map((name) => html`<th scope="col" class="plain">${both(`agreement.${name}`)}</th>`);
  return html`<h3>${both('agreement.twins')}</h3>${table(html`<th scope="col" class="plain name left">${both('agreement.change')}</th>${heads}`, rows)}`;
}

function table(heads: Html, rows: readonly Html[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="a"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
