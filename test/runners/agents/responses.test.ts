import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Entry, Live } from '../../../runners/agents/research/journal.ts';
import { createResponsesAgent, responsesSchema } from '../../../runners/agents/responses.ts';
import { failure, json, NEVER, networkDeps, serve, TASK } from './fixtures.ts';

const MESSAGE = {
  type: 'message',
  content: [
    {
      type: 'output_text',
      text: '# Report\n\nA is 10 m [1](https://a.test/1).',
      annotations: [{ type: 'url_citation', url: 'https://b.test/2', title: 'Two' }],
    },
  ],
};
const CALLS = [
  { type: 'reasoning', summary: [], encrypted_content: 'opaque' },
  { type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'a' } },
  { type: 'web_search_call', status: 'completed', action: { type: 'open_page', url: 'https://a.test/1' } },
  { type: 'web_search_call', status: 'failed', action: { type: 'search', query: 'b' } },
];
const USAGE = {
  input_tokens: 1553,
  input_tokens_details: { cached_tokens: 1408 },
  output_tokens: 900,
  output_tokens_details: { reasoning_tokens: 600 },
};
const DONE = { id: 'r1', status: 'completed', output: [...CALLS, MESSAGE], usage: USAGE };

function memory() {
  const kept: Entry[] = [];
  const live = (dieAfter = Number.POSITIVE_INFINITY, wishes = { end: false, paused: false, limits: {} }): Live => ({
    journal: {
      kept: [...kept],
      append: async (entry) => {
        kept.push(JSON.parse(JSON.stringify(entry)) as Entry);
        if (kept.length >= dieAfter) throw new Error('killed');
      },
    },
    lookups: { get: () => undefined, put: async () => {} },
    wishes: () => wishes,
  });
  return { kept, live };
}

async function agentWith(answers: readonly ((response: ServerResponse) => void)[], config: Record<string, unknown> = {}) {
  const { url, calls } = await serve((response, n) => (answers[Math.min(n, answers.length - 1)] ?? (() => {}))(response));
  const deps = networkDeps({ OPENAI_API_KEY: 'sk-secret-key-1' });
  const agent = createResponsesAgent(
    responsesSchema.parse({ kind: 'responses', name: 'deep', model: 'o4-mini-deep-research', url: `${url}/v1`, ...config }),
    deps,
  );
  return { calls, deps, attempt: (live?: Live) => agent.attempt(TASK, 1, NEVER, NEVER, live) };
}

const says =
  (status: number, body: unknown, headers = {}) =>
  (response: ServerResponse) =>
    json(response, status, body, headers);

test('a report is begun in the background, polled through failures, and read with its tokens, searches and sources', async () => {
  const { calls, deps, attempt } = await agentWith([
    says(200, { id: 'r1', status: 'queued' }),
    says(200, { id: 'r1', status: 'in_progress', output: [] }),
    says(503, {}, { 'retry-after': '7' }),
    (response) => response.destroy(),
    says(200, DONE),
  ]);
  const { live, kept } = memory();
  expect(await attempt(live())).toMatchObject({
    report: '# Report\n\nA is 10 m [1](https://a.test/1).\n\n## Sources\n\n1. [Two](https://b.test/2)\n',
    model: 'o4-mini-deep-research',
    // 1553 - 1408 fresh, 900 - 600 visible; one search done, one page opened, one search failed.
    usage: { inputTokens: 145, cachedInputTokens: 1408, outputTokens: 300, reasoningTokens: 600, toolCalls: 1 },
  });
  expect(calls.map(({ path }) => path)).toEqual(['/v1/responses', ...Array(4).fill('/v1/responses/r1')]);
  expect(calls[0]?.body).toEqual({
    model: 'o4-mini-deep-research',
    input: TASK.query,
    tools: [{ type: 'web_search_preview' }],
    background: true,
    store: true,
  });
  expect(deps.waits).toContain(7000);
  expect(JSON.stringify(kept)).not.toContain('opaque');
  expect(kept.flatMap(({ event }) => event ?? []).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'message reasoning',
    'tool web_search',
    'tool web_search',
    'error web_search',
    'message assistant',
  ]);
});

test('after a crash between beginning and polling the same report is asked for', async () => {
  const { calls, attempt } = await agentWith([says(200, { id: 'r1', status: 'queued' }), says(200, DONE)]);
  const { live } = memory();
  expect(String(await failure(attempt(live(1))))).toContain('killed');
  expect(calls).toHaveLength(1);
  expect((await attempt(live()))?.report).toContain('# Report');
  expect(calls.map(({ path }) => path)).toEqual(['/v1/responses', '/v1/responses/r1']);
});

test('an incomplete report keeps its text, and is marked', async () => {
  const { attempt } = await agentWith([says(200, { ...DONE, status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })]);
  expect(await attempt()).toMatchObject({ report: expect.stringContaining('# Report'), atLimit: true, notes: ['truncated'] });
});

test('at the deadline, or when a person ends it, it is cancelled and what there is of it is taken', async () => {
  const { calls, attempt } = await agentWith([says(200, { id: 'r1', status: 'queued' }), says(200, { ...DONE, status: 'cancelled' })]);
  const { live } = memory();
  expect(await attempt(live(Number.POSITIVE_INFINITY, { end: true, paused: false, limits: {} }))).toMatchObject({
    atLimit: true,
    notes: ['truncated'],
  });
  expect(calls.map(({ path }) => path)).toEqual(['/v1/responses', '/v1/responses/r1/cancel']);
});

test('what the endpoint itself failed at is asked for once more; what it refuses, and what it lost, is said', async () => {
  const failed = { id: 'r1', status: 'failed', error: { code: 'server_error', message: 'oops' }, output: [] };
  const twice = await agentWith([says(200, failed), says(200, DONE)]);
  expect((await twice.attempt())?.report).toContain('# Report');
  expect(twice.calls).toHaveLength(2);
  const refused = await agentWith([says(200, { ...failed, error: { code: 'content', message: 'not allowed' } })]);
  expect(await failure(refused.attempt())).toMatchObject({ fault: 'agent', message: expect.stringContaining('not allowed') });
  const lost = await agentWith([says(200, { id: 'r1', status: 'queued' }), says(404, { error: { message: 'No response r1' } })], {
    pollSeconds: 0.05,
  });
  expect(await failure(lost.attempt())).toMatchObject({ message: expect.stringContaining('r1') });
});

test('without the background one request brings the report', async () => {
  const { calls, attempt } = await agentWith([says(200, DONE)], { background: false, maxToolCalls: 40, instructions: 'Be brief.' });
  expect((await attempt())?.report).toContain('# Report');
  expect(calls[0]?.body).toMatchObject({ max_tool_calls: 40, instructions: 'Be brief.' });
  expect(calls[0]?.body.background).toBeUndefined();
});

test('a wrong key ends the run', async () => {
  const { attempt } = await agentWith([says(401, { error: { message: 'Incorrect API key' } })]);
  expect(await failure(attempt())).toMatchObject({ name: 'ModelError', kind: 'permanent' });
});
