/** judgeRewards: what replies of a judge in training are worth, `POST /v1/judge-rewards`: checked by rule, so that no judge is asked. */
import { z } from 'zod';
import { judgeReward } from '../../../judge/checklist/judge-reward.ts';
import { LABELS } from '../../../judge/checklist/verdict.ts';
import { shaped } from '../body.ts';
import type { Beside } from '../protocol.ts';

const bodySchema = z.strictObject({
  items: z.array(
    z.looseObject({
      completion: z.string(),
      label: z.enum(LABELS),
      weight: z.number().refine((weight) => weight !== 0, 'expected the weight of a criterion, which is not 0'),
    }),
  ),
});

export const judgeRewards: Beside = {
  method: 'POST',
  path: '/v1/judge-rewards',
  answer: (body) => ({
    rewards: shaped(bodySchema, body).items.map(({ completion, label, weight }) => judgeReward(completion, label, weight)),
  }),
};
