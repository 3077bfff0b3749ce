/** scoreSections: two agents' scores, paired by task, as the words and the table of a page, in both languages. */
import { both, eachLanguage } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { translateName, type Word } from '../words/i18n.ts';
import { signed } from '../words/signed.ts';
import { cleanName, pText, shareText } from '../words/text.ts';
import type { AdjustedComparison, FamilyDifference } from './score-families.ts';
import { intervalOf, type Pair, scoreSentences } from './score-sentences.ts';

/** A section a comparison; of many only the words are open. */
export function scoreSections(scores: readonly AdjustedComparison[]): Html {
  return html`${scores.map((comparison) => {
    const names = { a: cleanName(comparison.a), b: cleanName(comparison.b) };
    const told = html`${table(comparison)}${notes(comparison, names)}`;
    return html`<section class="card"><h2>${both('scores.title', { ...names, benchmark: cleanName(comparison.benchmark) })}</h2>
<p class="muted">${both('scores.made', { scale: comparison.scale, judge: cleanName(comparison.judge) })}${comparison.fingerprint === undefined ? '' : html` ${both('fingerprint', { fingerprint: comparison.fingerprint })}`}</p>
<ul>${scoreSentences(names, comparison).map((sentence) => html`<li>${sentence}</li>`)}${comparison.comparisons > 1 ? html`<li>${both('compare.holm', { n: comparison.comparisons })}</li>` : ''}</ul>
${scores.length === 1 ? told : html`<details><summary>${both('scores.more')}</summary>${told}</details>`}</section>`;
  })}`;
}

function table({ overall, domainClustered, byAxis, byDomain, comparisons }: AdjustedComparison): Html {
  const whole = { ...overall, adjustedP: comparisons > 1 ? overall.adjustedP : null };
  const rows = [
    row(both('scores.overall'), whole),
    domainClustered === null
      ? html``
      : row(both('scores.domainClusters', { n: domainClustered.clusters }), { ...domainClustered, adjustedP: null }),
    group('compare.byAxis', byAxis),
    group('compare.byDomain', byDomain),
  ];
  return html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col" class="plain left">${both('compare.group')}</th><th scope="col" class="plain">${both('compare.points')}</th><th scope="col" class="plain">${both('board.interval')}</th><th scope="col" class="plain">${both('compare.p')}</th><th scope="col" class="plain">${both('holmP')}</th><th scope="col" class="plain">${both('board.tasks')}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function group(title: Word, family: AdjustedComparison['byAxis']): Html {
  const differences = Object.entries(family);
  if (differences.length === 0) return html``;
  return html`<tr><th scope="rowgroup" colspan="6" class="left muted">${both(title)}</th></tr>${differences.map(([name, difference]) =>
    row(
      eachLanguage((language) => cleanName(translateName(name, language))),
      difference,
    ),
  )}`;
}

function row(name: Html, { mean, ci, p, adjustedP, n }: FamilyDifference): Html {
  const shown = (value: number | null) => (value === null ? '–' : pText(value));
  return html`<tr><th scope="row">${name}</th><td>${signed(mean)}</td><td>${intervalOf(ci)}</td><td>${shown(p)}</td><td>${shown(adjustedP)}</td><td>${n}</td></tr>`;
}

/** What the difference does not say by itself. */
function notes({ failed, coverage, bounds }: AdjustedComparison, { a, b }: Pair): Html {
  const found = [
    ...(failed.a + failed.b === 0
      ? []
      : [both(failed.leftOut ? 'scores.failedLeftOut' : 'scores.failedCount', { a, b, first: failed.a, second: failed.b })]),
    ...(bounds === null
      ? []
      : [
          both('scores.coverage', { first: shareText(coverage.a), second: shareText(coverage.b) }),
          both('scores.bounds', { low: signed(bounds[0]), high: signed(bounds[1]) }),
        ]),
  ];
  return found.length === 0 ? html`` : html`<ul class="muted small">${found.map((note) => html`<li>${note}</li>`)}</ul>`;
}
