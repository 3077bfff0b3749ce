/** The fonts of charts: files that come with gavel for pictures, the reader's own for pages. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Latin, Greek and signs from DejaVu, Chinese from Noto Sans SC. */
export const PICTURE_FONTS = 'DejaVu, NotoSC';

export const PAGE_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** Of Chinese text: quotation marks, dashes and dots are wide there, and have one shape in Latin fonts, another in Chinese ones. */
export const CHINESE_FONTS =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", system-ui, sans-serif';

export interface FontFile {
  readonly path: string;
  readonly family: string;
}

/** Where the font files lie; works from the sources and from dist/, wherever npm put the packages. */
export function fontFiles(): FontFile[] {
  const { resolve } = createRequire(import.meta.url);
  const dejavu = join(dirname(resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  const noto = (weight: 400 | 700) => resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff2`);
  return [
    { path: join(dejavu, 'DejaVuSans.ttf'), family: 'DejaVu' },
    { path: join(dejavu, 'DejaVuSans-Bold.ttf'), family: 'DejaVu' },
    { path: noto(400), family: 'NotoSC' },
    { path: noto(700), family: 'NotoSC' },
  ];
}
