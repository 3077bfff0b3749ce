/** Head to head on the command line: battles of stored reports, ratings and comparisons from them, other people's files. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoIn } from '../demo.ts';
import { completion, type MockEndpoint, startMock } from '../mock-endpoint.ts';
import { gavel, startGavel } from '../program.ts';
import { LONG, taskOf } from '../runners/work.ts';
import { type Desk, desk } from './desk.ts';

const DIMENSIONS = ['overall', 'completeness', 'depth', 'fitness', 'readability'];
const CONCURRENCY = 4;
const tasks = Array.from({ length: 4 }, (_, i) => taskOf(`t${i}`, undefined, { rubric: undefined }));
/** 3 pairs on 4 tasks, 2 dimensions, both orders. */
const ALL = 48;

/** Prefers the report with more exclamation marks. */
function opinion(prompt: string): string {
  const [, left = '', right = ''] = /# Left report([\s\S]*)# Right report([\s\S]*)Both reports end here/.exec(prompt) ?? [];
  const difference = left.split('!').length - right.split('!').length;
  const outcome = difference > 0 ? 'left_better' : difference < 0 ? 'right_better' : 'both_fair';
  return JSON.stringify({ reason: 'r', left_quotes: [], right_quotes: [], left_score: 5, right_score: 5, outcome, confidence: 1 });
}

/** Prefers the longer report, in any language, but for every third pair, so that nobody wins or loses everything. */
function longer(prompt: string): string {
  const [, left = '', , right = ''] = prompt.split(/^~+ [0-9a-f]{16}$/m);
  const difference = (left.length - right.length) * ((left.length + right.length) % 3 === 0 ? -1 : 1);
  const outcome = difference > 0 ? 'left_better' : difference < 0 ? 'right_better' : 'both_fair';
  return JSON.stringify({ reason: 'r', left_quotes: [], right_quotes: [], left_score: 5, right_score: 5, outcome, confidence: 1 });
}

const usual: MockEndpoint['script'] = ({ prompt }) => completion(opinion(prompt));

/** Three agents that wrote on every task; there is no rubric to judge by. */
async function reportsOf(): Promise<Desk> {
  const place = desk(tasks);
  const agents = ['good', 'fair', 'poor'];
  for (const [i, agent] of agents.entries())
    for (const { id } of tasks) place.write(`${agent}/${id}.md`, `${LONG} On ${id}${'!'.repeat(agents.length - i)}`);
  const folders = agents.map((name) => `  - {kind: folder, name: ${name}, dir: ${name}}\n`).join('');
  place.write('sweep.yaml', `name: s\nbenchmarks: [bench=tasks.jsonl]\nagents:\n${folders}store: s.db\n`);
  expect((await gavel(['run', 'sweep.yaml'], { cwd: place.path })).code).toBe(0);
  return place;
}

const words = (mock: MockEndpoint, ...more: string[]) => [
  ...['battle', 's', '--store', 's.db', '--dimensions', 'overall,depth', '--judge-url', mock.url, '--judge-model', 'm'],
  ...['--concurrency', String(CONCURRENCY), ...more],
];
const exportOf = async (cwd: string) => (await gavel(['export', 'battles', '--store', 's.db'], { cwd })).stdout;
const never = new Promise<undefined>(() => {});

describe('from the demo store', () => {
  let path = '';
  const store = ['--store', 'gavel-out/demo.db'];
  const jsonOf = async (...command: string[]) => {
    const { code, stdout, stderr } = await gavel([...command, '--json', ...store], { cwd: path });
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as unknown;
  };

  beforeAll(async () => {
    path = desk([]).path;
    expect((await demoIn(path)).code).toBe(0);
    const mock = await startMock(({ prompt }) => completion(longer(prompt)));
    const { code, stderr } = await gavel(['battle', 'demo', ...store, '--judge-url', mock.url, '--judge-model', 'm'], { cwd: path });
    expect(code, stderr).toBe(0);
    // 3 pairs on 10 tasks, 5 dimensions.
    expect(stderr).toMatch(/^150 battles of 30 pairs; 0 flipped with the order \(0\.0%\)$/m);
  }, 60_000);

  it('ratings are one JSON document of the fixed shape, and one a dimension where all are asked for', async () => {
    const shape = {
      method: 'davidson',
      nu: expect.any(Number) as unknown,
      queries: 10,
      bootstrap: 0,
      pairs: expect.arrayContaining([
        expect.objectContaining({ b: 'sample-thorough', adjustedP: expect.any(Number) as unknown }),
      ]) as unknown,
      rows: expect.arrayContaining([
        {
          agent: 'sample-thorough',
          rating: expect.any(Number) as unknown,
          se: expect.any(Number) as unknown,
          cv3: expect.any(Number) as unknown,
          ci: [expect.any(Number), expect.any(Number)],
          rank: [expect.any(Number), expect.any(Number)],
          battles: 20,
          battled: 20,
          planned: 20,
        },
      ]) as unknown,
    };
    const source = {
      benchmarks: ['demo'],
      judges: ['m'],
      provenance: expect.objectContaining({ sweep: 'demo', judges: ['m'], battles: 30 }) as unknown,
    };
    const overall = (await jsonOf('ratings', 'demo', '--bootstrap', '0')) as { rows: object };
    expect(overall).toEqual({ ...shape, ...source });
    const all = (await jsonOf('ratings', 'demo', '--bootstrap', '0', '--dimension', 'all')) as { dimensions: object };
    // Of all five dimensions.
    const provenance = expect.objectContaining({ sweep: 'demo', judges: ['m'], battles: 150 }) as unknown;
    expect(all).toEqual({ dimensions: expect.any(Object) as unknown, ...source, provenance });
    expect(Object.keys(all.dimensions)).toEqual(DIMENSIONS);
    expect(all.dimensions).toMatchObject({ overall: { rows: overall.rows } });
  });

  it('comparisons have counts, tests, dimensions, domains and scores', async () => {
    const compared = await jsonOf('compare', 'sample-thorough', 'sample-careless', '--margin', '0.1', '--sweep', 'demo');
    expect(compared).toMatchObject({
      comparisons: [
        {
          a: 'sample-thorough',
          b: 'sample-careless',
          overall: { n: 10, margin: { delta: 0.1 }, nonInferiority: {}, signTest: {}, netWin: {}, power: {} },
          byDimension: Object.fromEntries(DIMENSIONS.slice(1).map((name) => [name, { losses: expect.any(Number) as unknown }])),
          flips: { flipped: 0, judged: 10 },
          verdict: expect.stringContaining('sample-thorough') as unknown,
          adjustedP: expect.any(Number) as unknown,
        },
      ],
      scores: [{ benchmark: 'demo', a: 'sample-thorough' }],
      benchmarks: ['demo'],
    });
  });

  it('exported battles rate the agents alike where they are imported, and import once', async () => {
    const { stdout } = await gavel(['export', 'battles', ...store], { cwd: path });
    const copy = ['--store', 'copy.db'];
    const file = join(path, 'battles.jsonl');
    writeFileSync(file, stdout);
    expect((await gavel(['import', 'battles', file, ...copy], { cwd: path })).stderr).toMatch(/^imported \d+ battles\n$/);
    expect((await gavel(['import', 'battles', file, ...copy], { cwd: path })).stderr).toMatch(/imported before: nothing to do\n$/);
    const rated = async (where: string[]) => (await gavel(['ratings', '--json', '--bootstrap', '50', ...where], { cwd: path })).stdout;
    // Files of battles do not say what tasks they were on, nor when.
    const numbers = async (where: string[]) => ({ ...JSON.parse(await rated(where)), provenance: undefined });
    expect(await numbers(copy)).toEqual(await numbers(store));
    const again = await gavel(['export', 'battles', ...copy], { cwd: path });
    expect(again.stdout.split('\n')).toHaveLength(stdout.split('\n').length);
  });

  it('pages and charts are written in both languages', async () => {
    for (const language of ['en', 'zh']) {
      const out = (name: string) => ['--out', `${name}-${language}`, '--language', language, ...store];
      expect((await gavel(['ratings', 'demo', ...out('ratings')], { cwd: path })).code).toBe(0);
      expect((await gavel(['compare', 'sample-listy', '--sweep', 'demo', ...out('compare')], { cwd: path })).code).toBe(0);
      expect(readdirSync(join(path, `ratings-${language}`)).sort()).toEqual(['dimensions.png', 'pairs.png', 'ratings.html', 'ratings.png']);
      expect(readdirSync(join(path, `compare-${language}`)).sort()).toEqual(['dimensions.png', 'head-to-head.html', 'win-tie-lose.png']);
    }
  });

  it.each([
    [['ratings', 'nowhere'], /no sweep "nowhere"; there are: /],
    [['ratings', '--judge', 'smal'], /no judge "smal" \(did you mean `small`\?\)/],
    [['compare', 'sample-thoroug'], /no agent "sample-thoroug" \(did you mean `sample-thorough`\?\)/],
    [['compare', 'sample-listy', 'sample-listy'], /give two agents/],
    [['battle', 'demo', '--pairing', 'active'], /--pairing active needs --battles N/],
    [['battle', 'demo', '--pairing', 'star', '--against', 'x'], /--pairing star needs --against one of: /],
    [['battle', 'demo', '--json'], /--json goes with --plan/],
    [['battle', 'demo', '--against', 'sample-listy'], /--against goes with --pairing star/],
    [['battle', 'demo', '--battles', '5'], /--battles goes with --pairing active/],
    [['battle', 'demo', '--pairing', 'star', '--per-agent', '1', '--against', 'sample-listy'], /--per-agent goes with --pairing balanced/],
    [['battle', 'demo', '--plan', '--against', 'nobody'], /--pairing star needs --against one of: sample-careless, /],
    [['battle', 'demo', '--config', 'x.yaml', '--judge', 'offline'], /--judge exclude each other/],
    [['battle', 'demo', '--config', 'x.yaml', '--trials', '3'], /--trials exclude each other/],
  ])('%j is refused in one line', async (command, message) => {
    const { code, stdout, stderr } = await gavel([...command, ...store], { cwd: path });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('with a model as judge', () => {
  it('a plan says what each pairing would take, and writes and asks nothing', async () => {
    const [mock, place] = [await startMock(usual), await reportsOf()];
    const before = readFileSync(join(place.path, 's.db'));
    const plan = await gavel(words(mock, '--plan', '--json', '--battles', '5'), { cwd: place.path });
    expect(JSON.parse(plan.stdout)).toEqual({
      agents: ['fair', 'good', 'poor'],
      queries: 4,
      pairings: [
        { pairing: 'round-robin', battles: 12, calls: ALL, cost: null },
        { pairing: 'star', battles: 8, calls: 32, cost: null },
        { pairing: 'balanced', battles: 12, calls: ALL, cost: null },
        { pairing: 'active', battles: 5, calls: 20, cost: null },
      ],
    });
    expect(mock.asks).toHaveLength(0);
    expect(readFileSync(join(place.path, 's.db')).equals(before)).toBe(true);
    expect(existsSync(join(place.path, 's.db.lock'))).toBe(true);
    // What is stored is not owed any more.
    expect((await gavel(words(mock, '--pairing', 'star', '--against', 'good'), { cwd: place.path })).code).toBe(0);
    expect(mock.asks).toHaveLength(32);
    const rest = await gavel(words(mock, '--plan', '--json'), { cwd: place.path });
    expect(JSON.parse(rest.stdout)).toMatchObject({
      pairings: [{ pairing: 'round-robin', calls: ALL - 32 }, {}, {}, { pairing: 'active', battles: 6 }],
    });
  });

  it.each([
    ['round-robin', []],
    ['active', ['--pairing', 'active', '--battles', '12', '--batch', '3']],
  ])('kill -9 loses at most what was in flight, and the same command goes on: %s', async (_, more) => {
    const mock = await startMock(usual);
    const [killed, undisturbed] = [await reportsOf(), await reportsOf()];
    const first = startGavel(words(mock, ...more), { cwd: killed.path });
    mock.script = (ask) => {
      if (ask.number < 23) return usual(ask);
      first.child.kill('SIGKILL');
      return never;
    };
    expect((await first.done).signal).toBe('SIGKILL');
    mock.script = usual;
    const resumed = await gavel(words(mock, ...more), { cwd: killed.path });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(mock.asks.length - ALL).toBeLessThanOrEqual(CONCURRENCY);
    const asked = mock.asks.length;
    expect((await gavel(words(mock, ...more), { cwd: killed.path })).code).toBe(0);
    expect(mock.asks).toHaveLength(asked);
    await gavel(words(mock, ...more), { cwd: undisturbed.path });
    const battles = await exportOf(killed.path);
    expect(battles.trim().split('\n')).toHaveLength(ALL / 2);
    expect(battles).toBe(await exportOf(undisturbed.path));
  });

  it('Ctrl-C finishes what is in flight and ends with 130', async () => {
    const [mock, place] = [await startMock(usual), await reportsOf()];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    mock.script = async (ask) => {
      if (ask.number > 10) await held;
      return usual(ask);
    };
    const first = startGavel(words(mock), { cwd: place.path });
    await mock.came(10 + CONCURRENCY);
    first.child.kill('SIGINT');
    await first.says('Stopping');
    release();
    const { code, stderr } = await first.done;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^gavel: interrupted; everything finished is stored, run the same command to go on$/m);
    expect(mock.asks).toHaveLength(10 + CONCURRENCY);
    expect((await gavel(words(mock), { cwd: place.path })).code).toBe(0);
    expect(mock.asks).toHaveLength(ALL);
  });

  it('a budget holds over several commands, and is not spoken of once all is done', async () => {
    const [mock, place] = [await startMock(usual), await reportsOf()];
    const spent = (calls: number) => gavel(words(mock, '--budget-calls', String(calls)), { cwd: place.path });
    const first = await spent(20);
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/^gavel: the budget of 20 calls is spent; everything finished is stored/m);
    const asked = mock.asks.length;
    expect(asked).toBeLessThanOrEqual(20 + CONCURRENCY - 1);
    expect((await spent(20)).code).toBe(1);
    expect(mock.asks).toHaveLength(asked);
    expect((await spent(ALL)).code).toBe(0);
    expect((await spent(ALL)).code).toBe(0);
    expect(mock.asks).toHaveLength(ALL);
  });

  it('an endpoint that does not say what a call took cannot keep a budget in tokens', async () => {
    const mock = await startMock(({ prompt }) => completion(opinion(prompt), null));
    const place = await reportsOf();
    const { code, stderr } = await gavel(words(mock, '--budget-tokens', '1000'), { cwd: place.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^gavel: the endpoint does not say how many tokens a call took/m);
    expect(mock.asks.length).toBeLessThanOrEqual(CONCURRENCY);
  });

  it('missing reports are said, and several judges counted together are', async () => {
    const [mock, place] = [await startMock(usual), await reportsOf()];
    place.write('few/t1.md', `${LONG} A late report on t1.`);
    expect((await gavel([...judged('few', 'few'), '--sweep', 's'], { cwd: place.path })).code).toBe(0);
    const { code, stderr } = await gavel(words(mock), { cwd: place.path });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: 3 reports are not there yet: their battles are owed$/m);
    expect((await gavel(['battle', 's', '--store', 's.db'], { cwd: place.path })).code).toBe(0);
    const depth = await gavel(['battle', 's', '--dimensions', 'overall,depth', '--store', 's.db'], { cwd: place.path });
    expect([depth.code, depth.stderr]).toEqual([2, expect.stringMatching(/^gavel: the offline judge compares overall only: .*\n$/)]);
    const mixed = await gavel(['ratings', '--store', 's.db'], { cwd: place.path });
    expect(mixed.stderr).toBe(
      'note: battles of 2 judges are counted together: m 15, small 15; --judge NAME takes one of them, --judge consensus their majority\n',
    );
    for (const judge of ['m', 'consensus'])
      expect((await gavel(['ratings', '--judge', judge, '--store', 's.db'], { cwd: place.path })).stderr).toBe('');
  });
});

function judged(folder: string, agent: string): string[] {
  return ['judge', folder, '--benchmark', 'bench=tasks.jsonl', '--agent', agent, '--store', 's.db'];
}
