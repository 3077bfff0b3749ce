import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { viewCommand } from '../../../cli/commands/view.ts';
import { InputError } from '../../../judge/errors.ts';
import { storeOf, task, written } from '../../runners/annotation/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'gavel-view-'));
storeOf(written([task('t1')]), join(folder, 'gavel.db')).close();
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command; `use` gets the printed address and the Ctrl-C. */
async function run(words: readonly string[], use: (address: URL, interrupt: () => void) => Promise<void> = async (_, stop) => stop()) {
  let interrupt = (): void => {};
  let listening = 0;
  const said = { err: '', listeners: () => listening };
  let used: Promise<void> = Promise.resolve();
  const command = viewCommand({
    stdout: { write: (text: string) => (used = use(new URL(text.trim()), interrupt)) },
    stderr: { write: (text: string) => (said.err += text) },
    env: {},
    cwd: folder,
    home: folder,
    onInterrupt: (callback) => {
      interrupt = callback;
      listening++;
      return () => listening--;
    },
  }).exitOverride();
  command.configureOutput({ writeErr: () => {} });
  await command.parseAsync(['--port', '0', ...words], { from: 'user' });
  await used;
  return said;
}

describe('gavel view', () => {
  it('serves at the address that it prints, until Ctrl-C, and then ends as done', async () => {
    const said = await run([], async (address, interrupt) => {
      expect(address.hostname).toBe('127.0.0.1');
      expect((await fetch(address)).status).toBe(200);
      interrupt();
    });
    expect(said.listeners()).toBe(0);
  });

  it('prints a link with a token where it listens beyond this machine', async () => {
    await run(['--host', '0.0.0.0'], async (address, interrupt) => {
      const local = new URL(address);
      local.hostname = '127.0.0.1';
      expect(local.searchParams.get('token')).toMatch(/^[\w-]{24}$/);
      expect((await fetch(local)).status).toBe(200);
      local.search = '';
      expect((await fetch(local)).status).toBe(401);
      interrupt();
    });
  });

  it('says in one line that a port is taken', async () => {
    await run([], async (address, interrupt) => {
      const second = run(['--port', address.port]);
      await expect(second).rejects.toThrow(InputError);
      await expect(second).rejects.toThrow(`port ${address.port} of 127.0.0.1 is in use: choose another with --port`);
      interrupt();
    });
  });

  it.each([
    [['nothing'], /no sweep "nothing"; there are: test/],
    [['--store', 'missing.db'], /no such store/],
    [['--port', '70000'], /from 0 to 65535/],
    [['--token', 'short'], /at least 8/],
    [['--overlap', '0'], /from 1/],
    [['--annotator', ' '], /1 to 64 characters/],
    [['--language', 'fr'], /Allowed choices are en, zh/],
  ])('refuses %j', async (words, why) => {
    await expect(run(words)).rejects.toThrow(why);
  });
});
