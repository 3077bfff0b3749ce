/** Battles JSONL: one battle a line, written by `export battles` and read by `import battles` with one schema. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { DIMENSIONS } from '../../judge/pairwise/comparison.ts';
import { ABSOLUTES } from '../../judge/pairwise/outcome.ts';
import type { BattleRow } from '../store/battle-row.ts';
import { id, judgeName, quotes, share, type Written, whole } from './fields.ts';

const score = z.number();
const scores = z.tuple([score, score]);
const bothOrders = <T extends z.ZodType>(said: T) => z.tuple([said.nullable(), said.nullable()]);

/** What was said beside an outcome: of a person in one order; of a model in both, the one that showed a first before the other. */
export const battleWords = z.object({
  reason: z.string().exactOptional().register(keys, { about: 'why, where the two were shown in one order', absent: 'none' }),
  reasons: bothOrders(z.string())
    .exactOptional()
    .register(keys, { about: 'why, `[a first, b first]`, null where nothing was said', absent: 'none' }),
  quotes: z
    .union([quotes, bothOrders(quotes)])
    .exactOptional()
    .register(keys, {
      about: 'passages, each `{text, of?, verified?, start?, end?}` or text alone; a list, or one for each order',
      absent: 'none',
    }),
  scores: z
    .union([scores, bothOrders(scores)])
    .exactOptional()
    .register(keys, { about: '`[of a, of b]` from 1 to 10, or one such pair for each order', absent: 'none' }),
  confidence: share.exactOptional().register(keys, { about: "the judge's own, in one order", absent: 'unknown' }),
  confidences: bothOrders(share).exactOptional().register(keys, { about: 'the same, `[a first, b first]`', absent: 'unknown' }),
});

export const battleLine = z.object({
  benchmark: id.exactOptional().register(keys, { about: 'name of the benchmark', absent: 'that of `--benchmark`' }),
  domain: z.string().exactOptional().register(keys, { about: 'of the task', absent: 'unknown' }),
  task: id.exactOptional().register(keys, { about: 'id of the task', absent: 'unknown: the battle stands alone' }),
  a: z.string().min(1).register(keys, { about: 'an agent' }),
  b: z.string().min(1).register(keys, { about: 'another' }),
  outcome: z.enum(['a', 'b', 'tie']).register(keys, { about: 'the better one' }),
  dimension: z.enum(DIMENSIONS).default('overall').register(keys, { about: 'what was compared' }),
  trial: whole.default(1).register(keys, { about: "the judge's" }),
  order: id.exactOptional().register(keys, {
    about:
      'of a line that is one order only: `ab` where a was shown first, `ba` or another word; two such lines become one battle, a tie where they differ',
    absent: 'the line is the whole battle',
  }),
  flipped: z.boolean().exactOptional().register(keys, { about: 'whether the judge changed its mind with the order', absent: 'unknown' }),
  absolute: z.enum(ABSOLUTES).exactOptional().register(keys, { about: 'how good both are, of a tie', absent: 'unknown' }),
  by: z.enum(['model', 'person']).exactOptional().register(keys, { about: 'what kind of judge', absent: 'unknown' }),
  judge: judgeName.exactOptional().register(keys, { about: 'name of who judged; a list is joined', absent: 'that of `--judge`' }),
  judgeHash: z.string().exactOptional().register(keys, { about: "of the judge's settings", absent: 'unknown' }),
  ...battleWords.shape,
});

export type BattleLine = z.output<typeof battleLine>;
export type BattleWords = z.output<typeof battleWords>;

/** A battle of the store as a line; a key that the store knows nothing of is left out. */
export function toBattleLine(row: BattleRow): Written<typeof battleLine> {
  const { task, benchmark, domain, a, b, dimension, judge, judgeHash, trial, outcome, flipped, absolute, by, ...words } = row;
  return {
    ...(task !== null && { task }),
    ...(benchmark !== null && { benchmark }),
    ...(domain !== null && { domain }),
    a,
    b,
    dimension,
    ...((judge !== 'imported' || by !== 'imported') && { judge }),
    ...(judgeHash !== undefined && { judgeHash }),
    trial,
    outcome,
    ...(flipped !== undefined && { flipped }),
    ...(absolute !== undefined && { absolute }),
    ...(by !== 'imported' && { by }),
    ...words,
  };
}
