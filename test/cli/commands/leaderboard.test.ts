import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/verdict-files.ts';
import { type Desk, desk, TASKS } from '../desk.ts';

let place: Desk;
const board = (...words: string[]) => gavel(['leaderboard', ...words, '--store', 's.db'], { cwd: place.path });

beforeAll(async () => {
  place = desk();
  const labels = ['satisfied', 'partial', 'unsatisfied'];
  const rows = ['x', 'y', 'z'].flatMap((agent, i) =>
    TASKS.flatMap((task, j) =>
      (task.rubric ?? []).map(({ id }, k) => ({ agent, task: task.id, criterion: id, label: labels[(i + j + k) % 3] })),
    ),
  );
  place.write('v.jsonl', lines(rows));
  await gavel(['import', 'verdicts', 'v.jsonl', '--benchmark', 'bench=tasks.jsonl', '--store', 's.db'], { cwd: place.path });
});

describe('gavel leaderboard', () => {
  it('prints one JSON document and nothing else', async () => {
    const { code, stdout, stderr } = await board('--json');
    expect([code, stderr]).toEqual([0, '']);
    const parsed = JSON.parse(stdout) as { rows: object[] };
    expect(Object.keys(parsed)).toEqual(['benchmark', 'scale', 'judge', 'rows']);
    expect(parsed).toMatchObject({ benchmark: 'bench', scale: 'ternary', judge: 'imported' });
    expect(parsed.rows).toHaveLength(3);
    expect(parsed.rows[0]).toMatchObject({
      rank: 1,
      tasks: 2,
      trials: 2,
      failed: 0,
      unscored: 0,
      coverage: 1,
      costPerReport: { amount: null, currency: 'CNY', basis: 'unknown' },
      judgeCost: { amount: null, basis: 'unknown' },
    });
  });

  it('has the figures of the formula, on the scale asked for', async () => {
    // x on a (weights 2, 1, -1): satisfied, partial, unsatisfied; on b (1, 1, -2): partial, unsatisfied, satisfied.
    const scoreOf = async (scale: string) =>
      (JSON.parse((await board('--json', '--scale', scale)).stdout) as { rows: { agent: string; score: number }[] }).rows.find(
        (row) => row.agent === 'x',
      )?.score;
    // (2 + 0.5)/3 and (0.5 - 2)/2.
    expect(await scoreOf('ternary')).toBeCloseTo((100 * (2.5 / 3 - 0.75)) / 2, 9);
    // 2/3 and -2/2.
    expect(await scoreOf('strict')).toBeCloseTo((100 * (2 / 3 - 1)) / 2, 9);
  });

  it('writes the same bytes in two processes: JSON, page, pictures, tables', async () => {
    for (const format of ['json', 'html', 'png', 'csv', 'md', 'table']) {
      for (const out of ['one', 'two']) expect((await board('--format', format, '--out', out)).code).toBe(0);
    }
    const names = readdirSync(join(place.path, 'one')).sort();
    expect(readdirSync(join(place.path, 'two')).sort()).toEqual(names);
    expect(names.filter((name) => name.endsWith('.png')).length).toBeGreaterThan(0);
    for (const name of names)
      expect(readFileSync(join(place.path, 'one', name)).equals(readFileSync(join(place.path, 'two', name))), name).toBe(true);
  });

  it('exports what can be imported again into an equal store', async () => {
    const first = await gavel(['export', 'verdicts', '--store', 's.db'], { cwd: place.path });
    expect(first.stderr).toBe('');
    place.write('again.jsonl', first.stdout);
    const words = ['import', 'verdicts', 'again.jsonl', '--benchmark', 'bench=tasks.jsonl', '--store', 'copy.db'];
    expect((await gavel(words, { cwd: place.path })).stderr).toBe('imported 18 verdicts of 3 agents\n');
    expect((await gavel(words, { cwd: place.path })).stderr).toBe('imported 0 verdicts of 3 agents (18 there before)\n');
    expect((await gavel(['export', 'verdicts', '--store', 'copy.db'], { cwd: place.path })).stdout).toBe(first.stdout);
  });
});
