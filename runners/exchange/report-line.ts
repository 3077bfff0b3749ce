/** Reports JSONL: one attempt of an agent a line, written by `export reports` and read by `import reports` with one schema. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { costSchema } from '../agents/answer.ts';
import { usageSchema } from '../agents/usage.ts';
import type { Judging } from '../store/results.ts';
import type { CountedTrial } from '../store/trials.ts';
import { attemptFields, judgeFields, type Written, whole } from './fields.ts';

const count = () => z.number().int().nonnegative();

const unscoredItem = z.object({ criterionId: z.string(), trial: whole, error: z.string(), split: z.boolean().exactOptional() });

/** What judging the report took, and what it did not bring. Verdicts are lines of their own. */
export const judgingEntry = z.object({
  ...judgeFields,
  judge: z.string().min(1).register(keys, { about: 'name of who judged' }),
  trials: count().register(keys, { about: 'judgments of every criterion that were planned' }),
  calls: count().default(0).register(keys, { about: 'calls of the model that went out' }),
  usage: usageSchema
    .exactOptional()
    .register(keys, { about: 'tokens of all calls together', absent: 'unknown: the endpoint did not count every call' }),
  unscored: z.array(unscoredItem).exactOptional().register(keys, {
    about: 'what has no valid verdict, each `{criterionId, trial, error, split?}`: split where the judges of a panel differ',
    absent: 'nothing',
  }),
});

export const reportLine = z.object({
  ...attemptFields,
  status: z.enum(['done', 'limit', 'failed', 'interrupted']).exactOptional().register(keys, {
    about: 'how the attempt ended: limit is a report at a limit of the agent, failed is the fault of the agent, interrupted is owed again',
    absent: 'done; failed where the report is empty',
  }),
  notes: z.array(z.string()).exactOptional().register(keys, {
    about: 'what is odd about the report: `no-evidence`, `untagged`, `unclosed`, `truncated`, `loop`',
    absent: 'nothing',
  }),
  report: z.string().exactOptional().register(keys, { about: 'the text', absent: 'none; with status done only verdicts on it are known' }),
  usage: usageSchema.exactOptional().register(keys, {
    about:
      '`{inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, toolCalls}`, each a count of its own that no other holds',
    absent: 'unknown',
  }),
  cost: costSchema
    .exactOptional()
    .register(keys, { about: '`{amount, currency, basis?: measured or estimated}`, as the agent says', absent: 'from tokens and prices' }),
  model: z.string().exactOptional().register(keys, { about: 'that the agent called, for its price', absent: 'unknown' }),
  searches: z
    .record(z.string(), z.number().int().nonnegative())
    .exactOptional()
    .register(keys, { about: 'requests to search services that were paid for, by service, as in `{tavily: 12}`', absent: 'none' }),
  seconds: z.number().nonnegative().exactOptional().register(keys, { about: 'that the attempt took', absent: 'unknown' }),
  error: z.string().exactOptional().register(keys, { about: 'why there is no report', absent: 'none' }),
  stderr: z.string().exactOptional().register(keys, { about: 'the end of what a program that failed wrote there', absent: 'none' }),
  judging: z
    .array(judgingEntry)
    .exactOptional()
    .register(keys, { about: 'what judging the report took, an entry a judge', absent: 'nobody judged it' }),
});

export type ReportLine = z.output<typeof reportLine>;

export function toReportLine(
  { agent, benchmark, repeat, fault, error, stderr, atLimit, notes, seconds, spent }: CountedTrial,
  task: string,
  report: string | undefined,
  judgings: readonly Judging[],
): Written<typeof reportLine> {
  return {
    benchmark,
    task,
    agent,
    repeat,
    status: fault === 'agent' ? 'failed' : fault === 'harness' ? 'interrupted' : atLimit ? 'limit' : 'done',
    ...(notes !== undefined && { notes }),
    ...(report !== undefined && { report }),
    ...spent,
    ...(seconds !== null && { seconds }),
    ...(error !== null && { error }),
    ...(stderr !== null && { stderr }),
    ...(judgings.length > 0 && { judging: judgings }),
  };
}
