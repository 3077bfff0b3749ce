/** doubtOf, byDoubt: how much is to be learnt from a person's label on a criterion, and which to ask about first. */
import { LABELS, type Label } from '../../judge/checklist/verdict.ts';
import { groupBy } from '../../judge/group-by.ts';

/** Why a criterion is asked about: judges differ, or are unsure; or it was drawn, whatever they say. */
export type QueueReason = 'differ' | 'unsure' | 'random';

export interface Doubt {
  /** From 0 to 2. */
  readonly value: number;
  readonly why: 'differ' | 'unsure';
}

/** Judges that differ, by how evenly; else how little they are sure. */
export function doubtOf(verdicts: readonly { readonly label: Label; readonly confidence: number | null }[]): Doubt {
  if (verdicts.some(({ label }) => label !== verdicts[0]?.label)) {
    const votes = groupBy(verdicts, ({ label }) => label);
    const shares = LABELS.map((label) => (votes.get(label)?.length ?? 0) / verdicts.length);
    const entropy = -shares.reduce((sum, share) => sum + (share === 0 ? 0 : share * Math.log(share)), 0);
    return { value: 1 + entropy / Math.log(LABELS.length), why: 'differ' };
  }
  const stated = verdicts.flatMap(({ confidence }) => confidence ?? []);
  return { value: stated.length === 0 ? 0 : 1 - Math.min(...stated), why: 'unsure' };
}

/**
 * Of what is asked about: the part that is drawn whatever judges say, without which agreement that is measured on the labels would be that of
 * hard cases alone.
 */
const RANDOM_SHARE = 0.3;

interface Doubted {
  readonly doubt: Doubt;
  /** A hash, by which it is drawn. */
  readonly draw: string | number;
}

const firstDrawn = (a: Doubted, b: Doubted) => (a.draw < b.draw ? -1 : Number(a.draw > b.draw));
const mostDoubted = (a: Doubted, b: Doubted) => b.doubt.value - a.doubt.value || firstDrawn(a, b);

/** The first `length` to ask about: the greatest doubt first, then those that are drawn. */
export function byDoubt<T extends Doubted>(open: readonly T[], length: number): (T & { readonly why: QueueReason })[] {
  const random = firstOf(open, Math.ceil(Math.min(length, open.length) * RANDOM_SHARE), firstDrawn);
  const taken = new Set(random);
  const doubted = open.filter((one) => one.doubt.value > 0 && !taken.has(one));
  const hard = firstOf(doubted, length - random.length, mostDoubted);
  for (const one of hard) taken.add(one);
  // What is left of the length is drawn, too.
  const left = length - random.length - hard.length;
  const more =
    left <= 0
      ? []
      : firstOf(
          open.filter((one) => !taken.has(one)),
          left,
          firstDrawn,
        );
  return [
    ...hard.map((one) => ({ ...one, why: one.doubt.why })),
    ...[...random, ...more].map((one) => ({ ...one, why: 'random' as const })),
  ];
}

/** As sorting and cutting gives them, in about the time of one reading: few of many are asked for. */
function firstOf<T>(all: readonly T[], length: number, order: (a: T, b: T) => number): T[] {
  const most = Math.max(0, length);
  const kept: T[] = [];
  let last: T | undefined;
  for (const one of all) {
    if (last !== undefined && order(one, last) >= 0) continue;
    kept.push(one);
    if (kept.length < 2 * most + 1000) continue;
    kept.sort(order).splice(most);
    last = kept.at(-1);
  }
  return kept.sort(order).slice(0, most);
}

/** The same with those that are drawn spread among the others, so that the part of them is the same wherever somebody stops. */
export function mixed<T extends { readonly why: QueueReason }>(queue: readonly T[]): T[] {
  const drawn = queue.filter(({ why }) => why === 'random');
  const hard = queue.filter(({ why }) => why !== 'random');
  return [
    ...hard.map((one, i) => ({ one, at: (i + 0.5) / (1 - RANDOM_SHARE) })),
    ...drawn.map((one, i) => ({ one, at: (i + 0.5) / RANDOM_SHARE })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** The same with up to `most` on one report together, so that a report that was read is not read again for each. */
export function together<T>(queue: readonly T[], reportOf: (one: T) => number, most: number): T[] {
  const waiting = groupBy(queue, reportOf);
  const taken = new Set<T>();
  return queue.flatMap((one) => {
    if (taken.has(one)) return [];
    const mine = (waiting.get(reportOf(one)) ?? []).filter((other) => !taken.has(other)).slice(0, most);
    for (const other of mine) taken.add(other);
    return mine;
  });
}
