/** Battles from other people's files: ours, MT-bench or arena rows (model_a, model_b, winner), as JSON lines or CSV. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { sha256Of } from '../benchmarks/benchmark.ts';
import { check } from '../benchmarks/check.ts';
import { rowBatches } from '../benchmarks/jsonl.ts';
import { DIMENSIONS } from '../judge/compare.ts';
import { InputError } from '../judge/errors.ts';
import { storeAgent, storeJudge } from './facts.ts';
import type { Store } from './store.ts';

type Outcome = 'a' | 'b' | 'tie';

/** What the files of the field write for a winner. An inconsistent judge has not decided, which is a tie; anything else is refused. */
const WINNERS: Readonly<Record<string, Outcome>> = {
  a: 'a',
  b: 'b',
  model_a: 'a',
  model_b: 'b',
  tie: 'tie',
  'tie (bothbad)': 'tie',
  'tie (inconsistent)': 'tie',
  both_bad: 'tie',
  both_good: 'tie',
};

const outcome = z.string().transform((text, context): Outcome => {
  const known = WINNERS[text.trim().toLowerCase()];
  if (known !== undefined) return known;
  context.addIssue({ code: 'custom', message: 'expected a, b, model_a, model_b or tie' });
  return z.NEVER;
});

const name = z.string().min(1);
/** Ids come as numbers in some files; an empty CSV cell is a missing value. */
const id = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value === '' || value === null ? undefined : value),
  z.string().optional(),
);
const trial = z.coerce.number().int().positive().optional();

const ours = z.object({
  task: id,
  a: name,
  b: name,
  outcome,
  dimension: z.enum(DIMENSIONS).default('overall'),
  absolute: z.enum(['good', 'fair', 'poor']).optional(),
  benchmark: id,
  judge: id,
  trial,
});
const arena = z.object({
  question_id: id,
  task: id,
  turn: id,
  model_a: name,
  model_b: name,
  winner: outcome,
  benchmark: id,
  judge: id,
  trial,
});

interface BattleInput {
  readonly task: string | undefined;
  readonly benchmark: string | undefined;
  readonly a: string;
  readonly b: string;
  readonly outcome: Outcome;
  readonly absolute: 'good' | 'fair' | 'poor' | undefined;
  readonly dimension: string;
  readonly judge: string | undefined;
  readonly trial: number;
}

const ourRow = ours.transform(
  (row): BattleInput => ({
    ...row,
    absolute: row.absolute,
    task: row.task,
    benchmark: row.benchmark,
    judge: row.judge,
    trial: row.trial ?? 1,
  }),
);
const arenaRow = arena.transform(
  (row): BattleInput => ({
    task: row.task ?? row.question_id,
    benchmark: row.benchmark,
    a: row.model_a,
    b: row.model_b,
    outcome: row.winner,
    absolute: undefined,
    dimension: 'overall',
    judge: row.judge,
    // The turns of one question are two comparisons on it.
    trial: row.trial ?? (Number(row.turn) || 1),
  }),
);

/** A row in the words of its own format, so that what is wrong with it is named in them. */
function battleOf(row: unknown, where: string): BattleInput {
  const isArena = typeof row === 'object' && row !== null && ['model_a', 'model_b', 'winner'].some((key) => key in row);
  return check<BattleInput>(isArena ? arenaRow : ourRow, row, where);
}

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
  const agents = new Map<string, number>();
  const judges = new Map<string, number>();
  let count = 0;
  store.sql('BEGIN IMMEDIATE').run();
  try {
    const insert = store.sql(
      'INSERT INTO battle (file, benchmark, task, a, b, outcome, absolute, dimension, judge_id, trial) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for await (const { row, line } of rowsOf(options.file)) {
      if (row.a === row.b) throw new InputError(`${options.file}:${line}: "${row.a}" meets itself`);
      const judge = row.judge ?? options.judge;
      const judgeId =
        judge === undefined
          ? null
          : known(judges, judge, () => storeJudge(store, { name: judge, identity: { kind: 'imported-pairwise', name: judge } }));
      insert.run(
        hash,
        row.benchmark ?? options.benchmark ?? null,
        row.task ?? null,
        agentId(store, agents, row.a),
        agentId(store, agents, row.b),
        row.outcome,
        row.absolute ?? null,
        row.dimension,
        judgeId,
        row.trial,
      );
      count++;
    }
    if (count === 0) throw new InputError(`${options.file}: no battles in it`);
    store.sql('COMMIT').run();
  } catch (error) {
    store.sql('ROLLBACK').run();
    throw error;
  }
  return count;
}

async function* rowsOf(file: string): AsyncGenerator<{ row: BattleInput; line: number }> {
  if (!/\.(csv|tsv)$/i.test(file)) {
    for await (const batch of rowBatches(file, z.unknown()))
      for (const { value, line } of batch) yield { row: battleOf(value, `${file}:${line}`), line };
    return;
  }
  const parser = createReadStream(file).pipe(
    parse({ bom: true, columns: true, delimiter: /\.tsv$/i.test(file) ? '\t' : ',', skip_empty_lines: true, trim: true, info: true }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: unknown; info: { lines: number } }>) {
      yield { row: battleOf(record, `${file}:${info.lines}`), line: info.lines };
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: not CSV: ${(error as Error).message}`, { cause: error });
  }
}

/** An agent known by name; one that is new was run elsewhere. */
function agentId(store: Store, agents: Map<string, number>, name: string): number {
  return known(agents, name, () => {
    const found = store.sql<string[], { id: number }>('SELECT id FROM agent WHERE name = ?').get(name);
    return found?.id ?? storeAgent(store, { name, identity: { kind: 'reports' } });
  });
}

function known(map: Map<string, number>, name: string, make: () => number): number {
  const id = map.get(name) ?? make();
  map.set(name, id);
  return id;
}
