/** Measuring how far a judge agrees with people or another judge: from a store, from rows with labels and votes, or from a table. */
import { printable } from '../benchmarks/files/check.ts';
import { readCsv } from '../benchmarks/files/csv.ts';
import { didYouMean } from '../benchmarks/files/suggest.ts';
import { kindOf } from '../judge/checklist/cascade.ts';
import { LABELS, type Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { loadPrices, type Prices } from '../runners/judging/prices.ts';
import { isHashOf, type JudgeRow, knownJudges } from '../runners/store/judges.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { labelsFile, readLabelRows, signOf } from '../runners/training/label-row.ts';
import { judgeEffort } from './agreement/effort.ts';
import { type JudgedPair, KEPT, labelAgreement, lengthOf } from './agreement/labels.ts';
import type { MeasuredAgreement } from './agreement/measured.ts';
import { isVoiceOf, judgedCriteria, opinion, PEOPLE } from './agreement/said.ts';
import type { CostPerReport } from './leaderboard/leaderboard.ts';
import { krippendorffAlpha, type RatedUnit } from './stats/krippendorff.ts';

export { behindCard, judgeCard } from './agreement/card.ts';
export type { MeasuredAgreement } from './agreement/measured.ts';

export interface AgreementOptions {
  readonly judge: string;
  /** Another judge, a person, or PEOPLE. */
  readonly against: string;
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly seed: number;
  /** A file of a person's own prices. */
  readonly prices?: string | undefined;
}

/** @throws InputError for a judge that the store does not know, and where the two have labelled nothing together */
export function agreementInStore(at: StoreAt, options: AgreementOptions): Promise<MeasuredAgreement> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { judge, against, seed, prices } = options;
    for (const name of [judge, against]) checkJudge(store, name);
    const found = pairsIn(store, options);
    if (found.pairs.length === 0) {
      const hint = [judge, against].includes(PEOPLE) ? '; "gavel import verdicts" takes people\'s labels, with "by": "person"' : '';
      throw new InputError(`${store.path}: "${judge}" and "${against}" have labelled no criterion of one report${hint}`);
    }
    const known = judgeNamed(store, judge);
    return {
      judge,
      against,
      ...(known !== undefined && { identity: known.hash }),
      ...labelAgreement(found.pairs, seed),
      undecided: found.undecided,
      ...(found.rated.length > 0 && { people: amongPeople(found, seed) }),
      ...(known !== undefined && known.kind !== 'person' && judgeEffort(store, known, found, loadPrices(prices))),
    };
  });
}

/** Krippendorff's alpha over the three labels. */
function amongPeople({ rated, raters }: Pick<ReturnType<typeof pairsIn>, 'rated' | 'raters'>, seed: number) {
  const several = new Set(rated.map(({ cluster }) => cluster)).size > 1;
  return { ...krippendorffAlpha(rated, LABELS, 'nominal', several ? { rounds: ROUNDS, seed } : undefined), raters };
}

/** Of the bootstrap over tasks. */
const ROUNDS = 1000;

/** Undefined for people, and where several have that name. */
function judgeNamed(store: Store, name: string): JudgeRow | undefined {
  const [one, ...more] = knownJudges(store).filter((known) => known.name === name || isHashOf(known, name));
  return more.length === 0 ? one : undefined;
}

/** What a thousand verdicts of a judge cost; undefined for people, where several have that name, and where it gave none. */
export function costOfJudge(
  store: Store,
  { judge, ...selection }: Pick<AgreementOptions, 'judge' | 'sweep' | 'benchmark'>,
  prices: Prices,
): CostPerReport | undefined {
  const known = judgeNamed(store, judge);
  if (known === undefined || known.kind === 'person') return undefined;
  const given = pairsIn(store, { ...selection, judge, against: judge });
  return given.verdicts === 0 ? undefined : judgeEffort(store, known, given, prices).cost.per1000;
}

/** @throws InputError for a judge that the store does not know */
export function checkJudge(store: Store, name: string): void {
  const known = knownJudges(store);
  if (name === PEOPLE || known.some((judge) => judge.name === name || isHashOf(judge, name))) return;
  const names = [...new Set(known.map((judge) => judge.name))];
  throw new InputError(`${store.path}: no judge "${name}"${didYouMean(name, names)}; there are: ${names.join(', ') || 'none'}`);
}

function pairsIn(store: Store, { judge, against, ...selection }: Omit<AgreementOptions, 'seed' | 'prices'>) {
  const pairs: JudgedPair[] = [];
  const reports = new Set<number>();
  const rated: RatedUnit[] = [];
  const raters = new Set<string>();
  let given = 0;
  let undecided = 0;
  for (const { benchmark, task, reportId, criterion, length, verdicts } of judgedCriteria(store, selection)) {
    const voices = verdicts.filter((verdict) => isVoiceOf(verdict, judge)).length;
    if (voices > 0) reports.add(reportId);
    given += voices;
    if (against === PEOPLE) {
      const people = [...new Set(verdicts.filter(({ by }) => by === 'person').map((verdict) => verdict.judge))];
      for (const person of people) raters.add(person);
      const labels = people.flatMap((person) => opinion(verdicts, person)?.label ?? []);
      if (labels.length > 1) rated.push({ labels, cluster: `${benchmark} ${task.id}` });
    }
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
      kind: kindOf(criterion),
      ...(criterion.axis !== undefined && { axis: criterion.axis }),
      language: task.language,
      ...(length !== undefined && { length }),
      ...(judged.confidence !== undefined && { confidence: judged.confidence }),
    });
  }
  return { pairs, undecided, reports: [...reports], verdicts: given, rated, raters: raters.size };
}

const WORDS: ReadonlyMap<string, Label> = new Map([
  ...LABELS.map((label): [string, Label] => [label, label]),
  ['partially satisfied', 'partial'],
  ['partially_satisfied', 'partial'],
  ['not satisfied', 'unsatisfied'],
  ['not_satisfied', 'unsatisfied'],
]);

/**
 * From rows as `train label` writes them, a folder of them or a file: what a judge of the panel voted, against the labels of people and of twins.
 *
 * @param judge whose votes; undefined where all votes are one judge's
 * @throws InputError where it cannot be read, for a judge that voted on nothing, and where no other's label is beside its votes
 */
export async function agreementInRows(path: string, judge: string | undefined, seed: number): Promise<MeasuredAgreement> {
  const file = labelsFile(path);
  const rows = await readLabelRows([file]);
  const names = [...new Set(rows.flatMap(({ votes = [] }) => votes.map((vote) => vote.judge)))];
  const name = judge ?? (names.length === 1 ? names[0] : undefined);
  const there = `there are: ${names.join(', ') || 'none'}`;
  if (name === undefined) throw new InputError(`${file}: several judges voted: give --judge NAME; ${there}`);
  if (!names.includes(name)) throw new InputError(`${file}: no vote of "${name}"${didYouMean(name, names)}; ${there}`);
  const voted = rows.flatMap((row) => {
    const vote = row.votes?.find((each) => each.judge === name);
    return vote === undefined ? [] : [{ row, vote }];
  });
  const changed = new Set(rows.flatMap(({ pair }) => pair ?? []));
  const pairs = voted.flatMap(({ row, vote }): JudgedPair[] => {
    const { label, source, group, axis, language, report } = row;
    // What is kept word for word is the very row that people labelled.
    const { pair, change } = row.pair === undefined && changed.has(row.id) ? { pair: row.id, change: KEPT } : row;
    // What judges said cannot be held against them.
    if (label === undefined || (source !== 'people' && source !== 'twin')) return [];
    return [
      {
        truth: label,
        judged: vote.label,
        task: group,
        sign: signOf(row),
        kind: kindOf(row),
        ...(axis !== undefined && { axis }),
        language,
        length: lengthOf(report),
        ...(vote.confidence !== undefined && { confidence: vote.confidence }),
        ...(pair !== undefined && { pair }),
        ...(change !== undefined && { change }),
      },
    ];
  });
  if (pairs.length === 0) throw new InputError(`${file}: no row with a label of people, or of twins, and a vote of "${name}"`);
  return { judge: name, ...labelAgreement(pairs, seed), undecided: 0, byJudges: voted.length - pairs.length };
}

/**
 * From a CSV with the columns `label` (or `human`) and `judge`, and where there are any `sign`, `kind`, `axis`, `language`, `length`, `confidence`,
 * `task`, `pair` and `change`.
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
    const { sign, kind, axis, language, length, pair, change } = cells;
    const confidence = cells.confidence === undefined ? undefined : Number(cells.confidence);
    if (confidence !== undefined && !(confidence >= 0 && confidence <= 1))
      throw new InputError(`${path}:${line}: confidence: expected a number from 0 to 1, got "${printable(cells.confidence ?? '', 60)}"`);
    return {
      truth: label(truthColumn),
      judged: label('judge'),
      task: cells.task ?? `line ${line}`,
      ...(sign !== undefined && { sign }),
      ...(kind !== undefined && { kind }),
      ...(axis !== undefined && { axis }),
      ...(language !== undefined && { language }),
      ...(length !== undefined && { length }),
      ...(confidence !== undefined && { confidence }),
      ...(pair !== undefined && { pair }),
      ...(change !== undefined && { change }),
    };
  });
  if (pairs.length === 0) throw new InputError(`${path}: no row under its first line`);
  return { ...labelAgreement(pairs, seed), undecided: 0 };
}
