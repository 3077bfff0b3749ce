/** The folders import in one direction only, and no module imports itself in a circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const ORDER = ['judge', 'benchmarks', 'runners', 'reports', 'cli'];

/** What the command line may use beside use cases: it opens a store, checks words by schemas, counts, and prints. */
const SHOWN_TO_CLI = [
  'runners/store/store.ts',
  'runners/agents/entry.ts',
  'runners/annotation/answer.ts',
  'runners/judges/model.ts',
  'runners/judges/offline.ts',
  'runners/judges/open.ts',
  'runners/judging/progress.ts',
  'reports/attack/text.ts',
  'reports/charts/png.ts',
  'reports/diagnostics/table.ts',
  'reports/agreement/charts.ts',
  'reports/agreement/page.ts',
  'reports/agreement/text.ts',
  'reports/head-to-head/battle-source.ts',
  'reports/diagnostics/chart.ts',
  'reports/diagnostics/page.ts',
  'reports/head-to-head/charts.ts',
  'reports/head-to-head/head-to-head.ts',
  'reports/head-to-head/page.ts',
  'reports/head-to-head/score-comparison-text.ts',
  'reports/head-to-head/text.ts',
  'reports/history/chart.ts',
  'reports/history/page.ts',
  'reports/history/text.ts',
  'reports/judged-report/text.ts',
  'reports/leaderboard/charts.ts',
  'reports/leaderboard/notes.ts',
  'reports/leaderboard/page.ts',
  'reports/leaderboard/table.ts',
  'reports/ratings/table.ts',
  'reports/rewards/charts.ts',
  'reports/rewards/page.ts',
  'reports/rewards/text.ts',
  'reports/stats/paired.ts',
  'reports/stress/charts.ts',
  'reports/stress/page.ts',
  'reports/stress/table.ts',
  'reports/web/tasks-page.ts',
  'reports/words/i18n.ts',
  'reports/words/text.ts',
];

/** Modules with the modules that they import, as values or as types. */
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

  it('have no import cycles, imports of types counted', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      state.set(path, 'open');
      for (const { target } of modules.get(path) ?? []) visit(target, [...trail, path]);
      state.set(path, 'done');
    };
    for (const path of modules.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('show the command line their use cases alone: of runners/ and reports/ it imports the files at the top, schemas, and what writes text and pages', () => {
    const open = (target: string) => /^(runners|reports)\/[^/]+$/.test(target) || SHOWN_TO_CLI.includes(target);
    const inner = [...modules].flatMap(([path, imports]) =>
      imports
        .filter(({ target, type }) => path.startsWith('cli/') && !type && /^(runners|reports)\//.test(target) && !open(target))
        .map(({ target }) => `${path} -> ${target}`),
    );
    expect(inner).toEqual([]);
    const sources = [...modules.keys()]
      .filter((path) => path.startsWith('cli/'))
      .map((path) => [path, readFileSync(path, 'utf8')] as const);
    expect(
      sources.filter(([, source]) => /(?:from |import\()'(?:node:crypto|[^']*sqlite[^']*)'/.test(source)).map(([path]) => path),
    ).toEqual([]);
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
