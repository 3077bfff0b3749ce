/** native: gavel's own way of asking, `POST /v1/rewards`: a batch, of which every item has a result of its own. */
import { z } from 'zod';
import { check } from '../../../benchmarks/files/check.ts';
import { SCALES } from '../../../judge/checklist/reward.ts';
import { InputError } from '../../../judge/errors.ts';
import { FLAGS } from '../../../judge/flags/flags.ts';
import { shaped } from '../body.ts';
import { type BadItem, type RewardItem, reportIn } from '../item.ts';
import type { Asked, Reader, RewardProtocol } from '../protocol.ts';
import { judgeRewards } from './judge-rewards.ts';

const pointsSchema = z.number().min(-1e6).max(1e6);

export const rulesSchema = z.strictObject({
  fatal: z.boolean().exactOptional(),
  clip: z
    .tuple([z.number(), z.number()])
    .refine(([least, most]) => least <= most, 'expected the lower number first')
    .exactOptional(),
  format: z.strictObject({ pattern: z.string().min(1), points: pointsSchema }).exactOptional(),
  length: z
    .strictObject({ from: z.number().min(0), to: z.number().min(0), points: pointsSchema })
    .refine(({ from, to }) => from < to, 'expected `from` below `to`')
    .exactOptional(),
  canaries: z.boolean().exactOptional(),
  fatalFlags: z.array(z.enum(FLAGS)).exactOptional(),
});

const requestSchema = z.strictObject({
  items: z.array(z.unknown()),
  scale: z.enum(SCALES).optional(),
  verdicts: z.boolean().optional(),
  options: rulesSchema.optional(),
});

const itemSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  query: z.string().optional(),
  report: z.string(),
  rubric: z.unknown().optional(),
  task: z.string().optional(),
  group: z.union([z.string(), z.number()]).nullish(),
});

export const native: RewardProtocol = {
  name: 'native',
  path: '/v1/rewards',
  streams: true,
  beside: [judgeRewards],
  read(body, reader): Asked {
    const { items, scale, verdicts, options } = shaped(requestSchema, body);
    return {
      items: items.map((item, i) => readItem(item, i, reader)),
      ...(scale !== undefined && { scale }),
      ...(options !== undefined && { rules: options }),
      ...(verdicts !== undefined && { verdicts }),
    };
  },
  answer(results, { spent, groups }) {
    // Nothing of what was asked can be done.
    const unusable = results.length > 0 && results.every(({ error }) => error?.kind === 'invalid');
    const body = { results, ...(Object.keys(groups).length > 0 && { groups }), ...spent };
    return unusable ? { status: 422, body: { error: results[0]?.error, ...body } } : { status: 200, body };
  },
};

/** What is wrong with an item is a result of its own: one bad sample ends no batch. */
function readItem(item: unknown, index: number, { label }: Reader): RewardItem | BadItem {
  const id = idOf(item) ?? String(index);
  try {
    const { query, report, rubric, task, group } = check(itemSchema, item, `items[${index}]`);
    const read = label(rubric ?? task);
    // As in every protocol: the rubric is one for its own query.
    const asked = read.query ?? query;
    if (asked === undefined) throw new InputError('query: missing, expected text');
    return {
      id,
      query: asked,
      completion: report,
      report: reportIn(report, read.tagged),
      rubric: read.rubric,
      ...(group !== undefined && group !== null && { group: String(group) }),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const where = `items[${index}]`;
    return { id, bad: error.message.startsWith(where) ? error.message : `${where}: ${error.message}` };
  }
}

function idOf(item: unknown): string | undefined {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}
