/** Whether a judge that says 0.9 is right nine times in ten. */
import { InputError } from '../../judge/errors.ts';

export interface Prediction {
  /** In [0, 1]. */
  readonly confidence: number;
  readonly correct: boolean;
}

/** One bin of equal width that holds predictions; empty bins are left out. */
interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly meanConfidence: number;
  readonly accuracy: number;
}

export interface Calibration {
  readonly n: number;
  /** Mean squared distance of confidence and correctness (Brier 1950): 0 best, 0.25 for always saying 0.5. */
  readonly brier: number;
  /** Expected calibration error: |accuracy - confidence| averaged over bins by their number of cases. */
  readonly ece: number;
  readonly curve: readonly ReliabilityBin[];
}

/** A confidence on an edge belongs to the bin above, 1 to the last. Throws InputError on no predictions or a confidence outside [0, 1]. */
export function calibration(predictions: readonly Prediction[], bins = 10): Calibration {
  const n = predictions.length;
  if (n === 0) throw new InputError('expected at least one prediction with a confidence, got none');
  const outside = predictions.find(({ confidence }) => !(confidence >= 0 && confidence <= 1));
  if (outside !== undefined) throw new InputError(`expected a confidence from 0 to 1, got ${outside.confidence}`);
  const sums = Array.from({ length: bins }, () => ({ n: 0, confidence: 0, correct: 0 }));
  let squares = 0;
  for (const { confidence, correct } of predictions) {
    squares += (confidence - Number(correct)) ** 2;
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))];
    if (bin === undefined) throw new InputError(`expected a positive number of bins, got ${bins}`);
    bin.n += 1;
    bin.confidence += confidence;
    bin.correct += Number(correct);
  }
  const curve = sums.flatMap((bin, i) =>
    bin.n === 0
      ? []
      : [{ low: i / bins, high: (i + 1) / bins, n: bin.n, meanConfidence: bin.confidence / bin.n, accuracy: bin.correct / bin.n }],
  );
  const ece = curve.reduce((total, bin) => total + (bin.n / n) * Math.abs(bin.accuracy - bin.meanConfidence), 0);
  return { n, brier: squares / n, ece, curve };
}
