/** demoIn, DEMO_DAY: what `gavel demo` writes, put into a folder; it is made once for all test files of a worker. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type Ended, gavel } from './program.ts';

/** Pages, pictures and JSON say when they were made. */
export const DEMO_DAY = new Date('2026-01-02T03:04:05Z');

let made: Promise<{ readonly path: string; readonly ended: Ended }> | undefined;

async function make() {
  const path = mkdtempSync(join(tmpdir(), 'gavel-test-demo-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  vi.useFakeTimers({ toFake: ['Date'], now: DEMO_DAY });
  try {
    return { path, ended: await gavel(['demo'], { cwd: path }) };
  } finally {
    vi.useRealTimers();
  }
}

/** As if the command had been run in this folder; what it said, too. */
export async function demoIn(folder: string): Promise<Ended> {
  made ??= make();
  const { path, ended } = await made;
  cpSync(path, folder, { recursive: true });
  return ended;
}
