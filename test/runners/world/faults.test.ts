import { expect, it } from 'vitest';
import { FAULT_KINDS, type FaultPlan, faultOf, misled, requestKey } from '../../../runners/world/faults.ts';
import { metFaults, Visit } from '../../../runners/world/visit.ts';
import { openWorld } from '../../../runners/world/world.ts';
import { worldSearch } from '../../../runners/world/world-search.ts';

const world = openWorld();
const { signal } = new AbortController();
const plan = (rate: number, kinds: FaultPlan['kinds'] = FAULT_KINDS, lasting: FaultPlan['lasting'] = ['always']): FaultPlan => ({
  rate,
  kinds,
  lasting,
  seed: 7,
});
const queries = Array.from({ length: 2000 }, (_, i) => requestKey('search', `query ${i}`));
const hit = (faults: FaultPlan) => queries.filter((key) => faultOf(faults, 'search', key, 1) !== undefined);

it.each([0, 0.05, 0.2, 0.5, 1])('hits a share of %d of the requests', (rate) => {
  const share = hit(plan(rate)).length / queries.length;
  // Four standard errors of a share among 2,000.
  expect(Math.abs(share - rate)).toBeLessThanOrEqual(4 * Math.sqrt((rate * (1 - rate)) / queries.length));
});

it('hits at a higher rate all that it hits at a lower one, and others with another seed', () => {
  const [low, high] = [hit(plan(0.1)), new Set(hit(plan(0.3)))];
  expect(low.filter((key) => !high.has(key))).toEqual([]);
  expect(hit({ ...plan(0.1), seed: 8 })).not.toEqual(low);
});

it('is told by the request in normal form and how often it was seen, not by what came before', () => {
  expect(requestKey('search', '  Ｇull   CENSUS ')).toBe('search gull census');
  const once = plan(1, ['error'], ['once']);
  expect(['a', 'b', 'a', 'b'].map((key, i) => faultOf(once, 'search', key, i < 2 ? 1 : 2)?.kind)).toEqual([
    'error',
    'error',
    undefined,
    undefined,
  ]);
  expect(faultOf(plan(1, ['error']), 'search', 'a', 9)).toEqual({ kind: 'error', lasting: 'always' });
});

it('puts nothing first in a page: noise, conflicts and time concern searches', () => {
  expect(faultOf(plan(1, ['noise', 'conflict', 'time']), 'open', 'a', 1)).toBeUndefined();
  expect(faultOf(plan(1, ['time', 'wrong']), 'open', 'a', 1)?.kind).toBe('wrong');
});

it.each([
  ['conflict', 'telvorin migraine side effects', 'wrong'],
  ['time', 'Residential Tenancies Act deposit', 'stale'],
  ['noise', 'cheap ferry tickets Norrisay', 'spam'],
] as const)('under %s the first results of "%s" are %s', (kind, query, role) => {
  const pages = misled(world, query, 6, kind, 'k', 1);
  expect(pages?.[0]?.role).toBe(role);
  expect(pages).toHaveLength(6);
});

it('leaves out under time what supersedes the old pages that stand first', () => {
  const pages = misled(world, 'Residential Tenancies Act deposit', 10, 'time', 'k', 1) ?? [];
  const urls = pages.map(({ url }) => url);
  expect(urls.slice(0, 3)).toContain('https://lawmirror.test/en/residential-tenancies-act.html');
  expect(urls).not.toContain('https://laws.gov.lanmere.test/en/residential-tenancies-act');
});

it('brings under wrong what has nothing to do with the query, the same each time', () => {
  const right = new Set(world.search('gull census', 20));
  const [first, again] = [misled(world, 'gull census', 5, 'wrong', 'k', 1), misled(world, 'gull census', 5, 'wrong', 'k', 1)];
  expect(first?.length).toBeGreaterThan(0);
  expect([first?.some((page) => right.has(page)), again]).toEqual([false, first]);
});

it('counts a fault as met where it changed something, and as recovered where what it kept back was reached later', () => {
  const visit = new Visit(world, plan(1, ['error'], ['once']));
  const page = 'https://parks.gov.lanmere.test/en/gull-census-2025';
  visit.search('gull census', 5);
  visit.search('herring', 5);
  visit.open(page);
  expect(metFaults(visit.record).map(({ recovered }) => recovered)).toEqual([false, false, false]);
  visit.search('GULL  census', 5);
  visit.open(page);
  expect(metFaults(visit.record)).toEqual([
    { op: 'search', asked: 'gull census', kind: 'error', lasting: 'once', recovered: true },
    { op: 'search', asked: 'herring', kind: 'error', lasting: 'once', recovered: false },
    { op: 'open', asked: page, kind: 'error', lasting: 'once', recovered: true },
  ]);
  const nothing = new Visit(world, plan(1, ['time']));
  nothing.search('Samphire soup blended', 1);
  expect(metFaults(nothing.record).every(({ kind }) => kind === 'time')).toBe(true);
});

it('is what agents of this process meet', async () => {
  const met: unknown[] = [];
  const provider = (kind: FaultPlan['kinds'][number]) =>
    worldSearch({ faults: plan(1, [kind]), onVisit: (_trial, visit) => met.push(visit.record) }).forTrial({
      task: 't',
      repeat: 1,
      lookups: { get: () => undefined, put: async () => {} },
    });
  const url = 'https://brightwater.test/about';
  await expect(provider('error').search('gulls', { count: 3, signal })).rejects.toMatchObject({ kind: 'failed' });
  await expect(provider('timeout').open(url, { signal })).rejects.toMatchObject({ kind: 'failed' });
  await expect(provider('shape').open(url, { signal })).rejects.toMatchObject({ kind: 'unreadable' });
  expect(await provider('empty').search('gulls', { count: 3, signal })).toEqual([]);
  expect((await provider('wrong').open(url, { signal })).text).not.toContain('Tomas Quill');
  expect(met.map((record) => (record as unknown[]).length)).toEqual([1, 1, 1, 1, 1]);
});
