/** diagnosticsPage, diagnosticsSheet: how agents search, write and cite, as one HTML page that needs nothing else. */
import { chartPage, chartVariants, figure, type Sheet } from '../page/chart-page.ts';
import { both, eachLanguage } from '../page/each-language.ts';
import { html } from '../page/html.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';
import { diagnosticsChart, measureName, measuresOf } from './chart.ts';
import { type DiagnosedAgent, estimateText } from './table.ts';

/** @throws InputError where there is no agent */
export function diagnosticsPage(agents: readonly DiagnosedAgent[], { language }: { readonly language: Language }): string {
  return chartPage({ title: (each) => translate('diagnosticsTitle', each), language, ...diagnosticsSheet(agents) });
}

/** What stands on the page. @throws InputError where there is no agent */
export function diagnosticsSheet(agents: readonly DiagnosedAgent[]): Sheet {
  const variants = chartVariants((look) => [{ name: 'diagnostics' as const, config: diagnosticsChart(agents, look) }]);
  const heads = agents.map(({ agent, reports }) => html`<th scope="col" class="plain"><bdi>${cleanName(agent)}</bdi> (${reports})</th>`);
  const rows = measuresOf(agents).map((name) => {
    const cells = agents.map(({ measures, reports }) => {
      const estimate = measures[name];
      return html`<td>${estimate === undefined ? '–' : estimateText(name, estimate, reports)}</td>`;
    });
    return html`<tr><th scope="row" class="left">${eachLanguage((language) => measureName(name, language))}</th>${cells}</tr>`;
  });
  const figures = [...variants].map(([name, chart]) => figure(name, chart, html``));
  const main = html`<section class="card" aria-labelledby="measures"><h2 id="measures" tabindex="-1">${both('diagnosticsTitle')}</h2>
${figures}
<div class="scroll" tabindex="0" role="region" aria-labelledby="measures"><table><thead><tr><th scope="col" class="plain left">${both('diagnosticsMeasure')}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div></section>
<section class="card"><h2>${both('howToRead')}</h2><div class="how"><p>${both('howDiagnostics')}</p></div></section>`;
  return { main, charts: Object.fromEntries(variants) };
}
