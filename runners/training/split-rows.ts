/** Splitting rows into those to learn from, to choose by and to measure on: by group, so that nothing leaks, and without near duplicates across. */
import { sha256 } from '../../judge/hash.ts';
import { type LabelledRow, SPLITS, type Split } from './label-row.ts';
import { NearDuplicates } from './near-duplicates.ts';

/** Shares of groups that are held back. */
const TEST = 0.1;
const DEV = 0.1;

export interface SplitRows {
  readonly rows: readonly (LabelledRow & { readonly split: Split })[];
  /** Left out: their report, or their query, is nearly one that is held back. */
  readonly nearDuplicates: number;
}

/**
 * A group's split hangs on its name alone, so that rows which come later move none that are there; only where a split would be empty
 * does the nearest group go there.
 */
export function splitRows(rows: readonly LabelledRow[]): SplitRows {
  const splits = splitsOf(new Set(rows.map(({ group }) => group)));
  const placed = rows.map((row) => ({ ...row, split: splits.get(row.group) ?? 'train' }));
  const held = { reports: new NearDuplicates(), queries: new NearDuplicates() };
  const kept = new Set<string>();
  // The rows that are measured on stay, those that would have been learnt from go.
  for (const split of SPLITS.toReversed()) {
    const of = placed.filter((row) => row.split === split);
    const reports = alike(
      of.map(({ report }) => report),
      held.reports,
    );
    // Groups of a name of their own may share a query, as where every text is summarised in the same words.
    const queries = alike(
      of.flatMap(({ group, query }) => (group === query ? [query] : [])),
      held.queries,
    );
    const fresh = of.filter(({ report, group, query }) => !reports.has(report) && !(group === query && queries.has(query)));
    for (const { id } of fresh) kept.add(id);
    for (const report of new Set(fresh.map(({ report }) => report))) held.reports.add(report);
    for (const query of new Set(fresh.flatMap(({ group, query }) => (group === query ? [query] : [])))) held.queries.add(query);
  }
  return { rows: placed.filter(({ id }) => kept.has(id)), nearDuplicates: placed.length - kept.size };
}

/** Those of the texts that are nearly one of these. */
function alike(texts: readonly string[], before: NearDuplicates): Set<string> {
  return new Set([...new Set(texts)].filter((text) => before.has(text)));
}

function splitsOf(groups: ReadonlySet<string>): Map<string, Split> {
  const drawn = [...groups].map((group) => ({ group, at: drawOf(group) })).sort((a, b) => a.at - b.at);
  const splits = new Map<string, Split>(drawn.map(({ group, at }) => [group, at < TEST ? 'test' : at < TEST + DEV ? 'dev' : 'train']));
  const has = (split: Split) => [...splits.values()].includes(split);
  if (drawn.length >= 3) {
    const [first, second] = drawn;
    if (!has('test') && first !== undefined) splits.set(first.group, 'test');
    if (!has('dev') && second !== undefined) splits.set(second.group, 'dev');
  }
  return splits;
}

/** In [0, 1), the same for the same name. */
function drawOf(group: string): number {
  return Number.parseInt(sha256(group).slice(0, 8), 16) / 2 ** 32;
}
