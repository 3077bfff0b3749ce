import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMock, verdict } from '../../mock-endpoint.ts';
import { gavel, gavelProcess } from '../../program.ts';
import { desk, JUDGE, verdictsIn } from '../desk.ts';

const KEY = 'sk-not-for-anyone-4711';

/** Every byte that was written in the folder, but for the key file itself. */
function written(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name !== '.env')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe('gavel judge', () => {
  it('judges offline, says what to type next, and stores verdicts', async () => {
    const place = desk();
    const { code, stdout, stderr } = await gavel(JUDGE, { cwd: place.path });
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('Next: gavel leaderboard --benchmark bench --store s.db');
    expect(verdictsIn(join(place.path, 's.db')).trim().split('\n')).toHaveLength(6);
  });

  it('takes its key from .env, and keeps it from store, logs and output, even where a server repeats it', async () => {
    const mock = await startMock(({ number }) =>
      number > 3 ? { status: 401, body: JSON.stringify({ error: { message: `wrong key ${KEY}` } }) } : undefined,
    );
    const place = desk();
    place.write('.env', `OPENAI_API_KEY=${KEY}\n`);
    const words = [...JUDGE, '--judge-url', mock.url, '--judge-model', 'm', '--concurrency', '1'];
    const refused = await gavelProcess(words, { cwd: place.path });
    expect(refused.code).toBe(2);
    expect(mock.asks.map((ask) => ask.authorization)).toEqual(Array(4).fill(`Bearer ${KEY}`));
    // What was paid for before the refusal is there.
    expect(verdictsIn(join(place.path, 's.db')).trim().split('\n')).toHaveLength(3);
    mock.script = () => undefined;
    const { code, stderr, stdout } = await gavelProcess(words, { cwd: place.path });
    expect(code).toBe(0);
    await gavel(['leaderboard', '--format', 'html', '--out', 'page', '--store', 's.db'], { cwd: place.path });
    for (const text of [refused.stderr, refused.stdout, stderr, stdout, written(place.path)]) expect(text).not.toContain(KEY);
  });

  it('prints no colours and no control characters where nobody looks', async () => {
    const place = desk();
    const { stderr } = await gavelProcess(JUDGE, { cwd: place.path, env: { FORCE_COLOR: '1' } });
    const board = await gavelProcess(['leaderboard', '--store', 's.db'], { cwd: place.path, env: { NO_COLOR: '1' } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    for (const text of [stderr, board.stdout]) expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('reads files of other names by a pattern, and says which where none is given', async () => {
    const place = desk();
    for (const [name, id] of [
      ['qid_a_report.md', 'a'],
      ['qid_b_report.md', 'b'],
    ] as const)
      place.write(`others/${name}`, readFileSync(join(place.path, 'reports', `${id}.md`)));
    const words = JUDGE.map((word) => (word === 'reports' ? 'others' : word));
    const refused = await gavel(words, { cwd: place.path });
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("expected files like a.md, got qid_a_report.md: give --name 'qid_{id}_report.md'"),
    ]);
    expect((await gavel([...words, '--name', 'qid_{id}_report.md'], { cwd: place.path })).code).toBe(0);
    expect(verdictsIn(join(place.path, 's.db')).trim().split('\n')).toHaveLength(6);
    const wrong = await gavel([...words, '--name', '../{id}'], { cwd: place.path });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('a name of files holds {id} once')]);
  });

  it('counts a missing report as owed, notes strays, and ends well', async () => {
    const place = desk();
    place.write('reports/typo.md', 'Text.');
    const { code, stderr } = await gavel([...JUDGE, '--repeats', '2'], { cwd: place.path });
    expect(code).toBe(0);
    expect(stderr).toContain(
      'note: 1 file belongs to no task asked for and is left out, such as typo.md: a report is named as its task, as a.md',
    );
    expect(stderr).toContain('2 reports are not there yet: owed, not counted as failed');
  });

  it('ends with 1 where criteria stay unscored, lists them, and asks for them alone the next time', async () => {
    const mock = await startMock(({ criterion }) => (criterion === 'Says a thing 2.' ? verdict('perhaps') : undefined));
    const place = desk();
    const words = [...JUDGE, '--judge-url', mock.url, '--judge-model', 'm'];
    const { code, stderr } = await gavel(words, { cwd: place.path });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ {2}a c02: unscored: label/m);
    expect(stderr).toMatch(/^gavel: 1 unscored criteria; everything else is stored/m);
    const asked = mock.asks.length;
    mock.script = () => undefined;
    expect((await gavel(words, { cwd: place.path })).code).toBe(0);
    expect(mock.asks.slice(asked).map((ask) => ask.criterion)).toEqual(['Says a thing 2.']);
  });

  it('says which calls it made again, by kind, and why at last', async () => {
    const mock = await startMock(({ number }) => (number <= 2 ? verdict('perhaps') : undefined));
    const { code, stderr } = await gavel([...JUDGE, '--judge-url', mock.url, '--judge-model', 'm'], { cwd: desk().path });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^calls made again: 2 replies that could not be read; the last for: label/m);
  });

  it('ends by --stop-after, keeps what was judged, owes the rest, and judges that the next time', async () => {
    const mock = await startMock(({ number }) => (number <= 4 ? undefined : new Promise(() => {})));
    const place = desk();
    const words = [...JUDGE, '--judge-url', mock.url, '--judge-model', 'm'];
    const { code, stderr } = await gavel([...words, '--stop-after', '2s'], { cwd: place.path });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^gavel: the time of --stop-after is over; everything finished is stored, run the same command to go on$/m);
    expect(verdictsIn(join(place.path, 's.db')).trim().split('\n')).toHaveLength(4);
    const asked = mock.asks.length;
    mock.script = () => undefined;
    // With time to spare it ends as ever.
    expect((await gavel([...words, '--stop-after', '1h30m'], { cwd: place.path })).code).toBe(0);
    expect(mock.asks.length - asked).toBe(2);
  });

  it.each(['2', '0s', 'soon', '30m2h', '25000h'])('takes no time of %s', async (time) => {
    const { code, stderr } = await gavel([...JUDGE, '--stop-after', time], { cwd: desk().path });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Expected a time of up to 24 days, as in 2h, 90m, 1h30m or 45s.')]);
  });

  it('again, with all stored, has nothing to do', async () => {
    const place = desk();
    await gavel(JUDGE, { cwd: place.path });
    const { code, stderr } = await gavel(JUDGE, { cwd: place.path });
    expect([code, stderr.split('\n')[0]]).toEqual([0, 'attempts 2/2, criteria 6/6; nothing to do']);
  });

  it('judges another folder of the same agent as new trials and keeps the old ones', async () => {
    const place = desk();
    await gavel(JUDGE, { cwd: place.path });
    place.write('reports/a.md', 'Another text altogether, with enough in it to be judged anew.');
    expect((await gavel(JUDGE, { cwd: place.path })).stderr).toMatch(/criteria 6\/6/);
    expect(written(place.path)).toContain('# On a');
  });

  it('keeps its concurrency', async () => {
    const mock = await startMock();
    await gavel([...JUDGE, '--judge-url', mock.url, '--judge-model', 'm', '--trials', '3', '--concurrency', '3'], { cwd: desk().path });
    expect(mock.mostOpen()).toBeLessThanOrEqual(3);
    expect(mock.asks).toHaveLength(18);
  });
});

it('gavel judge and battle print the prompt of their judge, which can be changed and given back', async () => {
  const place = desk();
  const printed = await gavel(['judge', '--print-prompt', '--judge-model', 'm', '--labels', '2'], { cwd: place.path });
  expect([printed.code, printed.stdout.split('\n')[0]]).toEqual([0, '=== system ===']);
  expect(printed.stdout).not.toContain('"partial"');
  expect((await gavel(['battle', 'any', '--print-prompt'], { cwd: place.path })).stdout).toMatch(/^=== en\.system ===\n/);
  place.write('prompt.txt', '=== system ===\nYou are strict.\n');
  const changed = ['--judge-prompt', 'prompt.txt', '--judge-model', 'm'];
  expect((await gavel(['judge', '--print-prompt', ...changed], { cwd: place.path })).stdout).toMatch(
    /^=== system ===\nYou are strict\.\n=== report/,
  );
  const missing = await gavel(['judge', '--print-prompt', '--judge-model', 'm', '--judge-prompt', 'none.txt'], { cwd: place.path });
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/none\.txt: cannot be read \(ENOENT\)$/m)]);
  expect((await gavel(['judge', '--benchmark', 'b', '--agent', 'x'], { cwd: place.path })).stderr).toContain(
    "missing required argument 'dir'",
  );
});
