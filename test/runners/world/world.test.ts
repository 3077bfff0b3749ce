import { expect, it } from 'vitest';
import { TextIndex, termsOf } from '../../../runners/store/text-index.ts';
import { openWorld, snippetOf, worldAddress } from '../../../runners/world/world.ts';
import { worldSearch } from '../../../runners/world/world-search.ts';

const world = openWorld();
const { signal } = new AbortController();
const nothingKept = { get: () => undefined, put: async () => {} };

it('takes words apart in both languages', () => {
  expect(termsOf('Ｐrices of 1,296 crowns, 2.9 kWh')).toEqual(['prices', 'of', '1296', 'crowns', '2.9', 'kwh']);
  expect(termsOf('凫港 A卷')).toEqual(['凫港', 'a', '卷']);
  expect(termsOf('人口普查')).toEqual(['人口', '口普', '普查']);
});

it('finds what shares words with the query, titles first, and nothing for no words', () => {
  const index = new TextIndex([
    { title: 'Gulls', text: 'They fly over ferries.' },
    { title: 'Ferries', text: 'They sail.' },
    { title: '渡轮', text: '渡轮开航。' },
  ]);
  expect(index.ranked('ferry', 5)).toEqual([1, 0]);
  expect(index.ranked('渡轮 OR "', 5)).toEqual([2]);
  expect(index.ranked('?!', 5)).toEqual([]);
});

it.each([
  ['census 2025 population by municipality', 'https://stats.gov.lanmere.test/en/census-2025'],
  ['特伏林 肝功能 说明书', 'https://health.gov.lanmere.test/zh/telvorin-shuomingshu'],
  ['Marlin Market High Court split payments licence', 'https://courts.gov.lanmere.test/2026/high-court-44'],
])('finds for "%s" %s, the same each time', (query, url) => {
  const found = world.search(query, 5).map((page) => page.url);
  expect(found.slice(0, 2)).toContain(url);
  expect(world.search(query, 5).map((page) => page.url)).toEqual(found);
});

it('has one page for an address however it is spelt', () => {
  const spelt = ['http://WWW.brightwater.test/about/', 'https://brightwater.test/about?utm_source=x#top'];
  expect(spelt.map((url) => worldAddress(url))).toEqual(Array(2).fill('https://brightwater.test/about'));
  expect([worldAddress('ftp://brightwater.test/'), worldAddress('about')]).toEqual([undefined, undefined]);
});

it('is a search like any other for an agent', async () => {
  const search = worldSearch().forTrial({ task: 't', repeat: 1, lookups: nothingKept });
  expect([search.engine, search.today]).toEqual(['world', '2026-09-15']);
  const [first] = await search.search('Norrisay Ridge permits 2026', { count: 1, signal });
  expect(first).toMatchObject({ url: 'https://parks.gov.lanmere.test/en/norrisay-ridge-permits', date: '2026-01-15' });
  const page = await search.open('http://lanmerejournal.test/medicine/calm-2.pdf', { signal });
  expect([page.notes, page.text.includes('812 adults')]).toEqual([['PDF'], true]);
  await expect(search.open('https://example.test/', { signal })).rejects.toMatchObject({ kind: 'missing' });
  await expect(search.open('http://127.0.0.1/', { signal })).rejects.toMatchObject({ kind: 'missing' });
});

it('shows of a page the lines that hold the words', () => {
  const page = world.pages.get('https://stats.gov.lanmere.test/en/tourism-2025');
  if (page === undefined) throw new Error('not there');
  expect(snippetOf(page, 'preliminary figure 1,183 cruise')).toMatch(/^Revision\. The first figure for 2024, 1,183 thousand/);
});
