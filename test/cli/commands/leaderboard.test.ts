import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgesOf } from '../../../runners/store/judges.ts';
import { storeRun } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { agentOf, runWith, stored } from '../../runners/work.ts';
import { type Desk, desk, JUDGE, TASKS } from '../desk.ts';

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
    expect(Object.keys(parsed)).toEqual(['benchmark', 'scale', 'judge', 'rows', 'provenance']);
    expect(parsed).toMatchObject({ benchmark: 'bench', scale: 'ternary', judge: 'imported' });
    expect(parsed.rows).toHaveLength(3);
    expect(parsed.rows[0]).toMatchObject({
      rankSet: [1, 3],
      tasks: 2,
      trials: 2,
      failed: 0,
      unscored: 0,
      coverage: 1,
      costPerReport: { amount: null, currency: 'CNY', basis: 'unknown' },
      judgeCost: { amount: null, basis: 'unknown' },
    });
  });

  it('fails where an agent scores below what is asked', async () => {
    // x scores 100 x (2.5/3 - 0.75)/2 = 4.2.
    const { code, stdout, stderr } = await board('--json', '--fail-below', '50');
    expect([code, (JSON.parse(stdout) as { rows: object[] }).rows.length]).toEqual([1, 3]);
    expect(stderr).toMatch(/^gavel: below 50: .*x scores 4\.2 on bench.*\n$/);
    expect((await board('--json', '--fail-below', '-200')).code).toBe(0);
    expect((await board('--json', '--fail-below', 'high')).code).toBe(2);
  });

  it('has a row for each task and agent', async () => {
    const { code, stdout } = await board('--by', 'task', '--format', 'csv');
    const rows = stdout.trimEnd().split('\r\n');
    expect([code, rows[0]]).toEqual([0, 'benchmark,scale,judge,task,domain,agent,score,attempts,failed,unscored,owed,coverage']);
    // x on a: (2 + 0.5)/3; two tasks of three agents.
    expect(rows).toHaveLength(7);
    expect(rows[1]).toMatch(/^bench,ternary,imported,a,[^,]*,x,83\.33333333333\d*,1,0,0,0,1$/);
    expect((await board('--by', 'task')).stderr).toContain('--by task goes with --format csv or --json');
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

  it('writes the same CSV into a file as on stdout', async () => {
    expect((await board('--format', 'csv', '--out', 'csv')).code).toBe(0);
    expect(readFileSync(join(place.path, 'csv', 'leaderboard-bench.csv'), 'utf8')).toBe((await board('--format', 'csv')).stdout);
  });

  it('shows a benchmark once that is named twice', async () => {
    const twice = await board('--json', '--benchmark', 'bench', '--benchmark', 'bench=tasks.jsonl');
    expect(twice.stdout).toBe((await board('--json')).stdout);
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

describe('agents scored on different tasks', () => {
  const words = (...more: string[]) => gavel(['leaderboard', '--store', 'uneven.db', ...more], { cwd: place.path });

  beforeAll(async () => {
    const rows = ['x a', 'x b', 'y a'].map((pair) => ({ agent: pair[0], task: pair[2], criterion: 'c01', label: 'satisfied' }));
    place.write('uneven.jsonl', lines(rows));
    await gavel(['import', 'verdicts', 'uneven.jsonl', '--benchmark', 'bench=tasks.jsonl', '--store', 'uneven.db'], { cwd: place.path });
  });

  it('are named under the table and Markdown, on the page, and on stderr beside JSON and CSV', async () => {
    const text = 'Agents were scored on different tasks (1 to 2 of 2): compare them head to head (gavel compare A B).';
    const table = await words();
    expect([table.stdout.trimEnd().split('\n').at(-2), table.stderr]).toEqual([text, '']);
    expect((await words('--format', 'md')).stdout.trimEnd().split('\n').at(-3)).toBe(text);
    for (const format of ['json', 'csv']) expect((await words('--format', format)).stderr).toBe(`note: bench: ${text}\n`);
    expect(JSON.parse((await words('--json')).stdout)).toMatchObject({ uneven: { least: 1, most: 2, of: 2, different: true } });
    await words('--format', 'html', '--out', 'uneven');
    const page = readFileSync(join(place.path, 'uneven', 'leaderboard.html'), 'utf8');
    expect(page).toContain(text);
    expect(page).toContain('各智能体得分所依据的任务不同（2 个中的 1 至 2 个）');
  });
});

describe('judges of one name', () => {
  it('are shown by name and hash; asked for by name, the newest is taken and the other is named', async () => {
    const store = new Store(join(place.path, 'twins.db'), { mode: 'write' });
    const planned = ['x', 'y'].map((name) => ({ agent: agentOf(name), tasks: stored(store, TASKS) }));
    for (const temperature of [0, 1]) await runWith(store, planned, { temperature });
    const ids = (table: string) => store.sql<[], { id: number }>(`SELECT id FROM ${table}`).all();
    for (const { id: judgeId } of ids('judge')) {
      for (const { id: agentId } of ids('agent'))
        storeRun(store, {
          sweep: 's',
          benchmark: 'bench',
          agentId,
          judgeId,
          repeats: 1,
          judgeTrials: 1,
          at: '',
          tasks: stored(store, TASKS),
        });
    }
    const [newest = '', older = ''] = judgesOf(store, { benchmark: 'bench' }).map(({ hash }) => `m (${hash.slice(0, 8)})`);
    store.close();
    const told = (command: string[], ...words: string[]) => gavel([...command, '--store', 'twins.db', ...words], { cwd: place.path });
    const note = `note: 2 judges of bench are named "m"; this is the newest, ${newest}: --judge '${older}' takes the other\n`;
    const hint = `note: bench: scores are by ${newest}, the newest judge; --judge '${older}' shows another's\n`;
    for (const [command, said] of [
      [['leaderboard'], hint],
      [['compare', 'x', 'y'], ''],
    ] as const) {
      const quiet = await told([...command]);
      expect([quiet.code, quiet.stderr, quiet.stdout.includes(newest)]).toEqual([0, said, true]);
      const byName = await told([...command], '--judge', 'm');
      expect([byName.stderr, byName.stdout]).toEqual([note, quiet.stdout]);
      const other = await told([...command], '--judge', older);
      expect([other.code, other.stderr, other.stdout.includes(older)]).toEqual([0, '', true]);
    }
  });
});

describe('ratings beside the scores', () => {
  it('are those of gavel ratings, and the judges counted together are named', async () => {
    const battles = TASKS.flatMap(({ id }) =>
      ['ann', 'bob'].flatMap((judge) => [
        { task: id, a: 'x', b: 'y', outcome: judge === 'ann' ? 'a' : 'b', judge },
        { task: id, a: 'y', b: 'z', outcome: judge === 'ann' ? 'tie' : 'b', judge },
        { task: id, a: 'z', b: 'x', outcome: id === 'a' ? 'a' : 'tie', judge },
      ]),
    );
    place.write('battles.jsonl', lines(battles));
    const imported = await gavel(['import', 'battles', 'battles.jsonl', '--benchmark', 'bench', '--store', 's.db'], { cwd: place.path });
    expect(imported.code, imported.stderr).toBe(0);
    // The judge of the scores has compared nothing: nobody else's battles stand beside them, unless they are asked for.
    const alone = await board('--json');
    expect(alone.stderr).toBe(
      'note: bench: battles are by ann, bob and not by imported, so no ratings stand beside the scores; --ratings-by NAME or all shows them\n',
    );
    expect((JSON.parse(alone.stdout) as Rows).rows.map(({ rating }) => rating)).toEqual([undefined, undefined, undefined]);
    const { stdout, stderr } = await board('--json', '--ratings-by', 'all');
    expect(stderr).toBe(
      'note: battles of 2 judges are counted together: ann 6, bob 6; gavel ratings --judge NAME takes one of them, --judge consensus their majority\n',
    );
    expect(JSON.parse(stdout)).toMatchObject({ ratedBy: [{ name: 'ann' }, { name: 'bob' }] });
    expect((await board('--ratings-by', 'all')).stdout).toContain('\nRatings: Battles of 2 judges are counted together: ann 6, bob 6.\n');
    expect((await board('--ratings-by', 'ann')).stdout).toContain('\nRatings by ann.\n');
    const fitted = JSON.parse((await gavel(['ratings', '--json', '--store', 's.db'], { cwd: place.path })).stdout) as Rows;
    const shown = (JSON.parse(stdout) as Rows).rows;
    for (const { agent, rating, ci } of fitted.rows)
      expect(shown.find((row) => row.agent === agent)).toMatchObject({ rating, ...(ci !== null && { ratingCi: ci }) });
  });
});

interface Rows {
  readonly rows: readonly { readonly agent: string; readonly rating: number; readonly ci: readonly number[] | null }[];
}

describe('a store of several benchmarks', () => {
  it('is one CSV document, and a list in JSON', async () => {
    const several = desk();
    for (const name of ['bench', 'other']) await gavel([...JUDGE.map((word) => word.replace('bench=', `${name}=`))], { cwd: several.path });
    const show = (format: string) => gavel(['leaderboard', '--format', format, '--store', 's.db'], { cwd: several.path });
    const csv = (await show('csv')).stdout.split('\r\n');
    expect(csv.map((line) => line.split(',')[0])).toEqual(['benchmark', 'bench', 'other', '']);
    expect((JSON.parse((await show('json')).stdout) as { benchmark: string }[]).map(({ benchmark }) => benchmark)).toEqual([
      'bench',
      'other',
    ]);
  });
});

describe('a store of battles only', () => {
  it('has a board of ratings', async () => {
    const { path, write } = desk();
    const outcomes = ['a', 'a', 'tie', 'b', 'a', 'a'];
    const battles = outcomes.map((outcome, i) => ({
      task: `t${i}`,
      a: 'x',
      b: 'y',
      outcome,
      judge: i < 5 ? 'm' : 'ann',
      by: i < 5 ? 'model' : 'person',
    }));
    write('battles.jsonl', lines(battles));
    await gavel(['import', 'battles', 'battles.jsonl', '--benchmark', 'bench', '--store', 's.db'], { cwd: path });
    const show = (...more: string[]) => gavel(['leaderboard', '--store', 's.db', ...more], { cwd: path });
    const { code, stdout } = await show();
    expect(code).toBe(0);
    expect(stdout).toMatch(/Rank .* Agent .* Rating .*Battled \/ planned/);
    expect(stdout).toContain('No task here has a rubric: agents are rated by battles, m 5.');
    const json = JSON.parse((await show('--json')).stdout) as object;
    expect(json).toMatchObject({
      rows: [{ agent: 'x', score: null, rankSet: [1, 2], rating: expect.any(Number) as number }, { agent: 'y' }],
    });
    // People's votes are left out unless they are asked for.
    expect((await show('--ratings-by', 'people')).stdout).toContain('by battles, ann 1.');
    expect((await show('--format', 'png', '--out', 'out')).stderr).toMatch(/wrote .*bench-ratings\.png\n$/);
  });
});

describe('a store in which nothing is judged yet', () => {
  it('says so instead of an empty table, and is valid JSON', async () => {
    const empty = desk();
    const down = ['--judge-url', 'http://127.0.0.1:9/v1', '--judge-model', 'm'];
    expect((await gavel([...JUDGE, ...down], { cwd: empty.path })).code).toBe(2);
    const show = (format: string) => gavel(['leaderboard', '--format', format, '--store', 's.db'], { cwd: empty.path });
    expect(await show('table')).toMatchObject({ code: 0, stdout: '', stderr: 'nothing judged yet on bench\n' });
    const { code, stdout } = await show('json');
    expect([code, JSON.parse(stdout) as unknown]).toMatchObject([
      0,
      { benchmark: 'bench', scale: 'ternary', judge: 'm', rows: [], provenance: { verdicts: 0 } },
    ]);
  });
});
