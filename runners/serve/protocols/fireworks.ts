/**
 * fireworks: a remote evaluator of Fireworks' eval-protocol, `POST /evaluate`. Its client drops `is_score_valid`, so that any number in a 200
 * counts: a failure is an error unless a fallback was configured.
 */
import { z } from 'zod';
import { COMPONENTS } from '../../../judge/checklist/reward-rules.ts';
import { InputError } from '../../../judge/errors.ts';
import { shaped } from '../body.ts';
import { reportIn } from '../item.ts';
import { lastOf, messageSchema, textOf } from '../messages.ts';
import type { Asked, RewardProtocol, RewardResult } from '../protocol.ts';
import { failure, numberOf } from './failure.ts';

/** Arguments of its own stand beside these, or in `kwargs`, as an object or as text. */
const bodySchema = z.looseObject({
  messages: z.array(messageSchema),
  ground_truth: z.unknown().optional(),
  rubric: z.unknown().optional(),
  kwargs: z.unknown().optional(),
});

const argumentsSchema = z.looseObject({ rubric: z.unknown().optional(), ground_truth: z.unknown().optional() });

export const fireworks: RewardProtocol = {
  name: 'fireworks',
  path: '/evaluate',
  fallsBack: true,
  read(body, { label }): Asked {
    const { messages, ground_truth, rubric, kwargs } = shaped(bodySchema, body);
    const last = messages.at(-1);
    if (last?.role !== 'assistant') throw new InputError('messages: expected the report as the last message, of the role assistant');
    const more = argumentsIn(kwargs);
    const known = label(ground_truth ?? rubric ?? more.rubric ?? more.ground_truth);
    const completion = textOf(last);
    return {
      items: [
        {
          id: '0',
          query: known.query ?? lastOf(messages, 'user'),
          completion,
          report: reportIn(completion, known.tagged),
          rubric: known.rubric,
        },
      ],
    };
  },
  answer(results, { fallback }) {
    const [result] = results;
    if (result === undefined) throw new Error('a sample has a result');
    const failed = failure(results, fallback);
    const reason = reasonOf(result);
    if (failed !== undefined) return { ...failed, body: { ...(failed.body as object), is_score_valid: false, reason } };
    const valid = result.reward !== null;
    return {
      status: 200,
      body: {
        score: numberOf(result, fallback),
        is_score_valid: valid,
        reason,
        ...(!valid && { error: reason }),
        metrics: metricsOf(result),
      },
    };
  },
};

function argumentsIn(kwargs: unknown): z.infer<typeof argumentsSchema> {
  try {
    return argumentsSchema.safeParse(typeof kwargs === 'string' ? JSON.parse(kwargs) : kwargs).data ?? {};
  } catch {
    return {};
  }
}

function reasonOf({ reward, error, judged, criteria, fatal }: RewardResult): string {
  if (reward === null) return `failed: ${error?.kind ?? 'judge_failed'}: ${error?.message ?? ''}`;
  return `${judged} of ${criteria} criteria judged${fatal === undefined ? '' : `; fatal: ${fatal}`}`;
}

/** Metrics are refused outside 0 and 1 by its older client. */
function metricsOf({
  components,
  judged,
  criteria,
}: RewardResult): Record<string, { score: number; is_score_valid: boolean; reason: string }> {
  const metric = (score: number, reason: string) => ({ score: Math.min(1, Math.max(0, score)), is_score_valid: true, reason });
  return {
    coverage: metric(criteria === 0 ? 0 : judged / criteria, `${judged} of ${criteria} criteria`),
    ...Object.fromEntries(COMPONENTS.map((name) => [name, metric(components[name], `${components[name]}, clipped to 0..1`)])),
  };
}
