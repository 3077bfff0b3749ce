/** Imported battles, which name agents and not reports. */
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import type { Absolute, Folded, Outcome } from '../../judge/pairwise/outcome.ts';
import type { BattleRow, BattleSelection, BattleWords, Nullable } from './battle-row.ts';
import type { Id } from './intern.ts';
import type { Store } from './store.ts';

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

/** Benchmarks of imported battles, which need no runs; some files name none. */
export function battledBenchmarks(store: Store): string[] {
  const rows = store.sql<[], { benchmark: string }>('SELECT DISTINCT benchmark FROM battle WHERE benchmark IS NOT NULL').all();
  return rows.map(({ benchmark }) => benchmark);
}

/** In the order of the files, which sequential Elo depends on. Names are looked up here: there are millions of battles, but few names. */
export function* importedBattles(
  store: Store,
  { benchmark = null, task: on = null, dimension = null, words }: Nullable<BattleSelection>,
): Generator<BattleRow> {
  const agents = agentNamesById(store);
  const judges = importedJudges(store);
  const rows = store
    .sql<unknown[], ImportedRow>(
      `SELECT benchmark, domain, task, a, b, outcome, absolute, dimension, judge_id, trial, flipped, ${words === true ? 'words' : 'NULL'} FROM battle
       WHERE (@benchmark IS NULL OR benchmark = @benchmark) AND (@dimension IS NULL OR dimension = @dimension)
         AND (@on IS NULL OR task = @on) ORDER BY id`,
    )
    .raw()
    .iterate({ benchmark, dimension, on });
  for (const [
    named,
    domain,
    task,
    a,
    b,
    outcome,
    absolute,
    compared,
    judge,
    trial,
    flipped,
    said,
  ] of rows as IterableIterator<ImportedRow>) {
    const [first, second] = [agents.get(a), agents.get(b)];
    // One of them was forgotten.
    if (first === undefined || second === undefined) continue;
    const row = {
      task,
      benchmark: named,
      domain,
      a: first,
      b: second,
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
      "SELECT id, name, json_extract(identity, '$.from') AS hash, json_extract(identity, '$.by') AS by FROM judge",
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

/** Takes back a battle that a later row of the same file replaces. */
export function removeBattle(store: Store, id: number): void {
  store.sql('DELETE FROM battle WHERE id = ?').run(id);
}
