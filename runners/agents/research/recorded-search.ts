/** recordedSearch: a trial's search and pages through its journal and its allowance; the text of a page is kept once, by its hash. */
import { sha256 } from '../../../judge/hash.ts';
import type { Recorder } from './journal.ts';
import type { Allowance } from './limits.ts';
import { type Lookups, type Page, type Search, SearchError, type SearchResult } from './search.ts';
import type { Desk } from './tools/tool.ts';

interface Around {
  readonly search: Search;
  readonly recorder: Recorder;
  readonly lookups: Lookups;
  readonly allowance: Allowance;
  readonly signal: AbortSignal;
  /** Pages that were opened in this trial, by the address asked for: reading on makes no request. */
  readonly pages: Map<string, OpenedPage>;
}

type OpenedPage = Omit<Page, 'text'> & { readonly hash: string };

type Kept<T> =
  | { readonly value: T; readonly asked: number }
  | { readonly error: { readonly kind: SearchError['kind']; readonly message: string }; readonly asked: number };

/** Under which the text of a page lies among the look-ups. */
export function textKey(hash: string): string {
  return `text ${hash}`;
}

export function recordedSearch({ search, recorder, lookups, allowance, signal, pages }: Around): Pick<Desk, 'search' | 'open'> {
  return {
    search: async (query, count) => {
      let live = false;
      const kept = await recorder.effect<Kept<readonly SearchResult[]>>(`search ${count} ${query}`, async () => {
        live = true;
        if (!allowance.takeSearch())
          return { value: { error: { kind: 'failed', message: 'no search is left in the budget of this trial' }, asked: 0 } };
        let asked = 0;
        const onRequest = () => {
          asked = 1;
        };
        const answer = await answered(() => search.search(query, { count, signal, onRequest }), signal);
        if (asked === 0) allowance.returnSearch();
        return { value: { ...answer, asked } };
      });
      if (!live && kept.asked > 0) allowance.takeSearch();
      return settled(kept);
    },
    open: async (url) => {
      const known = pages.get(url);
      if (known !== undefined) return { page: { ...known, text: lookups.get(textKey(known.hash)) ?? '' }, hash: known.hash };
      const kept = await recorder.effect<Kept<OpenedPage>>(`open ${url}`, async () => {
        const found = await answered(() => search.open(url, { signal }), signal);
        if ('error' in found) return { value: { ...found, asked: 1 } };
        const { text, ...page } = found.value;
        const hash = sha256(text);
        await lookups.put(textKey(hash), text);
        return { value: { value: { ...page, hash }, asked: 1 } };
      });
      const { hash, ...page } = settled(kept);
      pages.set(url, { ...page, hash });
      return { page: { ...page, text: lookups.get(textKey(hash)) ?? '' }, hash };
    },
  };
}

async function answered<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly value: T } | { readonly error: { readonly kind: SearchError['kind']; readonly message: string } }> {
  try {
    return { value: await ask() };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SearchError)) throw error;
    return { error: { kind: error.kind, message: error.message } };
  }
}

function settled<T>(kept: Kept<T>): T {
  if ('error' in kept) throw new SearchError(kept.error.kind, kept.error.message);
  return kept.value;
}
