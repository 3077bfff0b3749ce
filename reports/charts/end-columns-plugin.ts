/** Chart.js plugin for columns of text beside the plot; self-contained, because the page gets this function as text. */
import type { Chart, ChartType, LayoutItem, layouts, Plugin } from 'chart.js';
import type { EndColumnsOptions } from './frame.ts';
import type { TextFit } from './text-fit.ts';

export function endColumnsPlugin(fit: TextFit, boxes: Pick<typeof layouts, 'addBox'>): Plugin<ChartType, EndColumnsOptions> {
  const GAP = 14;
  const SIZE = 12.5;
  const HEADING = 11.5;
  const MARGIN = 16;

  function widthsOf(chart: Chart, { columns }: EndColumnsOptions): number[] {
    const pen = chart.ctx;
    return columns.map(({ heading, texts }) => {
      pen.font = fit.font(chart, HEADING);
      const head = pen.measureText(heading).width;
      pen.font = fit.font(chart, SIZE);
      return Math.ceil(Math.max(head, ...texts.map((text) => pen.measureText(text).width))) + GAP;
    });
  }

  /** Room for the headings above the first row. */
  function headRoom(): LayoutItem & { options: object } {
    const place = { width: 0, height: 0, left: 0, top: 0, right: 0, bottom: 0 };
    return {
      ...place,
      // Chart.js reads it of every box.
      options: {},
      position: 'top',
      weight: 0,
      fullSize: false,
      isHorizontal: () => true,
      update(width) {
        this.width = width;
        this.height = HEADING * 1.6;
      },
      draw() {},
    };
  }

  return {
    id: 'endColumns',
    start(chart, _args, options) {
      if (options.columns !== undefined) boxes.addBox(chart, headRoom());
    },
    // A box at the side would do, but Chart.js then gives the names a quarter of the width at most.
    beforeUpdate(chart, _args, options) {
      const padding = chart.options.layout?.padding;
      if (options.columns === undefined || typeof padding !== 'object') return;
      Object.assign(padding, { right: widthsOf(chart, options).reduce((sum, width) => sum + width, MARGIN) });
    },
    afterDatasetsDraw(chart, _args, options) {
      const rows = chart.scales.y;
      if (options.columns === undefined || rows === undefined) return;
      const widths = widthsOf(chart, options);
      const pen = chart.ctx;
      pen.save();
      pen.textAlign = 'right';
      pen.textBaseline = 'middle';
      let right = chart.chartArea.right;
      options.columns.forEach(({ heading, texts }, i) => {
        right += widths[i] ?? 0;
        pen.font = fit.font(chart, HEADING);
        pen.fillStyle = options.muted;
        pen.fillText(heading, right, chart.chartArea.top - HEADING * 0.8);
        pen.font = fit.font(chart, SIZE);
        pen.fillStyle = options.ink;
        texts.forEach((text, row) => {
          pen.fillText(text, right, rows.getPixelForTick(row));
        });
      });
      pen.restore();
    },
  };
}
