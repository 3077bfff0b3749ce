/**
 * nemoGym: a resources server of NeMo-Gym, all paths at the root. Any status but 2xx ends its run, so a failure is a masked row: one that says
 * that it is no measurement, on top for NeMo-Gym and in `instance_config` for NeMo-RL.
 */
import { z } from 'zod';
import { InputError } from '../../../judge/errors.ts';
import { shaped } from '../body.ts';
import { type BadItem, type LabelReader, type RewardItem, reportIn } from '../item.ts';
import { lastOf, type Message, messageSchema, textOf } from '../messages.ts';
import type { RewardError, RewardProtocol, RewardResult } from '../protocol.ts';

const outputSchema = z.looseObject({ type: z.string().nullish(), role: z.string().nullish(), content: messageSchema.shape.content });

const bodySchema = z.looseObject({
  responses_create_params: z.looseObject({ input: z.union([z.string(), z.array(z.unknown())]).nullish() }).nullish(),
  response: z.looseObject({ output: z.array(outputSchema).nullish() }).nullish(),
  rubrics: z.unknown().optional(),
  rubric: z.unknown().optional(),
  label: z.unknown().optional(),
  query: z.string().nullish(),
  task: z.string().nullish(),
  verifier_metadata: z.looseObject({}).nullish(),
});

type Body = z.infer<typeof bodySchema>;

export const nemoGym: RewardProtocol = {
  name: 'nemo-gym',
  path: '/verify',
  echoes: true,
  read: (body, reader) => ({ items: [itemOf(shaped(bodySchema, body), reader)] }),
  answer([result], { body }) {
    if (result === undefined) throw new Error('a sample has a result');
    return { status: 200, body: { ...(body as Body), ...verified(result, (body as { instance_config?: unknown }).instance_config) } };
  },
  beside: [
    { method: 'POST', path: '/seed_session', answer: () => ({}) },
    { method: 'POST', path: '/close_session', answer: () => ({}) },
    { method: 'POST', path: '/aggregate_metrics', answer: aggregated },
    { method: 'GET', path: '/reverify_mode', answer: () => 'stateless' },
  ],
};

function itemOf(body: Body, { label }: LabelReader): RewardItem | BadItem {
  try {
    const known = label(rubricIn(body));
    const query = body.query ?? known.query ?? asked(body.responses_create_params?.input ?? '');
    const completion = (body.response?.output ?? []).filter(isSaid).map((message) => textOf(message as Message));
    const text = completion.join('');
    return { id: '0', query, completion: text, report: reportIn(text, known.tagged), rubric: known.rubric };
  } catch (error) {
    if (error instanceof InputError) return { id: '0', bad: error.message };
    throw error;
  }
}

/** As fields of the row, or in what the row keeps for its verifier. */
function rubricIn(body: Body): unknown {
  const { rubrics, rubric, label, task } = { ...body.verifier_metadata, ...body } as Body;
  if (Array.isArray(rubrics)) return { rubrics };
  return rubrics ?? rubric ?? label ?? task;
}

/** Not thoughts, and not calls of tools. */
function isSaid({ type, role }: z.infer<typeof outputSchema>): boolean {
  return type === 'message' && role === 'assistant';
}

function asked(input: string | readonly unknown[]): string {
  if (typeof input === 'string') return input;
  return lastOf(
    input.flatMap((message) => messageSchema.safeParse(message).data ?? []),
    'user',
  );
}

function verified({ reward, components, error, judged, criteria, flags }: RewardResult, instanceConfig: unknown): Record<string, unknown> {
  const row = { reward: reward ?? 0, reward_components: components, judged_criteria: judged, criteria, flags };
  if (reward !== null) return row;
  const kept = typeof instanceConfig === 'object' && instanceConfig !== null ? instanceConfig : {};
  return {
    ...row,
    mask_sample: true,
    instance_config: { ...kept, mask_sample: true },
    failure_kind: error?.kind === 'judge_unparseable' ? 'judge_unparseable' : 'judge_failed',
    failure_reason: reasonOf(error),
    _ng_failure_class: error?.kind === 'invalid' ? 'invalid_row' : 'judge_failed',
    _ng_failure_judge_error: reasonOf(error),
    // Asking again about a row that cannot be judged is no use.
    _ng_failure_terminal: error?.kind === 'invalid',
    _ng_no_persist: false,
  };
}

function reasonOf(error: RewardError | undefined): string {
  return error === undefined ? 'no reward' : `${error.kind}: ${error.message}`;
}

const responsesSchema = z.looseObject({
  verify_responses: z.array(
    z.looseObject({ _ng_task_index: z.number().nullish(), reward: z.number().nullish(), mask_sample: z.boolean().nullish() }),
  ),
});

/** Means of what was measured: what is masked counts nowhere but in the coverage. */
function aggregated(body: unknown): unknown {
  const { verify_responses: rows } = shaped(responsesSchema, body);
  const scored = rows.flatMap(({ reward, mask_sample, _ng_task_index }) =>
    typeof reward === 'number' && mask_sample !== true ? [{ reward, task: _ng_task_index ?? 0 }] : [],
  );
  const tasks = [...new Set(scored.map(({ task }) => task))].sort((a, b) => a - b);
  const masked = rows.length - scored.length;
  const coverage = masked === 0 ? {} : { 'coverage/measured_rollouts': scored.length, 'coverage/masked_rollouts': masked };
  const agent = { ...statistics(scored.map(({ reward }) => reward)), ...coverage };
  return {
    group_level_metrics: tasks.map((task) => ({
      _ng_task_index: task,
      ...statistics(scored.filter((row) => row.task === task).map(({ reward }) => reward)),
    })),
    agent_metrics: agent,
    key_metrics: { ...('mean/reward' in agent && { 'mean/reward': agent['mean/reward'] }), ...coverage },
    repeat_level_metrics: [],
  };
}

function statistics(rewards: readonly number[]): Record<string, number> {
  if (rewards.length === 0) return {};
  const sorted = rewards.toSorted((a, b) => a - b);
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
  const squares = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return {
    'mean/reward': mean,
    'max/reward': sorted.at(-1) ?? 0,
    'min/reward': sorted[0] ?? 0,
    'median/reward': (low + high) / 2,
    'std/reward': rewards.length < 2 ? 0 : Math.sqrt(squares / (rewards.length - 1)),
  };
}
