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
async function run(
  words: readonly string[],
  use: (address: URL, interrupt: () => void, links: readonly string[]) => Promise<void> = async (_, stop) => stop(),
  env: Record<string, string> = {},
) {
  let interrupt = (): void => {};
  let listening = 0;
  const said = { err: '', listeners: () => listening };
  let used: Promise<void> = Promise.resolve();
  const command = viewCommand({
    stdout: {
      write: (text: string) => {
        const [address = '', ...links] = text.trim().split('\n');
        used = use(new URL(address), interrupt, links);
      },
    },
    stderr: { write: (text: string) => (said.err += text) },
    env,
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

  it('prints a link a person, the same at the next start where the secret is', async () => {
    const words = ['--annotator', 'ann', '--annotator', 'bo'];
    const printed: (readonly string[])[] = [];
    const keep = async (address: URL, interrupt: () => void, links: readonly string[]) => {
      const own = new URL(links[0]?.replace(/^ann: /, '') ?? '');
      expect([own.pathname, (await fetch(own)).status]).toEqual(['/annotate', 200]);
      expect(address.searchParams.get('token')).toBe('a-secret-of-mine');
      printed.push(links.map((link) => link.replace(/:\d+\//, '/')));
      interrupt();
    };
    for (let start = 0; start < 2; start++) await run(words, keep, { GAVEL_TOKEN: 'a-secret-of-mine' });
    expect(printed[0]).toEqual([
      expect.stringMatching(/^ann: http:\/\/127\.0\.0\.1\/annotate\?token=[\w-]{24}$/),
      expect.stringMatching(/^bo: http:\/\/127\.0\.0\.1\/annotate\?token=[\w-]{24}$/),
    ]);
    expect(printed[1]).toEqual(printed[0]);
    await expect(run(words, undefined, { GAVEL_TOKEN: 'short' })).rejects.toThrow('GAVEL_TOKEN: a token has at least 8');
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
    [['--overlap', '0'], /from 1/],
    [['--annotator', ' '], /1 to 64 characters/],
    [['--language', 'fr'], /Allowed choices are en, zh/],
  ])('refuses %j', async (words, why) => {
    await expect(run(words)).rejects.toThrow(why);
  });
});
