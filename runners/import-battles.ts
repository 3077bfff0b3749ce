/** Battles from other people's files into the store: both orders of a comparison are folded into one battle, as ours are. */
import type { z } from 'zod';
import { sha256Of } from '../benchmarks/benchmark.ts';
import { check, printable } from '../benchmarks/files/check.ts';
import { csvBatches, named } from '../benchmarks/files/csv.ts';
import { InputError } from '../judge/errors.ts';
import { type Folded, fold, turned } from '../judge/pairwise/outcome.ts';
import { arenaLine, isArenaRow, plainArenaRows } from './exchange/arena-line.ts';
import { type BattleLine, type BattleWords, battleLine, battleWords } from './exchange/battle-line.ts';
import { isTable, type LineBatch, lineBatches, typedCells } from './exchange/line-batches.ts';
import { once } from './exchange/once.ts';
import { importedAgent } from './store/agents.ts';
import { completeBattle, hasBattlesOf, storeBattle } from './store/imported-battles.ts';
import { importedJudge } from './store/judges.ts';
import type { Store } from './store/store.ts';

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
  if (hasBattlesOf(store, hash)) return undefined;
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

interface BattleBatch {
  readonly rows: readonly BattleLine[];
  readonly lineOf: LineBatch['lineOf'];
}

/** @throws InputError naming file, line and field */
async function* battleBatches(file: string): AsyncGenerator<BattleBatch> {
  const shape = { ...battleLine.shape, ...arenaLine.in.shape };
  if (isTable(file)) {
    for await (const batch of csvBatches(file)) {
      const { columns, records, lineOf } = batch;
      const read = (i: number) => battleOf(typedCells(named(columns, records[i] ?? []), shape), () => `${file}:${lineOf(i)}`);
      yield { rows: plainArenaRows(batch).map((row, i) => row ?? read(i)), lineOf };
    }
    return;
  }
  for await (const { rows, lineOf } of lineBatches(file, shape))
    yield { rows: rows.map((row, i) => battleOf(row, () => `${file}:${lineOf(i)}`)), lineOf };
}

/** A row in the words of its own format, so that what is wrong with it is named in them. */
function battleOf(row: unknown, where: () => string): BattleLine {
  const schema: z.ZodType<BattleLine> = typeof row === 'object' && row !== null && isArenaRow(row) ? arenaLine : battleLine;
  const result = schema.safeParse(row);
  return result.success ? result.data : check(schema, row, where());
}

/** What writes a row; false where it was the other order of an earlier row, and became one battle with it. */
function writer(store: Store, file: string, options: BattleImport): (row: BattleLine) => boolean {
  const agents = new Map<string, number>();
  const judges = new Map<string, number>();
  const halves = new Map<string, Half>();
  const judgeOf = ({ judge = options.judge, judgeHash, by }: BattleLine): number | undefined => {
    if (judge === undefined && judgeHash === undefined && by === undefined) return undefined;
    const about = { name: judge ?? 'imported', ...(judgeHash !== undefined && { hash: judgeHash }), ...(by !== undefined && { by }) };
    return once(judges, `${about.name}\0${judgeHash}\0${by}`, () => importedJudge(store, 'battles', about));
  };
  return (row) => {
    // Of battles on no known task nobody can say which belong together.
    const oneOrder = row.order !== undefined && row.task !== undefined;
    const half = oneOrder ? halfOf(row, halves) : undefined;
    if (half !== undefined) {
      completeBattle(store, half.id, bothOrders(half.row, row), bothWords(half.row, row));
      return false;
    }
    const id = storeBattle(store, {
      ...row,
      file,
      benchmark: row.benchmark ?? options.benchmark,
      a: once(agents, row.a, () => importedAgent(store, row.a)),
      b: once(agents, row.b, () => importedAgent(store, row.b)),
      judgeId: judgeOf(row),
      words: wordsOf(row),
    });
    if (oneOrder) halves.set(keyOf(row), { row, id });
    return true;
  };
}
/** A row of one order that still waits for the other. */
interface Half {
  readonly row: BattleLine;
  readonly id: number;
}

function keyOf({ benchmark, task, a, b, dimension, judge, trial }: BattleLine): string {
  return JSON.stringify([benchmark, task, ...[a, b].sort(), dimension, judge, trial]);
}

/** Takes the row that showed the same two in the other order, if there is one. */
function halfOf(row: BattleLine, halves: Map<string, Half>): Half | undefined {
  const key = keyOf(row);
  const half = halves.get(key);
  if (half === undefined || shown(half.row) === shown(row)) return undefined;
  halves.delete(key);
  return half;
}

/** Who was shown first; or the file's own word for the order. */
function shown({ a, b, order }: BattleLine): string | undefined {
  return order === 'ab' ? a : order === 'ba' ? b : order;
}

/** In the names of the first row. */
function bothOrders(one: BattleLine, other: BattleLine): Folded {
  return fold(one, { ...other, outcome: turned(other.outcome, one.a === other.a) });
}

function bothWords(one: BattleLine, other: BattleLine): BattleWords | undefined {
  const scores = other.scores?.length === 2 && one.a !== other.a ? other.scores.toReversed() : other.scores;
  const both = {
    reasons: [one.reason, other.reason],
    quotes: [one.quotes, other.quotes],
    scores: [one.scores, scores],
    confidences: [one.confidence, other.confidence],
  };
  const said = Object.entries(both).filter(([, pair]) => pair.some((value) => value !== undefined));
  return said.length === 0
    ? undefined
    : battleWords.parse(Object.fromEntries(said.map(([key, pair]) => [key, pair.map((value) => value ?? null)])));
}

const WORDS = Object.keys(battleWords.shape);

function wordsOf(row: BattleLine): BattleWords | undefined {
  return WORDS.some((key) => key in row) ? battleWords.parse(row) : undefined;
}
