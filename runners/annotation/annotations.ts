/** Answers of people to pairs, as they go into the store and come out of it. */

import { answered, newestAnswer, pairDrafts, type Shown, storeAnswered } from '../store/annotations.ts';
import { canonicalJson } from '../store/identity.ts';
import type { Store } from '../store/store.ts';
import { type Answer, type Draft, draftOf, draftSchema, factsOf } from './answer.ts';
import { type Pair, pairKey } from './pairs.ts';
import type { Item, PairState } from './queue.ts';

function shownOf({ pair, left, right }: Item): Shown {
  return { query: pair.queryId, first: left.id, second: right.id };
}

function keyOf({ query, first, second }: Shown): string {
  return pairKey(query, first, second);
}

/** Per person, the keys of the pairs that they have answered. */
export function answeredPairs(store: Store): Map<string, Set<string>> {
  const people = new Map<string, Set<string>>();
  for (const { name, ...shown } of answered(store)) {
    const keys = people.get(name) ?? new Set();
    people.set(name, keys.add(keyOf(shown)));
  }
  return people;
}

/**
 * What `annotator` and others have done with each pair.
 *
 * @param busy who has a pair before them just now, by its key
 */
export function pairStates(
  store: Store,
  annotator: string,
  pairs: readonly Pair[],
  busy: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): Map<string, PairState> {
  const people = answeredPairs(store);
  const mine = people.get(annotator);
  const putOff = new Map(pairDrafts.skipped(store, annotator).map((shown) => [keyOf(shown), shown.turn]));
  return new Map(
    pairs.map(({ queryId, reports: [one, other] }) => {
      const key = pairKey(queryId, one.id, other.id);
      const taken = new Set(busy.get(key));
      for (const [name, keys] of people) if (keys.has(key)) taken.add(name);
      taken.delete(annotator);
      return [key, { answered: mine?.has(key) === true, others: taken.size, skippedAt: putOff.get(key) }];
    }),
  );
}

/** What the person said so far: the draft, or else the newest stored answer. */
export function readDraft(store: Store, annotator: string, item: Item): Draft {
  const draft = pairDrafts.read(store, annotator, shownOf(item));
  if (draft !== undefined) return draftSchema.parse(draft.answer);
  return answerOf(store, annotator, item) ?? { justification: '' };
}

export function saveDraft(store: Store, annotator: string, item: Item, draft: Draft): void {
  store.transaction(() => pairDrafts.save(store, annotator, shownOf(item), draft));
}

/** Puts the item off: it comes again at the end of the queue. */
export function skipItem(store: Store, annotator: string, item: Item, draft: Draft): void {
  store.transaction(() => pairDrafts.endTurn(store, annotator, shownOf(item), draft, true));
}

/** Appends the answer; one that says the same as the newest is stored already. */
export function storeAnswer(store: Store, annotator: string, item: Item, answer: Answer, at: string): void {
  const shown = shownOf(item);
  store.transaction(() => {
    const before = answerOf(store, annotator, item);
    if (before === undefined || canonicalJson(before) !== canonicalJson(answer)) {
      const said = factsOf(answer).map((fact) => ({ ...fact, reason: fact.dimension === 'overall' ? answer.justification : '' }));
      storeAnswered(store, annotator, shown, said, at);
    }
    pairDrafts.endTurn(store, annotator, shown, answer, false);
  });
}

/** The item that the person answered or put off before this one, or last of all. */
export function previousItem(store: Store, annotator: string, items: readonly Item[], current: Item | undefined): Item | undefined {
  const turn = current && pairDrafts.read(store, annotator, shownOf(current))?.turn;
  const known = new Map(items.map((item) => [keyOf(shownOf(item)), item]));
  // A pair may be gone from the queue, as after a newer report.
  return pairDrafts
    .before(store, annotator, turn ?? undefined)
    .map((shown) => known.get(keyOf(shown)))
    .find((item) => item !== undefined);
}

function answerOf(store: Store, annotator: string, item: Item): Draft | undefined {
  const said = newestAnswer(store, annotator, shownOf(item));
  return said && draftOf(said, said.find(({ reason }) => reason !== null)?.reason ?? '');
}
