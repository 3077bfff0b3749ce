/** One benchmark's part of the page: facts, table, charts. */

import { type ChartVariants, figure } from '../page/chart-page.ts';
import { ariaLabel, both, eachLanguage } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { translateName } from '../words/i18n.ts';
import { cleanName, estimateText, scoreText } from '../words/text.ts';
import type { NamedChart } from './charts.ts';
import { leaderboardColumns } from './columns.ts';
import { groupNames } from './group-scores.ts';
import type { Leaderboard } from './leaderboard.ts';
import { leaderboardNotes, orderedRows } from './notes.ts';
import { provenanceText } from './provenance.ts';

export function sectionOf(leaderboard: Leaderboard, id: string, charts: ReadonlyMap<NamedChart['name'], ChartVariants>): Html {
  const { benchmark, scale, judge, sample } = leaderboard;
  return html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}" tabindex="-1">${cleanName(benchmark)}</h2>
${sample === true ? html`<p class="muted">${both('sampleData')}</p>` : ''}
<dl class="facts"><dt>${both('scale')}</dt><dd>${both(scale)}</dd><dt>${both('judge')}</dt><dd>${cleanName(judge)}</dd></dl>
${leaderboardNotes(leaderboard, 'en').map((_, i) => html`<p class="notice" role="note">${eachLanguage((language) => leaderboardNotes(leaderboard, language)[i] ?? '')}</p>`)}
${leaderboardTableHtml(leaderboard, id)}
${columnMeanings(leaderboard)}
${provenanceHtml(leaderboard)}
${[...charts].map(([name, variants]) => chart(leaderboard, id, name, variants))}
</section>`;
}

function leaderboardTableHtml(leaderboard: Leaderboard, id: string): Html {
  const [en, zh] = [leaderboardColumns(leaderboard, 'en'), leaderboardColumns(leaderboard, 'zh')];
  const heads = en.map((column) => {
    // Names and ranks are read from the top, everything else is asked for its largest.
    const first = column.word === 'agent' || column.word === 'rank' ? 'ascending' : 'descending';
    const now = column.word === 'score' ? 'descending' : 'none';
    const kind = column.word === 'agent' ? 'name left' : column.align;
    return html`<th scope="col" class="${kind}" aria-sort="${now}" data-first="${first}"><button type="button">${both(column.word)}</button></th>`;
  });
  const rows = leaderboard.rows.map((row) => {
    const cells = en.map((column, i) => {
      const text = eachLanguage((language) => (language === 'en' ? column : (zh[i] ?? column)).text(row));
      const sort = JSON.stringify(column.sort(row));
      if (column.word === 'agent') return html`<th scope="row" data-sort="${sort}"><bdi>${text}</bdi></th>`;
      const cost = column.word === 'costPerReport' || column.word === 'judgeCost';
      return html`<td class="${cost ? 'cost' : ''}" data-sort="${sort}">${text}</td>`;
    });
    return html`<tr>${cells}</tr>`;
  });
  return html`<p class="muted small screen">${both('sortHint')}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table>
<caption class="hidden">${both('pageTitle')}: ${cleanName(leaderboard.benchmark)}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function provenanceHtml({ provenance }: Leaderboard): Html {
  if (provenance === undefined) return html``;
  return html`<p class="muted small">${both('provenance')}: ${eachLanguage((language) => provenanceText(provenance, language))}</p>`;
}

function columnMeanings(leaderboard: Leaderboard): Html {
  const meanings = leaderboardColumns(leaderboard, 'en').flatMap(({ word, help }) =>
    help === undefined ? [] : [html`<dt>${both(word)}</dt><dd>${both(help)}</dd>`],
  );
  return html`<details class="small"><summary>${both('columnMeanings')}</summary><dl class="columns">${meanings}</dl></details>`;
}

/** Below a chart of groups stand its numbers. */
function chart(leaderboard: Leaderboard, id: string, name: NamedChart['name'], variants: ChartVariants): Html {
  const by = name === 'domains' ? 'byDomain' : name === 'axes' ? 'byAxis' : undefined;
  return figure(`${id}-${name}`, variants, by === undefined ? html`` : groupTable(leaderboard, by));
}

/** The numbers of a chart by group, for readers who cannot see it or want the intervals. */
function groupTable(leaderboard: Leaderboard, by: 'byDomain' | 'byAxis'): Html {
  const title = by === 'byDomain' ? 'domainChart' : 'axisChart';
  const groups = groupNames(leaderboard, by);
  const heads = groups.map((group) => html`<th scope="col" class="plain">${eachLanguage((l) => cleanName(translateName(group, l)))}</th>`);
  const rows = orderedRows(leaderboard).map((row) => {
    const cells = groups.map((group) => {
      const score = Object.hasOwn(row[by], group) ? row[by][group] : undefined;
      if (score === undefined) return html`<td>–</td>`;
      return html`<td>${scoreText(score.score)} <span class="muted">${eachLanguage((language) => estimateText(score, language))}</span></td>`;
    });
    return html`<tr><th scope="row"><bdi>${cleanName(row.agent)}</bdi></th>${cells}</tr>`;
  });
  return html`<details class="small"><summary>${both(title)}: ${both('table')}</summary><div class="scroll" tabindex="0" role="region" ${ariaLabel(title)}><table>
<thead><tr><th scope="col" class="plain name left">${both('agent')}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
}
