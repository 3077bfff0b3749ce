/** Chart.js plugin that labels scatter points; self-contained, because the page gets this function as text. */
import type { ChartType, Plugin } from 'chart.js';
import type { PointLabelsOptions } from './frame.ts';
import type { Box, LabelledPoint, PlacedLabel, PlaceLabels } from './place-labels.ts';
import type { TextFit } from './text-fit.ts';

export function pointLabelsPlugin(fit: TextFit, placeLabels: PlaceLabels): Plugin<ChartType, PointLabelsOptions> {
  type Corner = { readonly x: number; readonly y: number };

  /** The stretches of a stepped line, as thin boxes. */
  function steps(corners: readonly Corner[]): Box[] {
    return corners.slice(1).flatMap((to, i) => {
      const from = corners[i] ?? to;
      return [
        { left: from.x, right: to.x, top: from.y - 2, bottom: from.y + 2 },
        { left: to.x - 2, right: to.x + 2, top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) },
      ];
    });
  }

  /** Where the line from a far label to its point ends: the nearest spot of the label's box. */
  function nearest({ point, box }: PlacedLabel): Corner {
    return { x: Math.min(Math.max(point.x, box.left), box.right), y: Math.min(Math.max(point.y, box.top), box.bottom) };
  }

  return {
    id: 'pointLabels',
    afterDatasetsDraw(chart, _args, { texts, ink, muted, halo }) {
      if (texts === undefined) return;
      const pen = chart.ctx;
      pen.save();
      pen.font = fit.font(chart, 12);
      const measure = (text: string) => pen.measureText(text).width;
      const widest = Math.min(190, chart.width * 0.3);
      const points: LabelledPoint[] = texts.flatMap((labels, i) =>
        !chart.isDatasetVisible(i)
          ? []
          : chart.getDatasetMeta(i).data.flatMap(({ x, y }, j) => {
              const wanted = (labels[j] ?? []).map((text) => fit.cut(text, widest, measure));
              return wanted.length === 0 ? [] : [{ x, y, texts: wanted.map((text) => ({ text, width: measure(text) + 2 })) }];
            }),
      );
      const lines = chart.data.datasets.flatMap((_, i) =>
        chart.getDatasetMeta(i).type === 'line' ? steps(chart.getDatasetMeta(i).data) : [],
      );
      const { left, top, bottom } = chart.chartArea;
      pen.textBaseline = 'middle';
      pen.textAlign = 'left';
      for (const label of placeLabels(points, 15, { left: left + 2, top, right: chart.width - 4, bottom: bottom - 2 }, lines)) {
        const { box, point } = label;
        const middle = (box.top + box.bottom) / 2;
        if (label.far) {
          const end = nearest(label);
          pen.strokeStyle = muted;
          pen.lineWidth = 0.75;
          pen.beginPath();
          pen.moveTo(point.x, point.y);
          pen.lineTo(end.x, end.y);
          pen.stroke();
        }
        pen.strokeStyle = halo;
        pen.lineWidth = 3;
        pen.lineJoin = 'round';
        pen.strokeText(label.text, box.left + 1, middle);
        pen.fillStyle = ink;
        pen.fillText(label.text, box.left + 1, middle);
      }
      pen.restore();
    },
  };
}
