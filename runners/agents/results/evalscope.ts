/** evalScope: reviews and predictions of EvalScope, a line a sample. */
import { z } from 'zod';
import { toTrace } from '../trace.ts';
import { contentText, outcome, type ResultFormat, textOf } from './result.ts';

const messageSchema = z.looseObject({ role: z.string(), content: z.unknown() });
const idSchema = z.union([z.string(), z.number()]);
const about = z.looseObject({ sample_id: idSchema.nullish(), id: idSchema.nullish() });

const reviewSchema = z.looseObject({
  index: z.number().int(),
  messages: z.array(messageSchema).default([]),
  sample_score: z.looseObject({
    score: z.looseObject({ prediction: z.string().nullish(), extracted_prediction: z.string().nullish() }),
    generation_index: z.number().int().nonnegative().nullish(),
    sample_metadata: about.nullish(),
  }),
});
const predictionSchema = z.looseObject({
  index: z.number().int(),
  model: z.string(),
  messages: z.array(messageSchema).default([]),
  model_output: z.looseObject({
    choices: z.array(z.looseObject({ message: messageSchema })).nullish(),
    error: z.string().nullish(),
  }),
  metadata: about.nullish(),
});

export const evalScope: ResultFormat = {
  name: 'evalscope',
  about: 'EvalScope: JSON lines of reviews (and predictions), {index, messages, sample_score | model_output}',
  read(value) {
    const review = reviewSchema.safeParse(value).data;
    if (review !== undefined) {
      const { score, sample_metadata: of, generation_index: generation } = review.sample_score;
      const said = textOf(score.prediction) ?? lastWords(review.messages) ?? textOf(score.extracted_prediction);
      return [
        {
          ...taskOf(of, review.index),
          ...queryOf(review.messages),
          ...(generation != null && { repeat: generation + 1 }),
          ...outcome(said, 'the review holds no prediction', traceOf(review.messages)),
        },
      ];
    }
    const prediction = predictionSchema.safeParse(value).data;
    if (prediction === undefined) return undefined;
    const { model, messages, model_output: output } = prediction;
    const said = textOf(contentText(output.choices?.[0]?.message.content)) ?? lastWords(messages);
    return [
      {
        ...taskOf(prediction.metadata, prediction.index),
        ...queryOf(messages),
        agent: model,
        ...outcome(said, output.error ?? 'the prediction holds no text', { model, ...traceOf(messages) }),
      },
    ];
  },
};

type Messages = readonly z.infer<typeof messageSchema>[];

function taskOf(of: z.infer<typeof about> | null | undefined, index: number): { readonly task: string } {
  return { task: String(of?.sample_id ?? of?.id ?? index) };
}

function queryOf(messages: Messages): { readonly query?: string } {
  const asked = textOf(contentText(messages.find(({ role }) => role === 'user')?.content));
  return asked === undefined ? {} : { query: asked };
}

function lastWords(messages: Messages): string | undefined {
  return textOf(contentText(messages.findLast(({ role }) => role === 'assistant')?.content));
}

function traceOf(messages: Messages) {
  return messages.length > 2 ? { trace: toTrace(messages) } : {};
}
