/** Labels of people on criteria, as they go into the store and come out of it. */
import { z } from 'zod';
import { LABELS } from '../../judge/checklist/verdict.ts';
import { canonicalJson } from '../store/identity.ts';
import { type Labelled, labelDrafts, labelledBy, newestLabel, type PersonLabel, type Role, storeLabel } from '../store/labels.ts';
import type { Store } from '../store/store.ts';
import { LONGEST_JUSTIFICATION } from './longest.ts';
import type { PairState } from './queue.ts';

const justification = z.string().max(LONGEST_JUSTIFICATION).default('');
export const labelSchema = z.strictObject({ label: z.enum(LABELS), justification });
export const labelDraftSchema = labelSchema.partial({ label: true });

export type LabelAnswer = z.infer<typeof labelSchema>;
/** An answer that may still lack its label. */
export type LabelDraft = z.infer<typeof labelDraftSchema>;

export function labelKey({ report, criterion }: Labelled): string {
  return `${report} ${criterion}`;
}

/** Per person, the keys of what they have labelled. */
export function labelledKeys(store: Store): Map<string, Set<string>> {
  const people = new Map<string, Set<string>>();
  for (const { name, ...on } of labelledBy(store, 'annotator')) people.set(name, (people.get(name) ?? new Set()).add(labelKey(on)));
  return people;
}

/**
 * What `annotator` and others have done with each criterion on a report, by labelKey.
 *
 * @param busy who has one before them just now, by its key
 */
export function labelStates(
  store: Store,
  annotator: string,
  items: readonly Labelled[],
  busy: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, PairState> {
  const people = labelledKeys(store);
  const mine = people.get(annotator);
  const putOff = new Map(labelDrafts.skipped(store, annotator).map((on) => [labelKey(on), on.turn]));
  return new Map(
    items.map((item) => {
      const key = labelKey(item);
      const taken = new Set(busy.get(key));
      for (const [name, keys] of people) if (keys.has(key)) taken.add(name);
      taken.delete(annotator);
      return [key, { answered: mine?.has(key) === true, others: taken.size, skippedAt: putOff.get(key) }];
    }),
  );
}

/** What the person said so far: the draft, or else the newest stored label. Of who has the last word only what is stored. */
export function readLabelDraft(store: Store, name: string, role: Role, on: Labelled): LabelDraft {
  const draft = role === 'annotator' ? labelDrafts.read(store, name, on) : undefined;
  if (draft !== undefined) return labelDraftSchema.parse(draft.answer);
  return answerOf(newestLabel(store, name, role, on)) ?? { justification: '' };
}

export function saveLabelDraft(store: Store, annotator: string, on: Labelled, draft: LabelDraft): void {
  store.transaction(() => labelDrafts.save(store, annotator, on, draft));
}

/** Puts it off: it comes again at the end of the queue. */
export function skipLabel(store: Store, annotator: string, on: Labelled, draft: LabelDraft): void {
  store.transaction(() => labelDrafts.endTurn(store, annotator, on, draft, true));
}

/** Appends the label; one that says the same as the newest is stored already. */
export function storeLabelAnswer(store: Store, name: string, role: Role, on: Labelled, answer: LabelAnswer, at: string): void {
  store.transaction(() => {
    const before = answerOf(newestLabel(store, name, role, on));
    if (before === undefined || canonicalJson(before) !== canonicalJson(answer))
      storeLabel(store, name, role, on, { label: answer.label, reason: answer.justification }, at);
    if (role === 'annotator') labelDrafts.endTurn(store, name, on, answer, false);
  });
}

/** What the person labelled or put off before this, or last of all, as far as `known` has it. */
export function previousLabel<T>(store: Store, annotator: string, known: ReadonlyMap<string, T>, current?: Labelled): T | undefined {
  const turn = current && labelDrafts.read(store, annotator, current)?.turn;
  return labelDrafts
    .before(store, annotator, turn ?? undefined)
    .map((on) => known.get(labelKey(on)))
    .find((found) => found !== undefined);
}

function answerOf(said: PersonLabel | undefined): LabelAnswer | undefined {
  return said && { label: said.label, justification: said.reason };
}
