import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpAgent, httpSchema } from '../../../runners/agents/http.ts';
import { closed, failure, json, NEVER, networkDeps, serve, TASK } from './fixtures.ts';

const KEY = 'agent-key-123';
const HEADERS = { Authorization: ['Bearer $', '{AGENT_KEY}'].join('') };

function agentAt(url: string, config: Record<string, unknown> = {}) {
  const deps = networkDeps({ AGENT_KEY: KEY });
  const agent = createHttpAgent(httpSchema.parse({ kind: 'http', name: 'mine', url, ...config }), deps);
  return { deps, agent, attempt: (signal = NEVER) => agent.attempt(TASK, 1, signal, NEVER) };
}

test('task and query are posted and the object that comes back is the reply', async () => {
  const { url, calls } = await serve((response) =>
    json(response, 200, { report: '报告', usage: { outputTokens: 3 }, cost: { amount: 1, currency: 'CNY' } }),
  );
  const { attempt } = agentAt(`${url}/run`, { headers: HEADERS });
  expect(await attempt()).toEqual({ report: '报告', usage: { outputTokens: 3 }, cost: { amount: 1, currency: 'CNY', basis: 'measured' } });
  expect(calls).toMatchObject([
    {
      path: '/run',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: { taskId: 'task-1', query: TASK.query },
    },
  ]);
});

test('rate limits, server errors and broken connections are tried again, waiting as the server asks', async () => {
  const { url, calls } = await serve((response, n) => {
    if (n === 0) json(response, 429, {}, { 'retry-after': '7' });
    else if (n === 1) json(response, 503, {});
    else if (n === 2) response.destroy();
    else json(response, 200, { report: 'r' });
  });
  const { attempt, deps } = agentAt(url);
  expect(await attempt()).toEqual({ report: 'r' });
  expect(calls).toHaveLength(4);
  expect(deps.waits).toHaveLength(3);
  expect(deps.waits[0]).toBe(7000);
});

test('a server that keeps failing is not the agent’s failure, and its key is in no message', async () => {
  const { url, calls } = await serve((response, _, { headers }) => json(response, 500, { said: headers.authorization }));
  const { attempt, deps } = agentAt(url, { headers: HEADERS });
  const error = await failure(attempt());
  expect(error).toMatchObject({
    name: 'AgentError',
    fault: 'harness',
    message: expect.stringContaining('of agent "mine" failed (500). {"said":"Bearer [key]"}'),
  });
  expect(calls.length).toBe(deps.waits.length + 1);
  expect(calls.length).toBeGreaterThan(3);
});

test('a key that an agent repeats is kept neither in a message nor in a report', async () => {
  const { url } = await serve((response, n, { headers }) => {
    if (n === 0) response.end(`not for ${headers.authorization}`);
    else json(response, n === 1 ? 200 : 422, { report: `by ${headers.authorization}`, model: headers['x-key'] });
  });
  const { attempt } = agentAt(url, { headers: { ...HEADERS, 'X-Key': 'typed-key-1' } });
  expect(await failure(attempt())).toMatchObject({ message: expect.stringMatching(/got "not for Bearer \[key\]"$/) });
  expect(await attempt()).toEqual({ report: 'by Bearer [key]', model: '[key]' });
  expect(await failure(attempt())).toMatchObject({ message: expect.stringContaining('"by Bearer [key]"'), spent: { model: '[key]' } });
});

test('a server that is not there is not the agent’s failure', async () => {
  const { attempt } = agentAt('http://127.0.0.1:1/');
  expect(await failure(attempt())).toMatchObject({ fault: 'harness', message: expect.stringContaining('ECONNREFUSED') });
});

test('a task that the agent refuses is its failure and is not tried again', async () => {
  const usage = { outputTokens: 5 };
  const { url, calls } = await serve((response) => json(response, 422, { detail: `long ${'x'.repeat(5000)}`, usage }));
  const error = await failure(agentAt(url).attempt());
  expect(error).toMatchObject({
    fault: 'agent',
    message: expect.stringMatching(/rejected the request \(422\)\. long x+…$/),
    spent: { usage },
  });
  expect(String(error).length).toBeLessThan(450);
  expect(calls).toHaveLength(1);
});

test.each([
  [401, /refused the key \(401\): set the key in headers/],
  [403, /refused the request \(403\): look at the key in headers/],
  [404, /knows no such path \(404\): check its url/],
  [405, /takes no POST there \(405\): check its url/],
  [407, /proxy that wants a password \(407\)/],
])('a status that every task would meet (%i) ends the run', async (status, said) => {
  const { url, calls } = await serve((response) => json(response, status, {}));
  expect(await failure(agentAt(url).attempt())).toMatchObject({
    name: 'ModelError',
    kind: 'permanent',
    message: expect.stringMatching(said),
  });
  expect(calls).toHaveLength(1);
});

test('an address that worked has not moved: a gateway that has lost it is tried again, and then owed', async () => {
  const { url, calls } = await serve((response, n) => (n === 0 ? json(response, 200, { report: 'r' }) : json(response, 404, {})));
  const { attempt } = agentAt(url);
  await attempt();
  expect(await failure(attempt())).toMatchObject({ name: 'AgentError', fault: 'harness' });
  expect(calls.length).toBeGreaterThan(3);
});

test('a redirect is not followed', async () => {
  const { url, calls } = await serve((response) => json(response, 307, {}, { location: '/other' }));
  expect(await failure(agentAt(url).attempt())).toMatchObject({
    kind: 'permanent',
    message: expect.stringMatching(/redirects \(307\): give the final address as its url/),
  });
  expect(calls).toHaveLength(1);
});

test('a web page in place of JSON says so', async () => {
  const { url } = await serve((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Log in'));
  expect(await failure(agentAt(url).attempt())).toMatchObject({
    fault: 'harness',
    message: expect.stringContaining('a web page, not with JSON'),
  });
});

test.each([
  ['not JSON', Buffer.from('words'), /expected one JSON object/],
  ['not UTF-8', Buffer.of(0xff), /not UTF-8/],
  ['without a report', Buffer.from('{}'), /report: /],
])('an answer that is %s is the agent’s failure', async (_, body, message) => {
  const { url } = await serve((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
  expect(await failure(agentAt(url).attempt())).toMatchObject({ fault: 'agent', message: expect.stringMatching(message) });
});

test('an agent that does not answer in time has failed', async () => {
  const { url } = await serve(() => {});
  expect(await failure(agentAt(url, { timeoutSeconds: 0.1 }).attempt())).toMatchObject({
    fault: 'agent',
    message: 'agent "mine" gave no report within 0.1 s',
  });
});

test('an abort during a call rejects with the reason and closes the connection', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { attempt } = agentAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const controller = new AbortController();
  const rejected = failure(attempt(controller.signal));
  const [request] = await once(server, 'request');
  const gone = closed(request.socket);
  const reason = new Error('stop');
  controller.abort(reason);
  expect(await rejected).toBe(reason);
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
  const agent = createHttpAgent(httpSchema.parse({ kind: 'http', name: 'mine', url }), deps);
  expect(await failure(agent.attempt(TASK, 1, NEVER, stopping.signal))).toBe(reason);
  expect(calls).toHaveLength(1);
});

test('a stop during a call lets it end, and no other try follows', async () => {
  const reason = new Error('stop');
  const stoppedDuring = async (status: number) => {
    const stopping = new AbortController();
    const { url, calls } = await serve((response) => {
      stopping.abort(reason);
      json(response, status, { report: 'r' });
    });
    const ended = await agentAt(url)
      .agent.attempt(TASK, 1, NEVER, stopping.signal)
      .catch((error: unknown) => error);
    return [ended, calls.length];
  };
  expect(await stoppedDuring(200)).toEqual([{ report: 'r' }, 1]);
  expect(await stoppedDuring(500)).toEqual([reason, 1]);
});

test('a key that is not set is an input error that names field and variable', async () => {
  const { url, calls } = await serve((response) => json(response, 200, { report: 'r' }));
  const agent = createHttpAgent(httpSchema.parse({ kind: 'http', name: 'mine', url, headers: HEADERS }), networkDeps());
  expect(String(await failure(agent.attempt(TASK, 1, NEVER, NEVER)))).toMatch(
    /^InputError: headers\.Authorization of agent "mine" names AGENT_KEY/,
  );
  expect(calls).toEqual([]);
});

test('the identity holds the URL and no key', () => {
  const { agent } = agentAt('http://host/run?key=typed-key', { headers: { 'X-Key': 'typed-key' } });
  expect(agent.identity).toMatchObject({ kind: 'http', url: 'http://host/run' });
  expect(JSON.stringify(agent.identity)).not.toContain('typed-key');
});
