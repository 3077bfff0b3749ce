/** The result file of the open Step-DeepResearch runner: `{task_id, output: {status, final_answer, error}, metadata, trace}`. */
import { z } from 'zod';
import { AgentError, InputError } from '../../judge/errors.ts';
import { excerpt } from '../../judge/model/excerpt.ts';
import type { AgentReply } from './agent.ts';
import { checkedReport, firstIssue } from './answer.ts';
import { toTrace } from './trace.ts';

const resultSchema = z.object({
  task_id: z.union([z.string(), z.number()]).nullish(),
  output: z.object({
    status: z.string().nullish(),
    final_answer: z.string().nullish(),
    error: z.unknown().optional(),
  }),
  metadata: z.object({ duration_seconds: z.number().nonnegative().nullish() }).nullish(),
  trace: z.unknown().optional(),
});

/**
 * @param path names the file in messages
 * @throws InputError when the file is no such result; AgentError (agent) when it tells of a failure
 */
export function parseRunnerResult(text: string, path: string): AgentReply {
  return readRunnerResult(parseJson(text, path), path);
}

/** The same of what was parsed from it. */
export function readRunnerResult(value: unknown, path: string): AgentReply {
  const parsed = resultSchema.safeParse(value);
  if (!parsed.success)
    throw new InputError(`${path}: expected a runner's result {task_id, output: {final_answer}}, ${firstIssue(parsed.error)}`);
  const { output, metadata, trace } = parsed.data;
  if (/error|fail/i.test(output.status ?? '')) {
    const reason = typeof output.error === 'string' ? output.error : JSON.stringify(output.error ?? 'no reason given');
    throw new AgentError('agent', `${path}: the run ended with status ${excerpt(output.status ?? '')}: ${excerpt(reason)}`);
  }
  const seconds = metadata?.duration_seconds;
  return {
    report: checkedReport(withoutAnswerTag(output.final_answer ?? ''), path),
    ...(typeof seconds === 'number' && { seconds }),
    ...(trace != null && { trace: toTrace(trace) }),
  };
}

function withoutAnswerTag(text: string): string {
  return text.replace(/^\s*<answer>\s*/, '').replace(/\s*<\/answer>\s*$/, '');
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${path}: expected one JSON object, got "${excerpt(text)}"`, { cause });
  }
}
