/** The reward server while judges are slow, ill or gone, clients go away, and many ask at once. */
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../judge/errors.ts';
import { Limit } from '../../../judge/model/limit.ts';
import { REPORT, rewardServer, type Says, turns, until } from './reward-server.ts';

const RUBRIC = [
  { criterion: 'Names the cause.', weight: 1 },
  { criterion: 'Names the date.', weight: 1 },
];
const item = (id: string, more: object = {}) => ({ id, query: 'Why?', report: `${REPORT} ${id}`, rubric: RUBRIC, ...more });
const ask = (server: ReturnType<typeof rewardServer>, ...ids: string[]) => server.post('/v1/rewards', { items: ids.map((id) => item(id)) });

/** A judge that answers when it is let. */
function held(): { says: Says; open: () => void } {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { says: () => gate.then(() => 'satisfied' as const), open };
}

describe('a deadline', () => {
  it('is kept with what is known by then, marked; the work goes on, and asking again finds it', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const server = rewardServer({
      says: (criterion) => (criterion.includes('date') ? gate.then(() => 'satisfied' as const) : 'satisfied'),
    });
    const first = server.post('/v1/rewards', { items: [item('a')], verdicts: true });
    await until(() => server.desk.counts.judged === 1);
    server.due();
    const { status, json } = await first;
    expect(status).toBe(200);
    expect(json.results[0]).toMatchObject({ reward: null, judged: 1, criteria: 2, unscored: 1, error: { kind: 'deadline' } });
    expect(json.results[0].verdicts.map(({ id }: { id: string }) => id)).toEqual(['c01']);
    expect(Object.values(json.results[0].components)).toEqual([0, 0, 0, 0, 0]);
    open();
    await until(() => server.desk.open === 0);
    expect((await ask(server, 'a')).json.results[0].reward).toBe(1);
    expect(server.asked).toHaveLength(2);
  });

  it('may be asked for earlier by the client, and is not later than the server says', async () => {
    const { says, open } = held();
    const server = rewardServer({ says, deadlineSeconds: 60 });
    const waits: number[] = [];
    const begin = server.open.begin.bind(server.open);
    server.open.begin = (ms) => {
      waits.push(ms);
      return begin(ms);
    };
    const asked = ['5', '600', 'soon'].map((seconds) =>
      server.post('/v1/rewards', { items: [item('a')] }, { 'x-gavel-deadline': seconds }),
    );
    await until(() => waits.length === 3);
    open();
    await Promise.all(asked);
    expect(waits).toEqual([5000, 60_000, 60_000]);
  });
});

describe('a client that goes away', () => {
  it('ends no work: it is one job however often it is asked for', async () => {
    const { says, open } = held();
    const server = rewardServer({ says });
    const asked = [ask(server, 'a'), ask(server, 'a')];
    await until(() => server.open.size === 2 && server.asked.length === 2);
    await turns(2);
    server.due();
    for (const { json } of await Promise.all(asked)) expect(json.results[0].reward).toBeNull();
    expect(server.desk.open).toBe(1);
    open();
    await until(() => server.desk.open === 0);
    expect((await ask(server, 'a')).json).toMatchObject({ results: [{ reward: 1 }], usage: { calls: 0 } });
  });
});

describe('a judge', () => {
  it('that gives no verdict is asked again while somebody waits, and then the item has an error, never a number', async () => {
    let tries = 0;
    const server = rewardServer({ says: () => (++tries > 2 ? 'satisfied' : { error: 'not a verdict' }) });
    const again = ask(server, 'a');
    await until(() => server.sleeping() > 0);
    server.wake();
    expect((await again).json.results[0].reward).toBe(1);
    const never = rewardServer({ says: () => ({ error: 'not a verdict' }) });
    const failing = ask(never, 'a');
    for (let i = 0; i < 2; i++) {
      await until(() => never.sleeping() > 0);
      never.wake();
    }
    expect((await failing).json.results[0]).toMatchObject({
      reward: null,
      error: { kind: 'judge_failed', message: 'no verdict on 2 criteria: not a verdict' },
    });
    expect(never.asked).toHaveLength(6);
    expect((await never.get('/metrics')).text).toContain('gavel_reward_failed_total{protocol="native",kind="judge_failed"} 1');
  });

  it('that refuses everything breaks the circuit: the server is not ready, requests wait, and all is well once it answers', async () => {
    let ill = true;
    const refusal = new ModelError('permanent', 'the key was refused (401)');
    const server = rewardServer({
      says: () => {
        if (ill) throw refusal;
        return 'satisfied';
      },
    });
    expect((await server.get('/ready')).status).toBe(200);
    const waiting = ask(server, 'a', 'b');
    await until(() => server.circuit.failure !== undefined);
    expect((await server.get('/ready')).status).toBe(503);
    const askedWhileBroken = server.asked.length;
    await turns(20);
    expect(server.asked).toHaveLength(askedWhileBroken);
    expect((await server.get('/metrics')).text).toContain('gavel_judge_up 0');
    // It is looked at again, found as before, and looked at again.
    server.mend();
    await until(() => server.circuit.failure !== undefined);
    expect((await server.get('/ready')).status).toBe(503);
    ill = false;
    server.mend();
    expect((await waiting).json.results.map(({ reward }: { reward: number }) => reward)).toEqual([1, 1]);
    expect((await server.get('/ready')).status).toBe(200);
    expect(server.fatal).toEqual([]);
  });

  it('that does not answer is said to fail, and answers what waits when it is back', async () => {
    const limit = new Limit(64);
    const { says, open } = held();
    const server = rewardServer({ says, limit });
    const waiting = ask(server, 'a');
    await until(() => server.asked.length === 2);
    for (let i = 0; i < 8; i++) limit.ended('failed');
    expect((await server.get('/ready')).status).toBe(503);
    server.due();
    expect((await waiting).json.results[0].error).toMatchObject({
      kind: 'judge_failed',
      message: expect.stringContaining('does not answer'),
    });
    open();
    limit.ended('answered');
    await until(() => server.desk.open === 0);
    expect((await server.get('/ready')).status).toBe(200);
  });

  it('that does not answer is not waited for where the server was told so', async () => {
    const server = rewardServer({
      failWhenDown: true,
      says: () => {
        throw new ModelError('permanent', 'no money left');
      },
    });
    const first = ask(server, 'a');
    await until(() => server.circuit.failure !== undefined);
    expect((await ask(server, 'b')).json.results[0].error).toEqual({
      kind: 'judge_down',
      message: 'the judge does not answer: no money left',
    });
    server.due();
    expect((await first).json.results[0].reward).toBeNull();
  });
});

describe('many at once', () => {
  it('are served by turns: a single report does not wait for a whole batch of another client', async () => {
    const { says, open } = held();
    const begun: string[] = [];
    const server = rewardServer({
      most: 1,
      says: (criterion, report) => {
        if (criterion.includes('cause')) begun.push(report.slice(REPORT.length + 1));
        return says(criterion, report);
      },
    });
    const batch = server.post('/v1/rewards', { items: ['b1', 'b2', 'b3', 'b4'].map((id) => item(id)) }, { 'x-gavel-client': 'batch' });
    await until(() => begun.length === 1);
    const single = server.post('/v1/rewards', { items: [item('s')] }, { 'x-gavel-client': 'single' });
    await until(() => server.desk.waiting === 4);
    open();
    await Promise.all([batch, single]);
    expect(begun.indexOf('s')).toBeLessThan(3);
  });

  it('wait without their texts: 16,000 reports in the queue are rows and little more', async () => {
    const { says, open } = held();
    const server = rewardServer({ says, most: 1, bodyBytes: 2 ** 24 });
    const items = Array.from({ length: 16_000 }, (_, i) => item(String(i), { report: `${REPORT} ${i}`, rubric: RUBRIC.slice(0, 1) }));
    const asked = server.post('/v1/rewards', { items });
    await until(() => server.desk.open > 0);
    expect(server.desk.waiting).toBe(15_999);
    expect((await server.get('/metrics')).text).toContain('gavel_queue_depth 15999');
    server.due();
    open();
    expect((await asked).json.results).toHaveLength(16_000);
    await server.desk.stop();
  });
});

describe('a server that is stopped', () => {
  it('is not ready, answers whoever waits with what is known, and begins nothing more', async () => {
    const { says, open } = held();
    const server = rewardServer({ says, most: 1 });
    const waiting = ask(server, 'a', 'b');
    await until(() => server.asked.length === 2);
    server.open.close();
    expect((await server.get('/ready')).status).toBe(503);
    const stopped = server.desk.stop();
    server.open.expire();
    const { json } = await waiting;
    expect(json.results.map(({ error }: { error: { kind: string } }) => error.kind)).toEqual(['stopping', 'stopping']);
    open();
    await stopped;
    // What was in flight came home, and is kept.
    expect(server.asked).toHaveLength(2);
    expect((await ask(server, 'a')).json.results[0].reward).toBe(1);
    expect((await ask(server, 'b')).json.results[0].error.kind).toBe('stopping');
  });
});

describe('a client without manners', () => {
  it('needs the token, wherever it can put it; health and readiness need none', async () => {
    const server = rewardServer({ token: 'secret-token' });
    const body = { items: [] };
    expect((await server.post('/v1/rewards', body)).status).toBe(401);
    expect((await server.get('/metrics')).status).toBe(401);
    for (const authorization of [
      'Bearer wrong',
      'Bearer secret-token2',
      'Basic c2VjcmV0LXRva2Vu',
      `Basic ${btoa('gavel:secret')}`,
      'secret-token',
    ])
      expect([authorization, (await server.post('/v1/rewards', body, { authorization })).status]).toEqual([authorization, 401]);
    expect((await server.post('/v1/rewards', body, { authorization: 'Bearer secret-token' })).status).toBe(200);
    // Two trainers can be given nothing but an address.
    const inAddress = { authorization: `Basic ${btoa('gavel:secret-token')}` };
    for (const path of ['/slime', '/get_reward']) expect((await server.post(path, {}, inAddress)).status).not.toBe(401);
    expect((await server.post('/v1/rewards', body, inAddress)).status).toBe(401);
    // Addresses stand in the logs of whatever is between.
    expect((await server.post('/v1/rewards?token=secret-token', body)).status).toBe(401);
    expect([(await server.get('/health')).status, (await server.get('/ready')).status]).toEqual([200, 200]);
  });

  it('is told the limit that its body passes, whether or not it says how long that is', async () => {
    const server = rewardServer({ bodyBytes: 2 ** 20 });
    const { status, json } = await server.post('/v1/rewards', { items: [item('x', { report: 'x'.repeat(2 ** 20) })] });
    expect([status, json.error.message]).toEqual([413, expect.stringMatching(/limit of 1 MiB: .*--body-limit/)]);
    const told = await server.post('/v1/rewards', '{}', { 'content-length': String(2 ** 30) });
    expect(told.status).toBe(413);
  });

  it('reaches nothing from a page of another site', async () => {
    const server = rewardServer();
    expect((await server.post('/v1/rewards', { items: [] }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await server.post('/v1/rewards', { items: [] }, { origin: 'http://evil.test' })).status).toBe(403);
    expect((await server.post('/v1/rewards', { items: [] }, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await server.get('/health', { host: 'evil.test' })).status).toBe(421);
  });

  it.each([
    ['bytes that are no text', '\ud800'],
    ['a body that is empty', ''],
    ['items that are none', { items: [null, 3, 'x', [], { report: 5 }] }],
    [
      'names of the language',
      '{"items":[{"__proto__":{"report":"x"},"id":"__proto__","query":"q","report":"r","rubric":[{"criterion":"c","weight":1,"id":"constructor"}]}]}',
    ],
    ['numbers beyond reason', { items: [item('a', { rubric: [{ criterion: 'c', weight: 1e308 }] })] }],
    ['a rubric of rubrics', { items: [item('a', { rubric: { rubrics: { rubrics: { rubrics: [] } } } })] }],
    ['text in text in text', { items: [item('a', { rubric: JSON.stringify(JSON.stringify(JSON.stringify([]))) })] }],
    ['lists in lists without end', `{"items":[{"query":"q","report":"r","rubric":${'['.repeat(200_000)}${']'.repeat(200_000)}}]}`],
    ['an id that is a page', { items: [item('<script>'.repeat(100))] }],
  ])('gets an answer and no failure for %s', async (_, body) => {
    const server = rewardServer();
    const { status, json } = await server.post('/v1/rewards', body);
    expect(status).toBeLessThan(500);
    expect(json).toBeTypeOf('object');
    expect(server.errors).toEqual([]);
    for (const { reward } of json.results ?? []) expect(reward === null || Number.isFinite(reward)).toBe(true);
  });

  it('leaves no text of its own in the log', async () => {
    const server = rewardServer();
    await server.post('/v1/rewards', { items: [item('a')] }, { 'x-request-id': 'r-1', 'x-gavel-client': 'trainer' });
    expect(server.lines).toEqual([{ request: 'r-1', protocol: 'native', client: 'trainer', status: 200, seconds: 0, items: 1, failed: 0 }]);
    const { headers } = await server.post('/v1/rewards', { items: [] }, { 'x-request-id': 'two words' });
    expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('leaves no text of its own in the log where a judge repeats it, or where it is no JSON', async () => {
    const server = rewardServer({ late: true, says: () => ({ error: `no verdict in "${REPORT}"` }) });
    await server.post('/v1/rewards', { items: [item('a')] });
    await server.post('/v1/rewards', `{"items": [{"report": NaN, "${REPORT}`);
    expect(server.lines.map(({ error }) => error)).toEqual(['deadline', expect.stringMatching(/^the body is not JSON: [^"]+$/)]);
    expect(JSON.stringify(server.lines)).not.toContain('more than enough');
  });
});
