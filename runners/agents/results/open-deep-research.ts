/** openDeepResearch: lines of open_deep_research, and of DeepResearch Bench, whose shape they have. */
import { z } from 'zod';
import { outcome, type ResultFormat, textOf } from './result.ts';

const schema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  prompt: z.string(),
  article: z.string().nullable(),
});

export const openDeepResearch: ResultFormat = {
  name: 'open-deep-research',
  about: 'open_deep_research and DeepResearch Bench: JSON lines {id, prompt, article}',
  read(value) {
    const { data } = schema.safeParse(value);
    if (data === undefined) return undefined;
    return [{ task: String(data.id), query: data.prompt, ...outcome(textOf(data.article), 'the line holds no article') }];
  },
};
