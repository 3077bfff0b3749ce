/** MT-bench and arena rows (model_a, model_b, winner) as battles. */
import { z } from 'zod';
import type { CsvBatch } from '../../benchmarks/files/csv.ts';
import type { Absolute, Outcome } from '../../judge/pairwise/outcome.ts';
import { type BattleLine, battleLine } from './battle-line.ts';
import { id, name } from './fields.ts';

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

const { a: _a, b: _b, outcome: _outcome, trial, ...shared } = battleLine.shape;

export const arenaLine = z
  .object({
    ...shared,
    trial: trial.unwrap().exactOptional(),
    question_id: id.exactOptional(),
    turn: id.exactOptional(),
    model_a: name,
    model_b: name,
    winner,
  })
  .transform(({ question_id, turn, model_a, model_b, winner: won, ...row }): BattleLine => {
    const task = row.task ?? question_id;
    const absolute = row.absolute ?? won.absolute;
    return {
      ...row,
      ...(task !== undefined && { task }),
      a: model_a,
      b: model_b,
      outcome: won.outcome,
      ...(absolute !== undefined && { absolute }),
      // The turns of one question are two comparisons on it.
      trial: row.trial ?? (Number(turn) || 1),
    };
  });

export function isArenaRow(row: object): boolean {
  return 'model_a' in row || 'model_b' in row || 'winner' in row;
}

/** Columns that nothing but the schema reads. */
const CHECKED = Object.keys({ ...battleLine.shape, turn: id }).filter((column) => !['task', 'benchmark', 'judge'].includes(column));

/** There are millions of arena rows: plain ones are read as they are. Undefined: the schema has to see the record. */
export function plainArenaRows({ columns, records }: CsvBatch): (BattleLine | undefined)[] {
  const at = (column: string) => columns.indexOf(column);
  const [a, b, won] = [at('model_a'), at('model_b'), at('winner')];
  const [task, question, benchmark, judge] = [at('task'), at('question_id'), at('benchmark'), at('judge')];
  const checked = CHECKED.map(at).filter((column) => column >= 0);
  return records.map((record) => {
    const [left, right, found] = [record[a], record[b], WINNERS.get(record[won] ?? '')];
    if (!left || !right || found === undefined || checked.some((column) => record[column] !== '')) return undefined;
    const of = record[task] || record[question];
    const [on, by] = [record[benchmark], record[judge]];
    return {
      ...(of && { task: of }),
      ...(on && { benchmark: on }),
      ...(by && { judge: by }),
      a: left,
      b: right,
      ...found,
      dimension: 'overall',
      trial: 1,
    };
  });
}
