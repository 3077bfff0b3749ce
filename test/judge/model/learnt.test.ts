/** What is learnt of an endpoint on the way, and what a 200 may hide. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ModelError } from '../../../judge/errors.ts';
import { type AskDeps, ask } from '../../../judge/model/ask.ts';
import { connect, type EndpointOptions } from '../../../judge/model/endpoint.ts';
import { Limit } from '../../../judge/model/limit.ts';
import { completion, refusal, type Scripted, serveEndpoint } from '../../endpoint-server.ts';
import { UNLIMITED } from '../../model-budget.ts';

const NEVER = new AbortController().signal;
const LONG = 'A sentence of a report. '.repeat(2_000);
/** 48,000 characters: 13,718 estimated tokens. */
const PROMPT = { system: 'You check.', user: LONG };
const SHORT = { system: 'You check.', user: 'Short.' };
const FORMAT = {
  name: 'word',
  schema: { type: 'object' },
  parse: (text: string) => text,
  again: (complaint: string) => `\nAgain: ${complaint}`,
};

function open(url: string, options: Partial<EndpointOptions> = {}) {
  const notices: string[] = [];
  const endpoint = connect({
    ...{ baseUrl: url, model: 'm-1', apiKey: undefined, temperature: 0, connections: 4, timeoutMs: 5_000 },
    onNotice: (line) => notices.push(line),
    ...options,
  });
  onTestFinished(() => endpoint.close());
  const deps: AskDeps = {
    ...{ complete: endpoint.complete, limit: new Limit(4), budget: UNLIMITED, window: endpoint.window },
    ...{ sleep: async () => {}, random: () => 0, onRetry: () => {} },
  };
  const question = (prompt: { system: string; user: string; tokens?: true }) => ask(prompt, FORMAT, deps, async () => {}, NEVER);
  return { notices, endpoint, question };
}

const failed = (promise: Promise<unknown>): Promise<ModelError> =>
  promise.then(
    () => expect.fail('it should have failed'),
    (error: ModelError) => error,
  );

describe('a prompt that is too long', () => {
  it('is not guessed from a refusal of what is known by now to be refused', async () => {
    let release = () => {};
    const learnt = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await serveEndpoint(async ({ body }) => {
      if (body.response_format === undefined) return completion('ok');
      if ((body.messages[1]?.content.length ?? 0) > 1_000) await learnt;
      return refusal(400, 'Unbekanntes Feld');
    });
    const { question, endpoint } = open(server.url);
    const longer = question({ system: 's', user: 'A sentence of a report. '.repeat(120) });
    expect(await question(SHORT)).toBe('ok');
    release();
    expect([await longer, endpoint.window()]).toEqual(['ok', Number.POSITIVE_INFINITY]);
  });

  it.each([
    [400, 'Your prompt of 13715 tokens is over our 8000.', 8_000],
    [413, 'Payload Too Large', 6_859 + 700],
    [500, 'Das Kontextfenster ist zu klein.', 6_859 + 700],
  ])('is known by %s "%s" where a short one passes, whatever the words', async (status, message, window) => {
    const server = await serveEndpoint(({ body }) =>
      (body.messages ?? [])[1]?.content.includes(LONG) ? refusal(status, message) : completion('yes'),
    );
    const { question, endpoint, notices } = open(server.url);
    if (status === 500) await question({ system: 's', user: 'short' });
    expect((await failed(question(PROMPT))).kind).toBe('length');
    expect(endpoint.window()).toBe(window);
    expect(notices.filter((line) => /read in parts/.test(line))).toHaveLength(1);
    const { length } = server.requests;
    // And is not sent again.
    expect((await failed(question(PROMPT))).kind).toBe('length');
    expect(server.requests).toHaveLength(length);
  });

  it('is not sent where the list of models says how long one may be', async () => {
    const server = await serveEndpoint(({ path }) =>
      path === '/v1/models' ? { body: { data: [{ id: 'other' }, { id: 'm-1', max_model_len: 9_000 }] } } : completion('yes'),
    );
    const { question, endpoint } = open(server.url);
    expect((await failed(question(PROMPT))).kind).toBe('length');
    expect([endpoint.window(), server.requests.map(({ path }) => path)]).toEqual([9_000, ['/v1/models']]);
  });
});

describe('a prompt that the server cut', () => {
  it('is told by the tokens that were read, cached ones counted in, once and with the remedy', async () => {
    const server = await serveEndpoint(completion('yes', { usage: { prompt_tokens: 2_050, completion_tokens: 5 } }));
    const { question, notices } = open(server.url);
    for (let i = 0; i < 2; i++)
      expect(await failed(question(PROMPT))).toMatchObject({
        kind: 'rejected',
        message: expect.stringMatching(/read 2050 tokens .* --context-tokens/),
      });
    expect(notices).toHaveLength(1);
    const { length } = server.requests;
    // Seen twice, no third is paid for; short prompts go on.
    await failed(question(PROMPT));
    expect(server.requests).toHaveLength(length);
    expect(await question({ system: 's', user: 'short' })).toBe('yes');
  });

  it('is told by all tokens together where no more is said, and where nothing is said it is said that it cannot be told', async () => {
    const server = await serveEndpoint(completion('yes', { usage: { total_tokens: 2_055 } }));
    const { question } = open(server.url);
    expect((await failed(question(PROMPT))).message).toMatch(/read 2055 tokens .* --context-tokens/);
    const silent = open((await serveEndpoint(completion('yes'))).url);
    for (let i = 0; i < 2; i++) expect(await silent.question(PROMPT)).toBe('yes');
    expect(silent.notices).toEqual([expect.stringMatching(/cannot be told/)]);
  });

  it('is none where half of the estimate was read', async () => {
    const usage = { prompt_tokens: 7_000, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 6_900 } };
    const server = await serveEndpoint(completion('yes', { usage }));
    expect(await open(server.url).question(PROMPT)).toBe('yes');
  });
});

describe('a refusal, in words that nobody has foreseen,', () => {
  it.each([400, 402, 403, 404, 422])(
    'with %s to everything ends the run in three calls at most, and the words are quoted',
    async (status) => {
      const server = await serveEndpoint(refusal(status, 'Guthaben aufgebraucht'));
      expect(await failed(open(server.url).question(SHORT))).toMatchObject({
        kind: 'permanent',
        message: expect.stringMatching(`\\(${status}\\).* Guthaben aufgebraucht`),
      });
      // The question, a short one, that one without anything beside its words, and as a stream.
      expect(server.requests.length).toBeLessThanOrEqual(4);
    },
  );

  it('is looked into once, however many questions meet it', async () => {
    const server = await serveEndpoint(refusal(403, 'no remaining credits'));
    const { question } = open(server.url);
    const errors = await Promise.all(Array.from({ length: 4 }, () => failed(question({ ...SHORT }))));
    expect(new Set(errors.map(({ kind }) => kind))).toEqual(new Set(['permanent']));
    expect(server.requests.length).toBeLessThanOrEqual(4 + 3);
  });

  it.each([400, 403])('with %s to one text only concerns that text, even at the first call', async (status) => {
    const one = await serveEndpoint(({ body }) =>
      body.messages[1]?.content.startsWith('u') ? refusal(status, 'not this') : completion('yes'),
    );
    expect((await failed(open(one.url).question({ system: 's', user: 'u' }))).kind).toBe('rejected');
  });

  it.each([400, 402, 403])('with %s to one after the other, by an endpoint that answered, ends the run', async (status) => {
    let empty = false;
    const server = await serveEndpoint(() => (empty ? refusal(status, 'Guthaben aufgebraucht') : completion('yes')));
    const { question } = open(server.url);
    await question(SHORT);
    empty = true;
    const kinds: string[] = [];
    while (kinds.at(-1) !== 'permanent' && kinds.length < 9) kinds.push((await failed(question({ ...SHORT }))).kind);
    expect(kinds).toEqual(status === 402 ? ['permanent'] : ['rejected', 'rejected', 'permanent']);
  });

  it('to many texts is no end where a short question is answered between them', async () => {
    const server = await serveEndpoint(({ body }) =>
      body.messages[1]?.content.startsWith('Short') ? refusal(403, 'not these') : completion('yes'),
    );
    const { question } = open(server.url);
    await question({ system: 's', user: 'other' });
    const errors = await Promise.all(Array.from({ length: 40 }, () => failed(question({ ...SHORT }))));
    expect(new Set(errors.map(({ kind }) => kind))).toEqual(new Set(['rejected']));
    // A short question now and then, ever more seldom; after it the text is sent once more.
    expect(server.requests.filter(({ body }) => body.messages[1]?.content === 'Say yes.').length).toBeLessThanOrEqual(5);
    expect(server.requests.length).toBeLessThanOrEqual(65);
  });

  it('to a long text leaves no false window behind where its parts are refused as well', async () => {
    const server = await serveEndpoint(({ body }) =>
      (body.messages ?? [])[1]?.content.includes('Withheld') === true ? refusal(400, 'not this') : completion('yes'),
    );
    const { question, endpoint } = open(server.url);
    await question(SHORT);
    expect((await failed(question({ system: 's', user: `Withheld ${LONG}` }))).kind).toBe('length');
    expect(endpoint.window()).toBeLessThan(8_000);
    expect((await failed(question({ system: 's', user: 'Withheld' }))).kind).toBe('rejected');
    expect(endpoint.window()).toBe(Number.POSITIVE_INFINITY);
    expect(await question(PROMPT)).toBe('yes');
  });
});

describe('a 200', () => {
  const choice = (more: object): Scripted => ({ body: { choices: [{ message: { content: '' }, finish_reason: 'error', ...more }] } });
  const first = async (answer: Scripted) => {
    const server = await serveEndpoint(answer);
    return failed(open(server.url).endpoint.complete({ ...PROMPT, user: 'u', schema: FORMAT }, NEVER));
  };

  it.each([
    ['an error in the choice', choice({ error: { code: 429, message: 'slow' } }), 'rate'],
    ['a choice that was broken off', choice({}), 'transient'],
    ['an empty reply that took nothing', completion(''), 'transient'],
    ['an empty account in words of its own', { body: { choices: null, base_resp: { status_msg: 'insufficient balance' } } }, 'permanent'],
  ] as const)('with %s is what it says', async (_, answer, kind) => expect((await first(answer)).kind).toBe(kind));

  it.each([
    ['reasoning_content', { reasoning_content: 'yes' }],
    ['tool call', { tool_calls: [{ function: { arguments: 'yes' } }] }],
  ])('whose reply stands in %s is named, and not read', async (where, message) => {
    const server = await serveEndpoint({ body: { choices: [{ message: { content: null, ...message }, finish_reason: 'stop' }] } });
    expect((await failed(open(server.url).question({ system: 's', user: 'u' }))).message).toMatch(where);
    expect(server.requests).toHaveLength(2);
  });

  it('of another model is said once; a snapshot is the same model', async () => {
    const server = await serveEndpoint((_, n) => ({
      body: { model: ['m-1-2025-08-07', 'tiny'][Math.min(n, 1)], ...(completion('yes').body as object) },
    }));
    const { question, notices } = open(server.url);
    for (let i = 0; i < 3; i++) await question({ system: 's', user: 'u' });
    expect(notices).toEqual(['the endpoint answers as "tiny", asked for "m-1": verdicts are that model\'s']);
  });
});

describe('a stream', () => {
  const events = (...chunks: object[]): Scripted => ({
    headers: { 'content-type': 'text/event-stream' },
    body: `: hello\n\n${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`,
  });
  const delta = (content: string) => ({ choices: [{ delta: { content }, finish_reason: null }] });

  it('is read though it was not asked for, with the usage at its end', async () => {
    const usage = { prompt_tokens: 5, completion_tokens: 2 };
    const server = await serveEndpoint(
      events(delta('ye'), delta('s'), { choices: [{ delta: {}, finish_reason: 'stop' }] }, { choices: [], usage }),
    );
    const { endpoint } = open(server.url);
    expect(await endpoint.complete({ ...PROMPT, user: 'u', schema: FORMAT }, NEVER)).toMatchObject({
      text: 'yes',
      finish: 'stop',
      usage: { inputTokens: 5, outputTokens: 2 },
    });
  });

  it('is asked for where the endpoint takes nothing else', async () => {
    const server = await serveEndpoint(({ body }) =>
      body.stream === true ? events(delta('yes')) : refusal(400, 'only support stream mode'),
    );
    expect(await open(server.url).question({ system: 's', user: 'u' })).toBe('yes');
  });

  it('is asked for where the endpoint takes nothing else and says so in words of its own, and nothing else is given up for it', async () => {
    const server = await serveEndpoint(({ body }) => (body.stream === true ? events(delta('yes')) : refusal(400, 'Nur als Strom.')));
    const { question, notices } = open(server.url);
    expect(await question({ system: 's', user: 'u' })).toBe('yes');
    expect([server.requests.at(-1)?.body.response_format?.type, notices]).toEqual(['json_schema', []]);
  });

  it('that breaks off with an error is that error', async () => {
    const server = await serveEndpoint(events(delta('ye'), { error: { code: 502, message: 'gone' } }));
    const error = await failed(open(server.url).endpoint.complete({ ...PROMPT, user: 'u', schema: FORMAT }, NEVER));
    expect(error).toMatchObject({ kind: 'transient', message: expect.stringMatching(/gone/) });
  });
});

it('a bad reply is asked about again with what was wrong, and room for one that was cut short', async () => {
  const server = await serveEndpoint((_, n) => (n === 0 ? completion('half', { finish: 'length' }) : completion('yes')));
  expect(await open(server.url).question({ system: 's', user: 'u' })).toBe('yes');
  expect(server.requests.map(({ body }) => [body.messages[1]?.content, body.max_tokens])).toEqual([
    ['u', 700],
    ['u\nAgain: the reply was cut short at its length limit', 1_400],
  ]);
});

describe('probabilities of tokens', () => {
  const tokens = [{ token: 'yes', logprob: -0.1, top_logprobs: [{ token: 'yes', logprob: -0.1 }] }];
  const withTokens = { body: { choices: [{ message: { content: 'yes' }, logprobs: { content: tokens } }] } };
  const wanting = { ...SHORT, tokens: true } as const;

  it('are asked for where they are wanted, and nowhere else', async () => {
    const server = await serveEndpoint(withTokens);
    const { question, notices } = open(server.url);
    await question(SHORT);
    await question(wanting);
    expect(server.requests.map(({ body }) => [body.logprobs, body.top_logprobs])).toEqual([
      [undefined, undefined],
      [true, 5],
    ]);
    expect(notices).toEqual([]);
  });

  it('are left out for good where the endpoint refuses them, in any words, and the schema is kept', async () => {
    const server = await serveEndpoint(({ body }) => ('logprobs' in body ? refusal(400, 'Nein.') : completion('yes')));
    const { question, notices } = open(server.url);
    await question(wanting);
    await question(wanting);
    expect(server.requests.map(({ body }) => ['logprobs' in body, body.response_format?.type])).toEqual([
      [true, 'json_schema'],
      // A short question.
      [false, undefined],
      [false, 'json_schema'],
      [false, 'json_schema'],
    ]);
    expect(notices).toEqual([expect.stringMatching(/refuses to give probabilities/)]);
  });

  it('are kept where it was the schema that was refused', async () => {
    const server = await serveEndpoint(({ body }) => (body.response_format?.type === 'json_schema' ? refusal(400, 'Nein.') : withTokens));
    const { question, notices } = open(server.url);
    await question(wanting);
    await question(wanting);
    expect(server.requests.map(({ body }) => ['logprobs' in body, body.response_format?.type])).toEqual([
      [true, 'json_schema'],
      // A short question.
      [false, undefined],
      [false, 'json_schema'],
      [true, 'json_object'],
      [true, 'json_object'],
    ]);
    expect(notices).toHaveLength(1);
  });

  it('that an endpoint leaves out without a word are said to be missing, once', async () => {
    const { question, notices } = open((await serveEndpoint(completion('yes'))).url);
    await question(wanting);
    await question(wanting);
    expect(notices).toEqual([expect.stringMatching(/gives no probabilities/)]);
  });

  it('are read from a stream', async () => {
    const event = (content: string, logprob: number) =>
      `data: ${JSON.stringify({ choices: [{ delta: { content }, logprobs: { content: [{ token: content, logprob }] } }] })}\n\n`;
    const server = await serveEndpoint({
      headers: { 'content-type': 'text/event-stream' },
      body: `${event('ye', -0.1)}${event('s', -0.2)}data: [DONE]\n\n`,
    });
    const completed = await open(server.url).endpoint.complete({ ...wanting, schema: FORMAT }, NEVER);
    expect(completed.tokens?.map(({ bytes }) => bytes.toString())).toEqual(['ye', 's']);
  });
});
