import { expect, test } from 'vitest';
import {
  type Lookups,
  SEARCH_KINDS,
  type Search,
  SearchError,
  type SearchTrial,
  searchSchema,
} from '../../../../runners/agents/research/search.ts';

test('an entry of every kind is taken, and a kind that is none is refused', () => {
  for (const kind of SEARCH_KINDS) expect(searchSchema.parse({ kind })).toEqual({ kind, perSecond: 5 });
  expect(searchSchema.safeParse({ kind: 'google' }).success).toBe(false);
});

test('a search answers for one trial, and says why it has nothing', async () => {
  const lookups: Lookups = { get: () => undefined, put: async () => {} };
  const trial: SearchTrial = { task: 't', repeat: 1, lookups };
  const none: Search = {
    engine: 'none',
    search: async () => [],
    open: async (url) => {
      throw new SearchError('missing', `${trial.task}: no page ${url}`);
    },
  };
  const signal = new AbortController().signal;
  expect(await none.search('q', { count: 3, signal })).toEqual([]);
  await expect(none.open('http://a.test/', { signal })).rejects.toMatchObject({ kind: 'missing', message: 't: no page http://a.test/' });
});
