/** Writes the page and the charts of head-to-head results. */
import { headToHeadCharts } from '../reports/charts/head-to-head-charts.ts';
import type { HeadToHead } from '../reports/head-to-head.ts';
import { headToHeadPage } from '../reports/head-to-head-page.ts';
import type { Language } from '../reports/i18n.ts';
import { renderPng } from '../reports/png.ts';
import type { Ratings } from '../reports/ratings/ratings.ts';
import { writeInto } from './write-files.ts';

export interface HeadToHeadFiles {
  /** File name of the page. */
  readonly page: string;
  readonly language: Language;
  readonly ratings?: Ratings | undefined;
}

/** Returns the paths written. @throws InputError where the folder cannot be written */
export function writeHeadToHead(dir: string, list: readonly HeadToHead[], { page, language, ratings }: HeadToHeadFiles): string[] {
  const look = { language, theme: 'light' } as const;
  const files: [string, string | Buffer][] = [
    [page, headToHeadPage(list, { language, ...(ratings !== undefined && { ratings }) })],
    ...headToHeadCharts(list, look, ratings).map(({ name, config }): [string, Buffer] => [
      `${name}.png`,
      renderPng(config, { theme: look.theme }),
    ]),
  ];
  return writeInto(dir, files);
}
