/** createRewardApp: the reward server as a value, a router that tests ask without a port. */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { InputError } from '../../judge/errors.ts';
import { checkHost, checkOrigin, isLoopback } from '../http/guard.ts';
import { type BodyLimits, readJson, Unreadable } from './body.ts';
import type { Open } from './deadlines.ts';
import type { RewardDesk } from './desk.ts';
import type { LabelReader } from './item.ts';
import type { Asked, RewardProtocol, RewardResult } from './protocol.ts';
import { PROTOCOLS } from './protocols/all.ts';
import { type Asking, askRewards, type Coming, type RewardsDeps } from './rewards.ts';
import type { ServeMetrics } from './serve-metrics.ts';
import { type Spread, spreads } from './spread.ts';
import { checkBearer } from './token.ts';

export interface RewardAppDeps {
  readonly rewards: RewardsDeps;
  readonly desk: RewardDesk;
  readonly labels: LabelReader;
  readonly metrics: ServeMetrics;
  readonly spread: Spread;
  /** Requests that wait for an answer. */
  readonly open: Open;
  /** The address that the server is bound to. */
  readonly host: string;
  /** Undefined: whoever reaches the server may ask. */
  readonly token: string | undefined;
  readonly limits: BodyLimits;
  /** Of every protocol; each has its own where absent. */
  readonly deadlineSeconds: number | undefined;
  readonly fallback: number | undefined;
  /** In milliseconds, from anywhere. */
  readonly clock: () => number;
  readonly log: (line: RequestLine) => void;
  readonly onError: (error: unknown) => void;
}

/** One request, as the log has it: no text of anybody's. */
export interface RequestLine {
  readonly request: string;
  readonly protocol: string;
  readonly client: string;
  readonly status: number;
  readonly seconds: number;
  readonly items: number;
  /** Without a reward. */
  readonly failed: number;
  /** As whoever asked calls this piece of its work (W3C trace context). */
  readonly trace?: string;
  /** Why the request was refused, or the kind of error of the first that has none: its message may hold a judge's words, and they the report's. */
  readonly error?: string;
}

type Env = { Variables: { request: string } };

/** Seconds in which all protocols are answered that do not say otherwise: their clients give up after 180. */
export const DEADLINE_SECONDS = 170;

export function createRewardApp(deps: RewardAppDeps): Hono<Env> {
  const app = new Hono<Env>();
  app.use(checkHost(deps.host));
  app.use(async (c, next) => {
    c.set('request', requestId(c.req.header('x-request-id')));
    await next();
    c.header('x-request-id', c.get('request'));
    if (deps.open.closed) c.header('connection', 'close');
  });
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/', (c) => c.json({ status: 'ok', paths: PROTOCOLS.map(({ path }) => path) }));
  app.get('/ready', (c) => {
    const why = deps.open.closed ? 'stopping' : deps.desk.isDown ? 'the judge does not answer' : undefined;
    return why === undefined ? c.json({ ready: true }) : c.json({ ready: false, why }, 503);
  });
  if (deps.token !== undefined)
    app.use(checkBearer(deps.token, (path) => PROTOCOLS.some((each) => each.path === path && each.addressOnly === true)));
  app.get('/metrics', (c) => c.text(deps.metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }));
  app.use(checkOrigin());
  for (const protocol of PROTOCOLS) {
    app.post(protocol.path, (c) => serve(c, protocol, deps));
    for (const { method, path, answer } of protocol.beside ?? [])
      app.on(method, path, async (c) => answered(c, async () => answer(method === 'GET' ? undefined : await readJson(c, deps.limits))));
  }
  app.notFound((c) => c.json({ error: { kind: 'invalid', message: `no such path: ${c.req.path.slice(0, 200)}` } }, 404));
  app.onError((error, c) => {
    deps.onError(error);
    return c.json({ error: { kind: 'failed', message: 'unexpected failure; the log of the server says more' } }, 500);
  });
  return app;
}

async function answered(c: Context, work: () => Promise<unknown>): Promise<Response> {
  try {
    return c.json((await work()) as object);
  } catch (error) {
    return refusal(c, error);
  }
}

/** @throws what is no fault of the request's */
function refusal(c: Context, error: unknown): Response {
  if (!(error instanceof Unreadable) && !(error instanceof InputError)) throw error;
  const status = error instanceof Unreadable ? error.status : 422;
  return c.json({ error: { kind: 'invalid', message: error.message } }, status, status === 408 ? { connection: 'close' } : {});
}

function messageOf(error: unknown): string {
  return error instanceof Unreadable || error instanceof InputError ? error.message : 'unexpected failure';
}

function requestId(given: string | undefined): string {
  return given !== undefined && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

async function serve(c: Context<Env>, protocol: RewardProtocol, deps: RewardAppDeps): Promise<Response> {
  const started = deps.clock();
  const deadline = deps.open.begin(secondsFor(c, protocol, deps) * 1000);
  const client = clientOf(c);
  const finish = (status: number, results: readonly RewardResult[], error?: string) => {
    deadline.end();
    const seconds = (deps.clock() - started) / 1000;
    const failures = results.filter(({ error }) => error !== undefined);
    deps.metrics.requests.add(1, { protocol: protocol.name, status: String(status) });
    deps.metrics.rewardSeconds.observe(seconds, { protocol: protocol.name });
    const why = error ?? failures[0]?.error?.kind;
    const trace = c.req.header('traceparent');
    const line = {
      request: c.get('request'),
      protocol: protocol.name,
      client,
      status,
      seconds,
      items: results.length,
      failed: failures.length,
      ...(trace !== undefined && /^[\da-f-]{55}$/.test(trace) && { trace }),
    };
    deps.log(why === undefined ? line : { ...line, error: why });
  };
  try {
    const { coming, body } = await ask(c, protocol, deps, { client: `${client} ${protocol.name}`, due: deadline.due });
    if (protocol.streams === true && wantsLines(c)) return streamed(coming, deps, protocol, finish);
    const results = await Promise.all(coming.results);
    count(results, coming, deps, protocol);
    const groups = spreads(named(results, coming));
    const answer = protocol.answer(results, {
      body,
      judge: deps.rewards.judge.name,
      fallback: deps.fallback,
      groups,
      spent: coming.spent(),
    });
    finish(answer.status, results);
    return c.json(answer.body as object, answer.status);
  } catch (error) {
    finish(error instanceof Unreadable ? error.status : error instanceof InputError ? 422 : 500, [], messageOf(error));
    return refusal(c, error);
  }
}

/** Nobody holds a body once it was read: many wait, and for long. */
async function ask(c: Context, protocol: RewardProtocol, deps: RewardAppDeps, asking: Asking): Promise<{ coming: Coming; body: unknown }> {
  const body = await readJson(c, deps.limits);
  const coming = askRewards(deps.rewards, read(protocol, body, deps), asking);
  return { coming, body: protocol.echoes === true ? body : undefined };
}

/** @throws InputError or Unreadable, also for lists in lists that go deeper than this machine's stack */
function read(protocol: RewardProtocol, body: unknown, { labels }: RewardAppDeps): Asked {
  try {
    return protocol.read(body, labels);
  } catch (error) {
    throw error instanceof RangeError ? new Unreadable(400, 'the body is nested too deeply') : error;
  }
}

/** A request may ask to be answered earlier. */
function secondsFor(c: Context, protocol: RewardProtocol, deps: RewardAppDeps): number {
  const most = deps.deadlineSeconds ?? protocol.deadlineSeconds ?? DEADLINE_SECONDS;
  const asked = Number(c.req.header('x-gavel-deadline') ?? Number.NaN);
  return asked > 0 && asked < most ? asked : most;
}

/** Who asks: the name that it gives itself, else its address. */
function clientOf(c: Context): string {
  const named = c.req.header('x-gavel-client');
  if (named !== undefined && /^[\w.:-]{1,100}$/.test(named)) return named;
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress ?? 'local';
}

function wantsLines(c: Context): boolean {
  return /\bapplication\/x-ndjson\b/i.test(c.req.header('accept') ?? '');
}

/** One result a line, each as it is done. A reader that goes away ends no work. */
function streamed(
  coming: Coming,
  deps: RewardAppDeps,
  protocol: RewardProtocol,
  finish: (status: number, results: RewardResult[]) => void,
): Response {
  let gone = false;
  const encoder = new TextEncoder();
  const lines = new ReadableStream<Uint8Array>({
    async start(controller) {
      const write = async (coming: Promise<RewardResult>) => {
        const result = await coming;
        if (!gone) controller.enqueue(encoder.encode(`${JSON.stringify(result)}\n`));
        return result;
      };
      const results = await Promise.all(coming.results.map(write));
      count(results, coming, deps, protocol);
      finish(200, results);
      if (!gone) controller.close();
    },
    cancel() {
      gone = true;
    },
  });
  return new Response(lines, { headers: { 'content-type': 'application/x-ndjson' } });
}

function count(
  results: readonly RewardResult[],
  { groups }: Coming,
  { metrics, spread, fallback }: RewardAppDeps,
  protocol: RewardProtocol,
): void {
  results.forEach(({ reward, error, flags }, i) => {
    const group = groups[i];
    for (const flag of flags) metrics.flags.add(1, { flag });
    if (reward !== null) {
      metrics.rewards.add(1, { protocol: protocol.name });
      metrics.rewardValues.observe(reward);
      if (group !== undefined) spread.add(group.name, reward);
    } else if (error !== undefined) {
      metrics.failed.add(1, { protocol: protocol.name, kind: error.kind });
      if (fallback !== undefined && error.kind !== 'invalid' && protocol.fallsBack === true)
        metrics.fallbacks.add(1, { protocol: protocol.name });
    }
  });
}

function* named(results: readonly RewardResult[], { groups }: Coming): Generator<[string, number]> {
  for (const [i, { reward }] of results.entries()) {
    const group = groups[i];
    if (reward !== null && group?.named === true) yield [group.name, reward];
  }
}

/** Beyond this machine a server is open to whoever reaches it, unless it wants a token. */
export function needsToken(host: string): boolean {
  return !isLoopback(host);
}
