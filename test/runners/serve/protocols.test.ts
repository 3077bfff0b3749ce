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
const FAILS = { says: () => ({ error: 'the judge is ill' }), deadlineSeconds: 0.02 };

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
    expect([...new Set(seen)]).toEqual([REPORT, `${REPORT} 2`, `${REPORT} 3`]);
    expect((await server.post('/get_reward', sample({ query: [REPORT] }))).status).toBe(422);
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
