import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = ['judge', 'benchmarks', 'runners', 'reports', 'cli', 'clients', 'test', 'bench', 'data'];

/** Every file and folder, folders with a slash at their end, all with one before them. */
const paths = FOLDERS.flatMap((folder) => [
  `/${folder}/`,
  ...readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).map(
    (entry) => `${join(entry.parentPath, entry.name).slice(ROOT.length)}${entry.isDirectory() ? '/' : ''}`,
  ),
]);

/** What a text names in backticks and is code: a `.ts` file, or a folder. Often without the folders that the text has named just before. */
function namesIn(file: string): string[] {
  const prose = readFileSync(join(ROOT, file), 'utf8').replace(/```[\s\S]*?```/g, '');
  return [...prose.matchAll(/`([\w./-]+(?:\.ts|\/))`/g)].map(([, name = '']) => name).filter((name) => name !== 'gavel-out/');
}

it.each(['ARCHITECTURE.md', 'README.md'])('%s names no file or folder of the code that is not there', (file) => {
  expect(namesIn(file).filter((name) => !paths.some((path) => path.endsWith(`/${name}`)))).toEqual([]);
});

it('ARCHITECTURE.md names files at all, and stays within two pages', () => {
  expect(namesIn('ARCHITECTURE.md').length).toBeGreaterThan(30);
  expect(readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').length).toBeLessThan(100 * 150);
});
