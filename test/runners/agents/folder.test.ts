import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AgentError, InputError } from '../../../judge/errors.ts';
import { createFolderAgent, folderSchema, unreadable } from '../../../runners/agents/folder.ts';
import { checkFolder } from '../../../runners/agents/folder-files.ts';
import { failure, NEVER, TASK, temporaryFolder } from './fixtures.ts';

async function folderWith(files: Record<string, string | Uint8Array>, config: Record<string, unknown> = {}) {
  const baseDir = await temporaryFolder();
  await mkdir(join(baseDir, 'reports'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(baseDir, 'reports', name), content);
  const agent = createFolderAgent(folderSchema.parse({ kind: 'folder', name: 'mine', dir: 'reports', ...config }), { baseDir });
  return { baseDir, agent, read: (repeat = 1) => agent.attempt(TASK, repeat, NEVER, NEVER) };
}

test('a report is the text of <task-id>.md, without its byte order mark', async () => {
  const { read } = await folderWith({ 'task-1.md': '\u{FEFF}# 报告' });
  expect(await read()).toEqual({ report: '# 报告' });
});

test('repeat 1 is <task-id>.txt where there is no .md, and repeat n is <task-id>.<n>.md', async () => {
  const { read } = await folderWith({ 'task-1.txt': 'first', 'task-1.2.md': 'second' });
  expect(await read(1)).toEqual({ report: 'first' });
  expect(await read(2)).toEqual({ report: 'second' });
});

test('a missing report is owed', async () => {
  const { read } = await folderWith({ 'task-1.md': 'first', 'other.md': 'x' });
  expect(await read(2)).toBeUndefined();
});

test('which reports are there is known without reading them', async () => {
  const { agent } = await folderWith({ 'task-1.txt': 'first', 'task-1.2.json': '{}', 'task-1.3.meta.json': '{}' });
  expect([1, 2, 3].map((repeat) => agent.has?.(TASK.id, repeat))).toEqual([true, true, false]);
});

test('a missing folder is named', async () => {
  const agent = createFolderAgent(folderSchema.parse({ kind: 'folder', name: 'mine', dir: 'nowhere' }), {
    baseDir: await temporaryFolder(),
  });
  const error = await failure(agent.attempt(TASK, 1, NEVER, NEVER));
  expect(error).toBeInstanceOf(InputError);
  expect(String(error)).toContain('nowhere');
});

test('bytes that are not UTF-8 are an error that names the file', async () => {
  const { read } = await folderWith({ 'task-1.md': Uint8Array.of(0xb1, 0xa8) });
  expect(await failure(read())).toMatchObject({ fault: 'harness', message: expect.stringMatching(/task-1\.md is not UTF-8/) });
});

test('a blank report is a report: the judge labels it without a call', async () => {
  const { read } = await folderWith({ 'task-1.md': ' \n' });
  expect(await read()).toEqual({ report: ' \n' });
});

test('a link out of the folder is refused, a link within it is followed', async () => {
  const { read, baseDir } = await folderWith({ 'real.md': 'within' });
  await writeFile(join(baseDir, 'secret.md'), 'secret');
  await symlink(join(baseDir, 'secret.md'), join(baseDir, 'reports', 'task-1.md'));
  await symlink('real.md', join(baseDir, 'reports', 'task-1.2.md'));
  expect(String(await failure(read(1)))).toMatch(/AgentError: .*task-1\.md is a link out of its folder/);
  expect(await read(2)).toEqual({ report: 'within' });
});

test('a folder in the place of a report is an error, as is a name that no disk takes', async () => {
  const { read, baseDir } = await folderWith({});
  await mkdir(join(baseDir, 'reports', 'task-1.md'));
  expect(await failure(read())).toMatchObject({ fault: 'harness', message: expect.stringContaining('is not a file') });
  const { agent } = await folderWith({});
  const long = await failure(agent.attempt({ ...TASK, id: '界'.repeat(150) }, 1, NEVER, NEVER));
  expect(long).toMatchObject({ fault: 'harness', message: expect.stringContaining('its name is too long for this disk') });
});

test('what keeps a folder from being read is one report’s error, in words that say what to do', async () => {
  const baseDir = await temporaryFolder();
  await symlink('reports', join(baseDir, 'reports'));
  const agent = createFolderAgent(folderSchema.parse({ kind: 'folder', name: 'mine', dir: 'reports' }), { baseDir });
  expect(await failure(agent.attempt(TASK, 1, NEVER, NEVER))).toMatchObject({
    fault: 'harness',
    message: expect.stringMatching(/reports: cannot be read \(ELOOP\)$/),
  });
  await rm(join(baseDir, 'reports'));
  await mkdir(join(baseDir, 'reports'));
  await writeFile(join(baseDir, 'reports', 'task-1.md'), 'first');
  expect(await agent.attempt(TASK, 1, NEVER, NEVER)).toEqual({ report: 'first' });
  expect(unreadable(Object.assign(new Error('EMFILE'), { code: 'EMFILE', syscall: 'realpath' }), 'reports')).toMatchObject({
    fault: 'harness',
    message: 'reports: cannot be read (too many open files: raise "ulimit -n" or lower the concurrency)',
  });
});

test('a report is found however the disk composes the letters of its name', async () => {
  const [composed, apart] = ['résumé', 'résumé'];
  const { agent, baseDir } = await folderWith({ [`${apart}.md`]: 'found', [`${composed}.2.md`]: 'second' });
  const read = (id: string, repeat: number) => agent.attempt({ ...TASK, id }, repeat, NEVER, NEVER);
  expect(await Promise.all([read(composed, 1), read(composed, 2), read(apart, 2)])).toMatchObject([
    { report: 'found' },
    { report: 'second' },
    { report: 'second' },
  ]);
  expect(agent.has?.(composed, 1)).toBe(true);
  expect(await checkFolder(join(baseDir, 'reports'), [composed])).toMatchObject({ found: 2, unread: [] });
});

test('<task-id>.meta.json tells usage, time, cost and model, and its cost goes before that of the config', async () => {
  const meta = {
    usage: { inputTokens: 10, outputTokens: 5 },
    seconds: 61.5,
    cost: { amount: 0.4, currency: 'CNY', basis: 'measured' },
    model: 'm',
  };
  const cost = { amount: 9, currency: 'USD' };
  const { read } = await folderWith({ 'task-1.md': 'a', 'task-1.meta.json': JSON.stringify(meta), 'task-1.2.md': 'b' }, { cost });
  expect(await read(1)).toEqual({ report: 'a', ...meta });
  expect(await read(2)).toEqual({ report: 'b', cost: { ...cost, basis: 'estimated' } });
});

test('a broken meta file is named with its field', async () => {
  const { read } = await folderWith({ 'task-1.md': 'a', 'task-1.meta.json': '{"usage":{"inputTokens":-1}}' });
  const error = await failure(read());
  expect(error).toMatchObject({ fault: 'harness' });
  expect(String(error)).toMatch(/task-1\.meta\.json: usage\.inputTokens/);
});

test('a runner’s result file gives its final answer without the answer tag', async () => {
  const result = {
    task_id: 'task-1',
    prompt: 'q',
    output: { status: 'finished', final_answer: '<answer>\n# Report\n</answer>', final_message: null, error: null },
    metadata: { duration_seconds: 12.5 },
    trace: { event_count: 1, events: [{}] },
  };
  const { read } = await folderWith({ 'task-1.json': JSON.stringify(result) });
  expect(await read()).toEqual({ report: '# Report', seconds: 12.5, trace: [{ turn: 1, kind: 'message', output: {} }] });
});

test('a runner’s failed run, and one without an answer, are the agent’s failures', async () => {
  const failed = { output: { status: 'error', final_answer: 'half', error: 'tool\nbroke' } };
  const empty = { output: { status: 'stopped', final_answer: null } };
  const { read } = await folderWith({ 'task-1.json': JSON.stringify(failed), 'task-1.2.json': JSON.stringify(empty) });
  const first = await failure(read(1));
  expect(first).toBeInstanceOf(AgentError);
  expect(first).toMatchObject({ fault: 'agent', message: expect.stringContaining('status error: tool broke') });
  expect(await failure(read(2))).toMatchObject({ fault: 'agent', message: expect.stringContaining('wrote no report') });
});

test('a JSON file of another shape is an error that names it', async () => {
  const { read } = await folderWith({ 'task-1.json': '{"report":"x"}' });
  expect(String(await failure(read()))).toMatch(/AgentError: .*task-1\.json.*output/);
});

test('an aborted attempt rejects with the signal’s reason', async () => {
  const { agent } = await folderWith({ 'task-1.md': 'a' });
  const reason = new Error('stop');
  expect(await failure(agent.attempt(TASK, 1, AbortSignal.abort(reason), NEVER))).toBe(reason);
});

test('moving the folder does not make another agent', async () => {
  const one = await folderWith({});
  const two = await folderWith({}, { dir: 'elsewhere', cost: { amount: 1, currency: 'USD' } });
  expect(one.agent.identity).toEqual(two.agent.identity);
});

test('files that no task reads are listed, as are those that two tasks read', async () => {
  const { baseDir } = await folderWith({
    'a.md': '',
    'a.2.md': '',
    'a.2.meta.json': '',
    'a.3.md': '',
    'b.txt': '',
    'b.json': '',
    'b.pdf': '',
    'typo.md': '',
    'typo.2.md': '',
    '.hidden': '',
  });
  expect(await checkFolder(join(baseDir, 'reports'), ['a', 'b', 'a.2'])).toEqual({
    found: 6,
    unread: ['b.pdf', 'typo.2.md', 'typo.md'],
    ambiguous: ['a.2.md', 'a.2.meta.json'],
  });
});
