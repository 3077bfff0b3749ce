/** Draws a chart as PNG: the same bytes for the same config on every machine. */
import type { ChartConfiguration } from 'chart.js';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { fontFiles, PICTURE_FONTS } from './fonts.ts';
import { frameOf, PALETTES, type Theme } from './frame.ts';
import { type ChartLibrary, installCharts } from './install.ts';

export interface PngOptions {
  /** CSS pixels, as the chart asks where absent; the picture has twice as many each way. */
  readonly width?: number;
  readonly height?: number;
  /** The theme that the config was made for: its background. */
  readonly theme: Theme;
}

const PIXEL_RATIO = 2;
const canvases = new Map<string, ChartJSNodeCanvas>();

export function renderPng(config: ChartConfiguration, { width, height, theme }: PngOptions): Buffer {
  const { size } = frameOf(config);
  const canvas = canvasOf(width ?? Math.max(size.width, size.minWidth), height ?? size.height, theme);
  // The canvas writes into the config it is given.
  const copy = structuredClone(config);
  return canvas.renderToBufferSync({ ...copy, options: { ...copy.options, devicePixelRatio: PIXEL_RATIO } });
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
