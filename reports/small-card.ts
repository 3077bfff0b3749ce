/** The card of a small judge that was fitted to labels of one's own: what it learnt from, and how far it agrees with them where it had not seen them. */
import type { FittedSmall, HeldOut } from '../runners/train-small.ts';
import { signOf } from '../runners/training/label-row.ts';
import type { JudgeCard } from './agreement/card.ts';
import { type JudgedPair, type LabelAgreement, labelAgreement, lengthOf } from './agreement/labels.ts';

/** What no fit changes: it compares words. */
const KNOWN_FAILURES = [
  'facts said in other words, without a stem in common',
  'roles swapped, negation removed, units changed',
  'arithmetic and knowledge of the world',
  'factual correctness, originality and persuasion: of questions of quality only the form is seen',
];

export interface SmallCard extends Omit<JudgeCard, 'date'> {
  readonly trainedOn: { readonly files: FittedSmall['trainedOn'] } & FittedSmall['learnt'];
  /** The bundled judge on the same rows, of which it has seen none. */
  readonly bundled: Pick<LabelAgreement, 'accuracy' | 'balancedAccuracy' | 'macroF1' | 'kappa' | 'ece'>;
}

/** @param seed of the bootstrap over groups */
export function smallCard({ identity, trainedOn, learnt, outOfFold, bundled }: FittedSmall, seed: number): SmallCard {
  const { calibration, ...measures } = labelAgreement(pairsOf(outOfFold), seed);
  const { accuracy, balancedAccuracy, macroF1, kappa, ece } = labelAgreement(pairsOf(bundled), seed);
  return {
    judge: 'small',
    identity,
    trainedOn: { files: trainedOn, ...learnt },
    agreement: { set: `own labels, each judged without its group (cross-validation by group)`, measures: { ...measures, undecided: 0 } },
    calibration,
    bundled: { accuracy, balancedAccuracy, macroF1, kappa, ece },
    cost: 'free',
    knownFailures: KNOWN_FAILURES,
  };
}

function pairsOf(said: readonly HeldOut[]): JudgedPair[] {
  return said.map(({ row, label, confidence }) => ({
    truth: row.label,
    judged: label,
    task: row.group,
    sign: signOf(row),
    ...(row.axis !== undefined && { axis: row.axis }),
    language: row.language,
    length: lengthOf(row.report),
    confidence,
  }));
}
