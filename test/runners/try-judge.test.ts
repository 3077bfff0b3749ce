import { describe, expect, it } from 'vitest';
import { modelSchema } from '../../runners/judges/model.ts';
import { adviceOf, isFulfilment, tryJudge } from '../../runners/try-judge.ts';
import { type ChatBody, completion, refusal, serveEndpoint } from '../endpoint-server.ts';

const verdict = (label: string, confidence: number) =>
  completion(JSON.stringify({ reason: 'r', quotes: [], label, confidence }), { usage: { prompt_tokens: 900, completion_tokens: 30 } });
const words = (body: ChatBody) => body.messages.map(({ content }) => content).join('\n');
const isFlaw = (body: ChatBody) => words(body).includes('"absent"');

function tried(url: string, limits?: { calls: number; seconds: number }) {
  let now = 0;
  const deps = { env: {}, onNotice: () => {}, clock: () => ++now, today: '2026-01-31' };
  return tryJudge(modelSchema.parse({ kind: 'model', model: 'm', url }), deps, limits);
}

describe('a judge that is tried', () => {
  it('is asked 15 times, one, two, four and eight at once, and its labels are held against those of people', async () => {
    const server = await serveEndpoint(({ body }) => verdict(isFlaw(body) ? 'absent' : 'satisfied', 0.9));
    const found = await tried(server.url);
    expect(server.requests).toHaveLength(15);
    expect(found).toMatchObject({ calls: 15, retries: 0, verdicts: 15, unscored: [], format: 'schema', cut: undefined });
    expect(found.steps.map(({ atOnce, answers }) => [atOnce, answers])).toEqual([
      [1, 1],
      [2, 2],
      [4, 4],
      [8, 8],
    ]);
    // Four merits of the first report, and its two flaws that are absent.
    expect(found.agreed).toBe(6);
    expect(found.freePrice).toBe(
      '{"models":[{"model":"m","currency":"USD","input":0,"output":0,"date":"2026-01-31","source":"my own machine"}]}',
    );
  });

  it('is not asked more often than was said, whatever it answers', async () => {
    const server = await serveEndpoint(completion('no verdict'));
    const found = await tried(server.url, { calls: 9, seconds: 60 });
    expect(server.requests.length).toBeLessThanOrEqual(9);
    expect(found).toMatchObject({ verdicts: 0, advice: undefined, cut: 'calls' });
  });

  it('says which format works where the endpoint refuses a schema', async () => {
    const server = await serveEndpoint(({ body }) =>
      body.response_format?.type === 'json_schema' ? refusal(400, 'response_format json_schema is not supported') : verdict('satisfied', 1),
    );
    expect((await tried(server.url)).format).toBe('object');
  });

  it('is broken off when the time is up', async () => {
    const server = await serveEndpoint({ how: 'stall' });
    const found = await tried(server.url, { calls: 20, seconds: 0.2 });
    expect(found).toMatchObject({ calls: 1, verdicts: 0, cut: 'seconds' });
  });

  it('throws what every call would meet', async () => {
    const server = await serveEndpoint(refusal(401, 'no key'));
    await expect(tried(server.url)).rejects.toThrow(/refused the key \(401\)/);
  });
});

describe('advice', () => {
  const step = (atOnce: number, perMinute: number, slowest: number) => ({ atOnce, answers: atOnce, perMinute, slowest });

  it('is as many calls at once as bring more answers, and a time-out six times the slowest answer there', () => {
    expect(adviceOf([step(1, 20, 3), step(2, 38, 3.1), step(4, 60, 4), step(8, 62, 8)])).toEqual({ concurrency: 4, timeoutSeconds: 60 });
    expect(adviceOf([step(1, 4, 15), step(2, 4, 30)])).toEqual({ concurrency: 1, timeoutSeconds: 90 });
    expect(adviceOf([])).toBeUndefined();
  });
});

describe('confidence', () => {
  const said = (label: 'satisfied' | 'unsatisfied', ...confidences: number[]) => confidences.map((confidence) => ({ label, confidence }));

  it('that is high where a criterion is met and low where not says how far it is met', () => {
    expect(isFulfilment([...said('satisfied', 0.9, 1, 1), ...said('unsatisfied', 0, 0, 0.1)])).toBe(true);
  });

  it('is a confidence where both are sure, where they overlap, and where there is too little to tell', () => {
    expect(isFulfilment([...said('satisfied', 1, 1), ...said('unsatisfied', 0.9, 0.9)])).toBe(false);
    expect(isFulfilment([...said('satisfied', 0.2, 1), ...said('unsatisfied', 0, 0.5)])).toBe(false);
    expect(isFulfilment([...said('satisfied', 1), ...said('unsatisfied', 0, 0)])).toBe(false);
  });
});
