/** The board by keys, in a browser: from the standings to the sentence, and back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViewApp } from '../../reports/web/app.ts';
import { type Listening, listen } from '../../runners/http/listen.ts';
import type { Store } from '../../runners/store/store.ts';
import { importText, judgedStore } from '../reports/web/label/fixture.ts';
import { AT, RUBRIC, storeOf, task } from '../runners/annotation/fixture.ts';
import { lines } from '../runners/exchange/verdict-files.ts';
import { hasBrowser, visit } from './browser.ts';

describe.skipIf(!hasBrowser)('the board by keys', () => {
  let server: Listening;
  const serve = (store: Store): Promise<Listening> => {
    const settings = { store, host: '127.0.0.1', tokens: { people: new Map() }, overlap: 2, now: () => AT } as const;
    const onError = (error: unknown) => {
      throw error;
    };
    return listen(createViewApp({ ...settings, onError }).fetch, '127.0.0.1', 0, { graceMs: 0 });
  };
  beforeAll(async () => {
    server = await serve((await judgedStore('in the **North Bay**')).store);
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  });

  const comes = (path: string, { port } = server, height = 800) => visit(`http://127.0.0.1:${port}${path}`, { width: 1280, height });

  it.each([
    { lang: 'en', keys: 'Keys' },
    { lang: 'zh', keys: '快捷键' },
  ])('leads to the sentence in three keys and back by Esc ($lang)', async ({ lang, keys }) => {
    const { page, trouble } = await comes(`/board/bench?lang=${lang}&judge=mild`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/task\/t1\/agent\/one/);
    await page.keyboard.press('n');
    expect(await page.evaluate('document.activeElement.closest("mark")?.id')).toBe('q-c1-0-0');
    await page.keyboard.press('j');
    await page.waitForURL(/\/task\/t2\/agent\/one/);
    await page.keyboard.press('l');
    await page.waitForURL(/\/task\/t2\/agent\/two/);
    await page.keyboard.press('?');
    expect(await page.locator('#keys h2').innerText()).toBe(keys);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/task\/t2(\?|$)/);
    expect(trouble).toEqual([]);
    await page.close();
  });

  it('has rows that come after the page, and leads to them by arrows', async () => {
    const tasks = Array.from({ length: 18 }, (_, i) => task(`t${10 + i}`, { rubric: RUBRIC }));
    const store = storeOf(tasks.map((each) => ({ task: each, reports: { one: `On ${each.id}.` } })));
    const said = {
      agent: 'one',
      benchmark: 'bench',
      repeat: 1,
      criterion: 'c1',
      label: 'satisfied',
      trial: 1,
      judge: 'mild',
      by: 'program',
    };
    await importText(store, lines(tasks.map(({ id }) => ({ ...said, task: id }))), tasks);
    const long = await serve(store);
    const { page, trouble } = await comes('/board/bench?lang=en', long);
    await page.locator('[role=grid]:not([aria-busy]) [aria-rowindex="17"] [role=gridcell]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('/board/bench/task/t27/agent/one');
    expect(await page.locator('#later').isVisible()).toBe(false);
    expect(trouble).toEqual([]);
    await page.close();
    await long.stop();
  });

  it('shows where quotes stand in a report that is longer than its place, and goes there', async () => {
    const { page, trouble } = await comes('/board/bench/task/t1/agent/one?judge=mild&lang=zh', server, 240);
    const ticks = page.locator('.minimap .tick');
    await ticks.first().waitFor();
    expect(await ticks.evaluateAll((all) => all.map(({ className }) => className))).toEqual(['tick met']);
    await ticks.first().click();
    await page.waitForSelector('mark.quote.flash');
    expect(trouble).toEqual([]);
    await page.close();
  });

  it('filters by words and clicks, in the address, and goes back', async () => {
    const { page, trouble } = await comes('/board/bench?lang=en');
    await page.keyboard.press('f');
    await page.keyboard.type('agent:two reward<80');
    await page.keyboard.press('Enter');
    await page.waitForURL(/find=agent/);
    expect(await page.locator('[role=columnheader].c').allInnerTexts()).toEqual(['two']);
    await page.locator('.chip', { hasText: 'agent:two' }).click();
    await page.waitForURL((url) => url.searchParams.get('find') === 'reward<80');
    await page.goBack();
    await page.waitForURL(/find=agent/);
    // To a criterion by a click on a test, and back.
    await page.goto(`${new URL(page.url()).origin}/board/bench?lang=zh&judge=mild`);
    await page.locator('.chip', { hasText: 'fatal' }).waitFor();
    await page.locator('#filter').fill('confidence<0.6');
    await page.keyboard.press('Enter');
    await page.waitForURL(/find=confidence/);
    expect(await page.locator('a[role=gridcell]').allInnerTexts()).toEqual(['0 1']);
    await page.locator('a[role=gridcell]').click();
    await page.waitForURL(/agent\/two/);
    expect(await page.locator('.verdicts > li').evaluateAll((items) => items.map(({ id }) => id))).toEqual(['c-c2']);
    await page.locator('.chip', { hasText: '×' }).click();
    await page.locator('#c-c1').waitFor();
    await page.goBack();
    await page.goBack();
    await page.waitForURL(/bench\?.*find=confidence/);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('north bay');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search/);
    await page.locator('#report + .found a').first().click();
    await page.waitForURL(/\/agent\/one/);
    expect(trouble).toEqual([]);
    await page.close();
  });
});
