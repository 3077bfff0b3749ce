/** Battles: models' comparisons with both orders folded, people's votes, and imported files, side by side. */
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import { type Absolute, type Folded, fold, type Outcome, type Said, turned } from '../../judge/pairwise/outcome.ts';
import { type BattleWords, bothOrders, SAID_COLUMNS, SAID_JOIN, type SaidRow, wordsOfBoth, wordsOfOne } from './comparisons.ts';
import type { Id } from './intern.ts';
import { lastPlanned, PLANNED } from './runs.ts';
import type { Store } from './store.ts';
import { NEWEST } from './trials.ts';

export interface BattleSelection {
  readonly benchmark?: string | undefined;
  readonly sweep?: string | undefined;
  /** Undefined: every dimension. */
  readonly dimension?: Dimension | undefined;
  /** Whether to read also what was said beside the outcome. */
  readonly words?: boolean | undefined;
}

export interface BattleRow extends BattleWords {
  /** Null where the file it came from does not say: such a battle stands alone. */
  readonly task: string | null;
  readonly benchmark: string | null;
  readonly domain: string | null;
  /** Names in order, so that a pair is written in one way. */
  readonly a: string;
  readonly b: string;
  readonly outcome: Outcome;
  readonly absolute?: Absolute;
  readonly dimension: Dimension;
  readonly judge: string;
  /** Of the judge's settings; absent where an imported file does not say. */
  readonly judgeHash?: string;
  /** Imported: the file does not say which of the two. */
  readonly by: 'model' | 'person' | 'imported';
  readonly trial: number;
  /** Whether the judge's mind changed with the order, so that this is a tie. Absent where one order was shown, or a file does not say. */
  readonly flipped?: boolean;
}

interface ComparedTask {
  readonly task: string;
  readonly benchmark: string;
  readonly domain: string;
  readonly query: number;
  readonly brief: string;
}

interface ComparisonRow extends Said, SaidRow {
  readonly judgeId: number;
  readonly judge: string;
  readonly hash: string;
  readonly person: number;
  /** The agents in order of their names. */
  readonly a: string;
  readonly b: string;
  /** The one whose report was shown first. */
  readonly first: string;
  readonly firstReport: number;
  readonly secondReport: number;
  readonly masked: string;
  readonly dimension: Dimension;
  readonly trial: number;
}

/** Streams battles in an order that depends on their content only. A pair seen in one order only is owed, and left out. */
export function* battleRows(store: Store, selection: BattleSelection): Generator<BattleRow> {
  yield* comparedBattles(store, selection);
  if (selection.sweep === undefined) yield* importedBattles(store, selection);
}

/** Task by task, so that no more than one task's comparisons are sorted at once. */
function* comparedBattles(
  store: Store,
  { benchmark = null, sweep = null, dimension = null, words }: Nullable<BattleSelection>,
): Generator<BattleRow> {
  const tasks = store
    .sql<unknown[], ComparedTask>(
      `SELECT task.name AS task, task.benchmark, domain, task.query_id AS query, brief_hash AS brief
       FROM (${lastPlanned('task.benchmark, name')}) version JOIN task ON task.id = version.task_id ORDER BY task.benchmark, task.name`,
    )
    .all({ benchmark, sweep });
  for (const task of tasks) {
    const rows = store
      .sql<unknown[], ComparisonRow>(words === true ? SAID : COMPARED)
      .iterate({ query: task.query, brief: task.brief, sweep, dimension });
    yield* folded(task, rows);
  }
}

/** Only reports that are an agent's newest count; comparisons of what they replaced stay in the store. */
const compared = (columns: string, join: string) => `
  WITH author AS MATERIALIZED (
    SELECT DISTINCT report_id, name FROM agent JOIN trial ON agent_id = agent.id AND query_id = @query
    WHERE ${NEWEST}
      AND (@sweep IS NULL OR agent.id IN (SELECT agent_id FROM (${PLANNED}) WHERE query_id = @query))),
  said AS MATERIALIZED (SELECT id, name, hash, json_extract(identity, '$.kind') = 'person' AS person FROM judge)
  SELECT judge_id AS judgeId, said.name AS judge, hash, person, min(one.name, other.name) AS a, max(one.name, other.name) AS b,
    one.name AS first, first_report AS firstReport, second_report AS secondReport,
    masked_hash AS masked, dimension, trial, outcome, absolute${columns}
  FROM comparison JOIN said ON said.id = judge_id ${join}
  JOIN author one ON one.report_id = first_report
  JOIN author other ON other.report_id = second_report AND other.name <> one.name
  WHERE query_id = @query AND (brief_hash = @brief OR person) AND (@dimension IS NULL OR dimension = @dimension)
  ORDER BY a, b, dimension, judge, hash, trial, at DESC, masked, first`;

const COMPARED = compared('', '');

const SAID = compared(SAID_COLUMNS, SAID_JOIN);

function* folded(task: ComparedTask, rows: Iterable<ComparisonRow>): Generator<BattleRow> {
  for (const said of questions(rows)) {
    const newest = said.at(-1);
    // A changed answer of a person is a later trial: the newest counts.
    if (newest?.person === 1) yield personBattle(task, newest);
    else yield* modelBattle(task, said);
  }
}

/** What one judge said of two agents on one dimension: a model in each trial, a person in all. */
function* questions(rows: Iterable<ComparisonRow>): Generator<readonly ComparisonRow[]> {
  let said: ComparisonRow[] = [];
  for (const row of rows) {
    const [one] = said;
    if (one !== undefined && !isSameQuestion(one, row)) {
      yield said;
      said = [];
    }
    said.push(row);
  }
  if (said.length > 0) yield said;
}

function isSameQuestion(x: ComparisonRow, y: ComparisonRow): boolean {
  const samePair = x.judgeId === y.judgeId && x.dimension === y.dimension && x.a === y.a && x.b === y.b;
  return samePair && (x.trial === y.trial || x.person === 1);
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

/** Nothing where one order is missing. */
function* modelBattle(task: ComparedTask, said: readonly ComparisonRow[]): Generator<BattleRow> {
  const both = bothOrders(said, ({ first, a }) => first === a);
  if (both !== undefined) yield { ...common(task, both[0]), ...fold(...both), by: 'model', ...wordsOfBoth(...both) };
}

function personBattle(task: ComparedTask, row: ComparisonRow): BattleRow {
  const swapped = row.first !== row.a;
  return {
    ...common(task, row),
    outcome: turned(row.outcome, swapped),
    by: 'person',
    ...(row.absolute != null && { absolute: row.absolute }),
    ...wordsOfOne(row, swapped),
  };
}

function common({ task, benchmark, domain }: ComparedTask, { a, b, dimension, judge, hash, trial }: ComparisonRow) {
  return { task, benchmark, domain, a, b, dimension, judge, judgeHash: hash, trial };
}

type ImportedRow = readonly [
  benchmark: string | null,
  domain: string | null,
  task: string | null,
  a: number,
  b: number,
  outcome: Outcome,
  absolute: Absolute | null,
  dimension: Dimension,
  judge: number | null,
  trial: number,
  flipped: number | null,
  words: string | null,
];

/** In the order of the files, which sequential Elo depends on. Names are looked up here: there are millions of battles, but few names. */
function* importedBattles(store: Store, { benchmark = null, dimension = null, words }: Nullable<BattleSelection>): Generator<BattleRow> {
  const agents = agentNamesById(store);
  const judges = importedJudges(store);
  const rows = store
    .sql<unknown[], ImportedRow>(
      `SELECT benchmark, domain, task, a, b, outcome, absolute, dimension, judge_id, trial, flipped, ${words === true ? 'words' : 'NULL'} FROM battle
       WHERE (@benchmark IS NULL OR benchmark = @benchmark) AND (@dimension IS NULL OR dimension = @dimension) ORDER BY id`,
    )
    .raw()
    .iterate({ benchmark, dimension });
  for (const [on, domain, task, a, b, outcome, absolute, compared, judge, trial, flipped, said] of rows as IterableIterator<ImportedRow>) {
    const row = {
      task,
      benchmark: on,
      domain,
      a: agents.get(a) ?? '',
      b: agents.get(b) ?? '',
      outcome,
      dimension: compared,
      ...((judge !== null && judges.get(judge)) || NOBODY),
      trial,
    };
    // Most rows have none of these, and there are millions of them.
    if (absolute === null && flipped === null && said === null) yield row;
    else
      yield {
        ...row,
        ...(absolute !== null && { absolute }),
        ...(flipped !== null && { flipped: flipped === 1 }),
        ...(said !== null && (JSON.parse(said) as BattleWords)),
      };
  }
}

/** The judge of a battle whose file names none. */
const NOBODY = { judge: 'imported', by: 'imported' } as const;

function agentNamesById(store: Store): ReadonlyMap<number, string> {
  const rows = store.sql<[], { id: number; name: string }>('SELECT id, name FROM agent').all();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What a file said of who judged, by row id. */
function importedJudges(store: Store): ReadonlyMap<number, Pick<BattleRow, 'judge' | 'judgeHash' | 'by'>> {
  const rows = store
    .sql<[], { id: number; name: string; hash: string | null; by: BattleRow['by'] | null }>(
      "SELECT id, name, json_extract(identity, '$.hash') AS hash, json_extract(identity, '$.by') AS by FROM judge",
    )
    .all();
  return new Map(
    rows.map(({ id, name, hash, by }) => [id, { judge: name, by: by ?? 'imported', ...(hash !== null && { judgeHash: hash }) }]),
  );
}

/** A battle of somebody else's file, between agents by row id. */
export interface ImportedBattle {
  /** Hash of the file. */
  readonly file: string;
  readonly benchmark: string | undefined;
  readonly domain?: string;
  readonly task?: string;
  readonly a: number;
  readonly b: number;
  readonly outcome: Outcome;
  readonly absolute?: Absolute;
  readonly dimension: Dimension;
  readonly judgeId: number | undefined;
  readonly trial: number;
  readonly flipped?: boolean;
  readonly words: BattleWords | undefined;
}

export function hasBattlesOf(store: Store, file: string): boolean {
  return store.sql<string[], Id>('SELECT id FROM battle WHERE file = ? LIMIT 1').get(file) !== undefined;
}

/** Appends a battle; returns its row id. */
export function storeBattle(store: Store, battle: ImportedBattle): number {
  const { file, benchmark = null, domain = null, task = null, a, b, outcome, absolute = null, dimension, judgeId = null, trial } = battle;
  const flipped = battle.flipped === undefined ? null : Number(battle.flipped);
  const words = battle.words === undefined ? null : JSON.stringify(battle.words);
  return Number(
    store
      .sql(
        `INSERT INTO battle (file, benchmark, domain, task, a, b, outcome, absolute, dimension, judge_id, trial, flipped, words)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(file, benchmark, domain, task, a, b, outcome, absolute, dimension, judgeId, trial, flipped, words).lastInsertRowid,
  );
}

/** Makes a battle of one order, whose file holds the other order too, the battle of both. */
export function completeBattle(store: Store, id: number, folded: Folded, words: BattleWords | undefined): void {
  const { outcome, absolute = null, flipped } = folded;
  store
    .sql('UPDATE battle SET outcome = ?, absolute = ?, flipped = ?, words = ? WHERE id = ?')
    .run(outcome, absolute, Number(flipped), words === undefined ? null : JSON.stringify(words), id);
}
