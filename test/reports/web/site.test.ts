import { gzipSync, inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { SCALES } from '../../../judge/checklist/reward.ts';
import { makeSite, type SiteOptions } from '../../../reports/make-site.ts';
import { readPage } from '../../../reports/read-page.ts';
import { readAddress } from '../../../reports/web/board/address.ts';
import { BOARD_STYLE } from '../../../reports/web/board/style.ts';
import { pageCode } from '../../../reports/web/site-document.ts';
import { written } from '../../../reports/web/site-pages.ts';
import { pageFrom, partsOf, type SiteHead, seenBy } from '../../../reports/web/site-parts.ts';
import { APP_STYLE } from '../../../reports/web/style.ts';
import { judgedStore } from './board/fixture.ts';

const OPTIONS: SiteOptions = { scale: 'ternary', language: 'en', withoutReports: false };

/** What the script of the page does with it. */
function reader(page: string) {
  const head = JSON.parse(/id="data">(.*?)<\/script>/.exec(page)?.[1] ?? '') as SiteHead & { parts: string[] };
  const part = (name: string): unknown => {
    const text = new RegExp(`id="part-${head.parts.indexOf(name)}">([^<]*)<`).exec(page)?.[1] ?? expect.fail(name);
    return JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString());
  };
  return (hash: string) => {
    const { place, state } = readAddress(hash) ?? expect.fail(hash);
    const parts = partsOf(head, place, state) ?? expect.fail(hash);
    return written('en', pageFrom(head, place, state, parts.map(part)), state).html;
  };
}

it('is one file that holds every page, whose addresses are those of the server after a #', async () => {
  const { files } = await makeSite(await judgedStore(), OPTIONS);
  expect(files.map(([path]) => path)).toEqual(['index.html']);
  const page = String(files[0]?.[1]);
  expect(page).not.toMatch(/(?:src|href)="https?:/);
  expect(page).toContain('default-src &#39;none&#39;');
  expect(page).not.toContain('<script>alert(1)');
  const read = reader(page);
  expect(read('#/bench')).toContain('href="#/bench/task/t-1/agent/two">−25.0</a>');
  expect(read('#/bench/task/t-1')).toContain('Gives &lt;b&gt;a&lt;/b&gt; date');
  expect(read('#/bench/task/t-1/agent/one')).toContain('<mark id="q-c1-0-0"');
  expect(read('#/bench/task/t-1/agent/one?vs=two')).toContain('2 of 3 criteria differ.');
  expect(read('#/bench/task/t-1/agent/one?vs=two')).toContain('No battles on this task.');
  expect(read('#/bench/task/t-1/agent/one?tab=battles')).toContain('No battles on this task.');
  expect(read('#/bench/task/t-1/agent/one?tab=prompt&c=c1')).toContain('These verdicts were imported');
  expect(read('#/bench/compare?of=two&vs=one')).toContain('aria-label="t-1: −125.0"');
  // The judge and the scale of a comparison are those that it was made with: there is nothing to switch.
  const compared = read('#/bench/compare?of=two&vs=one');
  expect(compared).toMatch(/By the judge .* on the scale ternary/);
  expect(compared).not.toContain('scale=strict');
  expect(read('#/bench/compare?of=one&vs=two')).toContain('aria-label="t-1: +125.0"');
  expect(read('#/bench?find=unverified+label:partial')).toContain('−1.5 <small>1</small>');
  expect(read('#/bench/compare?of=two&vs=one&find=unverified+label:partial')).toContain('1 of 1 criteria');
  expect(read('#/bench/task/t-1/agent/two?find=weight<0')).toContain('1 of 3 criteria');
  expect(read('#/bench/leaderboard?scale=strict')).toContain('data-chart="b0-score"');
  expect(read('#/bench/tasks')).toContain('data-domain=');
  expect(read('#/')).toContain('href="#/bench"');
});

it('shows on every scale what the server shows', async () => {
  const store = await judgedStore();
  const first = await readPage(store, { ...(readAddress('/board/bench/task/t2/agent/two') ?? expect.fail()) });
  if (first?.kind !== 'case') return expect.fail();
  const rewards = await Promise.all(
    SCALES.map(async (scale) => {
      const served = await readPage(store, { ...(readAddress(`/board/bench/task/t2/agent/two?scale=${scale}`) ?? expect.fail()) });
      const { reward, earned, criteria } = seenBy(first.shown, first.shown.judge, scale);
      if (served?.kind !== 'case') return expect.fail();
      expect({ reward, earned, ids: criteria.map(({ id }) => id) }).toEqual({
        reward: served.shown.reward,
        earned: served.shown.earned,
        ids: served.shown.criteria.map(({ id }) => id),
      });
      return reward;
    }),
  );
  expect(rewards).toEqual([0.125, -0.25, -0.25, -0.25]);
});

it('leaves reports out where it is told to, and is a page with files beside it where it is large', async () => {
  const store = await judgedStore();
  const { files } = await makeSite(store, { ...OPTIONS, withoutReports: true });
  const one = reader(String(files[0]?.[1]))('#/bench/task/t-1/agent/one');
  expect(one).toContain('The report itself is not published here.');
  expect(one).not.toContain('It lies in the');
  const large = (await makeSite(store, { ...OPTIONS, largest: 1000 })).files.map(([path]) => path);
  expect(large.slice(0, 2)).toEqual(['index.html', 'data/0.bin']);
});

it('has no benchmark that nobody judged', async () => {
  await expect(makeSite(await judgedStore(), { ...OPTIONS, benchmark: ['other'] })).rejects.toThrow(
    'nothing is judged on benchmark "other"',
  );
});

it('keeps the code of its pages within 80 KB, compressed and without the chart library', () => {
  const size = gzipSync([...pageCode(), APP_STYLE, BOARD_STYLE].join('\n')).length;
  expect(size).toBeLessThan(80 * 1024);
});
