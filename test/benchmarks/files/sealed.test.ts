/** Sealed task files: opened with their key alone, and never with a changed byte. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { seal, unsealed } from '../../../benchmarks/files/sealed.ts';
import { loadTasks } from '../../../benchmarks/load.ts';
import { sealFile } from '../../../runners/seal-file.ts';
import { testFolder } from '../folder.ts';

const folder = testFolder();
const KEY = 'correct horse battery staple';
const env = { SET_KEY: KEY };
const made = Array.from({ length: 10 }, (_, i) => ({ id: `t${i}`, query: `第${i}题：秘密问什么？`, language: 'zh', domain: 'Law' }));

afterEach(() => vi.unstubAllEnvs());

describe('a sealed file', () => {
  it('shows nothing of its tasks, and is read by everything that reads tasks once the key is there', async () => {
    const path = folder.write('own.jsonl', made.map((task) => JSON.stringify(task)).join('\n'));
    const out = `${path}.sealed`;
    expect(await sealFile({ path, keyEnv: 'SET_KEY', out, env })).toBe(10);
    expect(readFileSync(out, 'utf8')).not.toContain('秘密');
    vi.stubEnv('SET_KEY', KEY);
    expect(await loadTasks(out)).toEqual(await loadTasks(path));
    await expect(sealFile({ path: out, keyEnv: 'SET_KEY', out: `${out}.2`, env })).rejects.toThrow('sealed already');
  });

  it('says which key is missing, too short, or another', async () => {
    const out = folder.write('own.sealed', seal(Buffer.from(JSON.stringify(made[0])), 'SET_KEY', env));
    vi.stubEnv('SET_KEY', '');
    await expect(loadTasks(out)).rejects.toThrow('sealed; set SET_KEY in the environment');
    vi.stubEnv('SET_KEY', 'short');
    await expect(loadTasks(out)).rejects.toThrow('at least 16 characters, got 5');
    vi.stubEnv('SET_KEY', 'another horse battery staple');
    await expect(loadTasks(out)).rejects.toThrow('SET_KEY is not the key that this file was sealed with');
  });

  it('is not opened when anything in it was changed or cut', () => {
    const text = seal(Buffer.from('{"id":"a"}'), 'SET_KEY', env);
    expect(unsealed(text, 'f', env).toString()).toBe('{"id":"a"}');
    const sealed = JSON.parse(text) as Record<string, string>;
    const flipped = Buffer.from(sealed.data ?? '', 'base64');
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    expect(() => unsealed(JSON.stringify({ ...sealed, data: flipped.toString('base64') }), 'f', env)).toThrow('or the file was changed');
    expect(() => unsealed(JSON.stringify({ ...sealed, keyEnv: 'OTHER' }), 'f', { ...env, OTHER: KEY })).toThrow('or the file was changed');
    expect(() => unsealed(JSON.stringify({ ...sealed, tag: sealed.tag?.slice(0, 8) }), 'f', env)).toThrow('or the file was changed');
    expect(() => unsealed(text.slice(0, 60), 'f', env)).toThrow('cut short or damaged');
    expect(seal(Buffer.from('{"id":"a"}'), 'SET_KEY', env)).not.toBe(text);
  });
});

it('is nothing that gzip, tables or long lines are taken for', async () => {
  const long = folder.write('long.jsonl', `${JSON.stringify({ ...made[0], notes: 'x'.repeat(3_000_000) })}\n${JSON.stringify(made[1])}\n`);
  expect((await loadTasks(long)).map(({ id }) => id)).toEqual(['t0', 't1']);
  writeFileSync(`${long}.empty`, '');
  await expect(loadTasks(`${long}.empty`)).rejects.toThrow('no tasks in this file');
});
