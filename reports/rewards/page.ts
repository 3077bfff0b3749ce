/** rewardsPage: an audit of rewards as one HTML page that needs nothing else. */
import type { RewardsAudit } from '../audit-rewards.ts';
import { type ChartVariants, chartPage, chartVariants, figure } from '../page/chart-page.ts';
import { both, eachLanguage } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';
import { auditChart, learningChart } from './charts.ts';
import { auditCells, auditHeads, auditNotes, learningHeads, learningRows } from './text.ts';

/** @param options.language in which the page opens; the reader can switch */
export function rewardsPage(audit: RewardsAudit, { language }: { readonly language: Language }): string {
  const charts: Record<string, ChartVariants> = {};
  const drawn = (key: string, variants: ChartVariants | undefined, below: Html): Html => {
    if (variants === undefined) return html``;
    charts[key] = variants;
    return figure(key, variants, below);
  };
  const sections = audit.audits.map((each, i) => {
    const variants = chartVariants((look) => [{ name: 'rewards' as const, config: auditChart(each, look) }]).get('rewards');
    const notes = auditNotes(each, 'en').map((_, n) => html`<li>${eachLanguage((to) => auditNotes(each, to)[n] ?? '')}</li>`);
    const below = html`${table(
      auditHeads,
      each.scales.map((scale) => auditCells(scale)).map((cells) => () => cells),
    )}<ul>${notes}</ul>`;
    return html`<section class="card"><h2>${cleanName(each.benchmark)}</h2>
${drawn(`rewards-${i}`, variants, below)}</section>`;
  });
  const { simulation } = audit;
  const learning = chartVariants((look) => [{ name: 'learning' as const, config: learningChart(audit, look) }]).get('learning');
  const rows = simulation.curves.map((_, i) => (to: Language) => learningRows(audit, to)[i] ?? []);
  const main = html`<section class="card"><h2>${both('howToRead')}</h2><div class="how"><p>${both('rewards.how')}</p><p>${both('rewards.howSimulation')}</p></div></section>
${sections}
<section class="card"><h2>${both('rewards.learningChart')}</h2>
${drawn(
  'learning',
  learning,
  table((to) => learningHeads(simulation.steps, to), rows),
)}</section>`;
  return chartPage({ title: (each) => translate('rewards.title', each), language, main, charts });
}

/** @param heads and @param rows in a language */
function table(heads: (language: Language) => readonly string[], rows: readonly ((language: Language) => readonly string[])[]): Html {
  const cell = (texts: (language: Language) => readonly string[], i: number) => eachLanguage((to) => texts(to)[i] ?? '');
  const body = rows.map(
    (row) =>
      html`<tr>${row('en').map((_, i) => (i === 0 ? html`<th scope="row">${cell(row, i)}</th>` : html`<td>${cell(row, i)}</td>`))}</tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${heads('en').map((_, i) => html`<th scope="col" class="plain ${i === 0 ? 'name left' : ''}">${cell(heads, i)}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}
