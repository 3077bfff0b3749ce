/** Measuring how far a judge agrees with people or another judge: from a store, or from a table of labels. */
import { z } from 'zod';
import { printable } from '../benchmarks/files/check.ts';
import { readCsv } from '../benchmarks/files/csv.ts';
import { didYouMean } from '../benchmarks/files/suggest.ts';
import { LABELS, type Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { isHashOf, knownJudges } from '../runners/store/judges.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { type JudgedPair, type LabelAgreement, labelAgreement } from './agreement/labels.ts';
import { judgedCriteria, opinion, PEOPLE } from './agreement/said.ts';

export interface AgreementOptions {
  readonly judge: string;
  /** Another judge, a person, or PEOPLE. */
  readonly against: string;
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly seed: number;
}

export interface MeasuredAgreement extends LabelAgreement {
  readonly judge?: string;
  /** A hash of the judge's settings; absent where the store knows several judges of that name, or a table says none. */
  readonly identity?: string;
  readonly against?: string;
  /** Criteria that one of the two was of several minds about: in none of the figures. */
  readonly undecided: number;
}

/** @throws InputError for a judge that the store does not know, and where the two have labelled nothing together */
export function agreementInStore(at: StoreAt, options: AgreementOptions): Promise<MeasuredAgreement> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { judge, against, seed } = options;
    for (const name of [judge, against]) checkJudge(store, name);
    const found = pairsIn(store, options);
    if (found.pairs.length === 0) {
      const hint = [judge, against].includes(PEOPLE) ? '; "gavel import verdicts" takes people\'s labels, with "by": "person"' : '';
      throw new InputError(`${store.path}: "${judge}" and "${against}" have labelled no criterion of one report${hint}`);
    }
    const named = knownJudges(store).filter((known) => known.name === judge || isHashOf(known, judge));
    const identity = named.length === 1 ? named[0]?.hash : undefined;
    return {
      judge,
      against,
      ...(identity !== undefined && { identity }),
      ...labelAgreement(found.pairs, seed),
      undecided: found.undecided,
    };
  });
}

/** @throws InputError for a judge that the store does not know */
export function checkJudge(store: Store, name: string): void {
  const known = knownJudges(store);
  if (name === PEOPLE || known.some((judge) => judge.name === name || isHashOf(judge, name))) return;
  const names = [...new Set(known.map((judge) => judge.name))];
  throw new InputError(`${store.path}: no judge "${name}"${didYouMean(name, names)}; there are: ${names.join(', ') || 'none'}`);
}

function pairsIn(store: Store, { judge, against, ...selection }: AgreementOptions) {
  const pairs: JudgedPair[] = [];
  let undecided = 0;
  for (const { benchmark, task, criterion, length, verdicts } of judgedCriteria(store, selection)) {
    const judged = opinion(verdicts, judge);
    const truth = opinion(verdicts, against);
    if (judged === undefined || truth === undefined) continue;
    if (judged.label === undefined || truth.label === undefined) {
      undecided++;
      continue;
    }
    pairs.push({
      truth: truth.label,
      judged: judged.label,
      task: `${benchmark} ${task.id}`,
      sign: criterion.weight < 0 ? 'negative' : 'positive',
      ...(criterion.axis !== undefined && { axis: criterion.axis }),
      language: task.language,
      ...(length !== undefined && { length }),
      ...(judged.confidence !== undefined && { confidence: judged.confidence }),
    });
  }
  return { pairs, undecided };
}

const WORDS: ReadonlyMap<string, Label> = new Map([
  ...LABELS.map((label): [string, Label] => [label, label]),
  ['partially satisfied', 'partial'],
  ['partially_satisfied', 'partial'],
  ['not satisfied', 'unsatisfied'],
  ['not_satisfied', 'unsatisfied'],
]);

/**
 * From a CSV with the columns `label` (or `human`) and `judge`, and where there are any `sign`, `axis`, `language`, `length`, `confidence`
 * and `task`.
 *
 * @throws InputError naming line and column
 */
export async function agreementInFile(path: string, seed: number): Promise<MeasuredAgreement> {
  const { columns, rows } = await readCsv(path);
  const truthColumn = ['label', 'human'].find((name) => columns.includes(name));
  if (truthColumn === undefined || !columns.includes('judge'))
    throw new InputError(`${path}:1: expected columns "label" (or "human") and "judge", got ${printable(columns.join(', '), 200)}`);
  const pairs = rows.map(({ line, value: cells }): JudgedPair => {
    const label = (column: string): Label => {
      const found = WORDS.get((cells[column] ?? '').trim().toLowerCase());
      if (found !== undefined) return found;
      throw new InputError(`${path}:${line}: ${column}: expected ${LABELS.join(', ')}, got "${printable(cells[column] ?? '', 60)}"`);
    };
    const { sign, axis, language, length } = cells;
    const confidence = cells.confidence === undefined ? undefined : Number(cells.confidence);
    if (confidence !== undefined && !(confidence >= 0 && confidence <= 1))
      throw new InputError(`${path}:${line}: confidence: expected a number from 0 to 1, got "${printable(cells.confidence ?? '', 60)}"`);
    return {
      truth: label(truthColumn),
      judged: label('judge'),
      task: cells.task ?? `line ${line}`,
      ...(sign !== undefined && { sign }),
      ...(axis !== undefined && { axis }),
      ...(language !== undefined && { language }),
      ...(length !== undefined && { length }),
      ...(confidence !== undefined && { confidence }),
    };
  });
  if (pairs.length === 0) throw new InputError(`${path}: no row under its first line`);
  return { ...labelAgreement(pairs, seed), undecided: 0 };
}

/** What a judge is, and how far to trust it, as a file that travels with it. */
export interface JudgeCard {
  readonly judge: string;
  /** A hash of its settings, or of its weights; absent for a judge of a table. */
  readonly identity?: string;
  readonly agreement: {
    readonly set: string;
    readonly measures: Omit<MeasuredAgreement, 'judge' | 'identity' | 'against' | 'calibration'>;
  };
  readonly calibration: LabelAgreement['calibration'];
  readonly cost?: string;
  readonly knownFailures?: readonly string[];
  /** ISO 8601, of the measuring. */
  readonly date: string;
}

/** @param set what was measured on, in words */
export function judgeCard(measured: MeasuredAgreement, set: string, date: string): JudgeCard {
  const { judge = 'judge', identity, against: _, calibration, ...measures } = measured;
  return { judge, ...(identity !== undefined && { identity }), agreement: { set, measures }, calibration, date };
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

const cardSchema = z.object({ agreement: z.object({ measures: z.object({ kappa: z.object({ value: z.number() }) }) }) });

function kappaOf(card: string): number | undefined {
  try {
    return cardSchema.parse(JSON.parse(card)).agreement.measures.kappa.value;
  } catch {
    return undefined;
  }
}
