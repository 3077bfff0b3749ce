/** Battles from other people's files into the store: both orders of a comparison are folded into one battle, as ours are. */
import type { z } from 'zod';
import { sha256Of } from '../benchmarks/benchmark.ts';
import { check, printable } from '../benchmarks/files/check.ts';
import { csvBatches, named } from '../benchmarks/files/csv.ts';
import { kindOfFile } from '../benchmarks/files/kind.ts';
import { InputError } from '../judge/errors.ts';
import { type Folded, fold, turned } from '../judge/pairwise/outcome.ts';
import { FAILED } from '../judge/pairwise/winner-words.ts';
import { arenaLine, isArenaRow, isOneHotRow, oneHotLine, plainArenaRows } from './exchange/arena-line.ts';
import { type BattleLine, type BattleWords, battleLine, battleWords } from './exchange/battle-line.ts';
import { fastChatLine, isFastChatRow } from './exchange/fastchat-line.ts';
import { columnsOfAny, type LineBatch, lineBatches, typedCells } from './exchange/line-batches.ts';
import { once } from './exchange/once.ts';
import { importedAgent } from './store/agents.ts';
import { completeBattle, hasBattlesOf, removeBattle, storeBattle } from './store/imported-battles.ts';
import { importedJudge } from './store/judges.ts';
import { NewestRows } from './store/row-counts.ts';
import type { Store } from './store/store.ts';

export interface BattleImport {
  readonly file: string;
  /** For rows that do not say. */
  readonly benchmark: string | undefined;
  readonly judge: string | undefined;
}

export interface BattleCount {
  /** Both orders of a comparison are one battle. */
  readonly battles: number;
  /** Rows whose judge gave no outcome: left out. */
  readonly failed: number;
}

/**
 * Appends the battles of a file, all or none, in their order. A file that was imported before adds nothing. Result files are appended
 * to: of rows by one judge on the same two, task, dimension and trial the last counts.
 *
 * @returns how many were appended, or undefined for a file that is there already
 * @throws InputError naming file, line and field
 */
export async function importBattles(store: Store, options: BattleImport): Promise<BattleCount | undefined> {
  const { file } = options;
  const hash = await sha256Of(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${file}: cannot be read (${error.code})`, { cause: error });
  });
  if (hasBattlesOf(store, hash)) return undefined;
  const newest = new NewestRows();
  const write = writer(store, hash, options, newest);
  const count = { battles: 0, failed: 0 };
  // A large file is one long transaction: a run that is being paid for should not have to wait for it.
  store.lock();
  try {
    await store.longTransaction(async () => {
      for await (const { rows, lineOf } of battleBatches(file)) {
        rows.forEach((row, i) => {
          if (row === FAILED) count.failed++;
          else if (row.a === row.b) throw new InputError(`${file}:${lineOf(i)}: "${printable(row.a, 80)}" meets itself`);
          else count.battles += write(row);
        });
      }
      if (count.battles === 0)
        throw new InputError(`${file}: no battles in it${count.failed > 0 ? `, ${count.failed} rows whose judge failed` : ''}`);
    });
  } finally {
    newest.close();
  }
  return count;
}

type Read = BattleLine | typeof FAILED;

interface BattleBatch {
  readonly rows: readonly Read[];
  readonly lineOf: LineBatch['lineOf'];
}

const COLUMNS = columnsOfAny(fastChatLine.in, oneHotLine.in, arenaLine.in, battleLine);

/** @throws InputError naming file, line and field */
async function* battleBatches(file: string): AsyncGenerator<BattleBatch> {
  if (kindOfFile(file) === 'csv') {
    for await (const batch of csvBatches(file)) {
      const { columns, records, lineOf } = batch;
      const read = (i: number) => battleOf(typedCells(named(columns, records[i] ?? []), COLUMNS), () => `${file}:${lineOf(i)}`);
      yield { rows: plainArenaRows(batch).map((row, i) => row ?? read(i)), lineOf };
    }
    return;
  }
  for await (const { rows, lineOf } of lineBatches(file, COLUMNS))
    yield { rows: rows.map((row, i) => battleOf(row, () => `${file}:${lineOf(i)}`)), lineOf };
}

/** A row in the words of its own format, so that what is wrong with it is named in them. */
function battleOf(row: unknown, where: () => string): Read {
  const schema = schemaOf(row);
  const result = schema.safeParse(row);
  return result.success ? result.data : check(schema, row, where());
}

function schemaOf(row: unknown): z.ZodType<Read> {
  if (typeof row !== 'object' || row === null) return battleLine;
  if (isFastChatRow(row)) return fastChatLine;
  if (isOneHotRow(row)) return oneHotLine;
  return isArenaRow(row) ? arenaLine : battleLine;
}

/** What writes a row, and says by how many battles there are more for it: none where it joins or replaces an earlier one. */
function writer(store: Store, file: string, options: BattleImport, newest: NewestRows): (row: BattleLine) => number {
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
      return 0;
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
    // Where nobody is named, two rows may be those of two people.
    const before = row.task === undefined || row.judge === undefined ? undefined : newest.put(keyOf(row), id);
    if (before !== undefined) removeBattle(store, before);
    return before === undefined ? 1 : 0;
  };
}

/** A row of one order that still waits for the other. */
interface Half {
  readonly row: BattleLine;
  readonly id: number;
}

/** What a judge says once in a trial. Without an order, naming the two the other way round is another battle. */
function keyOf({ benchmark, task, a, b, dimension, judge, judgeHash, by, trial, order }: BattleLine): string {
  return JSON.stringify([benchmark, task, ...(order === undefined ? [a, b] : [a, b].sort()), dimension, judge, judgeHash, by, trial]);
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
