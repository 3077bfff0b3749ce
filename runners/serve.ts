/** Serving rewards: the judges that there are, behind the protocols of trainers, until the server is told to stop. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark } from '../benchmarks/benchmark.ts';
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { listen } from './http/listen.ts';
import type { JudgeConfig } from './judges/open.ts';
import { storedReportJudge } from './judging/judge-report.ts';
import { type Around, noteOtherEndpoints, type Opened, type Terms, withJudges } from './judging/paid-work.ts';
import { createRewardApp, DEADLINE_SECONDS, needsToken, type RequestLine } from './serve/app.ts';
import { Circuit } from './serve/circuit.ts';
import { Open } from './serve/deadlines.ts';
import { RewardDesk } from './serve/desk.ts';
import { ReportFlags } from './serve/flags.ts';
import { labelReader } from './serve/item.ts';
import type { RequestRules } from './serve/protocol.ts';
import { serveMetrics } from './serve/serve-metrics.ts';
import { openSpans } from './serve/spans.ts';
import { Spread } from './serve/spread.ts';
import { type Store, type StoreAt, withStore } from './store/store.ts';

export interface ServeOptions extends Pick<Terms, 'concurrency' | 'budget' | 'prices' | 'redis' | 'workers'> {
  readonly judge: JudgeConfig;
  /** Whose tasks may be named in place of a rubric. */
  readonly benchmarks: readonly Benchmark[];
  readonly scale: Scale;
  readonly rules: RequestRules;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Who may ask; undefined: whoever reaches the server. */
  readonly token: string | undefined;
  /** Whether it may go without one beyond this machine. */
  readonly open: boolean;
  readonly deadlineSeconds: number | undefined;
  readonly fallback: number | undefined;
  readonly failWhenDown: boolean;
  /** Largest body of a request, in bytes. */
  readonly bodyBytes: number;
  /** How long requests may take to end once the server is told to stop. */
  readonly drainSeconds: number;
}

export interface ServeAround extends Pick<Around, 'env' | 'onNotice' | 'stopping' | 'aborting'> {
  /** @param address as in `http://127.0.0.1:8700` */
  readonly onListening: (address: string) => void;
  readonly onRequest: (line: RequestLine) => void;
  readonly onError: (error: unknown) => void;
}

/** How long nothing may come of a body. */
const SILENCE_MS = 30_000;

/**
 * Resolves once the server has ended: what was asked is answered, and all that was paid for is stored.
 *
 * @throws InputError where the port, the store or the judge cannot be had, or what every further request would meet, such as a full disk
 */
export async function serve(at: StoreAt, options: ServeOptions, around: ServeAround): Promise<void> {
  if (needsToken(options.host) && options.token === undefined && !options.open)
    throw new InputError(
      `a server on ${options.host} can be reached from other machines: put a token into the variable that --token-env names, or say --open where the network itself is closed`,
    );
  const { env, onNotice } = around;
  await withJudges([options.judge], options, { env, onNotice }, (opened) =>
    withStore(at, { mode: 'write' }, (store) => serveFrom(store, options, opened, around)),
  );
}

async function serveFrom(store: Store, options: ServeOptions, opened: Opened, around: ServeAround): Promise<void> {
  const [open] = opened.judges;
  if (open === undefined) throw new Error('no judge was opened');
  store.lock();
  store.withhold([...opened.keys, ...(options.token === undefined ? [] : [options.token])]);
  const judge = store.transaction(() => storedReportJudge(store, open));
  noteOtherEndpoints(store, [judge, ...(judge.panel?.members ?? [])], around.onNotice);
  const { stop, budget, prices } = opened;
  const ending = new AbortController();
  const failures: unknown[] = [];
  const clock = () => performance.now();
  const sleep = (ms: number) => delay(ms, undefined, { ref: false });
  const circuit = new Circuit({
    stop,
    after: (ms, work) => void after(ms, work),
    onChange: (failure) => around.onNotice(failure === undefined ? 'asking the judge again' : `the judge refuses all: ${failure.message}`),
  });
  const spread = new Spread();
  const requests = new Open(after);
  const metrics = serveMetrics({ desk: () => desk, spread, open: () => requests.size });
  const spans = openSpans({
    env: around.env,
    fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(5_000) }),
    after,
    onNotice: around.onNotice,
  });
  const desk: RewardDesk = new RewardDesk({
    store,
    judge,
    stop,
    circuit,
    budget,
    most: 2 * options.concurrency,
    now: () => new Date().toISOString(),
    clock,
    sleep,
    failWhenDown: options.failWhenDown,
    onReport(report) {
      metrics.onReport(report);
      const { criteria, waitedMs, judgedMs, error } = report;
      spans?.add({ name: 'judge report', ...lasted(judgedMs), attributes: { criteria, waitedMs }, failed: error !== undefined });
    },
    onFatal(error) {
      failures.push(error);
      ending.abort();
    },
  });
  const app = createRewardApp({
    rewards: {
      desk,
      store,
      judge,
      prices,
      flags: new ReportFlags(store),
      scale: options.scale,
      rules: options.rules,
      onCall: metrics.onCall,
    },
    desk,
    labels: labelReader(options.benchmarks),
    metrics,
    spread,
    open: requests,
    host: options.host,
    token: options.token,
    limits: { bodyBytes: options.bodyBytes, silenceMs: SILENCE_MS },
    deadlineSeconds: options.deadlineSeconds,
    fallback: options.fallback,
    clock,
    log(line) {
      around.onRequest(line);
      const { seconds, status, trace, error: _, ...attributes } = line;
      spans?.add({
        name: `rewards ${line.protocol}`,
        ...lasted(seconds * 1000),
        attributes: { ...attributes, 'http.response.status_code': status },
        failed: status >= 500 || line.failed > 0,
        parent: trace,
      });
    },
    onError: around.onError,
  });
  const server = await listen((request, bindings) => app.fetch(request, bindings), options.host, options.port, {
    ...SERVER,
    // Longer than an answer takes: who does not read it is not waited for.
    silentMs: ((options.deadlineSeconds ?? DEADLINE_SECONDS) + 120) * 1000,
  });
  around.onListening(addressOf(options.host, server.port));
  await told([around.stopping, ending.signal]);
  requests.close();
  const broken = told([around.aborting, ending.signal]);
  await Promise.race([allHeard(requests, sleep), broken]);
  // Connections that are idle go at once; the others with their answer.
  const closed = server.stop();
  await Promise.race([requests.ended(), sleep(options.drainSeconds * 1000), broken]);
  const done = desk.stop();
  stop.stop();
  requests.expire();
  // Calls on their way were paid for: they may come home.
  await Promise.race([done, sleep(LAST_MS), told([around.aborting])]);
  stop.abort();
  await Promise.all([done, closed]);
  store.flush();
  await spans?.close();
  if (failures.length > 0) throw failures[0];
}

const LAST_MS = 10_000;

/** What was sent before the server was told to stop lies in buffers as long as it is busy: closing would cut it off. */
async function allHeard(requests: Open, sleep: (ms: number) => Promise<void>): Promise<void> {
  let [quiet, before] = [0, requests.begun];
  for (let looks = 0; looks < MOST_LOOKS && quiet < QUIET_LOOKS; looks++) {
    await sleep(LOOK_MS);
    quiet = requests.begun === before ? quiet + 1 : 0;
    before = requests.begun;
  }
}

const LOOK_MS = 250;
const QUIET_LOOKS = 4;
const MOST_LOOKS = 20;

function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
}

/** Trainers open a connection a sample, and reuse those that they keep for a while. */
const SERVER = { backlog: 4096, keepAliveMs: 75_000, graceMs: 2 ** 31 - 1 };

/** What has just ended. */
function lasted(ms: number): { readonly start: number; readonly end: number } {
  const end = performance.timeOrigin + performance.now();
  return { start: end - ms, end };
}

async function told(signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  const given = signals.filter((signal) => signal !== undefined);
  if (given.some(({ aborted }) => aborted)) return;
  await Promise.race(given.length === 0 ? [new Promise(() => {})] : given.map((signal) => once(signal, 'abort')));
}

function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}
