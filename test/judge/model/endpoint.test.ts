/** The judge's HTTP, against a real server on the loopback that answers by script. */
import { createServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InputError, ModelError } from '../../../judge/errors.ts';
import { connect, type Endpoint, type EndpointOptions } from '../../../judge/model/endpoint.ts';
import type { Completion, ModelRequest } from '../../../judge/model/model.ts';
import { completion, refusal, type Scripted, serveEndpoint } from '../../endpoint-server.ts';

const KEY = 'sk-secret/0123456789+abc';
const NEVER = new AbortController().signal;
const REQUEST: ModelRequest = { system: 'You check.', user: 'The report.', schema: { name: 'verdict', schema: { type: 'object' } } };
const OK = completion('{}');

type Ask = (signal?: AbortSignal) => Promise<Completion>;

function open(baseUrl: string, options: Partial<EndpointOptions> = {}): Ask {
  const endpoint = connect({ baseUrl, model: 'm-1', apiKey: KEY, temperature: 0, connections: 4, timeoutMs: 5_000, ...options });
  onTestFinished(() => endpoint.close());
  return (signal = NEVER) => askedUntilSupported(endpoint, REQUEST, signal);
}

/** As judges ask: again for less, where the endpoint does not know what was asked for beside the words. */
async function askedUntilSupported({ complete }: Endpoint, request: ModelRequest, signal = NEVER): Promise<Completion> {
  const one = { ...request };
  for (;;) {
    try {
      return await complete(one, signal);
    } catch (error) {
      if (!(error instanceof ModelError && error.kind === 'unsupported')) throw error;
    }
  }
}

async function failure(promise: Promise<unknown>): Promise<ModelError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  return error as ModelError;
}

/** How the first call ends against a server that always answers so. */
async function firstFailure(answer: Scripted, options?: Partial<EndpointOptions>): Promise<ModelError> {
  const server = await serveEndpoint(answer);
  return failure(open(server.url, options)());
}

/** How a call ends against an endpoint that answered well before. */
async function laterFailure(answer: Scripted): Promise<ModelError> {
  const server = await serveEndpoint([OK, answer]);
  const ask = open(server.url);
  await ask();
  return failure(ask());
}

describe('a request', () => {
  it('carries model, messages, temperature, a strict schema, the key and what the config adds', async () => {
    const server = await serveEndpoint(completion('hello'));
    expect((await open(server.url, { temperature: 0.5, extraBody: { top_p: 0.9 } })()).text).toBe('hello');
    const [{ method, path, headers, body } = expect.fail('no request')] = server.requests;
    expect([method, path, headers.authorization]).toEqual(['POST', '/v1/chat/completions', `Bearer ${KEY}`]);
    expect(body).toEqual({
      model: 'm-1',
      messages: [
        { role: 'system', content: 'You check.' },
        { role: 'user', content: 'The report.' },
      ],
      temperature: 0.5,
      max_tokens: 700,
      response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema: { type: 'object' } } },
      top_p: 0.9,
    });
  });

  it.each([
    ['', '/chat/completions'],
    ['/', '/chat/completions'],
    ['/v1', '/v1/chat/completions'],
    ['/v1/', '/v1/chat/completions'],
    ['/v1//', '/v1/chat/completions'],
    ['/api/openai/v1?version=2', '/api/openai/v1/chat/completions?version=2'],
    ['/v1/chat/completions', '/v1/chat/completions'],
  ])('to a base URL that ends in "%s" goes to %s', async (base, path) => {
    const server = await serveEndpoint(OK);
    await open(server.origin + base)();
    expect(server.requests.map((request) => request.path)).toEqual([path]);
  });

  it.each(['not a url', 'host:8000/v1', 'ftp://host/v1', ''])('to "%s" is refused before anything is sent', (baseUrl) => {
    expect(() => open(baseUrl)).toThrow(InputError);
    expect(() => open(baseUrl)).toThrow(`https://host/v1, got "${baseUrl}"`);
  });

  it('has the opening before what follows it, whatever stands in either, in every format and once for many calls', async () => {
    const server = await serveEndpoint(({ body }) =>
      body.response_format === undefined ? OK : refusal(400, `response_format ${body.response_format.type} is not supported`),
    );
    const endpoint = connect({ baseUrl: server.url, model: 'm', apiKey: undefined, temperature: 0, connections: 1, timeoutMs: 5_000 });
    onTestFinished(() => endpoint.close());
    const opening = { text: 'Report: "quoted" \\ 报告 \ud83d\ude00\n{"role":"user","content":"' };
    for (const user of ['First "question".', 'Second 问题.']) await askedUntilSupported(endpoint, { ...REQUEST, opening, user });
    const said = server.requests.map(({ body }) => body.messages[1]?.content ?? '');
    // Schema, JSON mode and words; and words again.
    expect(said).toHaveLength(4);
    expect(said[0]).toBe(`${opening.text}First "question".`);
    expect(said[3]?.startsWith(`${opening.text}Second 问题.`)).toBe(true);
  });

  it('has no authorization without a key', async () => {
    const server = await serveEndpoint(OK);
    await open(server.url, { apiKey: undefined })();
    await open(server.url, { apiKey: ' \n' })();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it('carries a key without the line end of the file it came from, and no key that a header cannot carry', async () => {
    const server = await serveEndpoint(OK);
    await open(server.url, { apiKey: `${KEY}\n` })();
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(() => open(server.url, { apiKey: 'sk-one\nsk-two' })).toThrow(InputError);
    expect(() => open(server.url, { apiKey: 'sk-密钥' })).not.toThrow('密钥');
  });
});

describe('usage comes in disjoint buckets', () => {
  const usageOf = async (usage: unknown) => {
    const server = await serveEndpoint(completion('{}', { usage }));
    return (await open(server.url)()).usage;
  };
  const buckets = (
    inputTokens: number,
    cachedInputTokens: number,
    cacheWriteTokens: number,
    outputTokens: number,
    reasoningTokens: number,
  ) => ({
    inputTokens,
    cachedInputTokens,
    cacheWriteTokens,
    outputTokens,
    reasoningTokens,
    toolCalls: 0,
  });

  it.each([
    ['plain', { prompt_tokens: 100, completion_tokens: 20 }, buckets(100, 0, 0, 20, 0)],
    [
      'cached and reasoning inside the totals (OpenAI)',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 64 },
        completion_tokens_details: { reasoning_tokens: 15 },
      },
      buckets(36, 64, 0, 5, 15),
    ],
    [
      'written to the cache',
      { prompt_tokens: 100, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 10, cache_creation_tokens: 80 } },
      buckets(10, 10, 80, 1, 0),
    ],
    [
      'cache hits (DeepSeek)',
      { prompt_tokens: 100, completion_tokens: 20, prompt_cache_hit_tokens: 90, prompt_cache_miss_tokens: 10 },
      buckets(10, 90, 0, 20, 0),
    ],
    ['cached on the top level (Moonshot)', { prompt_tokens: 100, completion_tokens: 20, cached_tokens: 30 }, buckets(70, 30, 0, 20, 0)],
    [
      'reasoning on top of the output, as the total tells (xAI: 37 + 530 + 233 = 800)',
      { prompt_tokens: 37, completion_tokens: 530, total_tokens: 800, completion_tokens_details: { reasoning_tokens: 233 } },
      buckets(37, 0, 0, 530, 233),
    ],
    [
      'more cached than sent is counted beside it',
      { prompt_tokens: 10, completion_tokens: 1, prompt_cache_hit_tokens: 99 },
      buckets(10, 99, 0, 1, 0),
    ],
    [
      'null details',
      { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: null, completion_tokens_details: null },
      buckets(10, 0, 0, 1, 0),
    ],
  ])('%s', async (_, usage, expected) => expect(await usageOf(usage)).toEqual(expected));

  it.each([
    ['absent', undefined],
    ['null', null],
    ['half there', { prompt_tokens: 100 }],
    ['negative', { prompt_tokens: -1, completion_tokens: 1 }],
    ['words', { prompt_tokens: 'many', completion_tokens: 1 }],
  ])('%s usage is unknown, not 0', async (_, usage) => expect(await usageOf(usage)).toBeUndefined());
});

describe('why a reply ended', () => {
  it.each([
    ['stop', 'stop'],
    [null, 'stop'],
    ['eos', 'stop'],
    ['length', 'length'],
    ['max_tokens', 'length'],
    ['model_length', 'length'],
    ['content_filter', 'filter'],
    ['sensitive', 'filter'],
  ] as const)('%s is %s', async (said, finish) => {
    const server = await serveEndpoint(completion('{}', { finish: said }));
    expect((await open(server.url)()).finish).toBe(finish);
  });

  it('a refusal in place of content is read as text, so that it parses to no verdict', async () => {
    const server = await serveEndpoint({
      body: { choices: [{ message: { content: null, refusal: 'I will not.' }, finish_reason: 'stop' }] },
    });
    expect(await open(server.url)()).toEqual({ text: 'I will not.', finish: 'stop', usage: undefined });
  });
});

describe('refusals for a rate limit', () => {
  it('are of kind rate, with Retry-After in seconds, in milliseconds or absent', async () => {
    expect(await firstFailure(refusal(429, 'slow down', { 'retry-after': '7' }))).toMatchObject({ kind: 'rate', retryAfterMs: 7_000 });
    expect(await firstFailure(refusal(429, 'slow down', { 'retry-after': '0.5' }))).toMatchObject({ kind: 'rate', retryAfterMs: 500 });
    expect(await firstFailure(refusal(429, 'x', { 'retry-after-ms': '1500', 'retry-after': '9' }))).toMatchObject({ retryAfterMs: 1_500 });
    expect(await firstFailure(refusal(429, 'x', { 'retry-after-ms': 'soon', 'retry-after': '9' }))).toMatchObject({ retryAfterMs: 9_000 });
    for (const odd of ['', 'soon', '-5']) {
      expect(await firstFailure(refusal(429, 'x', { 'retry-after': odd }))).toMatchObject({ kind: 'rate', retryAfterMs: undefined });
    }
  });

  it('take a date gone by as now', async () => {
    expect(await firstFailure(refusal(429, 'x', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }))).toMatchObject({ retryAfterMs: 0 });
  });

  it('stay so when they advise on billing, and are permanent once the account is empty', async () => {
    const advice = 'Rate limit reached for m-1. Add a payment method at https://example.org/account/billing to raise it.';
    expect((await firstFailure(refusal(429, advice))).kind).toBe('rate');
    const empty = { status: 429, body: { error: { message: 'You exceeded your current quota.', type: 'insufficient_quota' } } };
    expect((await firstFailure(empty)).kind).toBe('permanent');
    expect((await laterFailure(refusal(402, 'Insufficient Balance'))).kind).toBe('permanent');
  });
});

describe('passing faults', () => {
  it.each([
    ['500', refusal(500, 'oops')],
    ['502 with a page', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway</html>' }],
    ['529', refusal(529, 'overloaded')],
    ['408', refusal(408, 'timeout')],
    ['a body that is not JSON', { headers: { 'content-type': 'application/json' }, body: '{"choices": [' }],
    ['an empty body', { body: '' }],
    ['a socket cut before the answer', { how: 'drop' }],
    ['a socket cut in the middle of the answer', { ...OK, how: 'break' }],
    ['an upstream error inside a 200', { body: { error: { code: 502, message: 'upstream gone' } } }],
    ['an error in words inside a 200', { body: { error: 'upstream gone' } }],
    ['a completion without a choice', { body: { choices: [] } }],
    ['a completion with null for choices', { body: { choices: null } }],
  ] as const)('%s is transient at the first call and later', async (_, answer) => {
    expect((await firstFailure(answer)).kind).toBe('transient');
    expect((await laterFailure(answer)).kind).toBe('transient');
  });

  it('a 503 keeps its Retry-After', async () => {
    expect(await firstFailure(refusal(503, 'busy', { 'retry-after': '2' }))).toMatchObject({ kind: 'transient', retryAfterMs: 2_000 });
  });

  it('a rate limit inside a 200 is one', async () => {
    expect((await firstFailure({ body: { error: { code: 429, message: 'slow down' } } })).kind).toBe('rate');
  });

  it('no answer within the deadline, or only half of one, is a time-out and says how long was waited', async () => {
    for (const how of ['stall', 'hang'] as const) {
      const error = await firstFailure({ ...OK, how }, { timeoutMs: 40 });
      expect([error.kind, error.message]).toEqual(['timeout', 'no answer within 0.04 s']);
    }
  });

  it('the next call after a broken one is answered', async () => {
    const server = await serveEndpoint([{ how: 'drop' }, { ...OK, how: 'break' }, OK]);
    const ask = open(server.url, { connections: 1 });
    await failure(ask());
    await failure(ask());
    expect((await ask()).text).toBe('{}');
  });

  it('an answer over 8 MiB is not read to its end', async () => {
    const error = await firstFailure({ body: Buffer.alloc(9 * 1024 * 1024, 'x') });
    expect([error.kind, error.message]).toEqual(['transient', 'the answer is longer than 8 MiB']);
  });

  it('connections refused are permanent after three, where nothing ever answered', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    await new Promise((resolve) => taken.close(resolve));
    for (const host of ['127.0.0.1', 'localhost']) {
      const ask = open(`http://${host}:${port}/v1`);
      const errors = [await failure(ask()), await failure(ask()), await failure(ask())];
      expect(errors.map(({ kind }) => kind)).toEqual(['transient', 'transient', 'permanent']);
      expect(errors[2]?.message).toBe(`cannot reach http://${host}:${port}/v1/chat/completions (ECONNREFUSED): check --judge-url`);
    }
  });

  it('connections refused stay transient where it answered before: it is being started anew', async () => {
    const server = await serveEndpoint(OK);
    const ask = open(server.url);
    await ask();
    await server.close();
    for (let i = 0; i < 5; i++) expect((await failure(ask())).kind).toBe('transient');
  });
});

describe('what ends the run', () => {
  it.each([
    [401, 'Incorrect API key', /refused the key \(401\)/],
    [402, 'Payment Required', /account is used up \(402\)/],
  ])('%s "%s"', async (status, message, expected) => {
    const error = await firstFailure(refusal(status, message));
    expect(error.kind).toBe('permanent');
    expect(error.message).toMatch(expected);
  });

  it('a redirect, which names where to go', async () => {
    const error = await firstFailure({ status: 308, headers: { location: 'http://127.0.0.1:1/elsewhere' } });
    expect([error.kind, error.message.includes('redirects (308)')]).toEqual(['permanent', true]);
  });

  it('a web page or another API in place of an answer, unless the endpoint has answered well before', async () => {
    const page = { headers: { 'content-type': 'Text/HTML; charset=utf-8' }, body: '<!doctype html><title>Welcome</title>' };
    const first = await firstFailure(page);
    expect([first.kind, first.message.includes('does not speak the OpenAI API (got HTML)')]).toEqual(['permanent', true]);
    expect((await laterFailure(page)).kind).toBe('transient');
    expect((await firstFailure({ body: { greeting: 'hello' } })).kind).toBe('permanent');
  });
});

describe('what concerns one request alone', () => {
  it.each([
    [400, 'something odd'],
    [400, 'Invalid model output: tool "x" does not exist'],
    [403, 'Request blocked'],
  ])('%s "%s" of an endpoint that has answered well before', async (status, message) => {
    expect((await laterFailure(refusal(status, message))).kind).toBe('rejected');
  });

  it('the page of a gateway that took one report for an attack', async () => {
    const page = { status: 403, headers: { 'content-type': 'Text/HTML' }, body: '<h1>403 Forbidden</h1>Your access was denied.' };
    expect((await laterFailure(page)).kind).toBe('rejected');
    // A short question tells it from a page that everything is answered with.
    expect((await firstFailure(page)).kind).toBe('refused');
  });

  it('nothing of an endpoint that worked and is lost for now', async () => {
    expect((await laterFailure(refusal(404, 'no healthy upstream'))).kind).toBe('transient');
    expect((await laterFailure({ status: 302, headers: { location: 'http://127.0.0.1:1/' } })).kind).toBe('transient');
  });
});

describe('an endpoint that does not know a reply format', () => {
  const formats = (server: { requests: readonly { body: { response_format?: { type: string } } }[] }) =>
    server.requests.map(({ body }) => body.response_format?.type ?? 'words');

  it('is asked with a schema, then in JSON mode, then in words, and so from then on', async () => {
    const notices: string[] = [];
    const server = await serveEndpoint(({ body }) =>
      body.response_format === undefined ? OK : refusal(400, `response_format ${body.response_format.type} is not supported`),
    );
    const ask = open(server.url, { onNotice: (line) => notices.push(line) });
    await ask();
    await ask();
    expect(formats(server)).toEqual(['json_schema', 'json_object', 'words', 'words']);
    expect(notices).toEqual(['the endpoint refuses a JSON schema: asking for JSON in words instead']);
    const [strict, ...rest] = server.requests.map(({ body }) => body.messages[1]?.content);
    expect(strict).toBe('The report.');
    for (const said of rest) expect(said).toBe('The report.\n\nThe JSON object must match this schema:\n{"type":"object"}\n');
  });

  it('says so once when many calls find out together', async () => {
    const notices: string[] = [];
    const server = await serveEndpoint(({ body }) => (body.response_format?.type === 'json_schema' ? refusal(422, 'json_schema?') : OK));
    const ask = open(server.url, { onNotice: (line) => notices.push(line) });
    await Promise.all([ask(), ask(), ask(), ask()]);
    await ask();
    expect(notices).toHaveLength(1);
    expect(formats(server).at(-1)).toBe('json_object');
  });

  it('keeps a format that has worked: one refusal of it concerns one request', async () => {
    const server = await serveEndpoint((_, n) => (n === 1 ? refusal(400, 'json_schema: the grammar is too large') : OK));
    const ask = open(server.url);
    await ask();
    await ask();
    await ask();
    expect(formats(server)).toEqual(['json_schema', 'json_schema', 'json_object', 'json_schema']);
  });

  it('gives up asking when it refuses even words, and names what it said', async () => {
    const server = await serveEndpoint(refusal(400, 'response_format'));
    // A short question tells whether it refuses everything.
    expect(await failure(open(server.url)())).toMatchObject({ kind: 'refused' });
    expect(formats(server)).toEqual(['json_schema', 'json_object', 'words']);
  });

  it('is told apart from one that echoes the request in its complaint', async () => {
    const server = await serveEndpoint(({ body }) => ({
      status: 422,
      body: { detail: [{ type: 'missing', loc: ['body', 'user_id'], msg: 'Field required', input: body }] },
    }));
    const error = await failure(open(server.url)());
    expect(error.message).toMatch(/rejected the request \(422\)\. Field required body user_id missing$/);
    expect(error.kind).toBe('refused');
  });
});

describe('an endpoint that refuses a temperature', () => {
  it('is asked without from then on, and a person is told', async () => {
    const notices: string[] = [];
    const server = await serveEndpoint(({ body }) =>
      'temperature' in body ? refusal(400, "Unsupported value: 'temperature' does not support 0") : OK,
    );
    const ask = open(server.url, { onNotice: (line) => notices.push(line) });
    await ask();
    await ask();
    expect(server.requests.map(({ body }) => 'temperature' in body)).toEqual([true, false, false]);
    expect(notices).toEqual(['the endpoint refuses a temperature: its own default is used, and repeated judgments may differ']);
  });

  it('is not believed once it has taken one: a complaint about a report on temperatures is about the report', async () => {
    const server = await serveEndpoint((_, n) => (n > 0 && n < 4 ? refusal(400, 'invalid prompt: "the temperature rose"') : OK));
    const ask = open(server.url);
    await ask();
    expect((await failure(ask())).kind).toBe('rejected');
    await ask();
    expect(server.requests.map(({ body }) => body.temperature)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('the key', () => {
  const escaped = JSON.stringify({ error: { message: `bad key ${KEY}` } }).replaceAll('/', '\\/');
  it.each([
    ['in a complaint', refusal(401, `Incorrect API key provided: ${KEY}`)],
    ['in a JSON escape', { status: 400, body: escaped }],
    ['in a text', { status: 500, body: `key ${KEY}` }],
    ['in a 200 that is not JSON', { body: `key ${KEY}` }],
    ['in a 200 that is no completion', { body: { echo: KEY, message: KEY } }],
    ['in an error inside a 200', { body: { error: `upstream refused ${KEY}` } }],
    ['across the cut of a long text', { status: 500, body: `${'x'.repeat(190)}${KEY}` }],
  ])('never shows, though the server repeats it %s', async (_, answer) => {
    for (const error of [await firstFailure(answer), await laterFailure(answer)]) {
      expect(error.message).not.toContain('sk-secret');
      expect(error.message.length).toBeLessThan(500);
    }
  });
});

describe('an answer', () => {
  it('may come byte by byte', async () => {
    const server = await serveEndpoint({ ...completion('多字节 text'), how: 'drip' });
    expect((await open(server.url)()).text).toBe('多字节 text');
  });

  it('may begin with a byte order mark', async () => {
    const server = await serveEndpoint({ body: `\ufeff${JSON.stringify(completion('marked').body)}` });
    expect((await open(server.url)()).text).toBe('marked');
  });

  it('may come as a list of parts, of which the text counts', async () => {
    const content = [
      { type: 'thinking', thinking: 'Hm.' },
      { type: 'text', text: 'one ' },
      { type: 'text', text: 'two' },
    ];
    const server = await serveEndpoint({ body: { choices: [{ message: { content } }] } });
    expect((await open(server.url)()).text).toBe('one two');
  });

  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('may come compressed with %s though nobody asked', async (encoding, compress) => {
    const body = compress(Buffer.from(JSON.stringify(completion('zipped').body)));
    const server = await serveEndpoint({ headers: { 'content-encoding': encoding, 'content-type': 'application/json' }, body });
    expect((await open(server.url)()).text).toBe('zipped');
  });

  it('that unpacks to more than 8 MiB, or is not what it says, is transient', async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024, 'x'));
    for (const body of [bomb, 'not gzip']) {
      const error = await firstFailure({ headers: { 'content-encoding': 'gzip' }, body });
      expect([error.kind, error.message]).toEqual(['transient', "the answer's gzip encoding is broken or too long"]);
    }
  });
});

describe('breaking off', () => {
  it('ends a call at once, with the reason given', async () => {
    const controller = new AbortController();
    const reason = new Error('broken off');
    const server = await serveEndpoint(() => {
      controller.abort(reason);
      return { how: 'stall' };
    });
    await expect(open(server.url)(controller.signal)).rejects.toBe(reason);
    await expect(open(server.url)(controller.signal)).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});
