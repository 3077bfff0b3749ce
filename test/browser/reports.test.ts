/** Reports as agents wrote them, in a browser: nothing in them makes it complain, and nothing is fetched. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageData } from '../../benchmarks/files/paths.ts';
import { createViewApp } from '../../reports/web/app.ts';
import { type Listening, listen } from '../../runners/http/listen.ts';
import { AT, storeOf, task } from '../runners/annotation/fixture.ts';
import { hasBrowser, visit } from './browser.ts';

const MOST = 8;

/** The longest bundled reports, two a task; all of a folder of `*.md` that GAVEL_REPORTS names instead. */
function pairs() {
  const folders = [join(packageData(), 'demo/reports'), join(packageData(), 'adr-bench/samples/reports')].flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [join(folder, each.name)] : [])),
  );
  const extra = process.env.GAVEL_REPORTS;
  const files = (extra === undefined ? folders : [extra]).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
  const longest = files.map((file) => readFileSync(file, 'utf8')).toSorted((a, b) => b.length - a.length);
  const texts = extra === undefined ? longest.slice(0, MOST) : longest;
  return Array.from({ length: Math.floor(texts.length / 2) }, (_, i) => [texts[2 * i] ?? '', texts[2 * i + 1] ?? ''] as const);
}

describe.skipIf(!hasBrowser)('reports as they were written', () => {
  const all = pairs();
  const facts = storeOf(all.map(([one, other], i) => ({ task: task(`t${i}`), reports: { 'agent-one': one, 'agent-two': other } })));
  let server: Listening;

  beforeAll(async () => {
    const onError = (error: unknown) => {
      throw error;
    };
    const app = createViewApp({
      store: facts,
      host: '127.0.0.1',
      tokens: { people: new Map() },
      overlap: 1,
      language: 'en',
      now: () => AT,
      onError,
    });
    server = await listen(app.fetch, '127.0.0.1', 0);
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  });

  it('make no browser complain', async () => {
    const seen = new Set<string>();
    const comes = (i: number) => visit(`http://127.0.0.1:${server.port}/annotate?as=reader${i}`);
    // Each visitor is given another pair, as those before have theirs open.
    for (let i = 0; i < all.length; i++) {
      const { page, trouble, outside } = await comes(i);
      seen.add(new URL(page.url()).searchParams.get('item') ?? '');
      expect((await page.locator('#left').innerText()).length).toBeGreaterThan(20);
      expect([trouble, outside]).toEqual([[], []]);
      await page.close();
    }
    expect(seen.size).toBe(all.length);
  }, 600_000);
});
