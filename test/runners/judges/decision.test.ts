import { expect, test } from 'vitest';
import type { Question, Verdict } from '../../../judge/checklist/verdict.ts';
import type { CallResult } from '../../../judge/judge.ts';
import { judgeSchema, openJudge } from '../../../runners/judges/open.ts';
import { type Scripted, serveEndpoint } from '../../endpoint-server.ts';
import { judgeDeps } from '../judge-deps.ts';

const RUBRIC = [
  { id: 'good', criterion: 'Names the sun.', weight: 3 },
  { id: 'flaw', criterion: 'Claims that the sun is cold.', weight: -2 },
];
const REPORT = 'The sun is a hot star in the middle of the solar system, as all sources say.';
const usage = { input_tokens: 50, input_tokens_details: { cached_tokens: 0 }, output_tokens: 0 };
const choice = (value: string, probabilities: Record<string, number>) => ({
  type: 'choice',
  choice: value,
  probabilities: Object.entries(probabilities).map(([value, probability]) => ({ value, probability })),
});

async function judged(script: Scripted | Scripted[], more: Record<string, unknown> = {}, trials = 1) {
  const server = await serveEndpoint(script);
  const judge = openJudge(judgeSchema.parse({ kind: 'decision', model: 'm', url: server.url, ...more }), judgeDeps());
  const results: CallResult<Question, Verdict>[] = [];
  const owed = RUBRIC.flatMap(({ id }) => Array.from({ length: trials }, (_, i) => ({ criterion: id, trial: i + 1 })));
  await judge.checklist.judge(
    { query: 'What is the sun?', report: REPORT, rubric: RUBRIC, owed },
    async (result) => void results.push(result),
    new AbortController().signal,
  );
  const calls = judge.calls(RUBRIC, owed);
  await judge.close();
  return { server, calls, answers: results.flatMap((r) => r.answers), unscored: results.flatMap((r) => r.unscored), results };
}

test('a report and all its criteria are one request, and its probabilities are those of labels', async () => {
  const answers = [
    choice('satisfied', { satisfied: 0.7, partial: 0.2, unsatisfied: 0.1 }),
    choice('absent', { present: 0.1, partial: 0.3, absent: 0.6 }),
  ];
  const { server, calls, answers: given, results } = await judged({ body: { model: 'm', answers, usage } });
  expect([server.requests.length, calls]).toEqual([1, 1]);
  expect(server.requests[0]).toMatchObject({ path: '/v1/decisions', body: { model: 'm', questions: [{ name: 'q1' }, { name: 'q2' }] } });
  expect(JSON.stringify(server.requests[0]?.body)).toContain(REPORT);
  expect(given.map(({ answer }) => answer)).toEqual([
    { label: 'satisfied', confidence: 0.7, probabilities: { satisfied: 0.7, partial: 0.2, unsatisfied: 0.1 }, reason: '', quotes: [] },
    { label: 'unsatisfied', confidence: 0.6, probabilities: { satisfied: 0.1, partial: 0.3, unsatisfied: 0.6 }, reason: '', quotes: [] },
  ]);
  expect(results[0]?.call?.usage).toMatchObject({ inputTokens: 50 });
});

test('the other format, with an address that already names it; each trial is a request of its own', async () => {
  const answers = { q1: { type: 'choice', choice: 'partial' }, q2: { type: 'choice', choice: 'present' } };
  const server = { body: { model: 'm', answers, usage: { input_tokens: 1, output_tokens: 0 } } };
  const { server: endpoint, answers: given } = await judged(server, { format: 'systemone' }, 2);
  expect(endpoint.requests.map(({ path }) => path)).toEqual(['/v1/systemone', '/v1/systemone']);
  expect(given.map(({ question, answer }) => `${question.criterion} ${question.trial} ${answer.label}`).sort()).toEqual([
    'flaw 1 satisfied',
    'flaw 2 satisfied',
    'good 1 partial',
    'good 2 partial',
  ]);
  expect(given[0]?.answer).not.toHaveProperty('confidence');
});

test('a refusal is unscored, and so is what is no answer, never a label', async () => {
  const answers = [{ type: 'refusal', name: null }, choice('satisfied', { satisfied: 1, partial: 0, unsatisfied: 0 })];
  const { answers: given, unscored } = await judged({ body: { answers, usage } });
  expect(given).toEqual([]);
  expect(unscored.map(({ error }) => error)).toEqual([
    'the model refused this question',
    expect.stringContaining('expected present, partial, absent'),
  ]);
});

test('what is busy is asked again, and each billed reply that is no answer is counted', async () => {
  const good = { body: { answers: RUBRIC.map(({ weight }) => choice(weight > 0 ? 'unsatisfied' : 'absent', {})), usage } };
  const { server, answers, results } = await judged([{ status: 503, body: 'busy' }, { body: { answers: [], usage } }, good]);
  expect([server.requests.length, answers.length]).toEqual([3, 2]);
  expect(results.filter(({ call }) => call?.usage?.inputTokens === 50)).toHaveLength(2);
});

test('a report that does not fit is unscored before it is sent', async () => {
  const server = await serveEndpoint({ body: {} });
  const long = openJudge(judgeSchema.parse({ kind: 'decision', model: 'm', url: server.url, contextTokens: 2000 }), judgeDeps());
  const errors: string[] = [];
  await long.checklist.judge(
    { query: 'q', report: REPORT.repeat(200), rubric: RUBRIC, owed: [{ criterion: 'good', trial: 1 }] },
    async ({ unscored }) => void errors.push(...unscored.map(({ error }) => error)),
    new AbortController().signal,
  );
  await long.close();
  expect([errors, server.requests.length]).toEqual([[expect.stringContaining('contextTokens is 2000')], 0]);
});
