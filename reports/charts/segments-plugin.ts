/** Chart.js plugin that writes into stacked bars; self-contained, because the page gets this function as text. */
import type { ChartType, Plugin } from 'chart.js';
import type { SegmentsOptions } from './frame.ts';
import type { TextFit } from './text-fit.ts';

export function segmentsPlugin(fit: TextFit): Plugin<ChartType, SegmentsOptions> {
  return {
    id: 'segments',
    afterDatasetsDraw(chart, _args, { texts, inks, mark, ink, halo }) {
      const scale = chart.scales.x;
      if (texts === undefined || scale === undefined) return;
      const pen = chart.ctx;
      pen.save();
      const { top, bottom } = chart.chartArea;
      const x = scale.getPixelForValue(mark);
      for (const [width, colour] of [
        [2.5, halo],
        [1, ink],
      ] as const) {
        pen.strokeStyle = colour;
        pen.lineWidth = width;
        pen.beginPath();
        pen.moveTo(x, top);
        pen.lineTo(x, bottom);
        pen.stroke();
      }
      pen.font = fit.font(chart, 12.5);
      pen.textBaseline = 'middle';
      pen.textAlign = 'center';
      texts.forEach((dataset, i) => {
        if (!chart.isDatasetVisible(i)) return;
        const fill = String(chart.data.datasets[i]?.backgroundColor);
        chart.getDatasetMeta(i).data.forEach((element, j) => {
          const text = dataset[j] ?? '';
          const { x: end, y } = element;
          const start = Number(element.getProps(['base']).base);
          const room = pen.measureText(text).width + 4;
          if (room > end - start) return;
          const middle = (start + end) / 2;
          // A line through a number would make it another number.
          pen.fillStyle = fill;
          if (Math.abs(middle - x) < room / 2) pen.fillRect(middle - room / 2, y - 8, room, 16);
          pen.fillStyle = inks[i] ?? '';
          pen.fillText(text, middle, y);
        });
      });
      pen.restore();
    },
  };
}
