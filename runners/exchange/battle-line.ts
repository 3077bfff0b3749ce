/** How other people write battles: ours, MT-bench or arena rows (model_a, model_b, winner), as JSON lines or CSV. */
import { z } from 'zod';
import { check } from '../../benchmarks/files/check.ts';
import { type CsvBatch, csvBatches } from '../../benchmarks/files/csv.ts';
import { rowBatches } from '../../benchmarks/files/jsonl.ts';
import { DIMENSIONS } from '../../judge/pairwise/compare.ts';
import { ABSOLUTES, type Absolute, type Outcome } from '../../judge/pairwise/outcome.ts';

interface Winner {
  readonly outcome: Outcome;
  /** How good both are, where the word says it. */
  readonly absolute?: Absolute;
}

/** What the files of the field write for a winner. A judge whose mind changed with the order has not decided, which is a tie; anything else is refused. */
const WINNERS: ReadonlyMap<string, Winner> = new Map([
  ['a', { outcome: 'a' }],
  ['b', { outcome: 'b' }],
  ['model_a', { outcome: 'a' }],
  ['model_b', { outcome: 'b' }],
  ['tie', { outcome: 'tie' }],
  ['tie (bothbad)', { outcome: 'tie', absolute: 'poor' }],
  ['tie (inconsistent)', { outcome: 'tie' }],
  ['both_bad', { outcome: 'tie', absolute: 'poor' }],
  ['both_good', { outcome: 'tie', absolute: 'good' }],
]);

const winner = z.string().transform((text, context): Winner => {
  const known = WINNERS.get(text.trim().toLowerCase());
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
/** CSV has no booleans. */
const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean().optional());

const shared = {
  task: id,
  dimension: z.enum(DIMENSIONS).default('overall'),
  absolute: z.enum(ABSOLUTES).optional(),
  benchmark: id,
  judge: id,
  trial,
  order: id,
  flipped: flag,
};
const ours = z.object({ ...shared, a: name, b: name, outcome: winner });
const arena = z.object({ ...shared, question_id: id, turn: id, model_a: name, model_b: name, winner });

export interface BattleInput {
  readonly task: string | undefined;
  readonly benchmark: string | undefined;
  readonly a: string;
  readonly b: string;
  readonly outcome: Outcome;
  readonly absolute: Absolute | undefined;
  readonly dimension: string;
  readonly judge: string | undefined;
  readonly trial: number;
  /** Names the order in which the two were shown, where the row is one order only: `ab`, `ba`, or another word that the file uses. */
  readonly order: string | undefined;
  /** Whether the judge's mind changed with the order, where the row is of both. */
  readonly flipped: boolean | undefined;
}

const ourRow = ours.transform(
  ({ outcome: won, ...row }): BattleInput => ({
    ...row,
    outcome: won.outcome,
    absolute: row.absolute ?? won.absolute,
    task: row.task,
    benchmark: row.benchmark,
    judge: row.judge,
    trial: row.trial ?? 1,
    order: row.order,
    flipped: row.flipped,
  }),
);
const arenaRow = arena.transform(
  (row): BattleInput => ({
    task: row.task ?? row.question_id,
    benchmark: row.benchmark,
    a: row.model_a,
    b: row.model_b,
    outcome: row.winner.outcome,
    absolute: row.absolute ?? row.winner.absolute,
    dimension: row.dimension,
    judge: row.judge,
    // The turns of one question are two comparisons on it.
    trial: row.trial ?? (Number(row.turn) || 1),
    order: row.order,
    flipped: row.flipped,
  }),
);

/** A row in the words of its own format, so that what is wrong with it is named in them. */
function battleOf(row: unknown, where: string | (() => string)): BattleInput {
  const isArena = typeof row === 'object' && row !== null && ['model_a', 'model_b', 'winner'].some((key) => key in row);
  const schema: z.ZodType<BattleInput> = isArena ? arenaRow : ourRow;
  const result = schema.safeParse(row);
  return result.success ? result.data : check(schema, row, typeof where === 'string' ? where : where());
}

export interface BattleBatch {
  readonly rows: readonly BattleInput[];
  readonly lineOf: (row: number) => number;
}

/** @throws InputError naming file, line and field */
export async function* battleBatches(file: string): AsyncGenerator<BattleBatch> {
  if (/\.(csv|tsv)(\.gz)?$/i.test(file)) {
    for await (const batch of csvBatches(file)) yield { rows: csvRows(batch, file), lineOf: batch.lineOf };
    return;
  }
  for await (const batch of rowBatches(file, z.unknown())) {
    const rows = batch.map(({ value, line }) => battleOf(value, `${file}:${line}`));
    yield { rows, lineOf: (row) => batch[row]?.line ?? 0 };
  }
}

/** Columns that only the schema reads. */
const CHECKED = ['a', 'b', 'outcome', 'turn', 'dimension', 'absolute', 'trial', 'order', 'flipped'];

/** There are millions of arena rows: plain ones are read as they are, and the schema sees all others. */
function csvRows({ columns, records, lineOf }: CsvBatch, file: string): BattleInput[] {
  const at = (column: string) => columns.indexOf(column);
  const [a, b, won] = [at('model_a'), at('model_b'), at('winner')];
  const [task, question, benchmark, judge] = [at('task'), at('question_id'), at('benchmark'), at('judge')];
  const checked = CHECKED.map(at).filter((column) => column >= 0);
  const cell = (record: readonly string[], column: number) => record[column] || undefined;
  return records.map((record, i): BattleInput => {
    const [left, right, found] = [record[a], record[b], WINNERS.get(record[won] ?? '')];
    // An empty cell is a missing value.
    if (!left || !right || found === undefined || checked.some((column) => record[column] !== '')) {
      const named = Object.fromEntries(columns.map((column, n) => [column, record[n]] as const).filter(([, value]) => value !== ''));
      return battleOf(named, () => `${file}:${lineOf(i)}`);
    }
    return {
      task: cell(record, task) ?? cell(record, question),
      benchmark: cell(record, benchmark),
      a: left,
      b: right,
      outcome: found.outcome,
      absolute: found.absolute,
      dimension: 'overall',
      judge: cell(record, judge),
      trial: 1,
      order: undefined,
      flipped: undefined,
    };
  });
}
