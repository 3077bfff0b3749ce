/** Two agents compared query by query: wins, ties and losses, and what may be said of them. */
import { InputError } from '../../judge/errors.ts';
import { normalTail } from './distributions.ts';
import { checkConfidence, clopperPearson, type Interval, twoSidedZ, wilson } from './intervals.ts';
import { comparisonsForDifference, comparisonsForNonInferiority, smallestDifference } from './power.ts';
import { signTest } from './sign-test.ts';
import { tangoInterval, tangoZ } from './tango.ts';
import { trinomialTail } from './trinomial.ts';

export interface PairedComparison {
  readonly n: number;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** (wins + ties) / n. `equalAgents` is what two equal agents would get: the rate alone flatters. */
  readonly nonInferiority: { readonly rate: number; readonly wilson: Interval; readonly exact: Interval; readonly equalAgents: number };
  /** McNemar's exact test on the decided comparisons, two-sided. */
  readonly signTest: { readonly p: number; readonly midP: number };
  /** One-sided: are there more wins than losses? */
  readonly trinomial: { readonly p: number };
  /** (wins - losses) / n. */
  readonly netWin: { readonly value: number; readonly se: number; readonly wald: Interval; readonly tango: Interval };
  /** Is the net win rate above -delta? Tango's z and one-sided p. Null when no margin was stated before. */
  readonly margin: {
    readonly delta: number;
    readonly z: number;
    readonly p: number;
    /** After Holm, where the comparison is one of several. */
    readonly adjustedP?: number;
  } | null;
  /** For 80% power at the observed share of ties; null where no number of comparisons does it. */
  readonly power: {
    readonly smallestDifference: number | null;
    /** For a net win rate of `margin`, or without one of the size observed. */
    readonly nForDifference: number | null;
    readonly nForNonInferiority: number | null;
  };
}

export interface PairedOptions {
  /** How much worse is still not inferior, in (0, 1); to be stated before the data are seen. */
  readonly margin?: number;
  readonly confidence?: number;
}

/** Throws InputError on no comparisons, counts that are not whole and a margin outside (0, 1). */
export function pairedComparison(wins: number, ties: number, losses: number, options: PairedOptions = {}): PairedComparison {
  const { margin, confidence = 0.95 } = options;
  const n = checkedTotal({ wins, ties, losses });
  checkConfidence(confidence);
  if (margin !== undefined && !(margin > 0 && margin < 1)) throw new InputError(`expected a margin between 0 and 1, got ${margin}`);
  const setting = { decided: (wins + losses) / n, confidence };
  return {
    n,
    wins,
    ties,
    losses,
    nonInferiority: {
      rate: (wins + ties) / n,
      wilson: wilson(wins + ties, n, confidence),
      exact: clopperPearson(wins + ties, n, confidence),
      equalAgents: (1 + ties / n) / 2,
    },
    signTest: signTest(wins, losses),
    trinomial: { p: trinomialTail(n, wins - losses, ties / n) },
    netWin: netWinRate(wins, losses, n, confidence),
    margin: margin === undefined ? null : nonInferiorityTest({ wins, losses, n }, margin),
    power: {
      smallestDifference: smallestDifference(n, setting),
      nForDifference: comparisonsForDifference(margin ?? (wins - losses) / n, setting),
      nForNonInferiority: margin === undefined ? null : comparisonsForNonInferiority(margin, setting),
    },
  };
}

function checkedTotal(counts: { wins: number; ties: number; losses: number }): number {
  for (const [name, count] of Object.entries(counts)) {
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw new InputError(`expected ${name} to be a whole number of 0 or more, got ${count}`);
  }
  const n = counts.wins + counts.ties + counts.losses;
  if (n === 0) throw new InputError('expected at least one comparison, got 0 wins, 0 ties and 0 losses');
  return n;
}

function netWinRate(wins: number, losses: number, n: number, confidence: number): PairedComparison['netWin'] {
  const value = (wins - losses) / n;
  const se = Math.sqrt(Math.max(0, (wins + losses) / n - value * value) / n);
  const z = twoSidedZ(confidence);
  return { value, se, wald: [value - z * se, value + z * se], tango: tangoInterval({ wins, losses, n }, z) };
}

function nonInferiorityTest(counts: { wins: number; losses: number; n: number }, delta: number): { delta: number; z: number; p: number } {
  const z = tangoZ(counts, -delta);
  return { delta, z, p: normalTail(z) };
}
