/** Two agents compared query by query: wins, ties and losses, and what may be said of them. */
import { InputError } from '../../judge/errors.ts';
import { normalTail, tTwoSided } from './distributions.ts';
import { exactMarginP } from './exact-margin.ts';
import { checkConfidence, clopperPearson, type Interval, type MeanEstimate, twoSidedZ, wilson } from './intervals.ts';
import { comparisonsForDifference, comparisonsForNonInferiority, smallestDifference, zTestComparisons, zTestDifference } from './power.ts';
import { signTest } from './sign-test.ts';
import { type PairedCounts, tangoInterval, tangoZ } from './tango.ts';
import { trinomialTail } from './trinomial.ts';

export interface PairedComparison {
  readonly n: number;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /**
   * (wins + ties) / n. `equalAgents` is what two equal agents would get, as the rate alone flatters; `over` is the rate less that, which
   * is half of the net win rate, with half of its interval.
   */
  readonly nonInferiority: {
    readonly rate: number;
    readonly wilson: Interval;
    readonly exact: Interval;
    readonly equalAgents: number;
    readonly over: { readonly value: number; readonly ci: Interval };
  };
  /** McNemar's exact test on the decided comparisons, two-sided. */
  readonly signTest: { readonly p: number; readonly midP: number };
  /** One-sided: are there more wins than losses? */
  readonly trinomial: { readonly p: number };
  /** (wins - losses) / n. */
  readonly netWin: { readonly value: number; readonly se: number; readonly wald: Interval; readonly tango: Interval };
  /** Is the net win rate above -delta? Null when no margin was stated before. */
  readonly margin: MarginTest | null;
  /** For 80% power at the observed share of ties, by the sign test; null where no number of comparisons does it. */
  readonly power: {
    readonly smallestDifference: number | null;
    /** For a net win rate of `margin`, or without one of the size observed. */
    readonly nForDifference: number | null;
    readonly nForNonInferiority: number | null;
    /** The same by a z test of the net win rate, for comparison with others. */
    readonly zTest: { readonly smallestDifference: number | null; readonly nForDifference: number | null };
  };
}

export interface MarginTest {
  readonly delta: number;
  /** delta x (1 - flips / battles judged in both orders): what an instrument that makes ties cannot show is not claimed. */
  readonly tested: number;
  /** Tango's; t over queries where several opinions on each are averaged. */
  readonly z: number;
  /** One-sided: exact below 30 comparisons. */
  readonly p: number;
  readonly test: 'tango' | 'exact' | 't';
  /** After Holm, where the comparison is one of several. */
  readonly adjustedP?: number;
  /** Why no claim is made, whatever p: more than half of the battles flipped, or no query is decided. */
  readonly refused?: 'flips' | 'undecided';
}

export interface PairedOptions {
  /** How much worse is still not inferior, in (0, 1); to be stated before the data are seen. */
  readonly margin?: number;
  readonly confidence?: number;
  /** Battles that became ties because the judge's mind changed with the order, and battles judged in both orders. */
  readonly flips?: Flips;
  /** Comparisons made together, of which Holm's first step asks the most. 1 where absent. */
  readonly comparisons?: number;
}

export interface Flips {
  readonly flipped: number;
  readonly judged: number;
}

/** Fewer comparisons than this are tested exactly. */
const FEW = 30;

/** Throws InputError on no comparisons, counts that are not whole and a margin outside (0, 1). */
export function pairedComparison(wins: number, ties: number, losses: number, options: PairedOptions = {}): PairedComparison {
  const { margin, confidence = 0.95, flips = { flipped: 0, judged: 0 }, comparisons = 1 } = options;
  const n = checkedTotal({ wins, ties, losses });
  checkConfidence(confidence);
  if (margin !== undefined && !(margin > 0 && margin < 1)) throw new InputError(`expected a margin between 0 and 1, got ${margin}`);
  const netWin = netWinRate(wins, losses, n, confidence);
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
      over: { value: netWin.value / 2, ci: [netWin.tango[0] / 2, netWin.tango[1] / 2] },
    },
    signTest: signTest(wins, losses),
    trinomial: { p: trinomialTail(n, wins - losses, ties / n) },
    netWin,
    margin: margin === undefined ? null : marginTest({ wins, losses, n }, margin, flips),
    power: powerOf({ wins, losses, n }, (1 - confidence) / comparisons, margin),
  };
}

function powerOf({ wins, losses, n }: PairedCounts, alpha: number, margin: number | undefined): PairedComparison['power'] {
  const decided = (wins + losses) / n;
  const setting = { decided, alpha };
  const difference = margin ?? (wins - losses) / n;
  return {
    smallestDifference: smallestDifference(n, setting),
    nForDifference: comparisonsForDifference(difference, setting),
    nForNonInferiority: margin === undefined ? null : comparisonsForNonInferiority(margin, decided),
    zTest: { smallestDifference: zTestDifference(n, setting), nForDifference: zTestComparisons(difference, setting) },
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

/** @param lead over queries with several opinions each, which are then tested by t */
export function marginTest(counts: PairedCounts, delta: number, flips: Flips, lead?: MeanEstimate): MarginTest {
  const tested = flips.judged === 0 ? delta : delta * (1 - flips.flipped / flips.judged);
  const refused: MarginTest['refused'] =
    flips.flipped * 2 > flips.judged ? 'flips' : counts.wins + counts.losses === 0 ? 'undecided' : undefined;
  const said = { delta, tested, ...(refused !== undefined && { refused }) };
  // What is the same on every query has no spread to go by: then the counts decide.
  if (lead !== undefined && lead.se !== null && lead.df !== null && lead.se > 1e-12) {
    const t = (lead.mean + tested) / lead.se;
    const tail = tTwoSided(t, lead.df) / 2;
    return { ...said, z: t, p: t > 0 ? tail : 1 - tail, test: 't' };
  }
  const z = tangoZ(counts, -tested);
  const exact = counts.n < FEW && tested > 0;
  return { ...said, z, p: exact ? exactMarginP(counts, tested) : normalTail(z), test: exact ? 'exact' : 'tango' };
}
