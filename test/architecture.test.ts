/** The folders import in one direction only, and no module imports itself in a circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const ORDER = ['judge', 'benchmarks', 'runners', 'reports', 'cli'];

/** Modules with the modules that they import as values; types cannot make a circle at run time, but may not point upwards either. */
const modules = new Map(
  ORDER.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => {
        const path = join(folder, file);
        const source = readFileSync(path, 'utf8');
        const imports = [...source.matchAll(/^(?:import|export)\s(type\s)?[^'"]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gm)].map(
          (match) => ({
            target: normalize(join(dirname(path), match[2] ?? match[3] ?? '')),
            type: match[1] !== undefined,
          }),
        );
        return [path, imports] as const;
      }),
  ),
);

describe('the folders', () => {
  it('import only from those left of them: judge <- benchmarks <- runners <- reports <- cli', () => {
    const rank = (path: string) => ORDER.indexOf(path.split('/')[0] ?? '');
    const upward = [...modules].flatMap(([path, imports]) =>
      imports.filter(({ target }) => rank(target) > rank(path)).map(({ target }) => `${path} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });

  it('have no import cycles', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      state.set(path, 'open');
      for (const { target, type } of modules.get(path) ?? []) if (!type) visit(target, [...trail, path]);
      state.set(path, 'done');
    };
    for (const path of modules.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('are all there', () => {
    expect(modules.size).toBeGreaterThan(50);
  });
});

describe('SQL', () => {
  const SQL = /\.sql[(<]|\b(?:SELECT\s.+\sFROM|INSERT INTO|DELETE FROM|CREATE TABLE|PRAGMA)\b|\bbetter-sqlite3\b/s;

  it('is written in runners/store/ alone: everybody else asks it in words', () => {
    const elsewhere = [...modules.keys()].filter((path) => !path.startsWith('runners/store/') && SQL.test(readFileSync(path, 'utf8')));
    expect(elsewhere).toEqual([]);
  });
});
