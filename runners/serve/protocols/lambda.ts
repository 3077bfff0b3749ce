/** lambda: the reward function of reinforcement fine-tuning on AWS Bedrock and SageMaker, `POST /lambda`: a list of samples in, a list of scores out. */
import { z } from 'zod';
import { check } from '../../../benchmarks/files/check.ts';
import { COMPONENTS } from '../../../judge/checklist/reward-rules.ts';
import { InputError } from '../../../judge/errors.ts';
import { shaped } from '../body.ts';
import { type LabelReader, type RewardItem, reportIn } from '../item.ts';
import { lastOf, messageSchema } from '../messages.ts';
import type { RewardProtocol, RewardResult } from '../protocol.ts';
import { failure, numberOf } from './failure.ts';

const sampleSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  messages: z.array(messageSchema),
  reference_answer: z.unknown().optional(),
  metadata: z.looseObject({ reference_answer: z.unknown().optional() }).nullish(),
});

const bodySchema = z.array(z.unknown());

export const lambda: RewardProtocol = {
  name: 'lambda',
  path: '/lambda',
  fallsBack: true,
  read: (body, reader) => ({ items: shaped(bodySchema, body).map((sample, i) => itemOf(sample, i, reader)) }),
  answer(results, { fallback }) {
    return (
      failure(results, fallback) ?? {
        status: 200,
        body: results.map((result) => ({
          id: result.id,
          aggregate_reward_score: numberOf(result, fallback),
          metrics_list: metricsOf(result),
        })),
      }
    );
  },
};

function itemOf(sample: unknown, index: number, { label }: LabelReader): RewardItem {
  const { id, messages, reference_answer, metadata } = check(sampleSchema, sample, `[${index}]`);
  if (messages.at(-1)?.role !== 'assistant')
    throw new InputError(`[${index}].messages: expected the report as the last message, of the role assistant`);
  const known = label(metadata?.reference_answer ?? reference_answer);
  const completion = lastOf(messages, 'assistant');
  return {
    id: String(id),
    query: known.query ?? lastOf(messages, 'user'),
    completion,
    report: reportIn(completion, known.tagged),
    rubric: known.rubric,
  };
}

/** The same names for every sample. */
function metricsOf({ reward, components, judged, criteria }: RewardResult): { name: string; value: number; type: 'Reward' | 'Metric' }[] {
  return [
    ...COMPONENTS.map((name) => ({ name, value: components[name], type: 'Reward' as const })),
    { name: 'judge_failed', value: reward === null ? 1 : 0, type: 'Metric' },
    { name: 'judged', value: criteria === 0 ? 0 : judged / criteria, type: 'Metric' },
  ];
}
