/** Labelling criteria as a person meets it: in a browser, with the keyboard alone, in both languages. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViewApp } from '../../reports/web/app.ts';
import { type Listening, listen } from '../../runners/http/listen.ts';
import type { Store } from '../../runners/store/store.ts';
import { judgedStore } from '../reports/web/label/fixture.ts';
import { AT } from '../runners/annotation/fixture.ts';
import { hasBrowser, visit } from './browser.ts';

describe.skipIf(!hasBrowser)('a person who labels criteria', () => {
  let store: Store;
  let server: Listening;
  let origin: string;
  beforeAll(async () => {
    ({ store } = await judgedStore());
    const settings = { store, host: '127.0.0.1', tokens: { people: new Map() }, overlap: 2, now: () => AT } as const;
    const onError = (error: unknown) => {
      throw error;
    };
    server = await listen(createViewApp({ ...settings, onError }).fetch, '127.0.0.1', 0, { graceMs: 0 });
    origin = `http://127.0.0.1:${server.port}`;
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  });

  /** All that went wrong or went outside. */
  async function comes(path: string) {
    const { page, trouble, outside } = await visit(origin + path);
    return { page, wrong: () => [...trouble, ...outside] };
  }
  const submit = async (page: Page) => {
    const before = page.url();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.href !== before);
  };
  const labels = (name: string) =>
    store
      .sql<[string], { label: number; reason: string | null }>(
        `SELECT label, reason FROM verdict JOIN judge ON judge.id = judge_id LEFT JOIN evidence ON evidence.id = evidence_id WHERE name = ? ORDER BY label`,
      )
      .all(name);

  it.each(['en', 'zh'] as const)('says met, partly or not with one key and why, and sees what is found (%s)', async (lang) => {
    const { page, wrong } = await comes(`/label?as=${lang}&lang=${lang}`);
    expect(await page.locator('#progress').innerText()).toBe(lang === 'en' ? '0 of 12' : '0 / 12');
    await page.keyboard.press('Enter');
    expect(await page.locator('#status').innerText()).toContain(lang === 'en' ? 'Still to choose: Label' : '标签');
    await page.keyboard.press('t');
    await page.keyboard.press('j');
    await page.keyboard.type('Half of it.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('nothing of t1');
    expect(await page.locator('#found').innerText()).toBe(lang === 'en' ? '1 found' : '找到 1 处');
    await page.keyboard.press('Escape');
    await submit(page);
    await page.keyboard.press('x');
    await submit(page);
    // Back to the last one: what was said is there, and a change is a new label.
    await page.keyboard.press('u');
    await page.locator('input[value=unsatisfied]:checked').waitFor();
    await page.keyboard.press('1');
    await submit(page);
    expect(labels(lang).map(({ label, reason }) => [label, reason])).toEqual([
      [0, null],
      [1, 'Half of it.'],
      [2, null],
    ]);
    expect(wrong()).toEqual([]);
    await page.close();
  });

  it.each(['en', 'zh'] as const)('labels a criterion on the page of its case, by keys, judges in view (%s)', async (lang) => {
    const name = `case ${lang}`;
    const { page, wrong } = await comes(`/board/bench/task/t1/agent/two?c=c3&judge=mild&lang=${lang}`);
    await page.keyboard.press('t');
    // Of a flaw the words are others.
    expect(await page.locator('#label-here label:has(:checked)').innerText()).toMatch(lang === 'en' ? /^partly there/ : /^部分存在/);
    await page.keyboard.type('Half <b>of</b> it.');
    await page.keyboard.press('Enter');
    // Who says it is asked once.
    await page.locator('input[name=as]').fill(name);
    await page.keyboard.press('Enter');
    await page.locator('#c-c3 .said', { hasText: 'Half <b>of</b> it.' }).waitFor();
    await page.keyboard.press('x');
    await page.keyboard.press('Escape');
    await page.keyboard.press('x');
    await page.keyboard.press('Enter');
    await page.locator('#c-c3 .said', { hasText: name }).filter({ hasNotText: 'Half' }).waitFor();
    expect(labels(name).map(({ label, reason }) => [label, reason])).toEqual([
      [0, null],
      [1, 'Half <b>of</b> it.'],
    ]);
    expect(wrong()).toEqual([]);
    await page.close();
  });

  it('watches the figures change while others label', async () => {
    const { page, wrong } = await comes('/label/agreement?lang=en');
    const other = await comes('/label?as=late&lang=en');
    await other.page.keyboard.press('s');
    await submit(other.page);
    await page.locator('li', { hasText: 'late: 1 criteria' }).waitFor();
    expect([...wrong(), ...other.wrong()]).toEqual([]);
    await Promise.all([page.close(), other.page.close()]);
  });

  it.each(['en', 'zh'] as const)('takes a file of labels, or says which row is wrong and stores nothing (%s)', async (lang) => {
    const { page, wrong } = await comes(`/label/agreement?lang=${lang}`);
    const name = `file ${lang}`;
    const hand = async (label: string) => {
      const text = `task,agent,repeat,criterionId,criterion,label\nt2,one,1,c1,Names the bay,${label}\n`;
      await page.locator('input[type=file]').setInputFiles({ name: 'l.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await page.locator('#upload button').click();
    };
    await page.locator('input[name=judge]').fill(name);
    await hand('<b>good</b>');
    await page.locator('#uploaded.bad', { hasText: /l\.csv:2: label/ }).waitFor();
    expect(labels(name)).toEqual([]);
    await hand('partial');
    await page.locator('#uploaded', { hasText: lang === 'en' ? '1 labels stored' : '存入 1 个标签' }).waitFor();
    expect(labels(name)).toEqual([{ label: 1, reason: null }]);
    // What was refused is what the browser says of it.
    expect(wrong().filter((line) => !line.includes('422'))).toEqual([]);
    await page.close();
  });

  it('settles a difference', async () => {
    const { page, wrong } = await comes('/label/differences?lang=zh');
    await page.locator('input[name=as]').fill('cat');
    await page.keyboard.press('Enter');
    await page.locator('td a').first().click();
    await page.locator('.before li').first().waitFor();
    await page.keyboard.press('x');
    await submit(page);
    expect(labels('cat (adjudicated)')).toEqual([{ label: 0, reason: null }]);
    expect(wrong()).toEqual([]);
    await page.close();
  });

  it('sees nothing cut off, wide or narrow', async () => {
    const { page } = await comes('/label?as=wide&lang=zh');
    const others = ['/board/bench/task/t1/agent/two?tab=prompt&lang=zh', '/label/agreement?lang=en', '/label/differences?lang=en&as=cat'];
    for (const path of ['', ...others]) {
      if (path !== '') await page.goto(origin + path);
      for (const width of [1280, 380]) {
        await page.setViewportSize({ width, height: 800 });
        expect([path, width, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([path, width, true]);
      }
    }
    await page.close();
  });
});
