import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { reactSchema } from '../../../../runners/agents/react.ts';
import { TrialFolder } from '../../../../runners/agents/research/folder.ts';
import { patched } from '../../../../runners/agents/research/tools/patch.ts';
import { bench, call, inTurn } from './fixture.ts';

const ANSWER = '<answer>R</answer>';
const CONFIG = { kind: 'react', name: 'a', model: 'm', search: { kind: 'world' } };
const results = (asked: { readonly messages: readonly { readonly role: string; readonly content: string }[] } | undefined) =>
  asked?.messages.filter(({ role }) => role === 'tool').map(({ content }) => content) ?? [];

function folder(): TrialFolder {
  const made = new TrialFolder();
  onTestFinished(() => made.remove());
  return made;
}

describe('a trial’s folder', () => {
  test.each([
    '../x',
    'a/../../x',
    '/etc/passwd',
    '//etc/passwd',
    '\\\\server\\share',
    '..\\x',
    'C:\\x',
    'c:x',
    '~/x',
    'a\0b',
    'a\nb',
    '',
    '   ',
    '.',
    './',
    '..',
    `${'a'.repeat(300)}`,
    `${'深'.repeat(80)}`,
  ])('takes no path like %j', async (path) => {
    await expect(folder().write(path, 'x')).rejects.toMatchObject({ name: 'FolderError', message: expect.stringMatching(/^path: /) });
    await expect(folder().read(path)).rejects.toMatchObject({ name: 'FolderError' });
  });

  test('follows no link, whether it is the file or on the way', async () => {
    const mine = folder();
    const path = await mine.path();
    symlinkSync('/etc/passwd', join(path, 'link'));
    symlinkSync('/etc', join(path, 'dir'));
    for (const name of ['link', 'dir/passwd', 'dir/new']) {
      await expect(mine.read(name)).rejects.toThrow('links are not followed');
      await expect(mine.write(name, 'x')).rejects.toThrow('path: ');
    }
  });

  test('keeps files in folders of their own, listed in order', async () => {
    const mine = folder();
    await mine.write('notes/b.md', 'B');
    await mine.write('a.md', 'A');
    expect(await mine.list()).toEqual(['a.md', 'notes/b.md']);
    expect(await mine.read('notes/b.md')).toBe('B');
    await expect(mine.read('c.md')).rejects.toThrow('there is no such file');
    await expect(mine.write('a.md/x', 'x')).rejects.toThrow('a part of it is a file');
  });
});

describe('a patch', () => {
  const TEXT = '# A\n\nThe tower is 10 metres high.\n\nIt was built in 1999, as records say.\n';

  test('replaces the passage where it stands once, exactly or but for blanks', () => {
    expect(patched(TEXT, '10 metres', '12 metres')).toEqual({ text: TEXT.replace('10', '12'), how: 'exact' });
    expect(patched(TEXT, 'The  tower is\n10 metres high.', 'Gone.')).toEqual({
      text: TEXT.replace('The tower is 10 metres high.', 'Gone.'),
      how: 'blanks',
    });
  });

  test('finds the line that is most like it, and no other', () => {
    expect(patched(TEXT, 'It was built in 1998, as the records say.', 'New.')).toEqual({
      text: TEXT.replace('It was built in 1999, as records say.', 'New.'),
      how: 'alike',
    });
    expect(patched(TEXT, 'Something else altogether.', 'x')).toMatchObject({ problem: expect.stringContaining('not in the file') });
  });

  test('refuses what can mean two places', () => {
    expect(patched('a b\na b\n', 'a b', 'x')).toMatchObject({ problem: expect.stringContaining('2 times') });
    expect(patched('The tower is 10 m high.\nThe tower is 11 m high.\n', 'The tower is 12 m high.', 'x')).toMatchObject({
      problem: expect.stringContaining('several'),
    });
    // Too much to compare is told as not found, whatever a model sends.
    const many = Array.from({ length: 4_000 }, (_, i) => `line ${i} of a long file`);
    for (const anchor of [many.map((line) => line.replace('of', 'in')).join('\n'), `${'a '.repeat(50_000)}b`])
      expect(patched(many.join('\n'), anchor, 'x')).toMatchObject({ problem: expect.stringContaining('not in the file') });
    expect(patched('a', ' ', 'x')).toMatchObject({ problem: expect.stringContaining('anchor') });
  });
});

test('files are written, patched and read by calls, and errors name the field', async () => {
  const b = bench(
    inTurn(
      call('file', { action: 'write', path: 'n.md', text: 'A is 10 m.' }),
      call('file', { action: 'patch', path: 'n.md', anchor: '10 m', text: '12 m' }),
      call('file', { action: 'read', path: 'n.md' }),
      call('file', { action: 'read', path: '../../etc/passwd' }),
      call('todo', { items: [{ task: 'look', done: true }, 'write'] }),
      ANSWER,
    ),
  );
  expect(await b.attempt()).toMatchObject({ report: 'R' });
  expect(results(b.asked[5]).slice(-3)).toEqual(['A is 12 m.', 'path: it must stay inside your own folder', '- [x] look\n- [ ] write']);
});

test('a shell is there only through a program that is named, and sees no key', async () => {
  expect(reactSchema.safeParse({ ...CONFIG, tools: ['shell'] }).error?.issues[0]?.message).toContain('shell: [bwrap');
  const none = bench(inTurn(call('shell', { command: 'ls' }), ANSWER));
  await none.attempt();
  expect(results(none.asked[1])[0]).toContain('There is no tool "shell"');
  const b = bench(inTurn(call('shell', { command: 'process.stdout.write(JSON.stringify(Object.keys(process.env).sort()))' }), ANSWER), {
    config: { tools: ['search', 'shell'], shell: [process.execPath, '-e'] },
  });
  await b.attempt();
  expect(results(b.asked[1])[0]).toMatch(/^exit 0\n<<<\w+\n\["GAVEL_ATTEMPT","HOME","LANG","PATH","TMPDIR"\]\n\w+>>>/);
});

test('over the Responses API calls, results and what it thought go back as items', async () => {
  const item = (output: unknown[], more = {}) => ({
    body: JSON.stringify({ id: 'r', status: 'completed', output, usage: { input_tokens: 9, output_tokens: 5 }, ...more }),
  });
  const b = bench(
    inTurn(
      item([
        { type: 'reasoning', id: 'rs1', summary: [] },
        { type: 'function_call', id: 'f1', call_id: 'c1', name: 'search', arguments: '{"queries":["a"]}' },
      ]),
      item([{ type: 'message', content: [{ type: 'output_text', text: ANSWER }] }]),
    ),
    { config: { api: 'responses', limits: { turns: 5, turnTokens: 900 } } },
  );
  expect(await b.attempt()).toMatchObject({ report: 'R', usage: { inputTokens: 18, outputTokens: 10 } });
  const [first, second] = b.asked as unknown as {
    input: { type?: string; call_id?: string }[];
    instructions: string;
    max_output_tokens: number;
    store: boolean;
    tools: { name: string }[];
  }[];
  expect(first).toMatchObject({ instructions: expect.stringContaining('Today is'), max_output_tokens: 900, store: false });
  expect(first?.tools.map(({ name }) => name)).toEqual(['search', 'open', 'todo', 'file']);
  // What is not stored there and holds nothing is not sent back: its id would not be known.
  expect(second?.input.map(({ type, call_id: id }) => [type, id])).toEqual([
    [undefined, undefined],
    ['function_call', 'c1'],
    ['function_call_output', 'c1'],
  ]);
});

test('a key that a search, a page or the model repeats is kept nowhere', async () => {
  const key = 'weird_9f-secret';
  const b = bench(
    inTurn(
      { ...call('search', { queries: [`a ${key}`] }), text: `with ${key}` },
      call('open', { url: `https://a.test/?k=${key}` }),
      `<answer>by ${key}</answer>`,
    ),
    {
      env: { TAVILY_API_KEY: key },
      web: {
        pages: { [`https://a.test/?k=${key}`]: `page ${key}` },
        results: () => [{ title: key, url: `https://a.test/?k=${key}`, snippet: key }],
      },
    },
  );
  expect((await b.attempt())?.report).toContain('by [key]');
  expect(JSON.stringify(b.events())).not.toContain(key);
});

test('what the sweep’s budget cannot pay for waits, and is nobody’s failure', async () => {
  const b = bench(inTurn(call('search', { query: 'a' }), ANSWER), { live: { affords: ({ usage }) => (usage?.inputTokens ?? 0) < 100 } });
  await expect(b.attempt()).rejects.toMatchObject({ fault: 'harness', message: expect.stringContaining('the budget is spent') });
  expect(b.asked).toHaveLength(1);
});
