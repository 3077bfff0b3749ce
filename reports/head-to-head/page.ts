/** headToHeadPage, headToHeadSheet: head-to-head results as one HTML page that needs nothing else, like the leaderboard's. */
import { InputError } from '../../judge/errors.ts';
import { chartPage, chartVariants, figure, type Sheet } from '../page/chart-page.ts';
import { both, eachLanguage } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { type Language, onDimension, translate } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';
import { type BattleSource, isSample, madeFrom, pooledNotes, sourceText } from './battle-source.ts';
import { type HeadToHeadExtras, headToHeadCharts } from './charts.ts';
import { dimensionOf, type HeadToHead } from './head-to-head.ts';
import type { AdjustedComparison } from './score-families.ts';
import { scoreSections } from './score-section.ts';
import { groupTable, MOST_SENTENCES, oneAgent, ratingTable, recordTable, verdicts } from './tables.ts';

export interface SheetParts extends HeadToHeadExtras {
  /** Of the same agents, paired by task. */
  readonly scores?: readonly AdjustedComparison[] | undefined;
}

export interface HeadToHeadPageOptions extends SheetParts {
  /** In which the page opens; the reader can switch. */
  readonly language: Language;
}

/** Throws InputError on neither comparisons nor scores, and a pair that is there twice. */
export function headToHeadPage(list: readonly HeadToHead[], { language, ...extras }: HeadToHeadPageOptions): string {
  return chartPage({ title: titleOf(list, extras), language, ...headToHeadSheet(list, extras) });
}

/** With ratings it is the page of ratings, and called as the navigation calls it. */
function titleOf(list: readonly HeadToHead[], { ratings }: HeadToHeadExtras): (language: Language) => string {
  const word = ratings === undefined ? 'headToHead' : 'nav.ratings';
  return (language) => onDimension(translate(word, language), dimensionOf(list), language);
}

/** What stands on the page. Throws as headToHeadPage does. */
export function headToHeadSheet(list: readonly HeadToHead[], { ratings, source, scores = [] }: SheetParts): Sheet {
  if (list.length === 0 && scores.length === 0) throw new InputError('head-to-head page: expected at least one comparison, got none');
  const samples = source?.sample === true || (list.length === 0 && isSample(scores.flatMap(({ a, b }) => [a, b])));
  const notice = samples ? html`<p class="card notice" role="note">${both('sampleNotice')}</p>` : html``;
  if (list.length === 0) return { main: html`${notice}\n${scoreSections(scores)}`, charts: {} };
  const charts = chartVariants((look) => headToHeadCharts(list, look, { ratings, source }));
  const agent = oneAgent(list);
  const dimension = dimensionOf(list);
  const title = titleOf(list, { ratings });
  const tables = html`${recordTable(list, 'h')}
${groupTable(list, 'byDimension')}
${groupTable(list, 'byDomain')}`;
  const figures = [...charts].map(([name, variants]) =>
    figure(name, variants, name === 'ratings' && ratings !== undefined ? ratingTable(ratings, dimension) : html``),
  );
  const main = html`${notice}
<section class="card" aria-labelledby="h"><h2 id="h" tabindex="-1">${agent === undefined ? eachLanguage(title) : html`<bdi>${cleanName(agent)}</bdi>`}</h2>
${source === undefined ? '' : about(source)}
${orderOf({ list, figures, tables, rated: ratings !== undefined })}
</section>
${scoreSections(scores)}
<section class="card"><h2>${both('howToRead')}</h2>
<div class="how"><p>${both('howRecord')}</p><p>${both('howNonInferiority')}</p><p>${both('howTests')}</p></div></section>`;
  return { main, charts: Object.fromEntries(charts) };
}

/** What the page is about comes first: ratings, else what was shown; the chart of many before their table. */
function orderOf(parts: {
  readonly list: readonly HeadToHead[];
  readonly figures: readonly Html[];
  readonly tables: Html;
  readonly rated: boolean;
}): Html[] {
  const { list, figures, tables, rated } = parts;
  if (rated) return [...figures, verdicts(list), tables];
  return list.length > MOST_SENTENCES ? [verdicts(list), ...figures, tables] : [verdicts(list), tables, ...figures];
}

function about(source: BattleSource): Html {
  const pooled = pooledNotes(source, 'en').map((_, i) => eachLanguage((language) => pooledNotes(source, language)[i] ?? ''));
  const made =
    source.provenance === undefined
      ? html``
      : html`<p class="muted small">${both('provenance')}: ${eachLanguage((language) => madeFrom(source, language))}</p>`;
  return html`<p class="muted">${eachLanguage((language) => sourceText(source, language))}</p>
${made}
${pooled.map((note) => html`<p class="notice" role="note">${note}</p>`)}`;
}
