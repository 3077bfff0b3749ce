/** The board in a browser, as the one file of a site: from the standings to the sentence, and where an agent loses to another. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSite } from '../../reports/make-site.ts';
import { judgedStore } from '../reports/web/board/fixture.ts';
import { hasBrowser, visit } from './browser.ts';

describe.skipIf(!hasBrowser)('a site of files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gavel-site-'));
  const file = join(folder, 'index.html');
  beforeAll(async () => {
    const { files } = await makeSite(await judgedStore(), { scale: 'ternary', language: 'en', withoutReports: false });
    writeFileSync(file, String(files[0]?.[1]));
  }, 60_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['en', 'not met', 'Where two loses to one'],
    ['zh', '不满足', 'two 输给 one 的地方'],
  ])('leads in %s from the standings to the sentence, back, and to what costs the points', async (language, unmet, where) => {
    const { page, trouble, outside } = await visit(pathToFileURL(file).href);
    await page.click(`button[data-lang=${language}]`);
    // One benchmark: its board, at once. Three clicks to the sentence.
    await page.click('.cells a.cell:has-text("100.0")');
    await page.click('.quoted a');
    await page.waitForSelector('mark.quote.flash');
    expect(await page.evaluate('location.hash')).toBe('#/bench/task/t-1/agent/one');
    await page.goBack();
    await page.waitForSelector('.cells');
    await page.click('.views a[href*="compare"]');
    await page.selectOption('select[name=of]', 'two');
    await page.selectOption('select[name=vs]', 'one');
    await page.click('form.switches button');
    await page.waitForSelector(`h2:has-text("${where}")`);
    await page.click('.losses a');
    await page.waitForSelector('table.two');
    expect(await page.locator('table.two .label.unmet >> visible=true').first().innerText()).toContain(unmet);
    expect([trouble, outside]).toEqual([[], []]);
    await page.close();
  });
});
