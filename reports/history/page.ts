/** historyPage, historySheet: series of checkpoints as one HTML page that needs nothing else. */
import { InputError } from '../../judge/errors.ts';
import { type ChartVariants, chartPage, chartVariants, figure, type Sheet } from '../page/chart-page.ts';
import { both, eachLanguage } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { type Language, translate } from '../words/i18n.ts';
import { historyChart } from './chart.ts';
import type { History } from './history.ts';
import { historyColumns, historySentences, historyTitle } from './text.ts';

/** Throws InputError on nothing to show. */
export function historyPage(histories: readonly History[], { language }: { readonly language: Language }): string {
  return chartPage({ title: (each) => translate('historyTitle', each), language, ...historySheet(histories) });
}

/** What stands on the page. Throws InputError on nothing to show. */
export function historySheet(histories: readonly History[]): Sheet {
  if (histories.length === 0) throw new InputError('history page: expected at least one series, got none');
  const charts: Record<string, ChartVariants> = {};
  const sections = histories.map((history, i) => {
    const variants = chartVariants((look) => [{ name: 'history' as const, config: historyChart(history, look) }]);
    const [chart] = [...variants.values()];
    if (chart === undefined) return html``;
    charts[`h${i}`] = chart;
    return section(history, i, chart);
  });
  const main = html`${sections}
<section class="card"><h2>${both('howToRead')}</h2><div class="how"><p>${both('howHistory')}</p></div></section>`;
  return { main, charts };
}

function section(history: History, i: number, chart: ChartVariants): Html {
  const [en, zh] = [historyColumns(history, 'en'), historyColumns(history, 'zh')];
  const heads = en.map(
    ({ heading }, k) =>
      html`<th scope="col" class="plain ${k === 1 ? 'name left' : ''}">${eachLanguage((language) => (language === 'en' ? heading : (zh[k]?.heading ?? heading)))}</th>`,
  );
  const rows = history.points.map((point) => {
    const cells = en.map((column, k) => {
      const text = eachLanguage((language) => (language === 'en' ? column : (zh[k] ?? column)).text(point));
      return k === 1 ? html`<th scope="row"><bdi>${text}</bdi></th>` : html`<td>${text}</td>`;
    });
    return html`<tr>${cells}</tr>`;
  });
  const said = historySentences(history, 'en').map(
    (_, k) => html`<li>${eachLanguage((language) => historySentences(history, language)[k] ?? '')}</li>`,
  );
  return html`<section class="card" aria-labelledby="s${i}"><h2 id="s${i}" tabindex="-1">${eachLanguage((language) => historyTitle(history, language))}</h2>
${figure(`h${i}`, chart, html``)}
<ul>${said}</ul>
<div class="scroll" tabindex="0" role="region" aria-labelledby="s${i}"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}
