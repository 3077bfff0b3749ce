/** What each trainer sends and reads: the right reward in its own shape, and a failure that it cannot take for one. */
import { describe, expect, it } from 'vitest';
import { REPORT, rewardServer } from './reward-server.ts';

/** Worth (5 - 4) / 10 by the judge of these tests, under the strict scale. */
const RUBRICS = [
  { criterion: 'Names the cause.', weight: 5 },
  { criterion: 'Gives a partial date.', weight: 3 },
  { criterion: 'Does not name a source.', weight: 2 },
  { criterion: 'Shows a partial flaw.', weight: -4 },
];
const LABEL = { query: 'Why?', rubrics: RUBRICS };
const FAILS = { says: () => ({ error: 'the judge is ill' }), late: true };

describe('OpenRLHF', () => {
  const prompt = '<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n';
  const sample = (more: object = {}) => ({
    query: [`${prompt}${REPORT}<|im_end|>`],
    prompts: [prompt],
    labels: [JSON.stringify(LABEL)],
    ...more,
  });

  it('gives rewards as they are, scores within 0 and 1, and logs of numbers alone', async () => {
    const server = rewardServer({
      says: (criterion, report) => (report === REPORT ? 'satisfied' : criterion.includes('flaw') ? 'satisfied' : 'unsatisfied'),
    });
    const { json } = await server.post('/get_reward', {
      query: [`${prompt}${REPORT}<|im_end|>`, `${prompt}${REPORT} Bad.`],
      prompts: [prompt, prompt],
      labels: [LABEL, LABEL],
    });
    expect(json.rewards).toEqual([0.6, -0.4]);
    expect(json.scores).toEqual([0.6, 0]);
    expect(json.extra_logs.judge_failed).toEqual([0, 0]);
    for (const values of Object.values(json.extra_logs)) expect(values).toEqual([expect.any(Number), expect.any(Number)]);
  });

  it('cuts the prompt off, however its template begins, and judges nothing of it', async () => {
    const seen: string[] = [];
    const server = rewardServer({
      says: (_, report) => {
        seen.push(report);
        return 'satisfied';
      },
    });
    await server.post('/get_reward', sample());
    await server.post('/get_reward', sample({ query: [`<s>${prompt}<think>So.</think>${REPORT} 2</s>`] }));
    await server.post('/get_reward', sample({ query: [`<|im_start|>system\nBe good.<|im_end|>\n${prompt}${REPORT} 3`] }));
    // No prompt stands before it.
    await server.post('/get_reward', sample({ query: [`${REPORT} 4`] }));
    expect([...new Set(seen)]).toEqual([REPORT, `${REPORT} 2`, `${REPORT} 3`, `${REPORT} 4`]);
  });

  it('answers empty arrays, and finds the rubric by the query where no label is sent', async () => {
    const benchmark = {
      name: 'b',
      version: '1',
      source: '',
      tasks: [
        { id: 't', query: 'Why?', language: 'en', domain: 'd', rubric: RUBRICS.map((criterion, i) => ({ ...criterion, id: `c${i}` })) },
      ],
    };
    const server = rewardServer({ benchmarks: [benchmark] });
    expect((await server.post('/get_reward', { query: [], prompts: [], labels: [] })).json).toMatchObject({ rewards: [], scores: [] });
    expect((await server.post('/get_reward', sample({ labels: undefined }))).json.rewards).toEqual([0.1]);
    expect((await server.post('/get_reward', sample({ labels: ['b/t'] }))).json.rewards).toEqual([0.1]);
  });

  it('says a failed judge as an error, or as the number that was configured, marked', async () => {
    expect((await rewardServer(FAILS).post('/get_reward', sample())).status).toBe(503);
    const { status, json } = await rewardServer({ ...FAILS, fallback: -1 }).post('/get_reward', sample());
    expect([status, json.rewards, json.extra_logs.judge_failed]).toEqual([200, [-1], [1]]);
    // What cannot be judged is no failure of the judge's.
    expect((await rewardServer({ ...FAILS, fallback: -1 }).post('/get_reward', sample({ labels: ['{}'] }))).status).toBe(422);
  });
});

describe('slime', () => {
  it('gets a bare number, for a prompt as text or as messages and a label as text or object', async () => {
    const server = rewardServer();
    const { text, headers } = await server.post('/slime', {
      prompt: '<|im_start|>user\nWhy?<|im_end|>',
      response: REPORT,
      label: JSON.stringify({ rubrics: RUBRICS }),
    });
    expect([text, headers.get('content-type')]).toEqual(['0.1', 'application/json']);
    expect(
      (await server.post('/slime', { prompt: [{ role: 'user', content: 'Why?' }], response: REPORT, label: { rubrics: RUBRICS } })).json,
    ).toBe(0.1);
    // The query is the same, so nothing was asked twice.
    expect(server.asked).toHaveLength(4);
  });

  it('gets an error or the configured number for a failed judge', async () => {
    const sample = { prompt: 'Why?', response: REPORT, label: LABEL };
    expect((await rewardServer(FAILS).post('/slime', sample)).status).toBe(503);
    expect((await rewardServer({ ...FAILS, fallback: 0.25 }).post('/slime', sample)).json).toBe(0.25);
  });
});

describe('NeMo-Gym', () => {
  const row = (more: object = {}) => ({
    responses_create_params: { input: [{ role: 'user', content: 'Why?' }] },
    response: {
      output: [
        { type: 'reasoning', summary: [] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: REPORT }] },
      ],
    },
    ...LABEL,
    task_id: 't',
    ...more,
  });

  it('gets its row back with a reward that is the sum of its components', async () => {
    const { json } = await rewardServer().post('/verify', row());
    expect(json).toMatchObject({ ...row(), reward: 0.1 });
    expect(json).not.toHaveProperty('mask_sample');
    expect(Object.values<number>(json.reward_components).reduce((sum, part) => sum + part)).toBeCloseTo(0.1, 12);
  });

  it('gets a masked row for a failed judge, and for a row that cannot be judged, since any other status ends its run', async () => {
    const failed = await rewardServer(FAILS).post('/verify', row({ instance_config: { kept: 1 } }));
    expect(failed.status).toBe(200);
    expect(failed.json).toMatchObject({
      reward: 0,
      mask_sample: true,
      instance_config: { kept: 1, mask_sample: true },
      failure_kind: 'judge_failed',
      _ng_failure_class: 'judge_failed',
      _ng_failure_terminal: false,
    });
    const unusable = await rewardServer().post('/verify', row({ rubrics: [] }));
    expect([unusable.status, unusable.json.mask_sample, unusable.json._ng_failure_terminal]).toEqual([200, true, true]);
    expect(Object.keys(failed.json.reward_components)).toEqual(Object.keys(unusable.json.reward_components));
  });

  it('opens and closes sessions, re-verifies, and takes means over what is not masked', async () => {
    const server = rewardServer();
    expect((await server.post('/seed_session', {})).json).toEqual({});
    expect((await server.post('/close_session', { resources_session_id: 's' })).json).toEqual({});
    expect((await server.get('/reverify_mode')).text).toBe('"stateless"');
    const verify_responses = [
      { _ng_task_index: 0, reward: 0.5 },
      { _ng_task_index: 0, reward: 0 },
      { _ng_task_index: 1, reward: 1 },
      { _ng_task_index: 1, reward: 0, mask_sample: true },
    ];
    const { json } = await server.post('/aggregate_metrics', { verify_responses });
    expect(json.agent_metrics).toMatchObject({ 'mean/reward': 0.5, 'max/reward': 1, 'std/reward': 0.5, 'coverage/masked_rollouts': 1 });
    expect(json.group_level_metrics.map((group: Record<string, number>) => group['mean/reward'])).toEqual([0.25, 1]);
  });
});

describe('Fireworks', () => {
  const messages = [
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: REPORT },
  ];

  it.each([
    ['beside the messages', { ground_truth: LABEL }],
    ['as text', { ground_truth: JSON.stringify(LABEL) }],
    ['a list', { ground_truth: RUBRICS }],
    ['in kwargs', { kwargs: { rubric: LABEL } }],
    ['in kwargs as text', { kwargs: JSON.stringify({ rubric: LABEL }) }],
  ])('gets a score for a rubric %s', async (_, more) => {
    const { json } = await rewardServer().post('/evaluate', { messages, ...more });
    expect(json).toMatchObject({ score: 0.1, is_score_valid: true, reason: '4 of 4 criteria judged' });
    for (const { score } of Object.values<{ score: number }>(json.metrics)) expect(score >= 0 && score <= 1).toBe(true);
  });

  it('gets an error where there is no score, since it takes any number for one', async () => {
    const failed = await rewardServer(FAILS).post('/evaluate', { messages, ground_truth: LABEL });
    expect([failed.status, failed.json.is_score_valid, failed.json.score]).toEqual([503, false, undefined]);
    const marked = await rewardServer({ ...FAILS, fallback: 0 }).post('/evaluate', { messages, ground_truth: LABEL });
    expect(marked.json).toMatchObject({ score: 0, is_score_valid: false, reason: expect.stringContaining('failed') });
    expect((await rewardServer().post('/evaluate', { messages: [], ground_truth: LABEL })).status).toBe(422);
  });
});

describe('Gemini', () => {
  const body = (rubric: unknown) => ({
    example: { contents: [{ role: 'user', parts: [{ text: 'Why?' }] }], references: { rubric } },
    response: { parts: [{ text: REPORT.slice(0, 10) }, { text: REPORT.slice(10) }] },
    metadata: { step: 1 },
  });

  it('gets a reward within -1 and 1, and is told what was clipped', async () => {
    const { json } = await rewardServer().post('/gemini', body(JSON.stringify(LABEL)));
    expect(json).toEqual({ reward: 0.1, user_requested_aux_info: '4 of 4 criteria judged' });
    const heavy = [
      { criterion: 'Names the cause, not.', weight: 1 },
      { criterion: 'Shows a flaw.', weight: -3 },
    ];
    const low = await rewardServer().post('/gemini', body(heavy));
    expect(low.json).toEqual({ reward: -1, user_requested_aux_info: '2 of 2 criteria judged; clipped from -3' });
    expect((await rewardServer(FAILS).post('/gemini', body(LABEL))).status).toBe(503);
  });
});

describe('AWS', () => {
  const sample = (id: string, more: object = {}) => ({
    id,
    messages: [
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: REPORT },
    ],
    metadata: { reference_answer: LABEL },
    ...more,
  });

  it('gets a list for a list, in order, with metrics under the same names', async () => {
    const server = rewardServer();
    const { json } = await server.post('/lambda', [sample('b'), sample('a', { metadata: {}, reference_answer: JSON.stringify(LABEL) })]);
    expect(
      json.map(({ id, aggregate_reward_score }: { id: string; aggregate_reward_score: number }) => [id, aggregate_reward_score]),
    ).toEqual([
      ['b', 0.1],
      ['a', 0.1],
    ]);
    expect(json[0].metrics_list).toContainEqual({ name: 'judge_failed', value: 0, type: 'Metric' });
    expect((await server.post('/lambda', [])).json).toEqual([]);
    expect((await rewardServer(FAILS).post('/lambda', [sample('a')])).status).toBe(503);
  });
});

describe('open-instruct', () => {
  it('may name criteria by their description, and then the report is what stands in the last answer tag', async () => {
    const seen: string[] = [];
    const server = rewardServer({
      says(_, report) {
        seen.push(report);
        return 'satisfied';
      },
    });
    const label = { query: 'Why?', rubrics: [{ description: 'Names the cause.', weight: 1, title: 't' }], rubrics_types: ['persistent'] };
    const response = `<think>Hm.</think><answer>no</answer> <answer>${REPORT}</answer>`;
    expect((await server.post('/slime', { prompt: 'Why?', response, label: JSON.stringify(label) })).json).toBe(1);
    expect(seen).toEqual([REPORT]);
  });
});

describe('training a judge', () => {
  it('rewards the right label in the wanted shape, and asks no judge', async () => {
    const server = rewardServer();
    const reply = (label: string) => JSON.stringify({ reason: 'It says so.', quotes: [], label, confidence: 0.9 });
    const items = [
      { completion: reply('satisfied'), label: 'satisfied', weight: 2 },
      { completion: reply('unsatisfied'), label: 'satisfied', weight: 2 },
      { completion: 'I think so.', label: 'satisfied', weight: 2 },
      { completion: reply('absent'), label: 'unsatisfied', weight: -1 },
    ];
    expect((await server.post('/v1/judge-rewards', { items })).json).toEqual({ rewards: [1, 0.2, 0, 1] });
    expect((await server.post('/v1/judge-rewards', { items: [{ completion: '', label: 'good', weight: 1 }] })).status).toBe(400);
    expect(server.asked).toEqual([]);
  });
});
