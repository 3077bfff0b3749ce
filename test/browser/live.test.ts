/** A sweep as it runs, in a browser: what changes is seen without a reload, and what is asked is passed on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViewApp } from '../../reports/web/app.ts';
import { type Listening, listen } from '../../runners/http/listen.ts';
import { storeStanding } from '../../runners/store/standings.ts';
import type { Store } from '../../runners/store/store.ts';
import { NOW, runningStore, STANDING } from '../reports/web/live/fixture.ts';
import { hasBrowser, visit } from './browser.ts';

describe.skipIf(!hasBrowser)('a sweep under way', () => {
  let store: Store;
  let server: Listening;
  beforeAll(async () => {
    store = await runningStore();
    const settings = { store, host: '127.0.0.1', tokens: { people: new Map() }, overlap: 2, now: () => NOW } as const;
    const onError = (error: unknown) => {
      throw error;
    };
    server = await listen(createViewApp({ ...settings, onError }).fetch, '127.0.0.1', 0, { graceMs: 0 });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  });

  it.each([
    { lang: 'en', pause: 'Pause', asked: 'Asked', paused: 'paused', width: 1280 },
    { lang: 'zh', pause: '暂停', asked: '已提出', paused: '已暂停', width: 380 },
  ])('is paused with a button, and is seen to be ($lang)', async ({ lang, pause, asked, paused, width }) => {
    store.transaction(() => storeStanding(store, 'test', STANDING, NOW));
    const { page, trouble } = await visit(`http://127.0.0.1:${server.port}/live/test?lang=${lang}`, { width, height: 800 });
    await page.getByRole('button', { name: pause }).click();
    await page.locator('#said', { hasText: asked }).waitFor();
    expect(store.sql<[], { kind: string }>('SELECT kind FROM wish ORDER BY id DESC LIMIT 1').get()?.kind).toBe('pause');
    // What the process says next.
    store.transaction(() => storeStanding(store, 'test', { ...STANDING, paused: true }, NOW));
    await page.locator('.how', { hasText: paused }).waitFor();
    await page.locator('[data-ask=resume]').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(trouble).toEqual([]);
    await page.close();
  });
});
