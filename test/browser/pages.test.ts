/** The pages that stand alone, in a browser: their charts are drawn, tables sort, and language, theme and filters hold. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Task } from '../../benchmarks/task.ts';
import { leaderboardPage } from '../../reports/leaderboard/page.ts';
import { tasksPage } from '../../reports/web/tasks-page.ts';
import { board, cost, row } from '../reports/leaderboard/fixture.ts';
import { hasBrowser, visit } from './browser.ts';

const BOARD = leaderboardPage(
  [board([row('first', 60, { costPerReport: cost(null) }), row('second', 50, { costPerReport: cost(3) }), row('third', 40)])],
  { language: 'en' },
);
const rubric = [{ id: 'c1', criterion: 'Names the year.', weight: 1 }];
const TASKS = tasksPage(
  {
    name: 'mine',
    version: 'v1',
    tasks: [
      { id: 'a', query: 'Why?', language: 'en', domain: 'Law', track: 'general', rubric },
      { id: 'b', query: '为何？', language: 'zh', domain: 'History', track: 'professional', rubric },
    ] satisfies Task[],
  },
  { language: 'en' },
);

describe.skipIf(!hasBrowser)('a page that stands alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gavel-pages-'));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
  });

  function open(html: string, hash = '') {
    const file = join(folder, 'page.html');
    writeFileSync(file, html);
    return visit(pathToFileURL(file).href + hash);
  }

  it('draws its charts, sorts by a column with unknown values last, and keeps language and theme in its address', async () => {
    const { page, trouble } = await open(BOARD);
    const agents = () => page.locator('table').first().locator('tbody th').allInnerTexts();
    const drawn = () =>
      page.locator('canvas[data-chart]').evaluateAll((all) => all.map((canvas) => (canvas as unknown as { height: number }).height > 100));
    expect((await drawn()).every(Boolean)).toBe(true);
    expect(await agents()).toEqual(['first', 'second', 'third']);
    const heads = page.locator('th[aria-sort]:visible');
    await heads
      .filter({ hasText: /^Score/ })
      .locator('button')
      .click();
    expect(await agents()).toEqual(['third', 'second', 'first']);
    await heads
      .filter({ hasText: /^Cost per report/ })
      .locator('button')
      .click();
    expect((await agents()).at(-1)).toBe('first');
    await page.locator('button[data-lang=zh]').click();
    await page.locator('button[data-set-theme=dark]').click();
    expect(await page.title()).toBe('排行榜');
    expect(new URL(page.url()).hash).toBe('#lang=zh&theme=dark');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('canvas').first().getAttribute('aria-label')).toContain('得分');
    expect(trouble).toEqual([]);
    await page.close();
  });

  it('draws its charts for paper as high as on a screen, and light', async () => {
    const { page, trouble } = await open(BOARD, '#theme=dark');
    await page.emulateMedia({ media: 'print' });
    const sizes = await page
      .locator('canvas[data-chart]')
      .evaluateAll((all) =>
        all
          .map((canvas) => canvas as unknown as { offsetWidth: number; offsetHeight: number })
          .map((c) => [c.offsetWidth, c.offsetHeight > 150]),
      );
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes).toEqual(sizes.map(() => [680, true]));
    expect([await page.locator('html').getAttribute('data-theme'), trouble]).toEqual(['light', []]);
    await page.close();
  });

  it('opens as its address says, and filters tasks', async () => {
    const { page, trouble } = await open(TASKS, '#lang=zh&theme=dark&track=general');
    const shown = () => page.locator('article:visible').count();
    expect([await shown(), await page.locator('#left').innerText(), await page.title()]).toEqual([1, '1 / 2', 'mine · 任务']);
    await page.locator('#clear').click();
    expect([await shown(), new URL(page.url()).hash]).toEqual([2, '#lang=zh&theme=dark']);
    await page.locator('select[data-filter=domain]').selectOption('History');
    expect([await shown(), new URL(page.url()).hash]).toEqual([1, '#lang=zh&theme=dark&domain=History']);
    await page.emulateMedia({ media: 'print' });
    expect(trouble).toEqual([]);
    await page.close();
  });
});
