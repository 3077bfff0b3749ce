/** Identity by content: what is the same is stored once, and what is owed is a difference of sets. */
import type { Task } from '../../benchmarks/task.ts';
import { blindTo } from '../../judge/blind/blind.ts';
import type { Criterion, Rubric } from '../../judge/checklist/rubric.ts';
import { fingerprint, sha256 } from '../../judge/hash.ts';
import { Recent } from '../../judge/lru.ts';
import { promptLanguage } from '../../judge/pairwise/compare.ts';

/** JSON with sorted keys, so that the order in a file does not make another identity. Undefined values are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

export function queryHash(task: Task): string {
  return sha256(`${task.id}\0${task.query}`);
}

/** Of a text as an answer to a query. */
export function reportHash(query: string, text: string): string {
  return sha256(`${query}\0${text}`);
}

/** Of what a pairwise judge is told beside query and reports: its prompt in one language, and the notes on this query. */
export function briefHash({ language, notes }: Pick<Task, 'language' | 'notes'>): string {
  return fingerprint(canonicalJson([promptLanguage(language), notes]));
}

/** Reports whose masks are kept: a report meets many others, on several dimensions. */
const MOST_KEPT = 1000;

/**
 * Tells apart what pairs of reports look like once these names are masked: a hash of both, whichever stands first; '' where nothing
 * is masked in them. A name that stands in neither changes nothing, so one more agent asks nothing again.
 */
export function maskedHash(names: readonly string[], textOf: (reportId: number) => string): (a: number, b: number) => string {
  const kept = new Recent<string>(MOST_KEPT);
  const blind = blindTo(names);
  const masked = (reportId: number) =>
    kept.get(reportId, () => {
      const text = textOf(reportId);
      const shown = blind.mask(text);
      return shown === text ? '' : sha256(shown);
    });
  return (a, b) => {
    const both = [masked(a), masked(b)].sort().join('');
    return both === '' ? '' : fingerprint(both);
  };
}

export function taskHash(benchmark: string, task: Task): string {
  return sha256(canonicalJson({ benchmark, task }));
}

/**
 * One hash a criterion, by what decides its label: the query, the criterion's words and sign, and its check where code decides. The same
 * twice in one rubric are two criteria.
 */
export function criterionHashes(query: string, rubric: Rubric): string[] {
  const seen = new Map<string, number>();
  return rubric.map((criterion: Criterion) => {
    const check = criterion.check === undefined ? '' : `\0${canonicalJson(criterion.check)}`;
    const shown = `${query}\0${criterion.weight < 0 ? '-' : '+'}\0${criterion.criterion}${check}`;
    const times = (seen.get(shown) ?? 0) + 1;
    seen.set(shown, times);
    return sha256(`${shown}\0${times}`);
  });
}
