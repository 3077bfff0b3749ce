/**
 * What people should label next: criteria on which judges differ or are unsure, and a part drawn at random, without which agreement that is
 * measured on the labels would be that of hard cases alone.
 */
import type { Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { sha256 } from '../judge/hash.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import type { SaidVerdict } from '../runners/store/verdicts.ts';
import { byDoubt, doubtOf, type QueueReason } from './agreement/doubt.ts';
import { judgedCriteria, type OpinionSelection, opinion } from './agreement/said.ts';

export interface QueueOptions extends OpinionSelection {
  /** How many criteria. */
  readonly length: number;
  readonly seed: number;
}

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

/** Seeded: the same store, length and seed give the same queue. @throws InputError where no judge has labelled anything that people have not */
export function labelQueue(at: StoreAt, { length, seed, ...selection }: QueueOptions): Promise<LabelQueue> {
  return withStore(at, { mode: 'read' }, (store) => {
    const open = [...judgedCriteria(store, selection)].flatMap(({ benchmark, task, reportId, criterion, verdicts }) => {
      if (verdicts.length === 0 || verdicts.some(({ by }) => by === 'person')) return [];
      const draw = sha256(`${seed} ${benchmark} ${task.id} ${reportId} ${criterion.id}`);
      return [{ benchmark, task, reportId, criterion, verdicts, doubt: doubtOf(verdicts), draw }];
    });
    if (open.length === 0) throw new InputError(`${store.path}: no criterion that a judge has labelled and no person`);
    return {
      open: open.length,
      queue: byDoubt(open, length).map(({ why, benchmark, task, criterion, reportId, verdicts }) => ({
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
