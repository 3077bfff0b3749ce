/** MT-bench and arena rows (model_a, model_b and a winner, or a column for each outcome) as battles. */
import { z } from 'zod';
import type { CsvBatch } from '../../benchmarks/files/csv.ts';
import type { Outcome } from '../../judge/pairwise/outcome.ts';
import { FAILED, WINNERS, type Winner } from '../../judge/pairwise/winner-words.ts';
import { type BattleLine, battleLine } from './battle-line.ts';
import { id, name } from './fields.ts';
import { winner } from './winner.ts';

const { a: _a, b: _b, outcome: _outcome, trial, ...shared } = battleLine.shape;
const pair = {
  ...shared,
  trial: trial.unwrap().exactOptional(),
  question_id: id.exactOptional(),
  turn: id.exactOptional(),
  model_a: name,
  model_b: name,
};

export const arenaLine = z
  .object({ ...pair, winner: winner('a, b, model_a, model_b') })
  .transform(({ winner: won, ...row }) => battle(row, won));

const flag = z.union([z.literal([0, 1]), z.boolean()]).transform(Number);

/** One column an outcome, of which one holds 1. */
export const oneHotLine = z
  .object({ ...pair, winner_model_a: flag, winner_model_b: flag, winner_tie: flag })
  .transform(({ winner_model_a, winner_model_b, winner_tie, ...row }, context) => {
    const held: Record<Outcome, number> = { a: winner_model_a, b: winner_model_b, tie: winner_tie };
    const [outcome, ...others] = (['a', 'b', 'tie'] as const).filter((one) => held[one] === 1);
    if (outcome !== undefined && others.length === 0) return battle(row, { outcome });
    context.addIssue({ code: 'custom', message: 'expected 1 in one of winner_model_a, winner_model_b and winner_tie' });
    return z.NEVER;
  });

type Pair = z.output<z.ZodObject<typeof pair>>;

function battle({ question_id, turn, model_a, model_b, ...row }: Pair, won: Winner | typeof FAILED): BattleLine | typeof FAILED {
  if (won === FAILED) return FAILED;
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
}

export function isArenaRow(row: object): boolean {
  return 'model_a' in row || 'model_b' in row || 'winner' in row;
}

export function isOneHotRow(row: object): boolean {
  return 'winner_model_a' in row || 'winner_model_b' in row || 'winner_tie' in row;
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
    const isPlain = left && right && found !== undefined && found !== FAILED && checked.every((column) => record[column] === '');
    if (!isPlain) return undefined;
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
