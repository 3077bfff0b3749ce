/** Reports JSONL: one attempt of an agent a line, written by `export reports` and read by `import reports` with one schema. */
import { z } from 'zod';
import { costSchema } from '../agents/answer.ts';
import { usageSchema } from '../agents/usage.ts';
import type { Judging } from '../store/results.ts';
import type { CountedTrial } from '../store/trials.ts';
import { id, judgeFields, name, type Written, whole } from './fields.ts';

const count = z.number().int().nonnegative();

/** What judging the report took, and what it did not bring. Verdicts are lines of their own. */
const judging = z.object({
  ...judgeFields,
  judge: name,
  /** Judgments of every criterion that were planned. */
  trials: count,
  calls: count.default(0),
  /** Of all calls together; absent where the endpoint did not count every one. */
  usage: usageSchema.exactOptional(),
  unscored: z
    .array(z.object({ criterionId: z.string(), trial: whole, error: z.string(), split: z.boolean().exactOptional() }))
    .exactOptional(),
});

export const reportLine = z.object({
  benchmark: name.exactOptional(),
  task: id,
  agent: name.exactOptional(),
  repeat: whole.default(1),
  /** Done, or ended by a limit with a report; failed: the agent's fault; interrupted: owed again. Absent: done where there is a report. */
  status: z.enum(['done', 'limit', 'failed', 'interrupted']).exactOptional(),
  /** What is odd about the report, as in `truncated`. */
  notes: z.array(z.string()).exactOptional(),
  /** Absent where it failed, or where only verdicts on it are known. */
  report: z.string().exactOptional(),
  usage: usageSchema.exactOptional(),
  cost: costSchema.exactOptional(),
  /** That the agent called, for prices. */
  model: z.string().exactOptional(),
  seconds: z.number().nonnegative().exactOptional(),
  error: z.string().exactOptional(),
  judging: z.array(judging).exactOptional(),
});

export type ReportLine = z.output<typeof reportLine>;

export function toReportLine(
  { agent, benchmark, repeat, fault, error, atLimit, notes, seconds, spent }: CountedTrial,
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
    ...(judgings.length > 0 && { judging: judgings }),
  };
}
