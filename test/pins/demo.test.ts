/**
 * Frozen bytes of the demo: what it exports, its leaderboard, its pictures. They change where a format, a number or a look changes; then
 * the new hash goes in together with a line in the CHANGELOG that says what changed. Never to make a test pass.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sha256 } from '../../judge/hash.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { gavel } from '../program.ts';

const folder = testFolder();
const STORE = ['--store', 'gavel-out/demo.db'];

beforeAll(async () => {
  // Pages, pictures and JSON say when they were made.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-02T03:04:05Z') });
  expect((await gavel(['demo'], { cwd: folder.path })).code).toBe(0);
});

afterAll(() => {
  vi.useRealTimers();
});

async function printed(...words: string[]): Promise<string> {
  const { stdout, code } = await gavel([...words, ...STORE], { cwd: folder.path });
  expect(code).toBe(0);
  return stdout;
}

it('what a script reads', async () => {
  expect({
    verdicts: sha256(await printed('export', 'verdicts')),
    battles: sha256(await printed('export', 'battles')),
    leaderboard: sha256(await printed('leaderboard', '--json')),
    strict: sha256(await printed('leaderboard', '--format', 'csv', '--scale', 'strict')),
    ratings: sha256(await printed('ratings', '--json', '--bootstrap', '20', '--seed', '1')),
    compare: sha256(await printed('compare', 'sample-strong', 'sample-listy', '--json')),
  }).toEqual({
    verdicts: 'b2bac002b025a579c9601657ed8c3557fd6cfbcf68baa6ed61edb6bad88b8fd9',
    battles: '1191def7f5d8ffb694f57b13b6af050f200c09f5d4b03508b48184cb18aa1cc5',
    leaderboard: '8c77dc1f7265229e71cd88f979bb3d481ef177955b5a0d72d0746f6ede63c033',
    strict: '2a156a7cad507780d3a1844e080e6b3348d8c6583ca32ab25a2c2e83bdd830d0',
    ratings: '33760c62528287adb8b04b78c9e0ed23ff92fbc203bda14d5dc061eeeb818a67',
    compare: '2772f5f90763d2256cc5b436fe56fd23d201723bd2dab9bbcb0ec2716a369d8d',
  });
});

/** Drawn by the CPU: another kind of processor may round a pixel otherwise. */
it.runIf(process.platform === 'linux' && process.arch === 'x64')('pictures', () => {
  const picture = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder.path, 'gavel-out', name)))
      .digest('hex');
  expect({
    score: picture('demo-score.png'),
    domains: picture('demo-domains.png'),
    axes: picture('adr-bench-axes.png'),
  }).toEqual({
    score: '36ca39b4a419be7217612494ad8e10a0f20c0d1e3259b148c1b7c7ca26a8d33a',
    domains: '8b42b40456df65c84464479fcd97ee03e95cbeb09e71913ac2b1a98032bdab50',
    axes: '967ca778e164e082ea12790fa7922ec4dea8ee4e7122caf0e66e75a90e67a96c',
  });
});
