/** rewardServer: the reward server in process, with a judge whose answers a test decides; asked by requests, without a port. */
import { onTestFinished } from 'vitest';
import type { Benchmark } from '../../../benchmarks/benchmark.ts';
import type { ChecklistJudge } from '../../../judge/checklist/judge.ts';
import type { Scale } from '../../../judge/checklist/reward.ts';
import type { Label } from '../../../judge/checklist/verdict.ts';
import { Limit } from '../../../judge/model/limit.ts';
import { NO_USAGE } from '../../../judge/model/usage.ts';
import { RunBudget } from '../../../runners/judging/budget.ts';
import { Stop } from '../../../runners/judging/stop.ts';
import { createRewardApp, type RequestLine } from '../../../runners/serve/app.ts';
import { Circuit } from '../../../runners/serve/circuit.ts';
import { Open } from '../../../runners/serve/deadlines.ts';
import { RewardDesk } from '../../../runners/serve/desk.ts';
import { ReportFlags } from '../../../runners/serve/flags.ts';
import { labelReader } from '../../../runners/serve/item.ts';
import type { RequestRules } from '../../../runners/serve/protocol.ts';
import { serveMetrics } from '../../../runners/serve/serve-metrics.ts';
import { Spread } from '../../../runners/serve/spread.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { Store } from '../../../runners/store/store.ts';
import { NO_PRICES } from '../work.ts';

export const REPORT = 'A report with more than enough letters in it to be worth a judge of any kind.';

/** What a judge says of a criterion: a label, or why it gives none; thrown where it refuses everything. */
export type Says = (criterion: string, report: string) => Label | { readonly error: string } | Promise<Label | { readonly error: string }>;

/** By the criterion's own words: satisfied, partial, unsatisfied. */
export const byWords: Says = (criterion) =>
  /\bpartial/.test(criterion) ? 'partial' : /\bnot\b/.test(criterion) ? 'unsatisfied' : 'satisfied';

export interface Setting {
  readonly says?: Says;
  readonly scale?: Scale;
  readonly rules?: RequestRules;
  readonly trials?: number;
  readonly fallback?: number;
  readonly token?: string;
  readonly host?: string;
  /** Answers are due as soon as the judge is only waited for to be asked again. */
  readonly late?: boolean;
  readonly deadlineSeconds?: number;
  readonly bodyBytes?: number;
  readonly benchmarks?: readonly Benchmark[];
  readonly failWhenDown?: boolean;
  readonly most?: number;
  readonly limit?: Limit;
}

export function rewardServer(setting: Setting = {}) {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  const asked: string[] = [];
  const says = setting.says ?? byWords;
  const checklist: ChecklistJudge = {
    name: 'j',
    identity: { kind: 'model', name: 'j' },
    model: 'm',
    async judge({ report, rubric, owed }, sink, signal) {
      const words = new Map(rubric.map(({ id, criterion }) => [id, criterion]));
      await Promise.all(
        owed.map(async (question) => {
          const criterion = words.get(question.criterion) ?? '';
          asked.push(criterion);
          const said = await says(criterion, report);
          signal.throwIfAborted();
          await sink({
            answers:
              typeof said === 'string'
                ? [{ question, answer: { label: said, reason: `It is ${said}.`, quotes: [], confidence: 0.9 } }]
                : [],
            unscored: typeof said === 'string' ? [] : [{ question, error: said.error }],
            call: { usage: { ...NO_USAGE, inputTokens: 100, outputTokens: 10 } },
          });
        }),
      );
    },
  };
  const id = store.transaction(() => storeJudge(store, checklist));
  const limit = setting.limit ?? new Limit(64);
  const judge = {
    name: 'j',
    checklist,
    pairwise: { name: 'j', identity: {}, judge: async () => {} },
    trials: setting.trials ?? 1,
    limit,
    secrets: [],
    calls: () => 0,
    close: async () => {},
    id,
  };
  const stop = new Stop();
  const mends: (() => void)[] = [];
  const circuit = new Circuit({ stop, after: (_, work) => void mends.push(work) });
  const budget = new RunBudget({}, NO_PRICES, stop);
  const fatal: unknown[] = [];
  let now = 0;
  const sleeps: (() => void)[] = [];
  const clock = () => now;
  const desk = new RewardDesk({
    store,
    judge,
    stop,
    circuit,
    budget,
    most: setting.most ?? 8,
    now: () => '2026-01-01T00:00:00.000Z',
    clock,
    sleep: () => new Promise((resolve) => sleeps.push(resolve)),
    failWhenDown: setting.failWhenDown === true,
    onFatal: (error) => fatal.push(error),
  });
  const spread = new Spread();
  const timers = new Set<() => void>();
  const open = new Open((_, work) => {
    timers.add(work);
    if (setting.late === true) void until(() => sleeps.length > 0).then(work);
    return () => void timers.delete(work);
  });
  const metrics = serveMetrics({ desk: () => desk, spread, open: () => open.size });
  const lines: RequestLine[] = [];
  const errors: unknown[] = [];
  const app = createRewardApp({
    rewards: {
      desk,
      store,
      judge,
      prices: NO_PRICES,
      flags: new ReportFlags(store),
      scale: setting.scale ?? 'strict',
      rules: setting.rules ?? { fatal: true },
      onCall: metrics.onCall,
    },
    desk,
    labels: labelReader(setting.benchmarks ?? []),
    metrics,
    spread,
    open,
    host: setting.host ?? '127.0.0.1',
    token: setting.token,
    limits: { bodyBytes: setting.bodyBytes ?? 1 << 20, silenceMs: 1000 },
    deadlineSeconds: setting.deadlineSeconds,
    fallback: setting.fallback,
    clock,
    log: (line) => lines.push(line),
    onError: (error) => errors.push(error),
  });
  return {
    app,
    store,
    desk,
    open,
    stop,
    circuit,
    limit,
    /** Criteria in the order in which the judge was asked. */
    asked,
    lines,
    errors,
    fatal,
    /** Ends the pauses of a broken circuit. */
    mend: () => {
      for (const work of mends.splice(0)) work();
    },
    /** Ends the waits before a judge is asked again. */
    wake: () => {
      for (const resolve of sleeps.splice(0)) resolve();
    },
    sleeping: () => sleeps.length,
    /** Every answer is due. */
    due: () => {
      for (const work of timers) work();
    },
    pass: (ms: number) => {
      now += ms;
    },
    async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
      const response = await app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', host: 'localhost', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await response.text();
      // biome-ignore lint/suspicious/noExplicitAny: an answer as a client reads it
      const json = (response.headers.get('content-type') ?? '').startsWith('application/json') ? (JSON.parse(text) as any) : undefined;
      return { status: response.status, text, json, headers: response.headers };
    },
    async get(path: string, headers: Readonly<Record<string, string>> = {}) {
      const response = await app.request(path, { headers: { host: 'localhost', ...headers } });
      return { status: response.status, text: await response.text() };
    },
  };
}

/** So many turns of the event loop, in which all that waits for nothing is done. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turns(1);
}
