/** Chart.js plugins for title, notes and names; each function is self-contained, because the page gets it as text. */
import type { Chart, ChartType, LayoutItem, layouts, Plugin } from 'chart.js';
import type { FrameOptions, NamesOptions } from './frame.ts';
import type { TextFit } from './text-fit.ts';

type Layouts = Pick<typeof layouts, 'addBox'>;

/** Draws title and subtitle above the plot and the notes below it. */
export function framePlugin(fit: TextFit, boxes: Layouts): Plugin<ChartType, FrameOptions> {
  /** Left and right, as every chart has them at least. */
  const MARGINS = 28;

  /** Of a chart that is wider than the screen, what is seen of it: nobody scrolls to read a line. */
  function inView({ canvas }: Chart): number {
    const seen = typeof canvas.closest === 'function' ? canvas.closest('.scroll') : null;
    return seen === null || seen.clientWidth === 0 ? Number.POSITIVE_INFINITY : seen.clientWidth;
  }

  interface Block {
    readonly text: string;
    readonly size: number;
    readonly weight: 'bold' | 'normal';
    readonly colour: string;
    readonly lines: number;
  }

  function box(chart: Chart, position: 'top' | 'bottom', blocks: readonly Block[]): LayoutItem & { options: object } {
    let rows: { text: string; block: Block }[] = [];
    const place = { width: 0, height: 0, left: 0, top: 0, right: 0, bottom: 0 };
    return {
      ...place,
      // Chart.js reads it of every box.
      options: {},
      position,
      weight: 3000,
      fullSize: true,
      isHorizontal: () => true,
      update() {
        // Columns beside the plot leave it less, but stand neither above nor below it.
        const width = Math.min(chart.width, inView(chart)) - MARGINS;
        rows = blocks.flatMap((block) => {
          chart.ctx.font = fit.font(chart, block.size, block.weight);
          const measure = (text: string) => chart.ctx.measureText(text).width;
          return fit.wrap(block.text, width, block.lines, measure).map((text) => ({ text, block }));
        });
        this.width = width;
        this.height = rows.reduce((sum, { block }) => sum + block.size * 1.4, rows.length > 0 ? 10 : 0);
      },
      draw() {
        let y = this.top + (position === 'bottom' ? 10 : 0);
        for (const { text, block } of rows) {
          chart.ctx.font = fit.font(chart, block.size, block.weight);
          chart.ctx.fillStyle = block.colour;
          chart.ctx.textAlign = 'left';
          chart.ctx.textBaseline = 'middle';
          chart.ctx.fillText(text, this.left, y + block.size * 0.7);
          y += block.size * 1.4;
        }
      },
    };
  }

  return {
    id: 'frame',
    start(chart, _args, { title, about, subtitle, notes, ink, muted }) {
      if (title === undefined) return;
      boxes.addBox(
        chart,
        box(chart, 'top', [
          { text: title, size: 17, weight: 'bold', colour: ink, lines: 2 },
          ...[...(about ?? []), subtitle].map((text): Block => ({ text, size: 12, weight: 'normal', colour: muted, lines: 3 })),
        ]),
      );
      const block = { size: 12, weight: 'normal', colour: muted, lines: 6 } as const;
      boxes.addBox(
        chart,
        box(
          chart,
          'bottom',
          notes.map((text) => ({ ...block, text })),
        ),
      );
    },
  };
}

/** Fits the full names into the width the chart has now, before Chart.js lays it out. */
export function namesPlugin(fit: TextFit): Plugin<ChartType, NamesOptions> {
  /** The names in up to three lines each; undefined where that cannot be had without breaking a word. */
  function headings(names: readonly string[], width: number, measure: (text: string) => number): string[][] | undefined {
    const words = names.flatMap((name) => name.split(/[\s\u2e80-\u9fff]+/));
    const wrapped = names.map((name) => fit.wrap(name, width, 9, measure));
    return wrapped.every((lines) => lines.length <= 3) && words.every((word) => measure(word) <= width) ? wrapped : undefined;
  }

  return {
    id: 'names',
    beforeUpdate(chart, _args, { x, y, legend, lines }) {
      const measure = (text: string) => chart.ctx.measureText(text).width;
      chart.ctx.font = fit.font(chart, 13);
      const padding = chart.options.layout?.padding;
      const beside = typeof padding === 'object' && 'right' in padding ? Number(padding.right) : 0;
      // Chart.js gives an axis half of the width at most.
      const most = (chart.width - beside) / 2 - 24;
      const share = y === undefined ? 0 : Math.min(most, chart.width * (chart.width < 600 ? 0.36 : 0.32));
      if (y !== undefined) chart.data.yLabels = y.map((name) => fit.wrap(name, share, lines, measure)) as unknown as string[];
      if (legend !== undefined) {
        chart.data.datasets.forEach((dataset, i) => {
          dataset.label = fit.cut(legend[i] ?? '', chart.width * 0.8, measure);
        });
      }
      if (x === undefined || y === undefined) return;
      const names = Math.min(share, Math.max(...y.map((name) => measure(name)))) + 40;
      chart.ctx.font = fit.font(chart, 12);
      const lying = headings(x, (chart.width - names) / x.length - 6, measure);
      chart.data.xLabels = (lying ?? x.map((name) => fit.wrap(name, 130, 2, measure))) as unknown as string[];
      const ticks = chart.options.scales?.x?.ticks;
      if (ticks && 'minRotation' in ticks) ticks.minRotation = lying === undefined ? 50 : 0;
    },
  };
}
