/** What all charts share: colours, sizes, clean names, and the options that our Chart.js plugins read. */
import type { ChartConfiguration, ChartOptions, ChartType } from 'chart.js';
import type { Language } from '../words/i18n.ts';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface ChartLook {
  readonly language: Language;
  readonly theme: Theme;
}

export type Rgb = readonly [red: number, green: number, blue: number];

interface Ground {
  readonly fill: string;
  readonly ink: string;
}

export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  /** Told apart with any colour vision (Okabe and Ito), in order of use. */
  readonly series: readonly [string, string, string, string, string, string];
  /** From the lowest to the highest value of a heat table; ink is legible on both. */
  readonly heat: readonly [Rgb, Rgb];
  /** From 0 over the even middle to 1 of a rate; ink is legible on all. */
  readonly diverging: readonly [Rgb, Rgb, Rgb];
  /** Grounds of won, tied and lost, each with the ink that is legible on it. */
  readonly outcomes: readonly [Ground, Ground, Ground];
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#ffffff',
    ink: '#1b1f24',
    muted: '#57606a',
    grid: '#e4e7eb',
    series: ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'],
    heat: [
      [243, 248, 252],
      [86, 180, 233],
    ],
    diverging: [
      [238, 155, 70],
      [246, 247, 248],
      [86, 170, 225],
    ],
    outcomes: [
      { fill: '#0072b2', ink: '#ffffff' },
      { fill: '#d5dae0', ink: '#1b1f24' },
      { fill: '#e69f00', ink: '#1b1f24' },
    ],
  },
  dark: {
    background: '#14181d',
    ink: '#e8ebee',
    muted: '#a6afb9',
    grid: '#2d353e',
    series: ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#f0e442', '#d55e00'],
    heat: [
      [25, 33, 42],
      [47, 111, 159],
    ],
    diverging: [
      [143, 82, 10],
      [36, 43, 51],
      [38, 106, 160],
    ],
    outcomes: [
      { fill: '#56b4e9', ink: '#14181d' },
      { fill: '#4a545f', ink: '#ffffff' },
      { fill: '#e69f00', ink: '#14181d' },
    ],
  },
};

/** Points in CSS pixels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
  /** Below this the chart is no longer legible: let it scroll. */
  readonly minWidth: number;
}

/** Of a picture to the chart, each way. */
export const PIXEL_RATIO = 2;
/** Of one picture: a gigabyte while it is drawn, which takes about half a minute. */
const MOST_PIXELS = 2 ** 28;

/** The tallest picture of that width; both in CSS pixels. */
export function tallest(width: number): number {
  return MOST_PIXELS / PIXEL_RATIO ** 2 / width;
}

/** Title above and notes below the plot, wrapped to its width. */
export interface FrameOptions {
  readonly title: string;
  /** What the chart is about, each on lines of its own above the subtitle. */
  readonly about?: readonly string[];
  readonly subtitle: string;
  readonly notes: readonly string[];
  readonly ink: string;
  readonly muted: string;
  readonly size: ChartSize;
}

/** Full names, which the plugin fits into the room there is: wrapped, then cut with an ellipsis. */
export interface NamesOptions {
  readonly y?: readonly string[];
  readonly x?: readonly string[];
  readonly legend?: readonly string[];
  /** Lines a y name may take. */
  readonly lines: number;
}

/** Horizontal intervals and the number beside each bar or point; outer index dataset, inner index datum. */
export interface IntervalsOptions {
  readonly ranges: readonly (readonly (readonly [number, number] | null)[])[];
  readonly numbers: readonly (readonly string[])[];
  readonly ink: string;
  readonly halo: string;
  /** Of the line at 0. */
  readonly muted: string;
  readonly fontSize: number;
  /** Whether points stand on their intervals instead of the reverse. */
  readonly under?: boolean;
}

/** Labels of scatter points; each datum has its texts from longest to shortest, tried in that order. */
export interface PointLabelsOptions {
  readonly texts: readonly (readonly (readonly string[])[])[];
  readonly ink: string;
  readonly muted: string;
  readonly halo: string;
}

/** One entry for each datum of dataset 0, in its order. */
export interface HeatOptions {
  readonly texts: readonly string[];
  /** A second, smaller line. */
  readonly small?: readonly string[];
  readonly fills: readonly string[];
  readonly ink: string;
}

/** Texts inside stacked horizontal bars, left out where they find no room; outer index dataset, inner index datum. */
export interface SegmentsOptions {
  readonly texts: readonly (readonly string[])[];
  /** One a dataset. */
  readonly inks: readonly string[];
  /** A thin vertical line at this value. */
  readonly mark: number;
  readonly ink: string;
  readonly halo: string;
}

/** Columns of text to the right of the plot, one line a y category, under headings. */
export interface EndColumnsOptions {
  readonly columns: readonly { readonly heading: string; readonly texts: readonly string[] }[];
  readonly ink: string;
  readonly muted: string;
}

declare module 'chart.js' {
  // The names of the type parameters must be those of Chart.js.
  interface PluginOptionsByType<TType extends ChartType> {
    frame?: FrameOptions | false;
    names?: NamesOptions | false;
    intervals?: IntervalsOptions | false;
    pointLabels?: PointLabelsOptions | false;
    heat?: HeatOptions | false;
    segments?: SegmentsOptions | false;
    endColumns?: EndColumnsOptions | false;
  }
  interface ChartDatasetProperties<TType extends ChartType, TData> {
    /** Lines of the tooltip of each datum. */
    tips?: readonly (readonly string[])[];
  }
}

/** Throws Error where a chart was not made with `baseOptions`. */
export function frameOf(config: ChartConfiguration): FrameOptions {
  const frame = config.options?.plugins?.frame;
  if (!frame || frame.size === undefined) throw new Error('this chart has no plugins.frame');
  return frame as FrameOptions;
}

/** Options that every chart starts from; the result holds no functions, so it can be sent to a page as JSON. */
export function baseOptions(frame: Omit<FrameOptions, 'ink' | 'muted'>, palette: Palette): ChartOptions {
  return {
    animation: false,
    maintainAspectRatio: false,
    // Numbers would otherwise follow the machine's locale.
    locale: 'en',
    color: palette.ink,
    layout: { padding: { left: 12, right: 16, top: 12, bottom: 12 } },
    plugins: {
      frame: { ...frame, ink: palette.ink, muted: palette.muted },
      legend: { display: false },
      tooltip: { displayColors: false, padding: 10, bodyFont: { size: 13 } },
    },
  };
}

/** An axis in the look of the theme. */
export function axisLook(palette: Palette) {
  return { grid: { color: palette.grid }, border: { color: palette.grid }, ticks: { color: palette.muted, font: { size: 12 } } };
}

/** Ticks of an axis of shares; Chart.js sets a fewest number of digits where none is given. */
export const WHOLE_PERCENT = { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 0 } as const;

/** A legend above the plot, from its left end. */
export function topLegend(palette: Palette, fontSize: number, labels: { boxWidth?: number; boxHeight?: number; usePointStyle?: boolean }) {
  return {
    display: true,
    position: 'top' as const,
    align: 'start' as const,
    labels: { ...labels, color: palette.ink, padding: 14, font: { size: fontSize } },
  };
}

/** An axis of names, all of them shown. */
export function nameAxis(palette: Palette) {
  return {
    type: 'category' as const,
    grid: { display: false },
    border: { display: false },
    ticks: { color: palette.ink, font: { size: 13 }, autoSkip: false },
  };
}

/** A linear axis that just holds 0 and all values and interval ends, so that narrow charts waste no room. */
export function valueAxis(values: readonly number[], palette: Palette) {
  const look = axisLook(palette);
  const min = Math.floor(Math.min(0, ...values));
  const max = Math.ceil(Math.max(0, ...values));
  return { type: 'linear' as const, ...look, min, max: max > min ? max : 1, ticks: { ...look.ticks, includeBounds: false } };
}

/** The same chart with another frame. */
export function withFrame(config: ChartConfiguration, change: (frame: FrameOptions) => FrameOptions): ChartConfiguration {
  const plugins = { ...config.options?.plugins, frame: change(frameOf(config)) };
  return { ...config, options: { ...config.options, plugins } };
}
