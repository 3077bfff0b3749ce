/** JudgeCard: what a judge is and how far to trust it, as a file that travels with it; its gate, and what a leaderboard leans on beyond it. */
import { z } from 'zod';
import { InputError } from '../../judge/errors.ts';
import type { JudgeCost, JudgeEffort } from './effort.ts';
import type { LabelAgreement, TwinsRight } from './labels.ts';
import type { MeasuredAgreement } from './measured.ts';

export interface JudgeCard {
  readonly judge: string;
  /** A hash of its settings, or of its weights; absent for a judge of a table. */
  readonly identity?: string;
  /** What it was trained on, as far as whoever writes the card knows. */
  readonly trainedOn?: unknown;
  readonly agreement: {
    /** What was measured on, in words. */
    readonly set: string;
    readonly measures: Omit<MeasuredAgreement, 'judge' | 'identity' | 'against' | 'calibration' | 'cost' | 'speed'>;
  };
  readonly calibration: LabelAgreement['calibration'];
  readonly cost?: JudgeCost | 'free';
  readonly speed?: JudgeEffort['speed'];
  readonly knownFailures?: readonly string[];
  /** ISO 8601, of the measuring. */
  readonly date: string;
}

export interface CardOptions {
  readonly set: string;
  /** ISO 8601. */
  readonly date: string;
  readonly trainedOn?: unknown;
}

export function judgeCard(measured: MeasuredAgreement, { set, date, trainedOn }: CardOptions): JudgeCard {
  const { judge = 'judge', identity, against: _, calibration, cost, speed, ...measures } = measured;
  const failures = knownFailures(measured);
  return {
    judge,
    ...(identity !== undefined && { identity }),
    ...(trainedOn !== undefined && { trainedOn }),
    agreement: { set, measures },
    calibration,
    ...(cost !== undefined && { cost }),
    ...(speed !== undefined && { speed }),
    ...(failures.length > 0 && { knownFailures: failures }),
    date,
  };
}

/** Pairs of which fewer than half are both judged right: about this change the judge says the same of both. */
const UNSEEN = 0.5;
/** Fewer pairs of a kind say nothing. */
const LEAST_PAIRS = 5;
/** Below this kappa says that a judge does little better than chance. */
const LITTLE = 0.2;
const LEAST_CRITERIA = 20;

/** What the judge does not see, by twins, and where it does little better than chance. */
function knownFailures({ twins = {}, by }: MeasuredAgreement): string[] {
  const unseen = Object.entries(twins).filter(([, of]: [string, TwinsRight]) => of.pairs >= LEAST_PAIRS && of.bothRight < UNSEEN);
  const weak = Object.entries(by).flatMap(([cut, parts]) =>
    Object.entries(parts ?? {}).flatMap(([name, { n, kappa }]) =>
      n >= LEAST_CRITERIA && kappa.value !== null && kappa.value < LITTLE
        ? [`${cut} ${name}: kappa ${kappa.value.toFixed(3)} on ${n} criteria`]
        : [],
    ),
  );
  return [
    ...unseen.map(
      ([change, { pairs, bothRight }]) => `twins by ${change}: both right in ${Math.round(bothRight * pairs)} of ${pairs} pairs`,
    ),
    ...weak,
  ];
}

/**
 * Why the judge is worse than its card allows, in words: the card's kappa lies above the interval measured now. Undefined where it is not.
 *
 * @throws InputError where the file is no card with a kappa, or now there is no interval
 */
export function behindCard(measured: MeasuredAgreement, card: string, path: string): string | undefined {
  const promised = kappaOf(card);
  if (promised === undefined)
    throw new InputError(`${path}: expected a judge card with agreement.measures.kappa.value, as --card writes it`);
  const { value, ci } = measured.kappa;
  if (value === null || ci === null) throw new InputError('too few tasks for an interval of kappa: nothing can be held against the card');
  if (promised <= ci[1]) return undefined;
  return `kappa is ${value.toFixed(3)} [${ci[0].toFixed(3)}, ${ci[1].toFixed(3)}], below the ${promised.toFixed(3)} of its card`;
}

const gateSchema = z.object({ agreement: z.object({ measures: z.object({ kappa: z.object({ value: z.number() }) }) }) });

function kappaOf(card: string): number | undefined {
  try {
    return gateSchema.parse(JSON.parse(card)).agreement.measures.kappa.value;
  } catch {
    return undefined;
  }
}
