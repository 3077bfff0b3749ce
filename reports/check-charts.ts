/** Checking what charts need: Chart.js, a canvas, and fonts. */
import { existsSync } from 'node:fs';
import { fontFiles } from './charts/fonts.ts';

/** Paths of fonts that are not there. @throws where Chart.js or the canvas cannot be loaded */
export async function missingFonts(): Promise<string[]> {
  await import('./charts/png.ts');
  return fontFiles()
    .filter(({ path }) => !existsSync(path))
    .map(({ path }) => path);
}
