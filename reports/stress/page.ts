/** stressPage, stressSheet: what faults cost the agents of a sweep, as one HTML page that needs nothing else. */
import { type ChartVariants, chartPage, chartVariants, figure, type Sheet } from '../page/chart-page.ts';
import { both, eachLanguage } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { type Language, translate, type Word } from '../words/i18n.ts';
import { cleanName, scoreText } from '../words/text.ts';
import { lossText, percent, type StressShown, stressCharts, subtitleOf } from './charts.ts';
import { type AgentStress, curveOf } from './stress.ts';

/** @throws InputError where no agent has a score */
export function stressPage(shown: StressShown, { language }: { readonly language: Language }): string {
  return chartPage({ title: (each) => translate('stressTitle', each), language, ...stressSheet(shown) });
}

/** What stands on the page. @throws InputError where no agent has a score */
export function stressSheet(shown: StressShown): Sheet {
  const variants = chartVariants((look) => stressCharts(shown, look));
  const charts: Record<string, ChartVariants> = Object.fromEntries(variants);
  const figures = [...variants].map(([name, chart]) => figure(name, chart, html``));
  const main = html`<section class="card" aria-labelledby="stress"><h2 id="stress" tabindex="-1">${eachLanguage((language) => subtitleOf(shown, language))}</h2>
${figures}</section>
${shown.agents.map(section)}
<section class="card"><h2>${both('howToRead')}</h2><div class="how"><p>${both('howStress')}</p></div></section>`;
  return { main, charts };
}

const HEADINGS: readonly Word[] = ['stressRate', 'score', 'stressLost', 'stressDied', 'stressUnsupported', 'stressSeconds', 'stressTokens'];

function section(one: AgentStress, i: number): Html {
  const { agent, area, loss, died, unsupported, took } = one;
  const rows = curveOf(one).map(({ rate, score }) => {
    const at = <T extends { readonly rate: number }>(all: readonly T[]) => all.find((each) => each.rate === rate);
    const [lost, dead, bare, time] = [at(loss), at(died), at(unsupported), at(took)];
    const cells = [
      scoreText(score),
      lost === undefined ? '–' : lossText(lost),
      dead === undefined ? '–' : `${dead.died} / ${dead.n}`,
      bare === undefined ? '–' : percent(bare.value),
      time?.seconds == null ? '–' : time.seconds.toFixed(1),
      time?.tokens == null ? '–' : String(Math.round(time.tokens)),
    ];
    return html`<tr><th scope="row">${percent(rate)}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  });
  return html`<section class="card" aria-labelledby="a${i}"><h2 id="a${i}" tabindex="-1"><bdi>${cleanName(agent)}</bdi></h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="a${i}"><table><thead><tr>${HEADINGS.map((word, k) => html`<th scope="col" class="plain ${k === 0 ? 'left' : ''}">${both(word)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>
<p>${area === null ? both('stressNoArea') : both('stressArea', { area: scoreText(area) })}</p></section>`;
}
