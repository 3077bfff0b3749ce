/** Battles JSONL: one battle a line, written by `export battles` and read by `import battles` with one schema. */
import { z } from 'zod';
import { DIMENSIONS } from '../../judge/pairwise/comparison.ts';
import { ABSOLUTES } from '../../judge/pairwise/outcome.ts';
import type { BattleRow } from '../store/battle-row.ts';
import { id, judgeName, name, quotes, share, type Written, whole } from './fields.ts';

const score = z.number();
const scores = z.tuple([score, score]);
const bothOrders = <T extends z.ZodType>(said: T) => z.tuple([said.nullable(), said.nullable()]);

/** What was said beside an outcome: of a person in one order; of a model in both, the one that showed a first before the other. */
export const battleWords = z.object({
  reason: z.string().exactOptional(),
  reasons: bothOrders(z.string()).exactOptional(),
  quotes: z.union([quotes, bothOrders(quotes)]).exactOptional(),
  /** Of a and b. */
  scores: z.union([scores, bothOrders(scores)]).exactOptional(),
  confidence: share.exactOptional(),
  confidences: bothOrders(share).exactOptional(),
});

export const battleLine = z.object({
  benchmark: id.exactOptional(),
  domain: z.string().exactOptional(),
  /** Absent: the file does not say; each such battle stands alone. */
  task: id.exactOptional(),
  a: name,
  b: name,
  outcome: z.enum(['a', 'b', 'tie']),
  dimension: z.enum(DIMENSIONS).default('overall'),
  trial: whole.default(1),
  /** Names the order in which the two were shown, where the line is one order only: `ab`, `ba`, or another word that the file uses. */
  order: id.exactOptional(),
  /** Whether the judge's mind changed with the order, where the line is of both. */
  flipped: z.boolean().exactOptional(),
  absolute: z.enum(ABSOLUTES).exactOptional(),
  by: z.enum(['model', 'person']).exactOptional(),
  judge: judgeName.exactOptional(),
  /** Of the judge's settings. */
  judgeHash: z.string().exactOptional(),
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
