/** Annotation as a person meets it: in a browser, with the keyboard alone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViewApp } from '../../reports/web/app.ts';
import { type Listening, listen } from '../../runners/http/listen.ts';
import { AT, storeOf, task } from '../runners/annotation/fixture.ts';
import { hasBrowser, visit } from './browser.ts';

/** Longer than a loaded machine takes to draw a frame; no test waits for it where all is well. */
const SOON = { timeout: 30_000 };
const HOSTILE = `<script>alert('script')</script> <img src="https://evil.example/a.png" onerror="alert('img')">
![p](https://evil.example/b.png) [j](javascript:alert('link')) <iframe src="https://evil.example/"></iframe>
<style>@import url(https://evil.example/c.css)</style> <svg onload="alert('svg')"></svg> <a href="https://evil.example/" autofocus onfocus="alert(1)">z</a>`;

/** All that reports are written with. */
const RICH = `| item | share |
|---|--:|
| a<br>b | 12 |

Where $a^2$ and H<sub>2</sub>O[^1].

<details><summary>More</summary>

- [x] done

</details>

![dot](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==) ![far](https://evil.example/far.png)

## Sources

[^1]: A note.
`;

/** Tasks of two agents: a pair each. */
const PAIRS = 4;
function store() {
  const tasks = Array.from({ length: PAIRS }, (_, i) =>
    task(`t${i}`, { notes: 'Figures matter.', ...(i % 2 === 0 && { language: 'zh' }) }),
  );
  const report = (version: string, lines: number) =>
    `# Version ${version}\n\n${HOSTILE}\n\n${RICH}\n\n${Array.from({ length: lines }, (_, i) => `Paragraph ${i} of needle and hay. 第 ${i} 段。`).join('\n\n')}`;
  return storeOf(tasks.map((each) => ({ task: each, reports: { 'agent-one': report('x', 40), 'agent-two': report('y', 120) } })));
}

describe.skipIf(!hasBrowser)('a person at the keyboard', () => {
  const facts = store();
  let server: Listening;
  let origin: string;

  beforeAll(async () => {
    const settings = { store: facts, host: '127.0.0.1', tokens: { people: new Map() }, overlap: 9, language: 'en', now: () => AT } as const;
    const onError = (error: unknown) => {
      throw error;
    };
    server = await listen(createViewApp({ ...settings, onError }).fetch, '127.0.0.1', 0);
    origin = `http://127.0.0.1:${server.port}`;
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  });

  const comes = (path: string) => visit(origin + path);
  const press = async (page: Page, keys: string) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const progress = (page: Page) => page.locator('#progress').innerText();
  const saved = (page: Page, text: string) => page.locator('#status', { hasText: text }).waitFor();
  const submit = async (page: Page) => {
    const before = page.url();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.href !== before);
  };
  const answers = (name: string) =>
    facts
      .sql<[string], { outcome: string; n: number }>(
        `SELECT outcome, count(*) AS n FROM comparison JOIN judge ON judge.id = judge_id
         WHERE name = ? AND dimension = 'overall' GROUP BY outcome ORDER BY outcome`,
      )
      .all(name);

  it('annotates all pairs in English, and hostile reports do nothing', async () => {
    const { page, outside, trouble } = await comes('/');
    await page.keyboard.press('Tab');
    while ((await page.evaluate('document.activeElement.name')) !== 'as') await page.keyboard.press('Tab');
    await page.keyboard.type('ann');
    await page.keyboard.press('Enter');
    await page.waitForURL(/item=/);
    for (let i = 0; i < PAIRS; i++) {
      expect(await progress(page)).toBe(`${i} of ${PAIRS}`);
      await press(page, i < 2 ? '1' : i < 3 ? '2' : '3');
      await press(page, 'wacy');
      await page.keyboard.press('j');
      await page.keyboard.type(`reason ${i}`);
      await page.keyboard.press('Escape');
      await submit(page);
    }
    expect(await page.locator('main').innerText()).toContain('Thank you!');
    expect(answers('ann')).toEqual([
      { outcome: 'a', n: 2 },
      { outcome: 'b', n: 1 },
      { outcome: 'tie', n: 1 },
    ]);
    expect(outside).toEqual([]);
    expect(trouble).toEqual([]);
    await page.close();
  }, 60_000);

  it('sees a report as its author meant it: columns, formulas, folds, notes, pictures on a click, an outline', async () => {
    const { page, outside, trouble } = await comes('/annotate?as=eye');
    const left = page.locator('#left');
    expect(await page.evaluate("getComputedStyle(document.querySelectorAll('#left td')[1]).textAlign")).toBe('right');
    expect(await left.locator('math').count()).toBe(1);
    expect(await left.locator('details li').isVisible()).toBe(true);
    expect(await left.locator('.footnote-ref a').getAttribute('href')).toBe('#fn-left-1');
    expect(await left.locator('img').count()).toBe(0);
    await left.locator('button.image').click();
    // Asked again from outside: a page whose policy forbids to evaluate text cannot wait for itself.
    await expect.poll(() => page.evaluate("document.querySelector('#left img')?.naturalWidth"), SOON).toBe(1);
    await page.locator('.left .outline summary').click();
    await page.locator('.left .outline a', { hasText: 'Sources' }).click();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Sources');
    // Both reports have this heading: the other one shows it at the same height.
    const apart = `(() => {
      const top = (side) => [...document.querySelectorAll('#' + side + ' h4')].find((h) => h.textContent === 'Sources').getBoundingClientRect().top;
      return Math.abs(top('left') - top('right'));
    })()`;
    await expect.poll(() => page.evaluate(apart), SOON).toBeLessThan(3);
    expect([outside, trouble]).toEqual([[], []]);
    await left.locator('a.image', { hasText: 'far' }).click();
    await expect.poll(() => outside).toEqual(['https://evil.example/far.png']);
    await page.close();
  }, 60_000);

  it('annotates all pairs in Chinese', async () => {
    const { page, outside, trouble } = await comes('/annotate?as=小王');
    await press(page, 'l');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    for (let i = 0; i < PAIRS; i++) {
      expect(await progress(page)).toBe(`${i} / ${PAIRS}`);
      expect(await page.locator('#submit').innerText()).toContain('提交');
      expect(await page.title()).toBe('报告对比');
      await press(page, '5qdcr');
      await saved(page, '已保存');
      await submit(page);
    }
    expect(await page.locator('main').innerText()).toContain('谢谢');
    expect(answers('小王')).toEqual([{ outcome: 'tie', n: PAIRS }]);
    expect([outside, trouble]).toEqual([[], []]);
    await page.close();
  }, 60_000);

  it('is told what is missing, goes back, changes an answer, and goes on', async () => {
    const { page } = await comes('/annotate?as=bob');
    const first = page.url();
    await press(page, '1qa');
    await page.keyboard.press('Enter');
    await saved(page, 'Still to choose: Fitness, Readability');
    expect(await page.evaluate('document.activeElement.name')).toBe('fitness');
    await press(page, 'zr');
    await submit(page);
    await press(page, 'u');
    await page.waitForURL(first);
    expect(await page.locator('input[name=overall]:checked').inputValue()).toBe('left');
    await saved(page, 'You have answered this');
    await press(page, '2');
    await saved(page, 'Saved');
    expect(answers('bob')).toEqual([{ outcome: 'a', n: 1 }]);
    await submit(page);
    expect(await progress(page)).toBe(`1 of ${PAIRS}`);
    expect(answers('bob')).toEqual([
      { outcome: 'a', n: 1 },
      { outcome: 'b', n: 1 },
    ]);
    await page.close();
  }, 60_000);

  it('resumes by link where they stopped, and puts a pair off', async () => {
    const one = await comes('/annotate?as=cat');
    await press(one.page, '4s');
    await one.page.keyboard.press('j');
    await one.page.keyboard.type('half a thought');
    await saved(one.page, 'Saved');
    const link = one.page.url();
    await one.page.close();
    const two = await comes(link.slice(origin.length));
    expect(await two.page.locator('input[name=overall]:checked').inputValue()).toBe('fair');
    expect(await two.page.locator('input[name=depth]:checked').inputValue()).toBe('tie');
    expect(await two.page.locator('#justification').inputValue()).toBe('half a thought');
    await press(two.page, 'n');
    await two.page.waitForURL((url) => url.href !== link);
    expect(await progress(two.page)).toBe(`0 of ${PAIRS}`);
    expect(answers('cat')).toEqual([]);
    await two.page.close();
  }, 60_000);

  it('scrolls both reports together, finds in both, and reads the keys', async () => {
    const { page, trouble } = await comes('/annotate?as=dan');
    const share = (id: string) =>
      page.evaluate(`(() => { const e = document.getElementById('${id}'); return e.scrollTop / (e.scrollHeight - e.clientHeight); })()`);
    await press(page, '[');
    await page.keyboard.press('End');
    for (const pane of ['left', 'right']) await expect.poll(() => share(pane), SOON).toBeCloseTo(1, 2);
    await press(page, 'p[');
    await page.keyboard.press('Home');
    await expect.poll(() => share('left'), SOON).toBe(0);
    expect(await share('right')).toBeCloseTo(1, 2);
    await press(page, '/');
    await page.keyboard.type('NEEDLE');
    expect(
      (await page.locator('#found').innerText())
        .match(/\d+/g)
        ?.map(Number)
        .sort((a, b) => a - b),
    ).toEqual([40, 120]);
    await page.keyboard.press('Enter');
    expect(await page.locator('mark.now').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('mark').count()).toBe(0);
    await press(page, 'o');
    expect(await page.locator('#notes div').isVisible()).toBe(true);
    await press(page, '?');
    expect(await page.locator('#legend').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#legend').isVisible()).toBe(false);
    await press(page, '3');
    expect(await page.locator('input[name=overall]:checked').inputValue()).toBe('good');
    expect(trouble).toEqual([]);
    await page.close();
  }, 60_000);

  it('reaches everything with Tab and is never held', async () => {
    const { page } = await comes('/annotate?as=eve');
    await page.evaluate(
      "window.seen = new Set(); addEventListener('focusin', ({ target }) => window.seen.add(target.id || target.name || target.tagName))",
    );
    for (let i = 0; i < 90; i++) await page.keyboard.press('Tab');
    const seen = (await page.evaluate('[...window.seen]')) as string[];
    for (const stop of [
      'find',
      'sync',
      'help',
      'left',
      'right',
      'overall',
      'completeness',
      'readability',
      'justification',
      'skip',
      'submit',
    ])
      expect(seen).toContain(stop);
    await page.close();
  }, 60_000);

  it('sees nothing cut off, wide or narrow', async () => {
    const { page } = await comes('/annotate?as=fay');
    for (const width of [1280, 380]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const box = async (id: string) => (await page.locator(id).boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 };
      const [left, right] = [await box('#left'), await box('#right')];
      if (width > 900) expect(left.y).toBe(right.y);
      else expect(right.y).toBeGreaterThan(left.y + left.height);
      expect(left.height).toBeGreaterThan(300);
    }
    await page.close();
  }, 60_000);
});
