/**
 * A judge tried on a bundled pair of reports before anything is paid for: whether its replies are read, in which format, how fast, and
 * how many calls at once it can take. Small enough for a model on a laptop: so many calls and seconds, and what does not fit is left out.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveBenchmark } from '../benchmarks/benchmark.ts';
import { packageData } from '../benchmarks/files/paths.ts';
import { createModelJudge } from '../judge/checklist/judge.ts';
import type { Rubric } from '../judge/checklist/rubric.ts';
import type { Label, Verdict } from '../judge/checklist/verdict.ts';
import { Stopped } from '../judge/model/ask.ts';
import { Limit } from '../judge/model/limit.ts';
import type { ReplyForm } from '../judge/model/request-body.ts';
import { accessTo } from './http/access.ts';
import { type ModelConfig, openEndpoint } from './judges/model.ts';
import { RunBudget } from './judging/budget.ts';
import { freePrice, loadPrices, priceOf } from './judging/prices.ts';
import { Stop } from './judging/stop.ts';

/** The most that a trial takes. */
export const TRIAL = { calls: 20, seconds: 60 } as const;

/** Calls at once, each made as often: 15 in all, which leaves some for tries again. */
const AT_ONCE = [1, 2, 4, 8];
/** More at once is worth it where it brings this many times the answers. */
const WORTH = 1.2;
/** Reports are longer than the bundled ones, and machines busier. */
const PATIENCE = 6;
const SHORTEST_TIMEOUT = 60;

/** The shorter ones of its reports: prompts take a machine without a graphics card most of its time. */
const [TASK, AGENTS] = ['demo-en-01', ['sample-listy', 'sample-careless']] as const;
/** On most of which the two reports differ; c12 and c13 are flaws. */
const CRITERIA = ['c01', 'c02', 'c04', 'c07', 'c12', 'c05', 'c06', 'c13'];

export interface Step {
  readonly atOnce: number;
  readonly answers: number;
  /** Of answers, at that many at once. */
  readonly perMinute: number;
  /** Seconds of the slowest answer. */
  readonly slowest: number;
}

export interface JudgeTried {
  readonly url: string;
  readonly model: string;
  /** Calls that went out, and those of them that were tries again. */
  readonly calls: number;
  readonly retries: number;
  readonly verdicts: number;
  /** Verdicts with the label that people gave. */
  readonly agreed: number;
  /** Why criteria got no verdict, each reason once. */
  readonly unscored: readonly string[];
  /** How the endpoint was asked for JSON; undefined where it never answered. */
  readonly format: ReplyForm | undefined;
  /** Of answers, one call at a time; undefined where the endpoint does not count. */
  readonly tokensPerSecond: number | undefined;
  readonly steps: readonly Step[];
  /** Undefined where nothing was answered. */
  readonly advice: { readonly concurrency: number; readonly timeoutSeconds: number } | undefined;
  /** Its confidence says how far a criterion is met, not how sure it is. */
  readonly confidenceIsFulfilment: boolean;
  /** What to put into a price file where the endpoint is on this machine and the model has no price. */
  readonly freePrice: string | undefined;
  /** Which limit cut the trial short, if one did. */
  readonly cut: 'calls' | 'seconds' | undefined;
}

export interface TrialDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onNotice: (line: string) => void;
  /** Seconds. */
  readonly clock: () => number;
  /** ISO, of today. */
  readonly today: string;
}

interface Question {
  readonly criterion: string;
  readonly report: string;
  /** By people. */
  readonly label: Label;
}

interface Answered extends Question {
  readonly verdict: Verdict;
  readonly seconds: number;
  readonly outputTokens: number | undefined;
}

/** @throws InputError for a wrong URL or a missing key, ModelError of kind permanent where every call would fail alike */
export async function tryJudge(
  config: ModelConfig,
  deps: TrialDeps,
  limits: { calls: number; seconds: number } = TRIAL,
): Promise<JudgeTried> {
  const stop = new Stop();
  const budget = new RunBudget({ calls: limits.calls }, { rates: [], models: [] }, stop);
  const pair = await bundledPair();
  const endpoint = openEndpoint(config, { ...deps, concurrency: Math.max(...AT_ONCE), stop, budget, random: Math.random });
  const timer = setTimeout(() => stop.abort(), limits.seconds * 1000);
  const unscored = new Set<string>();
  let cut: JudgeTried['cut'];
  const answered: Answered[] = [];
  const steps: Step[] = [];
  const ask = async (question: Question, atOnce: Limit): Promise<void> => {
    const { name, model, temperature, labels, contextTokens } = { ...config, name: config.model };
    const settings = { name, model, temperature, labels, contextTokens, criteriaPerCall: 1, warmPrefix: false };
    const judge = createModelJudge(settings, { ...endpoint.ask, limit: atOnce });
    const begun = deps.clock();
    const { query, rubric } = pair;
    await judge.judge(
      { query, rubric, report: question.report, owed: [{ criterion: question.criterion, trial: 1 }] },
      async ({ answers, unscored: failed, call }) => {
        for (const { error } of failed) unscored.add(error);
        const verdict = answers[0]?.answer;
        if (verdict === undefined) return;
        const outputTokens = call?.usage && call.usage.outputTokens + call.usage.reasoningTokens;
        answered.push({ ...question, verdict, seconds: deps.clock() - begun, outputTokens });
      },
      stop.aborting,
    );
  };
  try {
    const questions = [...pair.questions];
    for (const atOnce of AT_ONCE) {
      const [limit, before, begun] = [new Limit(atOnce), answered.length, deps.clock()];
      const ended = await Promise.allSettled(questions.splice(0, atOnce).map((question) => ask(question, limit)));
      for (const { reason } of ended.filter((each) => each.status === 'rejected')) if (!(reason instanceof Stopped)) throw reason;
      // What was cut short says nothing of a pace.
      if (ended.some(({ status }) => status === 'rejected')) {
        cut = stop.stopping.aborted ? 'seconds' : 'calls';
        break;
      }
      const now = answered.slice(before);
      if (now.length > 0) steps.push(stepOf(atOnce, now, deps.clock() - begun));
    }
  } finally {
    clearTimeout(timer);
    await endpoint.close();
  }
  if (stop.failure !== undefined) throw stop.failure;
  const alone = answered.slice(0, steps[0]?.answers ?? 0);
  const { url } = accessTo(config, deps.env, `judge "${config.model}"`);
  return {
    url,
    model: config.model,
    calls: budget.calls,
    retries: Object.values(budget.retries).reduce((sum, count) => sum + count, 0),
    verdicts: answered.length,
    agreed: answered.filter(({ verdict, label }) => verdict.label === label).length,
    unscored: [...unscored],
    format: endpoint.format(),
    tokensPerSecond: speedOf(alone),
    steps,
    advice: adviceOf(steps),
    confidenceIsFulfilment: isFulfilment(answered.map(({ verdict }) => verdict)),
    freePrice: isLoopback(url) && priceOf(loadPrices(), config.model) === undefined ? freePrice(config.model, deps.today) : undefined,
    cut,
  };
}

function stepOf(atOnce: number, answered: readonly Answered[], seconds: number): Step {
  return {
    atOnce,
    answers: answered.length,
    perMinute: (60 * answered.length) / seconds,
    slowest: Math.max(...answered.map((each) => each.seconds)),
  };
}

/** As many at once as bring more answers, each step by what it is worth; a time-out that the slowest answer there is far from. */
export function adviceOf(steps: readonly Step[]): JudgeTried['advice'] {
  let best = steps[0];
  for (const step of steps.slice(1)) if (best !== undefined && step.perMinute >= WORTH * best.perMinute) best = step;
  if (best === undefined) return undefined;
  const patient = Math.max(SHORTEST_TIMEOUT, PATIENCE * best.slowest);
  return { concurrency: best.atOnce, timeoutSeconds: Math.ceil(patient / 10) * 10 };
}

function speedOf(answered: readonly Answered[]): number | undefined {
  const tokens = answered.map(({ outputTokens }) => outputTokens);
  if (tokens.length === 0 || tokens.some((count) => count === undefined)) return undefined;
  return tokens.reduce<number>((sum, count) => sum + (count ?? 0), 0) / answered.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** True where nearly every satisfied criterion has a higher confidence than every unsatisfied one, and far so. */
export function isFulfilment(verdicts: readonly Pick<Verdict, 'label' | 'confidence'>[]): boolean {
  const of = (label: Label) =>
    verdicts.flatMap((verdict) => (verdict.label === label && verdict.confidence !== undefined ? [verdict.confidence] : []));
  const [met, unmet] = [of('satisfied'), of('unsatisfied')];
  if (met.length < 2 || unmet.length < 2) return false;
  const above = met.flatMap((high) => unmet.map((low): number => (high > low ? 1 : high === low ? 0.5 : 0)));
  return mean(above) >= 0.95 && mean(met) - mean(unmet) >= 0.3;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** Criteria on which the two reports differ, first those of one call at a time, each report in turn. */
async function bundledPair(): Promise<{ query: string; rubric: Rubric; questions: Question[] }> {
  const folder = packageData();
  const { tasks } = await resolveBenchmark('demo', { dataDir: folder, cacheDir: folder });
  const task = tasks.find(({ id }) => id === TASK);
  if (task?.rubric === undefined) throw new Error(`the bundled task ${TASK} is not there`);
  const labels = readFileSync(join(folder, 'demo', 'labels.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelLine);
  const read = (agent: string) => readFileSync(join(folder, 'demo', 'reports', agent, `${TASK}.md`), 'utf8');
  const reports = AGENTS.map((agent) => ({ agent, report: read(agent) }));
  const questions = CRITERIA.flatMap((criterion) =>
    reports.map(({ agent, report }): Question => {
      const label = labels.find((line) => line.agent === agent && line.task === TASK && line.criterion === criterion)?.label;
      if (label === undefined) throw new Error(`no label of ${agent} on ${criterion}`);
      return { criterion, report, label };
    }),
  );
  return { query: task.query, rubric: task.rubric, questions };
}

interface LabelLine {
  readonly agent: string;
  readonly task: string;
  readonly criterion: string;
  readonly label: Label;
}
