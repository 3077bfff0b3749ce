/** Draws a chart as PNG: the same bytes for the same config on every machine. */
import type { ChartConfiguration } from 'chart.js';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { InputError } from '../../judge/errors.ts';
import { fontFiles, PICTURE_FONTS } from './fonts.ts';
import { frameOf, PALETTES, PIXEL_RATIO, type Theme, tallest } from './frame.ts';
import { type ChartLibrary, installCharts } from './install.ts';

export interface PngOptions {
  /** CSS pixels, as the chart asks where absent; the picture has twice as many each way. */
  readonly width?: number;
  readonly height?: number;
  /** The theme that the config was made for: its background. */
  readonly theme: Theme;
}

/** Least height of a chart that is all frame: what is taller grows with its rows. */
const FRAME_HEIGHT = 200;
const canvases = new Map<string, ChartJSNodeCanvas>();

/** @throws InputError where the picture would be too large, before anything is drawn */
export function renderPng(config: ChartConfiguration, { width, height, theme }: PngOptions): Buffer {
  const { size } = frameOf(config);
  const drawn = { width: width ?? Math.max(size.width, size.minWidth), height: height ?? size.height };
  checkSize(drawn, config);
  const canvas = canvasOf(drawn.width, drawn.height, theme);
  // The canvas writes into the config it is given.
  const copy = structuredClone(config);
  return canvas.renderToBufferSync({ ...copy, options: { ...copy.options, devicePixelRatio: PIXEL_RATIO } });
}

function checkSize({ width, height }: { readonly width: number; readonly height: number }, config: ChartConfiguration): void {
  const most = tallest(width);
  if (height <= most) return;
  const { title } = frameOf(config);
  const rows = rowsOf(config);
  const fit = Math.floor((rows * (most - FRAME_HEIGHT)) / (height - FRAME_HEIGHT));
  throw new InputError(
    `the picture "${title}" has ${rows} rows, and ${Math.max(0, fit)} fit into one: take fewer, or a format that has no end (html, csv, json)`,
  );
}

function rowsOf({ data, options }: ChartConfiguration): number {
  const names = options?.plugins?.names;
  return (names !== undefined && names !== false ? names?.y?.length : undefined) ?? data.labels?.length ?? 0;
}

/** Kept, because each new canvas loads a Chart.js of its own that Node never lets go. */
function canvasOf(width: number, height: number, theme: Theme): ChartJSNodeCanvas {
  const key = `${width} ${height} ${theme}`;
  const known = canvases.get(key);
  if (known !== undefined) return known;
  const canvas = new ChartJSNodeCanvas({
    width,
    height,
    backgroundColour: PALETTES[theme].background,
    chartCallback: (library) => installCharts(library as ChartLibrary, PICTURE_FONTS),
  });
  if (canvases.size === 0) for (const { path, family } of fontFiles()) canvas.registerFont(path, { family });
  canvases.set(key, canvas);
  return canvas;
}
