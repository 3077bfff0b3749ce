/** gemini: the reward service of Gemini's reinforcement tuning, `POST /gemini`: one answer in, a reward within -1 and 1 out. */
import { z } from 'zod';
import { shaped } from '../body.ts';
import { reportIn } from '../item.ts';
import type { Asked, RewardProtocol } from '../protocol.ts';
import { failure, numberOf } from './failure.ts';

const contentSchema = z.looseObject({
  role: z.string().nullish(),
  parts: z.array(z.looseObject({ text: z.string().nullish() })).nullish(),
});

const bodySchema = z.looseObject({
  example: z.looseObject({
    contents: z.array(contentSchema).nullish(),
    references: z.looseObject({ rubric: z.unknown().optional() }).nullish(),
  }),
  response: contentSchema,
});

export const gemini: RewardProtocol = {
  name: 'gemini',
  path: '/gemini',
  fallsBack: true,
  read(body, { label }): Asked {
    const { example, response } = shaped(bodySchema, body);
    const known = label(example.references?.rubric);
    const question = example.contents?.findLast(({ role }) => role === 'user');
    const query = known.query ?? (question === undefined ? '' : textIn(question));
    const completion = textIn(response);
    return { items: [{ id: '0', query, completion, report: reportIn(completion, known.tagged), rubric: known.rubric }] };
  },
  answer(results, { fallback }) {
    const [result] = results;
    if (result === undefined) throw new Error('a sample has a result');
    const failed = failure(results, fallback);
    if (failed !== undefined) return failed;
    const reward = numberOf(result, fallback);
    const clipped = Math.min(1, Math.max(-1, reward));
    const notes = [
      `${result.judged} of ${result.criteria} criteria judged`,
      ...(result.reward === null ? [`no reward: ${result.error?.message ?? ''}; the configured fallback stands for it`] : []),
      ...(clipped === reward ? [] : [`clipped from ${reward}`]),
      ...(result.fatal === undefined ? [] : [`fatal: ${result.fatal}`]),
    ];
    return { status: 200, body: { reward: clipped, user_requested_aux_info: notes.join('; ') } };
  },
};

function textIn({ parts }: z.infer<typeof contentSchema>): string {
  return (parts ?? []).map(({ text }) => text ?? '').join('');
}
