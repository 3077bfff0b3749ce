/** Battles from other people's files into the store: both orders of a comparison are folded into one battle, as ours are. */
import { sha256Of } from '../../benchmarks/benchmark.ts';
import { printable } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';
import { type Folded, fold, turned } from '../../judge/pairwise/outcome.ts';
import { importedAgent } from '../store/agents.ts';
import { storeJudge } from '../store/judges.ts';
import type { Store } from '../store/store.ts';
import { type BattleInput, battleBatches } from './battle-line.ts';
import { once } from './once.ts';

export interface BattleImport {
  readonly file: string;
  /** For rows that do not say. */
  readonly benchmark: string | undefined;
  readonly judge: string | undefined;
}

/**
 * Appends the battles of a file, all or none, in their order. A file that was imported before adds nothing.
 *
 * @returns how many were appended, or undefined for a file that is there already
 * @throws InputError naming file, line and field
 */
export async function importBattles(store: Store, options: BattleImport): Promise<number | undefined> {
  const hash = await sha256Of(options.file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${options.file}: cannot be read (${error.code})`, { cause: error });
  });
  if (store.sql<string[], { id: number }>('SELECT id FROM battle WHERE file = ? LIMIT 1').get(hash) !== undefined) return undefined;
  const write = writer(store, hash, options);
  let count = 0;
  // A large file is one long transaction: a run that is being paid for should not have to wait for it.
  store.lock();
  await store.longTransaction(async () => {
    for await (const { rows, lineOf } of battleBatches(options.file)) {
      rows.forEach((row, i) => {
        if (row.a === row.b) throw new InputError(`${options.file}:${lineOf(i)}: "${printable(row.a, 80)}" meets itself`);
        if (write(row)) count++;
      });
    }
    if (count === 0) throw new InputError(`${options.file}: no battles in it`);
  });
  return count;
}

/** What writes a row; false where it was the other order of an earlier row, and became one battle with it. */
function writer(store: Store, file: string, options: BattleImport): (row: BattleInput) => boolean {
  const agents = new Map<string, number>();
  const judges = new Map<string, number>();
  const halves = new Map<string, Half>();
  const insert = store.sql(
    'INSERT INTO battle (file, benchmark, task, a, b, outcome, absolute, dimension, judge_id, trial, flipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const complete = store.sql('UPDATE battle SET outcome = ?, absolute = ?, flipped = ? WHERE id = ?');
  return (row) => {
    // Of battles on no known task nobody can say which belong together.
    const oneOrder = row.order !== undefined && row.task !== undefined;
    const half = oneOrder ? halfOf(row, halves) : undefined;
    if (half !== undefined) {
      const { outcome, absolute, flipped } = bothOrders(half.row, row);
      complete.run(outcome, absolute ?? null, Number(flipped), half.id);
      return false;
    }
    const judge = row.judge ?? options.judge;
    const { lastInsertRowid } = insert.run(
      file,
      row.benchmark ?? options.benchmark ?? null,
      row.task ?? null,
      once(agents, row.a, () => importedAgent(store, row.a)),
      once(agents, row.b, () => importedAgent(store, row.b)),
      row.outcome,
      row.absolute ?? null,
      row.dimension,
      judge === undefined ? null : once(judges, judge, () => judgeId(store, judge)),
      row.trial,
      row.flipped === undefined ? null : Number(row.flipped),
    );
    if (oneOrder) halves.set(keyOf(row), { row, id: lastInsertRowid });
    return true;
  };
}

/** A row of one order that still waits for the other. */
interface Half {
  readonly row: BattleInput;
  readonly id: number | bigint;
}

function keyOf({ benchmark, task, a, b, dimension, judge, trial }: BattleInput): string {
  return JSON.stringify([benchmark, task, ...[a, b].sort(), dimension, judge, trial]);
}

/** Takes the row that showed the same two in the other order, if there is one. */
function halfOf(row: BattleInput, halves: Map<string, Half>): Half | undefined {
  const key = keyOf(row);
  const half = halves.get(key);
  if (half === undefined || shown(half.row) === shown(row)) return undefined;
  halves.delete(key);
  return half;
}

/** Who was shown first; or the file's own word for the order. */
function shown({ a, b, order }: BattleInput): string | undefined {
  return order === 'ab' ? a : order === 'ba' ? b : order;
}

/** In the names of the first row. */
function bothOrders(one: BattleInput, other: BattleInput): Folded {
  return fold(one, { ...other, outcome: turned(other.outcome, one.a === other.a) });
}

function judgeId(store: Store, name: string): number {
  return storeJudge(store, { name, identity: { kind: 'imported-pairwise', name } });
}
