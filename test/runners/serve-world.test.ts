import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { expect, it } from 'vitest';
import { serveOfflineWorld } from '../../runners/serve-world.ts';
import { testFolder } from '../benchmarks/folder.ts';

const folder = testFolder();

/** Serves the world, makes one search, and ends it. */
async function served(log: string) {
  const stopping = new AbortController();
  return serveOfflineWorld(
    { host: '127.0.0.1', port: 0, ca: join(folder.path, 'ca.pem'), log, silentSeconds: 1, faults: undefined },
    {
      stopping: stopping.signal,
      async onListening(port) {
        const answer = await request(`http://127.0.0.1:${port}/search?q=gulls&format=json`).catch(() => undefined);
        await answer?.body.dump();
        stopping.abort();
      },
    },
  );
}

it('writes its certificate and a line for each request, and says at the end what was asked', async () => {
  const log = join(folder.path, 'world.jsonl');
  expect(await served(log)).toEqual({ requests: 1, faults: 0, outside: 0 });
  expect(await served(log)).toEqual({ requests: 1, faults: 0, outside: 0 });
  const lines = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ op, engine, query, status }) => [op, engine, query, status])).toEqual(
    Array(2).fill(['search', 'searxng', 'gulls', 200]),
  );
  expect(readFileSync(join(folder.path, 'ca.pem'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
});

it.runIf(process.platform === 'linux')('ends where its log cannot be written, since one with holes proves nothing', async () => {
  await expect(served('/dev/full')).rejects.toMatchObject({ code: 'ENOSPC' });
});
