/** stepDeepResearch: the file that the open Step-DeepResearch runner writes of a task. */
import { z } from 'zod';
import { AgentError } from '../../../judge/errors.ts';
import { readRunnerResult } from '../runner-result.ts';
import type { ResultFormat } from './result.ts';

const schema = z.looseObject({
  task_id: z.union([z.string(), z.number()]).nullish(),
  prompt: z.string().nullish(),
  output: z.looseObject({ final_answer: z.unknown() }),
});

export const stepDeepResearch: ResultFormat = {
  name: 'step-deep-research',
  about: 'Step-DeepResearch: a JSON file a task, {task_id, prompt, output: {status, final_answer}, metadata, trace}',
  read(value) {
    const { data } = schema.safeParse(value);
    if (data === undefined) return undefined;
    const about = {
      ...(data.task_id != null && { task: String(data.task_id) }),
      ...(data.prompt != null && { query: data.prompt }),
    };
    try {
      return [{ ...about, reply: readRunnerResult(value, 'the result') }];
    } catch (error) {
      if (!(error instanceof AgentError)) throw error;
      return [{ ...about, failure: { status: 'failed', message: error.message } }];
    }
  },
};
