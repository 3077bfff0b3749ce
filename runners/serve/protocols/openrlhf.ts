/**
 * openrlhf: OpenRLHF's remote reward, `POST /get_reward`: one sample (0.10 and later) or the whole batch (before), with the report behind its
 * prompt in one text. Up to 0.5 no label is sent, and the rubric is a task's whose query stands in the prompt.
 */
import { z } from 'zod';
import { COMPONENTS } from '../../../judge/checklist/reward-rules.ts';
import { InputError } from '../../../judge/errors.ts';
import { shaped } from '../body.ts';
import { queryIn, reportIn } from '../item.ts';
import type { Asked, Reader, RewardProtocol, RewardResult } from '../protocol.ts';
import { failure, numberOf } from './failure.ts';

const bodySchema = z.looseObject({
  query: z.array(z.string()),
  prompts: z.array(z.string()).nullish(),
  labels: z.array(z.unknown()).nullish(),
});

export const openrlhf: RewardProtocol = {
  name: 'openrlhf',
  path: '/get_reward',
  fallsBack: true,
  addressOnly: true,
  read(body, reader): Asked {
    const { query, prompts, labels } = shaped(bodySchema, body);
    for (const [name, list] of Object.entries({ prompts, labels }))
      if (list !== null && list !== undefined && list.length !== query.length)
        throw new InputError(`${name}: expected as many as in query, ${query.length}, got ${list.length}`);
    return { items: query.map((text, i) => itemOf(i, text, prompts?.[i], labels?.[i], reader)) };
  },
  answer(results, { fallback }) {
    const failed = failure(results, fallback);
    if (failed !== undefined) return failed;
    const rewards = results.map((result) => numberOf(result, fallback));
    return {
      status: 200,
      body: { rewards, scores: rewards.map((reward) => Math.min(1, Math.max(0, reward))), extra_logs: logsOf(results) },
    };
  },
};

function itemOf(index: number, text: string, prompt: string | undefined, label: unknown, { label: read, task }: Reader) {
  const completion = prompt === undefined ? text : afterPrompt(text, prompt);
  const query = queryIn(prompt ?? '');
  const known = label === undefined || label === null ? task(query) : read(label);
  if (known === undefined)
    throw new InputError(
      `labels[${index}]: missing, and query[${index}] is of no task that the server knows (--benchmark): give the rubric as the label`,
    );
  return { id: String(index), query: known.query ?? query, completion, report: reportIn(completion, known.tagged), rubric: known.rubric };
}

/** Marks with which templates begin, and which one side may have left out. */
const START = /^(?:<s>|<\|begin_of_text\|>|<bos>|<｜begin▁of▁sentence｜>|\s)+/;
const ASSISTANT =
  /<\|im_start\|>assistant\n|<\|start_header_id\|>assistant<\|end_header_id\|>\s*|<start_of_turn>model\n|\[\/INST\]|<\|assistant\|>|<｜Assistant｜>/g;

/** A judge must not take what was asked for what was answered. Where nothing of the prompt stands in the text, all of it is the answer. */
function afterPrompt(text: string, prompt: string): string {
  if (text.startsWith(prompt)) return text.slice(prompt.length);
  const asked = prompt.replace(START, '').trimEnd();
  const from = asked === '' ? -1 : text.indexOf(asked);
  if (from !== -1) return text.slice(from + asked.length).trimStart();
  const last = [...text.matchAll(ASSISTANT)].at(-1);
  return last === undefined ? text : text.slice(last.index + last[0].length);
}

/** Numbers alone, under the same keys for every sample. */
function logsOf(results: readonly RewardResult[]): Record<string, number[]> {
  return {
    judge_failed: results.map(({ reward }) => (reward === null ? 1 : 0)),
    judged: results.map(({ judged, criteria }) => (criteria === 0 ? 0 : judged / criteria)),
    fatal: results.map(({ fatal }) => (fatal === undefined ? 0 : 1)),
    flags: results.map(({ flags }) => flags.length),
    ...Object.fromEntries(COMPONENTS.map((name) => [`reward_${name}`, results.map(({ components }) => components[name])])),
  };
}
