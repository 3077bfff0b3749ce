/** Ratings from the command line, in this process. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../reports/stats/random.ts';
import { importBattles } from '../../../runners/import-battles.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { Store } from '../../../runners/store/store.ts';
import { storeTask } from '../../../runners/store/tasks.ts';
import { storeTrial } from '../../../runners/store/trials.ts';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { LONG, taskOf } from '../../runners/work.ts';
import { type Desk, desk } from '../desk.ts';

const TASKS = Array.from({ length: 30 }, (_, i) => taskOf(`t${i}`));

/** Headings, list items and citations as they come. */
function styled(random: Random): string {
  const some = (text: string) => text.repeat(Math.floor(random() * 8));
  return `${LONG} ${some('Words. ')}\n${some('# Heading\n')}${some('- item\n')}${some('[1] ')}`;
}

/** Two agents with a report on every task, or several of each, and battles between them. */
async function battled(tasks = TASKS, repeats = 1, write: (random: Random) => string = styled): Promise<Desk> {
  const place = desk(tasks);
  const store = new Store(join(place.path, 's.db'), { mode: 'write' });
  const random = createRandom(1);
  store.transaction(() => {
    const queries = tasks.map((task) => storeTask(store, 'bench', task).queryId);
    const agents = ['x', 'y'].map((name) => storeAgent(store, { name, identity: { kind: 'command', name } }));
    for (let repeat = 1; repeat <= repeats; repeat++)
      for (const agentId of agents)
        for (const queryId of queries) storeTrial(store, { agentId, queryId, repeat, at: 'now' }, { report: write(random) }, 1);
  });
  const rows = tasks.map(({ id }, i) => ({ benchmark: 'bench', task: id, a: 'x', b: 'y', outcome: i % 3 === 0 ? 'b' : 'a' }));
  const file = place.write('battles.jsonl', lines(rows));
  await importBattles(store, { file, benchmark: undefined, judge: undefined });
  store.close();
  return place;
}

const rated = async (place: Desk, ...words: string[]) => gavel(['ratings', '--store', 's.db', ...words], { cwd: place.path });

describe('ratings by a method', () => {
  it.each([
    [['--method', 'elo', '--prior', '1'], '--prior goes with --method davidson or bradley-terry, got elo'],
    [['--k', '32'], '--k goes with --method elo, got davidson'],
  ])('that has no use for %j are refused', async (words, message) => {
    expect(await rated(desk([]), ...words)).toEqual({ stdout: '', stderr: `gavel: ${message}\n`, code: 2 });
  });
});

describe('ratings on one dimension', () => {
  it('stand on the page and in the charts beside records on the same dimension, and are named', async () => {
    const place = desk([]);
    // x wins on the whole what it loses in depth; y and z are there for more than one pair.
    const rows = ['x y', 'y z', 'z x'].flatMap((pair) =>
      Array.from({ length: 10 }, (_, i) => {
        const [a, b] = pair.split(' ');
        const base = { benchmark: 'bench', task: `t${i}`, a, b };
        return [
          { ...base, outcome: i < 7 ? 'a' : 'b' },
          { ...base, outcome: i < 4 ? 'a' : 'b', dimension: 'depth' },
        ];
      }).flat(),
    );
    place.write('battles.jsonl', lines(rows));
    expect((await gavel(['import', 'battles', 'battles.jsonl', '--store', 's.db'], { cwd: place.path })).code).toBe(0);
    const { stdout, code } = await rated(place, '--dimension', 'depth', '--bootstrap', '0', '--out', 'site');
    expect([stdout.split('\n').slice(0, 2), code]).toEqual([['Benchmark bench · judge imported', 'depth'], 0]);
    const page = readFileSync(join(place.path, 'site/ratings.html'), 'utf8');
    expect([page.includes('4-0-6'), page.includes('7-0-3')]).toEqual([true, false]);
    for (const text of ['<title>Ratings (Depth)</title>', '等级分（内容深度）', 'Rating (Depth)', '等级分（内容深度）'])
      expect(page).toContain(text);
    const { charts } = JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '');
    expect(charts.ratings.en.light.options.plugins.frame.title).toBe('Ratings (Depth)');
    expect(charts.pairs.zh.dark.options.plugins.frame.title).toBe('各行对各列的胜率（内容深度）');
    expect(readdirSync(join(place.path, 'site')).sort()).toEqual(['pairs.png', 'ratings.html', 'ratings.png']);
  });
});

describe('ratings of several benchmarks and judges', () => {
  it('say in text, JSON, page and charts what is counted together', async () => {
    const place = desk([]);
    const rows = ['one', 'two'].flatMap((benchmark) =>
      ['ann', 'bob'].map((judge) => ({ benchmark, task: 't', a: 'sample-x', b: 'sample-y', outcome: 'a', judge })),
    );
    place.write('battles.jsonl', lines([...rows, { task: 't', a: 'sample-x', b: 'sample-y', outcome: 'b', judge: 'bob' }]));
    expect((await gavel(['import', 'battles', 'battles.jsonl', '--store', 's.db'], { cwd: place.path })).code).toBe(0);
    const { stdout } = await rated(place, '--bootstrap', '0', '--out', 'site');
    expect(stdout.split('\n')[0]).toBe('Benchmarks one, two, not named · 2 judges · Sample data');
    const json = JSON.parse((await rated(place, '--bootstrap', '0', '--json')).stdout);
    expect(json).toMatchObject({ method: 'davidson', benchmarks: ['one', 'two'], judges: ['bob', 'ann'] });
    const page = readFileSync(join(place.path, 'site/ratings.html'), 'utf8');
    const { charts } = JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '');
    const about = {
      en: [
        'Benchmarks one, two, not named · 2 judges · Sample data',
        'Battles of 2 judges are counted together: bob 3, ann 2',
        'Battles on 3 benchmarks are counted together',
      ],
      zh: ['基准 one、two、未注明 · 2 位评审 · 示例数据', '2 位评审的对战合并计数：bob 3、ann 2', '3 个基准的对战合并计数'],
    };
    for (const language of ['en', 'zh'] as const) {
      for (const text of about[language]) expect(page).toContain(`>${text}<`);
      for (const chart of ['ratings', 'win-tie-lose'])
        expect(charts[chart][language].light.options.plugins.frame.about).toEqual(about[language]);
    }
    const one = await rated(place, '--bootstrap', '0', '--benchmark', 'one', '--judge', 'consensus');
    expect(one.stdout.split('\n')[0]).toBe('Benchmark one · judge majority of all judges · Sample data');
  });
});

describe('ratings of agents that never met on the whole', () => {
  it('are written on the first dimension on which they met', async () => {
    const place = desk([]);
    const rows = ['a', 'b'].map((outcome, i) => ({ task: `t${i}`, a: 'x', b: 'y', outcome, dimension: 'depth' }));
    place.write('battles.jsonl', lines(rows));
    expect((await gavel(['import', 'battles', 'battles.jsonl', '--store', 's.db'], { cwd: place.path })).code).toBe(0);
    expect(await rated(place, '--out', 'site')).toMatchObject({ stdout: '', code: 2 });
    expect((await rated(place, '--dimension', 'all', '--out', 'site')).code).toBe(0);
    expect(readFileSync(join(place.path, 'site/ratings.html'), 'utf8')).toContain('<title>Ratings (Depth)</title>');
  });
});

describe('ratings with style held equal', () => {
  it('measure the reports that battled, which are those of the first repeat', async () => {
    const [once, twice] = [await battled(), await battled(TASKS, 2)];
    const { stdout, code } = await rated(twice, '--style', '--json');
    expect([stdout, code]).toEqual([(await rated(once, '--style', '--json')).stdout, 0]);
    expect(stdout).toContain('"coefficients"');
  });

  it('are refused in one line where a handful of battles cannot tell the measures apart', async () => {
    const { stdout, stderr, code } = await rated(await battled(TASKS.slice(0, 4)), '--style');
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toMatch(/^gavel: the style measures \(length, headings, lists, citations\) cannot be told apart on 4 battles/);
  });
});
