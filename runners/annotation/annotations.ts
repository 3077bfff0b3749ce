/** What people said of pairs, in the store: drafts change in place, answers are appended. */
import { storeComparison } from '../store/comparisons.ts';
import { canonicalJson } from '../store/identity.ts';
import { storeJudge } from '../store/judges.ts';
import type { Store } from '../store/store.ts';
import { type Answer, type ComparisonFact, type Draft, draftOf, draftSchema, factsOf } from './answer.ts';
import { type Pair, pairKey } from './pairs.ts';
import type { Item, PairState } from './queue.ts';

/** The judges that are people, as rows of `judge`. */
export const PEOPLE = `SELECT id FROM judge WHERE json_extract(identity, '$.kind') = 'person'`;

interface Shown {
  readonly query: number;
  readonly first: number;
  readonly second: number;
}

function shown({ pair, left, right }: Item): Shown {
  return { query: pair.queryId, first: left.id, second: right.id };
}

/** Per person, the keys of the pairs that they have answered. */
export function answeredPairs(store: Store): Map<string, Set<string>> {
  const rows = store
    .sql<[], { name: string } & Shown>(
      `SELECT DISTINCT name, query_id AS query, first_report AS first, second_report AS second
       FROM comparison JOIN judge ON judge.id = judge_id WHERE judge_id IN (${PEOPLE}) AND dimension = 'overall' ORDER BY name`,
    )
    .all();
  const people = new Map<string, Set<string>>();
  for (const { name, query, first, second } of rows) {
    const keys = people.get(name) ?? new Set();
    people.set(name, keys.add(pairKey(query, first, second)));
  }
  return people;
}

/** What `annotator` and others have done with each pair. */
export function pairStates(store: Store, annotator: string, pairs: readonly Pair[]): Map<string, PairState> {
  const people = answeredPairs(store);
  const mine = people.get(annotator);
  const others = [...people].filter(([name]) => name !== annotator).map(([, keys]) => keys);
  const skipped = skippedPairs(store, annotator);
  return new Map(
    pairs.map(({ queryId, reports: [one, other] }) => {
      const key = pairKey(queryId, one.id, other.id);
      return [
        key,
        { answered: mine?.has(key) === true, others: others.filter((keys) => keys.has(key)).length, skippedAt: skipped.get(key) },
      ];
    }),
  );
}

function skippedPairs(store: Store, annotator: string): Map<string, number> {
  const rows = store
    .sql<[string], Shown & { turn: number }>(
      'SELECT query_id AS query, first_report AS first, second_report AS second, turn FROM draft WHERE annotator = ? AND skipped = 1',
    )
    .all(annotator);
  return new Map(rows.map(({ query, first, second, turn }) => [pairKey(query, first, second), turn]));
}

interface DraftRow {
  readonly answer: string;
  readonly turn: number | null;
}

/** What the person said so far: the draft, or else the newest stored answer. */
export function readDraft(store: Store, annotator: string, item: Item): Draft {
  const row = draftRow(store, annotator, item);
  if (row !== undefined) return draftSchema.parse(JSON.parse(row.answer));
  return newestAnswer(store, annotator, item) ?? { justification: '' };
}

function draftRow(store: Store, annotator: string, item: Item): DraftRow | undefined {
  return store
    .sql<unknown[], DraftRow>(
      'SELECT answer, turn FROM draft WHERE annotator = @annotator AND query_id = @query AND first_report = @first AND second_report = @second',
    )
    .get({ annotator, ...shown(item) });
}

export function saveDraft(store: Store, annotator: string, item: Item, draft: Draft): void {
  store.transaction(() =>
    store
      .sql(
        `INSERT INTO draft (annotator, query_id, first_report, second_report, answer, skipped)
         VALUES (@annotator, @query, @first, @second, @answer, 0)
         ON CONFLICT DO UPDATE SET answer = excluded.answer`,
      )
      .run({ annotator, ...shown(item), answer: JSON.stringify(draft) }),
  );
}

/** Puts the item off: it comes again at the end of the queue. */
export function skipItem(store: Store, annotator: string, item: Item, draft: Draft): void {
  store.transaction(() => endTurn(store, annotator, item, draft, 1));
}

/** Appends the answer; one that says the same as the newest is stored already. */
export function storeAnswer(store: Store, annotator: string, item: Item, answer: Answer, at: string): void {
  store.transaction(() => {
    const before = newestAnswer(store, annotator, item);
    if (before === undefined || canonicalJson(before) !== canonicalJson(answer)) appendAnswer(store, annotator, item, answer, at);
    endTurn(store, annotator, item, answer, 0);
  });
}

function endTurn(store: Store, annotator: string, item: Item, draft: Draft, skipped: 0 | 1): void {
  store
    .sql(
      `INSERT INTO draft (annotator, query_id, first_report, second_report, answer, skipped, turn)
       SELECT @annotator, @query, @first, @second, @answer, @skipped, 1 + coalesce(max(turn), 0) FROM draft WHERE annotator = @annotator
       ON CONFLICT DO UPDATE SET answer = excluded.answer, skipped = excluded.skipped, turn = excluded.turn`,
    )
    .run({ annotator, ...shown(item), answer: JSON.stringify(draft), skipped });
}

/** The item that the person answered or put off before this one, or last of all. */
export function previousItem(store: Store, annotator: string, items: readonly Item[], current: Item | undefined): Item | undefined {
  const now = current && draftRow(store, annotator, current)?.turn;
  const rows = store
    .sql<unknown[], Shown>(
      `SELECT query_id AS query, first_report AS first, second_report AS second FROM draft
       WHERE annotator = ? AND turn < ? ORDER BY turn DESC`,
    )
    .all(annotator, now ?? Number.MAX_SAFE_INTEGER);
  const known = new Map(items.map((item) => [pairKey(item.pair.queryId, item.left.id, item.right.id), item]));
  // A pair may be gone from the queue, as after a newer report.
  return rows.map(({ query, first, second }) => known.get(pairKey(query, first, second))).find((item) => item !== undefined);
}

function personId(store: Store, annotator: string): number {
  return storeJudge(store, { name: annotator, identity: { kind: 'person', name: annotator } });
}

function appendAnswer(store: Store, annotator: string, item: Item, answer: Answer, at: string): void {
  const judge = personId(store, annotator);
  const trial = 1 + (newestTrial(store, annotator, item) ?? 0);
  const { query: queryId, first: firstReport, second: secondReport } = shown(item);
  for (const { dimension, outcome, absolute } of factsOf(answer)) {
    const reason = dimension === 'overall' ? answer.justification : '';
    const key = { judgeId: judge, queryId, firstReport, secondReport, dimension, briefHash: '', maskedHash: '', trial };
    storeComparison(store, key, { outcome, reason, quotes: [], ...(absolute !== null && { absolute }) }, at);
  }
}

/** Of either order of the reports: the count goes on if a pair was once shown the other way round. */
function newestTrial(store: Store, annotator: string, item: Item): number | undefined {
  const row = store
    .sql<unknown[], { trial: number | null }>(
      `SELECT max(trial) AS trial FROM comparison
       WHERE judge_id IN (SELECT id FROM judge WHERE name = @annotator AND id IN (${PEOPLE})) AND query_id = @query
         AND ((first_report = @first AND second_report = @second) OR (first_report = @second AND second_report = @first))`,
    )
    .get({ annotator, ...shown(item) });
  return row?.trial ?? undefined;
}

function newestAnswer(store: Store, annotator: string, item: Item): Draft | undefined {
  const trial = newestTrial(store, annotator, item);
  if (trial === undefined) return undefined;
  const rows = store
    .sql<unknown[], ComparisonFact & { reason: string | null }>(
      `SELECT dimension, outcome, absolute, reason FROM comparison LEFT JOIN evidence ON evidence.id = evidence_id
       WHERE judge_id IN (SELECT id FROM judge WHERE name = @annotator AND id IN (${PEOPLE}))
         AND query_id = @query AND first_report = @first AND second_report = @second AND trial = @trial`,
    )
    .all({ annotator, ...shown(item), trial });
  return draftOf(rows, rows.find((row) => row.reason !== null)?.reason ?? '');
}
