/**
 * Gives a Chart.js what gavel's charts need. The same source text is installed in Node, for PNG, and in the page, so one
 * config draws the same chart in both.
 */
import type { Chart, layouts } from 'chart.js';
import { endColumnsPlugin } from './end-columns-plugin.ts';
import { framePlugin, namesPlugin } from './frame-plugin.ts';
import { heatPlugin, intervalsPlugin } from './mark-plugins.ts';
import { labelPlacer } from './place-labels.ts';
import { pointLabelsPlugin } from './point-labels-plugin.ts';
import { segmentsPlugin } from './segments-plugin.ts';
import { type TextFit, textFit } from './text-fit.ts';

/** What the auto build and the browser build of Chart.js export. */
export type ChartLibrary = typeof Chart & { readonly layouts: typeof layouts };

const PARTS = {
  textFit,
  labelPlacer,
  framePlugin,
  namesPlugin,
  intervalsPlugin,
  heatPlugin,
  pointLabelsPlugin,
  segmentsPlugin,
  endColumnsPlugin,
  setDefaults,
};

type Parts = typeof PARTS;

/** Registers the plugins of gavel and draws all text in `fontFamily`. */
export function installCharts(library: ChartLibrary, fontFamily: string): void {
  install(library, fontFamily, PARTS);
}

/** JavaScript that does the same in a page in which `Chart` is Chart.js. `fontFamily` is put in as a string literal. */
export function installScript(fontFamily: string): string {
  const parts = Object.entries(PARTS).map(([name, part]) => `${name}: ${part}`);
  // Some loaders wrap inner functions in a `__name` of their own.
  return `(() => { const __name = (f) => f; (${install})(Chart, ${JSON.stringify(fontFamily)}, {\n${parts.join(',\n')}\n}); })();`;
}

function install(library: ChartLibrary, fontFamily: string, parts: Parts): void {
  const fit = parts.textFit();
  library.register(
    parts.framePlugin(fit, library.layouts),
    // Before the names, which get what it leaves.
    parts.endColumnsPlugin(fit, library.layouts),
    parts.namesPlugin(fit),
    parts.intervalsPlugin(fit),
    parts.heatPlugin(fit),
    parts.pointLabelsPlugin(fit, parts.labelPlacer()),
    parts.segmentsPlugin(fit),
  );
  parts.setDefaults(library, fontFamily, fit);
}

/** What a config cannot carry as JSON: the functions that write tooltips and the ticks of a logarithmic axis. */
function setDefaults({ defaults }: ChartLibrary, fontFamily: string, fit: TextFit): void {
  defaults.font.family = fontFamily;
  defaults.plugins.tooltip.callbacks.title = () => [];
  defaults.plugins.tooltip.callbacks.label = ({ chart, dataset, dataIndex }) => {
    chart.ctx.font = fit.font(chart, 13);
    const measure = (text: string) => chart.ctx.measureText(text).width;
    return (dataset.tips?.[dataIndex] ?? []).flatMap((line) => fit.wrap(line, Math.min(420, chart.width * 0.7), 4, measure));
  };
  defaults.scales.logarithmic.afterBuildTicks = (scale) => {
    const decades = Math.log10(scale.max / scale.min);
    const few = decades * 170 < scale.chart.width ? ['1', '2', '5'] : ['1'];
    const leads = decades < 0.8 ? ['1', '1.5', '2', '3', '4', '5', '7'] : few;
    scale.ticks = scale.ticks.filter(({ value }) => leads.includes(value.toExponential().split('e')[0] ?? ''));
  };
  defaults.scales.logarithmic.ticks.callback = (value) => String(value);
}
