/**
 * What people should label next: criteria on which judges differ or are unsure, and a part drawn at random, without which agreement that is
 * measured on the labels would be that of hard cases alone.
 */
import { LABELS, type Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { groupBy } from '../judge/group-by.ts';
import { sha256 } from '../judge/hash.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import type { SaidVerdict } from '../runners/store/verdicts.ts';
import { judgedCriteria, type OpinionSelection, opinion } from './agreement/said.ts';

export interface QueueOptions extends OpinionSelection {
  /** How many criteria. */
  readonly length: number;
  readonly seed: number;
}

/** Why a criterion is asked about. */
export type QueueReason = 'differ' | 'unsure' | 'random';

export interface QueuedCriterion {
  readonly why: QueueReason;
  readonly benchmark: string;
  readonly task: string;
  readonly criterionId: string;
  readonly criterion: string;
  readonly weight: number;
  readonly report: number;
  readonly said: readonly { readonly judge: string; readonly label: Label | null; readonly confidence: number | null }[];
}

export interface LabelQueue {
  /** Criteria that judges have labelled and no person has. */
  readonly open: number;
  readonly queue: readonly QueuedCriterion[];
}

/** Of the queue: the part that is drawn whatever judges say. */
const RANDOM_SHARE = 0.3;

/** Seeded: the same store, length and seed give the same queue. @throws InputError where no judge has labelled anything that people have not */
export function labelQueue(at: StoreAt, { length, seed, ...selection }: QueueOptions): Promise<LabelQueue> {
  return withStore(at, { mode: 'read' }, (store) => {
    const open = [...judgedCriteria(store, selection)].flatMap((on) => {
      if (on.verdicts.length === 0 || on.verdicts.some(({ by }) => by === 'person')) return [];
      return [
        { ...on, doubt: doubtOf(on.verdicts), draw: sha256(`${seed} ${on.benchmark} ${on.task.id} ${on.reportId} ${on.criterion.id}`) },
      ];
    });
    if (open.length === 0) throw new InputError(`${store.path}: no criterion that a judge has labelled and no person`);
    const byDraw = [...open].sort((a, b) => (a.draw < b.draw ? -1 : 1));
    const random = byDraw.slice(0, Math.ceil(Math.min(length, open.length) * RANDOM_SHARE));
    const taken = new Set(random);
    const hard = byDraw
      .filter((one) => !taken.has(one) && one.doubt.value > 0)
      .sort((a, b) => b.doubt.value - a.doubt.value)
      .slice(0, length - random.length);
    // What is left of the length is drawn, too.
    const more = byDraw.filter((one) => !taken.has(one) && !hard.includes(one)).slice(0, length - random.length - hard.length);
    const queued = [
      ...hard.map((one) => ({ ...one, why: one.doubt.why })),
      ...[...random, ...more].map((one) => ({ ...one, why: 'random' as const })),
    ];
    return {
      open: open.length,
      queue: queued.map(({ why, benchmark, task, criterion, reportId, verdicts }) => ({
        why,
        benchmark,
        task: task.id,
        criterionId: criterion.id,
        criterion: criterion.criterion,
        weight: criterion.weight,
        report: reportId,
        said: saidBy(verdicts),
      })),
    };
  });
}

function saidBy(verdicts: readonly SaidVerdict[]): QueuedCriterion['said'] {
  return [...new Set(verdicts.map(({ judge }) => judge))].map((judge) => {
    const { label = null, confidence = null } = opinion(verdicts, judge) ?? {};
    return { judge, label, confidence };
  });
}

/** How much is to be learnt from a label: judges that differ, by how evenly; else how little they are sure. From 0 to 2. */
function doubtOf(verdicts: readonly SaidVerdict[]): { readonly value: number; readonly why: 'differ' | 'unsure' } {
  const votes = groupBy(verdicts, ({ label }) => label);
  if (votes.size > 1) {
    const shares = LABELS.map((label) => (votes.get(label)?.length ?? 0) / verdicts.length);
    const entropy = -shares.reduce((sum, share) => sum + (share === 0 ? 0 : share * Math.log(share)), 0);
    return { value: 1 + entropy / Math.log(LABELS.length), why: 'differ' };
  }
  const stated = verdicts.flatMap(({ confidence }) => confidence ?? []);
  return { value: stated.length === 0 ? 0 : 1 - Math.min(...stated), why: 'unsure' };
}
