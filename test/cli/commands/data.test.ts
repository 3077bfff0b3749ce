import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageData } from '../../../benchmarks/files/paths.ts';
import { dataCommand } from '../../../cli/commands/data.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { completion, startMock } from '../../mock-endpoint.ts';

const folder = testFolder();
const row = (id: string) => ({
  sample_id: id,
  prompt: 'Why?',
  domain: 'STEM',
  rubrics: [
    { criterion: 'c', weight: 3, axis: 'Explicit Criteria' },
    { criterion: 'd', weight: -2, axis: 'Explicit Criteria' },
  ],
});
const official = folder.write('official.jsonl', `${JSON.stringify(row('s1'))}\n${JSON.stringify(row('s2'))}\n`);
const offline: typeof fetch = () =>
  Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }));

async function run(...words: string[]): Promise<{ out: string; err: string; failure: string }> {
  return runAt(undefined, ...words);
}

async function runAt(columns: number | undefined, ...words: string[]): Promise<{ out: string; err: string; failure: string }> {
  const said = { out: '', err: '', failure: '' };
  const command = dataCommand({
    stdout: (text) => {
      said.out += text;
    },
    stderr: (text) => {
      said.err += text;
    },
    columns,
    env: { OPENAI_API_KEY: 'sk-secret' },
    onInterrupt: () => () => {},
    cwd: folder.path,
    dataDir: packageData(),
    cacheDir: join(folder.path, 'cache'),
    fetch: offline,
  });
  try {
    await command.parseAsync(words, { from: 'user' });
  } catch (error) {
    said.failure = String(error);
  }
  return said;
}

describe('gavel data', () => {
  it('shows what a benchmark is made of, as a table without colours and as one JSON document', async () => {
    const table = await run('show', `rr=${official}`);
    expect(table.out).toContain('2 tasks; 4 criteria (2-2 a task), 2 of negative weight');
    expect(table.out).toContain('Explicit Criteria');
    expect(table.out).not.toContain('\u001b');
    const json = await run('show', `rr=${official}`, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      name: 'rr',
      tasks: 2,
      criteria: 4,
      negatives: 2,
      byAxis: { 'Explicit Criteria': 4 },
      weights: [
        { weight: -2, criteria: 2 },
        { weight: 3, criteria: 2 },
      ],
    });
    expect(json.err).toBe('');
  });

  it('lists what is bundled, and what is to be pulled', async () => {
    const { benchmarks } = JSON.parse((await run('list', '--json')).out);
    expect(benchmarks).toContainEqual(expect.objectContaining({ name: 'demo', kind: 'bundled', here: true }));
    expect(benchmarks).toContainEqual(expect.objectContaining({ name: 'researchrubrics', here: false, tasks: null }));
    expect((await run('list')).out).toContain('gavel data pull researchrubrics');
  });

  it('wraps what the benchmarks are about on a narrow terminal', async () => {
    const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
    const [full, narrow] = [(await run('list')).out, (await runAt(80, 'list')).out];
    expect([widest(full) > 80, widest(narrow) <= 80]).toEqual([true, true]);
    expect((await runAt(200, 'list')).out).toBe(full);
  });

  it('pulls from a local copy, warns that it is not the pinned file, and lists it from then on', async () => {
    const strict = await run('pull', 'researchrubrics', '--from', official, '--expect-sha', 'a'.repeat(64));
    expect(strict.failure).toContain(`expected sha256 ${'a'.repeat(64)}`);
    const pulled = await run('pull', 'researchrubrics', '--from', official);
    expect(pulled.err).toMatch(/^warning: .* is not revision 85de3115053d of researchrubrics: its sha256 is [0-9a-f]{64}\n$/);
    expect(pulled.out).toContain('researchrubrics: 2 tasks, 4 criteria, another file than the pinned one');
    expect(JSON.parse((await run('show', 'researchrubrics', '--json')).out)).toMatchObject({ tasks: 2 });
  });

  it('lints a file or a name, line by line', async () => {
    const bad = folder.write('bad.jsonl', '{"id":"a","query":"q","language":"en"}\n{\n');
    const linted = await run('lint', bad);
    expect(linted.out).toContain(`error: ${bad}:1: domain: missing, expected text\n`);
    expect(linted.out).toContain(`error: ${bad}:2: `);
    expect(linted.failure).toBe(`InputError: ${bad}: 2 errors`);
    expect(JSON.parse((await run('lint', bad, '--json')).out).findings).toHaveLength(2);
    expect(await run('lint', 'demo')).toMatchObject({ failure: '' });
    expect((await run('lint', 'demo')).out).toContain('0 errors, 0 warnings');
  });

  it('shows warnings with their place, infos when asked, and fails on them only with --strict', async () => {
    const rubric = [
      { criterion: 'States the fee; names the fund to buy.', weight: 2 },
      { criterion: 'Gives a clear answer.', weight: 1 },
    ];
    const file = folder.write('loose.jsonl', JSON.stringify({ id: 't1', query: 'Which fund?', language: 'en', domain: 'd', rubric }));
    const plain = await run('lint', file);
    expect(plain.out).toContain(`warning: ${file}:1: t1/c01: compound: asks for more than one thing`);
    expect(plain.out).toContain('0 errors, 1 warning; 1 not shown: --severity info');
    expect(plain.failure).toBe('');
    expect((await run('lint', file, '--severity', 'info')).out).toContain(`info: ${file}:1: t1/c02: vague: "clear"`);
    expect((await run('lint', file, '--strict')).failure).toBe(`Failed: ${file}: 1 warning`);
    expect(JSON.parse((await run('lint', file, '--json')).out)).toMatchObject({
      errors: 0,
      warnings: 1,
      infos: 1,
      findings: [{ rule: 'compound' }],
    });
  });

  it('asks a model for a second opinion, one call a rubric, and says where it agrees with the linter', async () => {
    const rubric = [
      { criterion: 'States the fee; names the fund to buy.', weight: 2 },
      { criterion: 'Gives the fee in per cent.', weight: 1 },
    ];
    const task = (id: string) => ({ id, query: `Which fund for ${id}?`, language: 'en', domain: 'd', rubric });
    const bare = { ...task('t3'), rubric: undefined };
    const file = folder.write('opinions.jsonl', [task('t1'), task('t2'), bare].map((each) => JSON.stringify(each)).join('\n'));
    const opinion = (criterion: string, principle: string) => ({
      criterion,
      principle,
      problem: 'Asks twice.\u001b[31m',
      mend: 'Split it.',
    });
    const mock = await startMock(({ prompt }) =>
      completion(JSON.stringify({ opinions: prompt.includes('t1?') ? [opinion('1', 'atomic'), opinion('2', 'independent')] : [] })),
    );
    const words = ['lint', file, '--judge-url', mock.url, '--judge-model', 'm'];
    const said = await run(...words);
    expect(said).toMatchObject({ failure: '', err: '' });
    expect(said.out).toContain(`opinion: ${file}:1: t1/c01: atomic: Asks twice.\\u001b[31m Split it. (the linter too: compound)\n`);
    expect(said.out).toContain(`opinion: ${file}:1: t1/c02: independent: `);
    expect(said.out).toContain("second opinion of m: 2 on 2 rubrics; it shares 1 of the linter's 2 warnings (2 calls, 220 tokens)\n");
    expect(mock.asks[0]?.prompt).toContain('1. States the fee; names the fund to buy.\n2. Gives the fee');
    expect(JSON.parse((await run(...words, '--json')).out).secondOpinion).toMatchObject({
      model: 'm',
      opinions: [
        { task: 't1', criterion: 'c01', line: 1, principle: 'atomic', alsoFoundBy: 'compound' },
        { task: 't1', criterion: 'c02', alsoFoundBy: null },
      ],
      unscored: [],
    });
  });

  it('lists rubrics on which a model gives no opinion, and never takes a bad reply for none', async () => {
    const rubric = [{ criterion: 'States the fee.', weight: 2 }];
    const file = folder.write('mute.jsonl', JSON.stringify({ id: 't1', query: 'Which fund?', language: 'en', domain: 'd', rubric }));
    const mock = await startMock(() =>
      completion(JSON.stringify({ opinions: [{ criterion: '7', principle: 'atomic', problem: 'p', mend: 'm' }] })),
    );
    const said = await run('lint', file, '--judge-url', mock.url, '--judge-model', 'm');
    expect(said.out).toContain('no opinion: t1: opinions.0.criterion: ');
    expect(said.failure).toBe('Failed: m gave no opinion on 1 rubric');
    expect(said.out).toContain('second opinion of m: 0 on 0 rubrics');
    mock.script = () => completion(JSON.stringify({ opinions: [] }), null);
    const silent = await run('lint', file, '--judge-url', mock.url, '--judge-model', 'm');
    expect(silent.out).toContain("second opinion of m: 0 on 1 rubric; it shares 0 of the linter's 0 warnings (1 call, unknown tokens)");
    expect((await run('lint', file, '--judge-url', mock.url)).failure).toContain('--judge-url needs --judge-model NAME');
    mock.script = () => ({ status: 401, body: '{"error":{"message":"bad key"}}' });
    expect((await run('lint', file, '--judge-url', mock.url, '--judge-model', 'm')).failure).toMatch(/^ModelError: .*401/);
  });

  it('shows domains by track, fatal flaws, and writes a page of the tasks', async () => {
    const shown = await run('show', 'adr-bench', '--html', 'tasks.html');
    expect(shown.out).toMatch(/Law +│ professional │ +10 │ +10 │/);
    expect(shown.out).toContain('time sensitivity');
    expect(readFileSync(join(folder.path, 'tasks.html'), 'utf8')).toContain('<html lang="zh">');
    const json = JSON.parse((await run('show', 'adr-bench', '--json')).out);
    expect(json.groups).toHaveLength(9);
    expect(json.fatal).toBe(json.groups.reduce((sum: number, group: { fatal: number }) => sum + group.fatal, 0));
  });

  it.each([
    [['pull', 'researchrubrics'], 'InputError: cannot reach huggingface.co (ENOTFOUND): download https://huggingface.co/'],
    [['pull', 'demo'], 'InputError: data pull: expected one of: researchrubrics; got "demo"'],
    [['pull', 'researchrubrics', '--expect-sha', 'a'], '--expect-sha goes with --from'],
    [['pull', 'researchrubrics', '--from', 'x', '--expect-sha', 'zz'], '--expect-sha: expected 64 hexadecimal digits, got "zz"'],
    [['show', 'demoo'], 'did you mean `demo`?'],
    [['lint', '/no/such'], '/no/such: no such file'],
    [['lsit'], "CommanderError: error: unknown command 'lsit'"],
  ])('refuses %j', async (words, message) => {
    const said = await run(...words);
    expect(said.failure).toContain(message);
    expect(said.out).toBe('');
  });
});
