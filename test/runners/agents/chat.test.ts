import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { chatSchema, createChatAgent } from '../../../runners/agents/chat.ts';
import type { Live } from '../../../runners/agents/research/journal.ts';
import { closed, failure, json, NEVER, networkDeps, serve, TASK } from './fixtures.ts';

const KEY = 'sk-secret-key-1';

function completion(
  response: ServerResponse,
  content: string | null,
  more: { finish?: string; usage?: unknown; refusal?: string } = {},
): void {
  const message = { role: 'assistant', content, refusal: more.refusal ?? null };
  json(response, 200, {
    id: 'c',
    object: 'chat.completion',
    model: 'm-0101',
    choices: [{ index: 0, message, finish_reason: more.finish ?? 'stop' }],
    usage: more.usage,
  });
}

function agentAt(url: string, config: Record<string, unknown> = {}) {
  const deps = networkDeps({ OPENAI_API_KEY: KEY });
  const agent = createChatAgent(chatSchema.parse({ kind: 'chat', name: 'mine', model: 'm', url: `${url}/v1`, ...config }), deps);
  return { deps, agent, attempt: (signal = NEVER) => agent.attempt(TASK, 1, signal, NEVER) };
}

test('one chat completion is asked for, and its text is the report', async () => {
  const { url, calls } = await serve((response) => completion(response, '# 报告'));
  const { attempt } = agentAt(url, { temperature: 0, maxTokens: 900, params: { top_p: 0.5 } });
  expect(await attempt()).toEqual({ report: '# 报告', model: 'm' });
  expect(calls).toMatchObject([
    {
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${KEY}` },
      body: {
        model: 'm',
        temperature: 0,
        max_tokens: 900,
        top_p: 0.5,
        messages: [
          { role: 'system', content: expect.stringContaining('language of the query') },
          { role: 'user', content: TASK.query },
        ],
      },
    },
  ]);
});

test('tokens are counted in disjoint buckets', async () => {
  const usage = {
    prompt_tokens: 100,
    completion_tokens: 50,
    total_tokens: 150,
    prompt_tokens_details: { cached_tokens: 30 },
    completion_tokens_details: { reasoning_tokens: 20 },
  };
  const { url } = await serve((response) => completion(response, 'r', { usage }));
  // 100 - 30 fresh, 50 - 20 visible
  expect((await agentAt(url).attempt())?.usage).toEqual({ inputTokens: 70, cachedInputTokens: 30, outputTokens: 30, reasoningTokens: 20 });
});

test('a bucket that a server does not tell is left out, and so is a usage that makes no sense', async () => {
  const { url } = await serve((response, n) =>
    completion(response, 'r', { usage: n === 0 ? { prompt_tokens: 4, completion_tokens: 2 } : { prompt_tokens: -1 } }),
  );
  const { attempt } = agentAt(url);
  expect((await attempt())?.usage).toEqual({ inputTokens: 4, outputTokens: 2 });
  expect(await attempt()).toEqual({ report: 'r', model: 'm' });
});

test('reasoning that a server counts beside its completion tokens is not subtracted', async () => {
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 22, completion_tokens_details: { reasoning_tokens: 7 } };
  const { url } = await serve((response) => completion(response, 'r', { usage }));
  // 10 + 5 + 7 = 22: apart
  expect((await agentAt(url).attempt())?.usage).toMatchObject({ outputTokens: 5, reasoningTokens: 7 });
});

describe('a report cut at the token limit', () => {
  const usage = (input: number, output: number) => ({ prompt_tokens: input, completion_tokens: output });

  test('is continued once, joined and whole, and both calls count', async () => {
    const { url, calls } = await serve((response, n) =>
      n === 0
        ? completion(response, 'Gold rose in 20', { finish: 'length', usage: usage(10, 5) })
        : completion(response, '24.', { usage: usage(20, 2) }),
    );
    expect(await agentAt(url).attempt()).toEqual({
      report: 'Gold rose in 2024.',
      model: 'm',
      usage: { inputTokens: 30, outputTokens: 7 },
    });
    expect(calls[1]?.body.messages).toEqual([
      { role: 'system', content: expect.any(String) },
      { role: 'user', content: TASK.query },
      { role: 'assistant', content: 'Gold rose in 20' },
      { role: 'user', content: expect.stringContaining('very next character') },
    ]);
  });

  test('is marked where it is cut again, and not continued twice', async () => {
    const { url, calls } = await serve((response, n) => completion(response, n === 0 ? 'one, ' : 'two, ', { finish: 'length' }));
    expect(await agentAt(url).attempt()).toMatchObject({ report: 'one, two, ', notes: ['truncated'] });
    expect(calls).toHaveLength(2);
  });

  test.each([
    ['refuses the second question', (response: ServerResponse) => json(response, 400, { error: { message: 'no' } }), usage(10, 5)],
    ['answers it with nothing', (response: ServerResponse) => completion(response, '', { usage: usage(20, 0) }), usage(30, 5)],
    ['answers it with nothing and does not count', (response: ServerResponse) => completion(response, ''), undefined],
  ])('is a report, and marked, where the endpoint %s', async (_, second, spent) => {
    const { url } = await serve((response, n) =>
      n === 0 ? completion(response, 'half', { finish: 'length', usage: usage(10, 5) }) : second(response),
    );
    const reply = await agentAt(url).attempt();
    expect(reply).toMatchObject({ report: 'half', notes: ['truncated'] });
    expect(reply?.usage).toEqual(spent && { inputTokens: spent.prompt_tokens, outputTokens: spent.completion_tokens });
  });

  test('is not continued where what it took leaves no room in the budget', async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5 };
    const { url, calls } = await serve((response) => completion(response, 'half', { finish: 'length', usage }));
    const asked: unknown[] = [];
    const affords = (spent: unknown) => asked.push(spent) === 0;
    const live = { affords } as Partial<Live> as Live;
    expect(await agentAt(url).agent.attempt(TASK, 1, NEVER, NEVER, live)).toMatchObject({ report: 'half', notes: ['truncated'] });
    expect([asked, calls.length]).toMatchObject([[{ usage: { inputTokens: 10, outputTokens: 5 }, model: 'm' }], 1]);
  });

  test('is not continued once the run is stopping', async () => {
    const stopping = new AbortController();
    const { url, calls } = await serve((response) => {
      stopping.abort();
      completion(response, 'half', { finish: 'length' });
    });
    expect(await agentAt(url).agent.attempt(TASK, 1, NEVER, stopping.signal)).toMatchObject({ report: 'half', notes: ['truncated'] });
    expect(calls).toHaveLength(1);
  });
});

test.each([
  ['withheld by a filter', { finish: 'content_filter' }, 'half', /content filter/],
  ['empty', {}, '', /wrote no report/],
  ['missing', {}, null, /wrote no report/],
  ['used up by reasoning', { finish: 'length' }, '', /used up its tokens/],
  ['refused', { refusal: 'I cannot' }, null, /refused: I cannot/],
])('a report that is %s is the agent’s failure', async (_, more, content, message) => {
  const usage = { prompt_tokens: 4, completion_tokens: 2 };
  const { url, calls } = await serve((response) => completion(response, content, { ...more, usage }));
  expect(await failure(agentAt(url).attempt())).toMatchObject({
    name: 'AgentError',
    fault: 'agent',
    message: expect.stringMatching(message),
    spent: { usage: { inputTokens: 4, outputTokens: 2 }, model: 'm' },
  });
  expect(calls).toHaveLength(1);
});

test('a key that an endpoint repeats is kept neither in a message nor in a report', async () => {
  const { url } = await serve((response, n) => {
    if (n === 0) completion(response, '', { refusal: `not for ${KEY}` });
    else if (n === 1) completion(response, `by ${KEY}`);
    else json(response, 200, `no completion for ${KEY}`);
  });
  const { attempt } = agentAt(url);
  expect(await failure(attempt())).toMatchObject({ message: expect.stringMatching(/refused: not for \[key\]$/) });
  expect(await attempt()).toMatchObject({ report: 'by [key]' });
  expect(await failure(attempt())).toMatchObject({ message: expect.stringContaining('"no completion for [key]"') });
});

test('a word that a server of one’s own takes for a key may stand in a report', async () => {
  const { url } = await serve((response) => completion(response, 'On ollama.'));
  const agent = createChatAgent(
    chatSchema.parse({ kind: 'chat', name: 'own', model: 'm', url }),
    networkDeps({ OPENAI_API_KEY: 'ollama' }),
  );
  expect(await agent.attempt(TASK, 1, NEVER, NEVER)).toMatchObject({ report: 'On ollama.' });
});

test('rate limits, server errors and broken connections are tried again, waiting as the server asks', async () => {
  const { url, calls } = await serve((response, n) => {
    if (n === 0) json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '3' });
    else if (n === 1) json(response, 500, {});
    else if (n === 2) response.destroy();
    else completion(response, 'r');
  });
  const { attempt, deps } = agentAt(url);
  expect(await attempt()).toMatchObject({ report: 'r' });
  expect(calls).toHaveLength(4);
  expect(deps.waits[0]).toBe(3000);
});

test.each([429, 500])('status %i again and again is not the agent’s failure', async (status) => {
  const { url } = await serve((response) => json(response, status, { error: { message: `told ${KEY}` } }));
  expect(await failure(agentAt(url).attempt())).toMatchObject({ fault: 'harness', message: expect.stringContaining('told [key]') });
});

test('a server that is not there is not the agent’s failure', async () => {
  expect(await failure(agentAt('http://127.0.0.1:1').attempt())).toMatchObject({
    fault: 'harness',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test.each([
  ['a refused key', 401, { message: `Incorrect API key provided: ${KEY}` }, /refused the key \(401\): set OPENAI_API_KEY for/],
  ['a key shown in part', 401, { message: 'Incorrect API key provided: sk-se***ey-1' }, /provided: \[key\]$/],
  ['an unknown path', 404, { message: 'no' }, /knows no such path or model "m"/],
  [
    'an unknown model',
    400,
    { message: 'The model `m` does not exist', code: 'model_not_found' },
    /rejected.*check model and params\..*does not exist/,
  ],
  ['a used up account', 429, { message: 'You exceeded your quota', code: 'insufficient_quota' }, /is used up/],
  [
    'a refused parameter',
    400,
    { message: 'Unsupported parameter: top_k', code: 'unsupported_parameter' },
    /rejected.*check model and params\..*top_k/,
  ],
  ['a bill that is not paid', 400, { message: 'no', code: 'billing_hard_limit_reached' }, /is used up/],
])('%s stops the run and says what to fix', async (_, status, error, message) => {
  const { url, calls } = await serve((response) => json(response, status, { error }));
  const thrown = await failure(agentAt(url).attempt());
  expect(thrown).toMatchObject({ name: 'ModelError', kind: 'permanent', message: expect.stringMatching(message) });
  expect(String(thrown)).not.toContain(KEY);
  expect(calls).toHaveLength(1);
});

test('words of a complaint are found wherever a server puts them', async () => {
  const { url } = await serve((response) => json(response, 422, { detail: [{ loc: ['body', 'user_id'], msg: 'Field required' }] }));
  expect(await failure(agentAt(url).attempt())).toMatchObject({ message: expect.stringContaining('Field required body user_id') });
});

test('a query that is too long, or refused by an endpoint that has worked, is the agent’s failure', async () => {
  const { url } = await serve((response, n) => {
    if (n === 1) completion(response, 'r');
    else json(response, 400, { error: { message: n === 0 ? 'maximum context length is 8 tokens' : 'bad request' } });
  });
  const { attempt } = agentAt(url);
  expect(await failure(attempt())).toMatchObject({ fault: 'agent', message: expect.stringContaining('maximum context length') });
  expect(await attempt()).toMatchObject({ report: 'r' });
  const refused = await failure(attempt());
  expect(refused).toMatchObject({ fault: 'agent', message: expect.stringContaining('bad request') });
  // A request that was refused took no tokens.
  expect(refused).toMatchObject({ spent: { model: 'm', usage: { inputTokens: 0, outputTokens: 0 } } });
});

test.each([
  ['a web page', 'text/html', '<html>'],
  ['broken JSON', 'application/json', '{"choices": ['],
])('%s in place of a completion is not the agent’s failure', async (_, type, body) => {
  const { url } = await serve((response) => response.writeHead(200, { 'content-type': type }).end(body));
  expect(await failure(agentAt(url).attempt())).toMatchObject({ fault: 'harness' });
});

test('an agent that does not answer in time has failed', async () => {
  const { url } = await serve(() => {});
  expect(await failure(agentAt(url, { timeoutSeconds: 0.1 }).attempt())).toMatchObject({
    fault: 'agent',
    message: 'agent "mine" gave no report within 0.1 s',
  });
});

test('an abort during a call rejects with the reason and closes the connection', async () => {
  const controller = new AbortController();
  const reason = new Error('stop');
  let gone: Promise<void> | undefined;
  const { url } = await serve((response) => {
    gone = closed(response);
    controller.abort(reason);
  });
  expect(await failure(agentAt(url).attempt(controller.signal))).toBe(reason);
  await gone;
});

test('a stop between two tries rejects with the reason at once', async () => {
  const stopping = new AbortController();
  const reason = new Error('stop');
  const { url, calls } = await serve((response) => {
    json(response, 429, {}, { 'retry-after': '300' });
    setTimeout(() => stopping.abort(reason), 20);
  });
  const { sleep: _, ...deps } = networkDeps();
  const agent = createChatAgent(chatSchema.parse({ kind: 'chat', name: 'mine', model: 'm', url }), deps);
  expect(await failure(agent.attempt(TASK, 1, NEVER, stopping.signal))).toBe(reason);
  expect(calls).toHaveLength(1);
});

test('many calls leave no listener on the run’s signal', async () => {
  const { url } = await serve((response) => completion(response, 'r'));
  const controller = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = controller.signal;
  controller.signal.addEventListener = (...args: unknown[]) => {
    listeners++;
    Reflect.apply(addEventListener, controller.signal, args);
  };
  controller.signal.removeEventListener = (...args: unknown[]) => {
    listeners--;
    Reflect.apply(removeEventListener, controller.signal, args);
  };
  const { attempt } = agentAt(url);
  for (let i = 0; i < 5; i++) await attempt(controller.signal);
  expect(listeners).toBe(0);
});

test('without a key an endpoint of one’s own is called, and OpenAI’s is not', async () => {
  const { url } = await serve((response) => completion(response, 'r'));
  const deps = networkDeps();
  const own = createChatAgent(chatSchema.parse({ kind: 'chat', name: 'own', model: 'm', url: `${url}/v1/` }), deps);
  expect(await own.attempt(TASK, 1, NEVER, NEVER)).toMatchObject({ report: 'r' });
  const openai = createChatAgent(chatSchema.parse({ kind: 'chat', name: 'o', model: 'm', apiKeyEnv: 'MY_KEY' }), deps);
  expect(String(await failure(openai.attempt(TASK, 1, NEVER, NEVER)))).toMatch(
    /^InputError: agent "o": no key for https:\/\/api\.openai\.com\/v1: put MY_KEY into/,
  );
});

test('another system prompt makes another agent, another name of the key does not', () => {
  const identity = (config: Record<string, unknown>) => agentAt('http://host', config).agent.identity;
  expect(identity({ apiKeyEnv: 'OTHER' })).toEqual(identity({}));
  expect(identity({ system: 'Be brief.' })).not.toEqual(identity({}));
  const typed = identity({ params: { user: KEY, plugins: [{ auth: `Bearer ${KEY}` }] } });
  expect(JSON.stringify(typed)).not.toContain(KEY);
  expect(typed).not.toEqual(identity({ params: { user: 'another', plugins: [{ auth: 'Bearer another' }] } }));
});

test('a model that searches by itself, over a stream: the sources beside its words stand behind the report', async () => {
  const chunks = [
    { choices: [{ delta: { content: 'Gold rose [1]' } }], citations: ['https://a.test/1', 'https://b.test/2'] },
    {
      choices: [{ delta: { content: ' and fell [2].' }, finish_reason: 'stop' }],
      search_results: [{ title: 'Two', url: 'https://b.test/2' }],
    },
    { choices: [], usage: { prompt_tokens: 4, completion_tokens: 2 } },
  ];
  const { url, calls } = await serve((response) =>
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')),
  );
  expect(await agentAt(url, { stream: true }).attempt()).toEqual({
    report: 'Gold rose [1] and fell [2].\n\n## Sources\n\n[1] https://a.test/1 https://a.test/1\n[2] Two https://b.test/2\n',
    model: 'm',
    usage: { inputTokens: 4, outputTokens: 2 },
  });
  expect(calls[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
});
