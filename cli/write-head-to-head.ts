/** Writes the page and the charts of head-to-head results. */

import { renderPng } from '../reports/charts/png.ts';
import { headToHeadCharts } from '../reports/head-to-head/charts.ts';
import type { HeadToHead } from '../reports/head-to-head/head-to-head.ts';
import { headToHeadPage, type SheetParts } from '../reports/head-to-head/page.ts';
import type { Language } from '../reports/words/i18n.ts';
import { writeInto } from './write-files.ts';

export interface HeadToHeadFiles extends SheetParts {
  /** File name of the page. */
  readonly page: string;
  readonly language: Language;
}

/** Returns the paths written; charts are of battles, so without them the page is all. @throws InputError where the folder cannot be written */
export function writeHeadToHead(
  dir: string,
  list: readonly HeadToHead[],
  { page, language, ratings, source, scores }: HeadToHeadFiles,
): string[] {
  const look = { language, theme: 'light' } as const;
  const files: [string, string | Buffer][] = [
    [page, headToHeadPage(list, { language, ratings, source, scores })],
    ...(list.length === 0 ? [] : headToHeadCharts(list, look, { ratings, source })).map(({ name, config }): [string, Buffer] => [
      `${name}.png`,
      renderPng(config, { theme: look.theme }),
    ]),
  ];
  return writeInto(dir, files);
}
