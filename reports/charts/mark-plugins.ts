/** Chart.js plugins for intervals and heat cells; each function is self-contained, because the page gets it as text. */
import type { Chart, ChartType, Plugin } from 'chart.js';
import type { HeatOptions, IntervalsOptions } from './frame.ts';
import type { TextFit } from './text-fit.ts';

/** Draws each datum's interval along the x axis, and its number to the right of bar and interval. */
export function intervalsPlugin(fit: TextFit): Plugin<ChartType, IntervalsOptions> {
  function whisker(pen: Chart['ctx'], [from, to]: readonly [number, number], y: number, width: number, colour: string): void {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from, y);
    pen.lineTo(to, y);
    for (const end of [from, to]) {
      pen.moveTo(end, y - 4);
      pen.lineTo(end, y + 4);
    }
    pen.stroke();
  }

  function draw(chart: Chart, { ranges, numbers, ink, halo, muted, fontSize }: IntervalsOptions): void {
    const scale = chart.scales.x;
    if (scale === undefined) return;
    const pen = chart.ctx;
    pen.save();
    pen.font = fit.font(chart, fontSize);
    pen.textBaseline = 'middle';
    pen.textAlign = 'left';
    pen.lineCap = 'round';
    const zero = scale.getPixelForValue(Math.max(0, scale.min));
    pen.strokeStyle = muted;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(zero, scale.chart.chartArea.top);
    pen.lineTo(zero, scale.chart.chartArea.bottom);
    if (scale.min <= 0) pen.stroke();
    ranges.forEach((dataset, i) => {
      if (!chart.isDatasetVisible(i)) return;
      dataset.forEach((range, j) => {
        const element = chart.getDatasetMeta(i).data[j];
        if (element === undefined) return;
        const ends = (range ?? []).map((value) => scale.getPixelForValue(value));
        const [from, to] = ends;
        if (from !== undefined && to !== undefined) {
          whisker(pen, [from, to], element.y, 4, halo);
          whisker(pen, [from, to], element.y, 1.5, ink);
        }
        const reach = Number.isFinite(element.x) ? element.x : zero;
        pen.fillStyle = ink;
        pen.fillText(numbers[i]?.[j] ?? '', Math.max(reach, zero, ...ends) + 8, element.y);
      });
    });
    pen.restore();
  }

  return {
    id: 'intervals',
    beforeDatasetsDraw(chart, _args, options) {
      if (options.ranges !== undefined && options.under === true) draw(chart, options);
    },
    afterDatasetsDraw(chart, _args, options) {
      if (options.ranges !== undefined && options.under !== true) draw(chart, options);
    },
  };
}

/** Draws the cells of a heat table around the points of dataset 0, on two category axes. */
export function heatPlugin(fit: TextFit): Plugin<ChartType, HeatOptions> {
  return {
    id: 'heat',
    beforeDatasetsDraw(chart, _args, { texts, small, fills, ink }) {
      const { x, y } = chart.scales;
      if (texts === undefined || x === undefined || y === undefined) return;
      const pen = chart.ctx;
      const width = x.width / x.ticks.length;
      const height = y.height / y.ticks.length;
      pen.save();
      pen.textBaseline = 'middle';
      pen.textAlign = 'center';
      const SMALL = 10.5;
      pen.font = fit.font(chart, SMALL);
      const widest = Math.max(1, ...(small ?? []).map((text) => pen.measureText(text).width));
      const smallFont = fit.font(chart, Math.min(SMALL, (SMALL * (width - 6)) / widest));
      chart.getDatasetMeta(0).data.forEach((point, i) => {
        pen.fillStyle = fills[i] ?? '';
        pen.fillRect(point.x - width / 2 + 1, point.y - height / 2 + 1, width - 2, height - 2);
        pen.fillStyle = ink;
        const below = small?.[i] ?? '';
        pen.font = fit.font(chart, width < 38 ? 10.5 : 12.5);
        pen.fillText(texts[i] ?? '', point.x, point.y - (below === '' ? 0 : 6));
        pen.font = smallFont;
        pen.fillText(below, point.x, point.y + 8);
      });
      pen.restore();
    },
  };
}
