/** dotPlot, intervalBar: differences as pictures of a page: a dot a task that leads to its case, with mean, interval, zero and margin. */
import { attribute } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import { signed } from '../../words/signed.ts';
import type { Language } from '../../words/translate.ts';

export interface Dot {
  readonly name: string;
  readonly href: string;
  /** On 0-100, the first less the second. */
  readonly value: number;
}

export interface DotPlot {
  readonly language: Language;
  readonly dots: readonly Dot[];
  readonly mean: number | null;
  readonly ci: readonly [number, number] | null;
  /** How much worse is still not inferior, on 0-100; undefined where none was stated. */
  readonly margin: number | undefined;
}

const WIDTH = 900;
const HEIGHT = 300;
const LEFT = 44;
const EDGE = 12;

/** In rising order from left to right, on one axis that holds all of them and zero. */
export function dotPlot({ language, dots, mean, ci, margin }: DotPlot): Html {
  const sorted = dots.toSorted((x, y) => x.value - y.value || (x.name < y.name ? -1 : 1));
  const most = Math.max(10, ...[...sorted.map(({ value }) => value), ...(ci ?? []), margin ?? 0].map(Math.abs));
  const top = Math.ceil(most / 10) * 10;
  const y = (value: number) => round(EDGE + ((top - value) / (2 * top)) * (HEIGHT - 2 * EDGE));
  const x = (i: number) => round(LEFT + ((i + 0.5) / Math.max(1, sorted.length)) * (WIDTH - LEFT - EDGE));
  const line = (value: number, kind: string) =>
    html`<line class="${kind}" x1="${LEFT}" x2="${WIDTH - EDGE}" y1="${y(value)}" y2="${y(value)}"/>`;
  const ticks = [-top, -top / 2, 0, top / 2, top].map(
    (value) =>
      html`<text x="${LEFT - 6}" y="${y(value)}" dy=".35em" text-anchor="end">${signed(value)}</text>${line(value, value === 0 ? 'zero' : 'tick')}`,
  );
  const marks = sorted.map(
    ({ name, href, value }, i) =>
      html`<a href="${href}" aria-label="${name}: ${signed(value)}"><title>${name}: ${signed(value)}</title><circle class="${value < 0 ? 'worse' : value > 0 ? 'better' : 'same'}" cx="${x(i)}" cy="${y(value)}" r="5"/></a>`,
  );
  return html`<svg class="dots" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" ${attribute('aria-label', 'compare.dots', language)}>
${ci === null ? '' : html`<rect class="band" x="${LEFT}" width="${WIDTH - LEFT - EDGE}" y="${y(ci[1])}" height="${round(Math.max(1, y(ci[0]) - y(ci[1])))}"/>`}
${ticks}${margin === undefined ? '' : line(-margin, 'margin')}${mean === null ? '' : line(mean, 'mean')}
${marks}</svg>`;
}

/** One difference with its interval on an axis from -top to top. */
export function intervalBar(mean: number, ci: readonly [number, number] | null, top: number): Html {
  const x = (value: number) => round(50 + (Math.max(-top, Math.min(top, value)) / top) * 48);
  return html`<svg class="interval" viewBox="0 0 100 12" aria-hidden="true"><line class="zero" x1="50" x2="50" y1="0" y2="12"/>${ci === null ? '' : html`<line class="whisker" x1="${x(ci[0])}" x2="${x(ci[1])}" y1="6" y2="6"/>`}<circle class="${mean < 0 ? 'worse' : 'better'}" cx="${x(mean)}" cy="6" r="3"/></svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
