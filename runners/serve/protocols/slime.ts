/** slime: slime's remote reward model, `POST /slime`: one sample in, a bare JSON number out. */
import { z } from 'zod';
import { shaped } from '../body.ts';
import { queryIn, reportIn } from '../item.ts';
import { lastOf, messageSchema } from '../messages.ts';
import type { Asked, RewardProtocol } from '../protocol.ts';
import { failure, numberOf } from './failure.ts';

const bodySchema = z.looseObject({
  prompt: z.union([z.string(), z.array(messageSchema)]).nullish(),
  response: z.string(),
  label: z.unknown(),
});

export const slime: RewardProtocol = {
  name: 'slime',
  path: '/slime',
  // Its clients wait 120 s, the wait for a connection included.
  deadlineSeconds: 110,
  fallsBack: true,
  addressOnly: true,
  read(body, { label }): Asked {
    const { prompt, response, label: given } = shaped(bodySchema, body);
    const known = label(given);
    const query = known.query ?? (typeof prompt === 'string' ? queryIn(prompt) : lastOf(prompt ?? [], 'user'));
    return { items: [{ id: '0', query, completion: response, report: reportIn(response, known.tagged), rubric: known.rubric }] };
  },
  answer(results, { fallback }) {
    const [result] = results;
    if (result === undefined) throw new Error('a sample has a result');
    return failure(results, fallback) ?? { status: 200, body: numberOf(result, fallback) };
  },
};
