/** Reading battles out of the store: models' comparisons with both orders folded, people's votes, and imported files, side by side. */
import type { Absolute, Dimension } from '../judge/compare.ts';
import { fold, type OneOrder } from './comparisons.ts';
import type { Store } from './store.ts';

export interface BattleSelection {
  readonly benchmark?: string | undefined;
  readonly sweep?: string | undefined;
  /** Undefined: every dimension. */
  readonly dimension?: Dimension | undefined;
}

export interface BattleRow {
  /** Null where the file it came from does not say: such a battle stands alone. */
  readonly task: string | null;
  readonly benchmark: string | null;
  readonly domain: string | null;
  /** Names in order, so that a pair is written in one way. */
  readonly a: string;
  readonly b: string;
  readonly outcome: 'a' | 'b' | 'tie';
  readonly absolute?: Absolute;
  readonly dimension: string;
  readonly judge: string;
  /** Of the judge's settings; imported battles have no more than a name. */
  readonly judgeHash?: string;
  readonly by: 'model' | 'person' | 'imported';
  readonly trial: number;
  /** Whether the judge's mind changed with the order, so that this is a tie. Absent where one order was shown, or a file does not say. */
  readonly flipped?: boolean;
}

interface ComparisonRow extends OneOrder {
  readonly judgeId: number;
  readonly judge: string;
  readonly hash: string;
  readonly kind: string;
  readonly task: string;
  readonly benchmark: string;
  readonly domain: string;
  readonly first: string;
  readonly second: string;
  readonly dimension: string;
  readonly trial: number;
}

/** Streams battles in an order that depends on their content only. A pair seen in one order only is owed, and left out. */
export function* battleRows(store: Store, selection: BattleSelection): Generator<BattleRow> {
  yield* comparedBattles(store, selection);
  if (selection.sweep === undefined) yield* importedBattles(store, selection);
}

/** Only reports that are an agent's newest count; comparisons of what they replaced stay in the store. */
const NEWEST = (trial: string) =>
  `NOT EXISTS (SELECT 1 FROM trial later WHERE later.agent_id = ${trial}.agent_id AND later.query_id = ${trial}.query_id
     AND later.repeat = ${trial}.repeat AND later.id > ${trial}.id)`;

const COMPARED = `
  SELECT DISTINCT judge.id AS judgeId, judge.name AS judge, judge.hash, json_extract(judge.identity, '$.kind') AS kind, task.name AS task, task.benchmark, task.domain,
    one.name AS first, other.name AS second, dimension, comparison.trial, outcome, absolute
  FROM comparison
  JOIN judge ON judge.id = judge_id
  JOIN task ON task.query_id = comparison.query_id
  JOIN trial left_trial ON left_trial.report_id = first_report AND left_trial.query_id = comparison.query_id
  JOIN trial right_trial ON right_trial.report_id = second_report AND right_trial.query_id = comparison.query_id
  JOIN agent one ON one.id = left_trial.agent_id
  JOIN agent other ON other.id = right_trial.agent_id
  WHERE one.id <> other.id AND (comparison.notes_hash = task.notes_hash OR kind = 'person') AND ${NEWEST('left_trial')} AND ${NEWEST('right_trial')}
    AND NOT EXISTS (SELECT 1 FROM task newer WHERE newer.benchmark = task.benchmark AND newer.name = task.name AND newer.id > task.id)
    AND (@benchmark IS NULL OR task.benchmark = @benchmark)
    AND (@dimension IS NULL OR dimension = @dimension)
    AND (@sweep IS NULL OR EXISTS (SELECT 1 FROM run JOIN run_task ON run_id = run.id
      WHERE sweep = @sweep AND run.agent_id = one.id AND task_id = task.id)
      AND EXISTS (SELECT 1 FROM run JOIN run_task ON run_id = run.id WHERE sweep = @sweep AND run.agent_id = other.id AND task_id = task.id))
  ORDER BY task.benchmark, task.name, min(one.name, other.name), max(one.name, other.name), dimension, judge.name, judge.hash,
    comparison.trial, one.name`;

function* comparedBattles(
  store: Store,
  { benchmark = null, sweep = null, dimension = null }: Nullable<BattleSelection>,
): Generator<BattleRow> {
  let held: ComparisonRow | undefined;
  for (const row of store.sql<unknown[], ComparisonRow>(COMPARED).iterate({ benchmark, sweep, dimension })) {
    if (row.kind === 'person') {
      if (held !== undefined && held.kind === 'person' && !samePair(held, row, false)) yield personBattle(held);
      // A changed answer is a later trial: the newest counts.
      held = row;
      continue;
    }
    if (held?.kind === 'person') yield personBattle(held);
    if (held !== undefined && held.kind !== 'person' && samePair(held, row, true) && held.first !== row.first) {
      yield modelBattle(held, row);
      held = undefined;
    } else held = row;
  }
  if (held?.kind === 'person') yield personBattle(held);
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

function samePair(x: ComparisonRow, y: ComparisonRow, sameTrial: boolean): boolean {
  const pair = (row: ComparisonRow) => [row.first, row.second].sort().join('\0');
  return (
    x.judgeId === y.judgeId &&
    x.benchmark === y.benchmark &&
    x.task === y.task &&
    x.dimension === y.dimension &&
    pair(x) === pair(y) &&
    (!sameTrial || x.trial === y.trial)
  );
}

function modelBattle(one: ComparisonRow, other: ComparisonRow): BattleRow {
  const [ab, ba] = one.first < one.second ? [one, other] : [other, one];
  return { ...common(ab), ...fold(ab, ba), by: 'model' };
}

function personBattle(row: ComparisonRow): BattleRow {
  const inOrder = row.first < row.second;
  const outcome = row.outcome === 'tie' ? 'tie' : (row.outcome === 'first') === inOrder ? 'a' : 'b';
  return { ...common(row), outcome, by: 'person', ...(row.absolute !== null && { absolute: row.absolute }) };
}

function common({ task, benchmark, domain, first, second, dimension, judge, hash, trial }: ComparisonRow) {
  const [a, b] = first < second ? [first, second] : [second, first];
  return { task, benchmark, domain, a, b, dimension, judge, judgeHash: hash, trial };
}

type ImportedRow = readonly [
  benchmark: string | null,
  task: string | null,
  a: number,
  b: number,
  outcome: BattleRow['outcome'],
  absolute: Absolute | null,
  dimension: string,
  judge: number | null,
  trial: number,
  flipped: number | null,
];

/** In the order of the files, which sequential Elo depends on. Names are looked up here: there are millions of battles, but few names. */
function* importedBattles(store: Store, { benchmark = null, dimension = null }: Nullable<BattleSelection>): Generator<BattleRow> {
  const agents = namesOf(store, 'agent');
  const judges = namesOf(store, 'judge');
  const rows = store
    .sql<unknown[], ImportedRow>(
      `SELECT benchmark, task, a, b, outcome, absolute, dimension, judge_id, trial, flipped FROM battle
       WHERE (@benchmark IS NULL OR benchmark = @benchmark) AND (@dimension IS NULL OR dimension = @dimension) ORDER BY id`,
    )
    .raw()
    .iterate({ benchmark, dimension });
  for (const [on, task, a, b, outcome, absolute, compared, judge, trial, flipped] of rows as IterableIterator<ImportedRow>) {
    const row = {
      task,
      benchmark: on,
      domain: null,
      a: agents.get(a) ?? '',
      b: agents.get(b) ?? '',
      outcome,
      dimension: compared,
      judge: judge === null ? 'imported' : (judges.get(judge) ?? ''),
      by: 'imported' as const,
      trial,
    };
    // Most rows have neither, and there are millions of them.
    if (absolute === null && flipped === null) yield row;
    else yield { ...row, ...(absolute !== null && { absolute }), ...(flipped !== null && { flipped: flipped === 1 }) };
  }
}

function namesOf(store: Store, table: 'agent' | 'judge'): ReadonlyMap<number, string> {
  const rows = store.sql<[], { id: number; name: string }>(`SELECT id, name FROM ${table}`).all();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
