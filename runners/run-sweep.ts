/** Running a sweep: its agents over its benchmarks, judged and stored; or what that would take. */
import { resolve } from 'node:path';
import { type Benchmark, type Folders, resolveBenchmark } from '../benchmarks/benchmark.ts';
import { selectTasks } from '../benchmarks/select.ts';
import type { Agent } from './agents/agent.ts';
import { createAgent } from './agents/create.ts';
import type { AgentDeps } from './agents/deps.ts';
import { createHttpPool } from './http/http-pool.ts';
import { carryOut, estimate, noteExpired, planAgents, type RunAround, type RunOutcome, type Work } from './judging/carry-out.ts';
import type { Around } from './judging/paid-work.ts';
import { type PlanEstimate, UNWRITTEN_REPORT } from './judging/plan.ts';
import { loadPrices } from './judging/prices.ts';
import type { SweepFile } from './read-sweep.ts';
import type { StoreAt } from './store/store.ts';
import { type StressConfig, stressName } from './stress/stress-schema.ts';
import { stressedAgents } from './stress/variants.ts';
import type { Sweep } from './sweep.ts';

export { type PlanEstimate, UNWRITTEN_REPORT };

export interface SweepRequest {
  readonly file: SweepFile;
  /** Where benchmarks are looked for. */
  readonly folders: Folders;
  /** Attempt again what an agent itself failed at. */
  readonly retryFailed?: boolean | undefined;
  /** A file of a person's own prices. */
  readonly prices?: string | undefined;
  /** Milliseconds after which all has to have ended. */
  readonly stopAfterMs?: number | undefined;
}

/** What is stored already is not done again. @throws InputError, or the failure that ended it; everything finished is stored */
export function runSweep(at: StoreAt, request: SweepRequest, around: RunAround): Promise<RunOutcome> {
  return withWork(request, ownAgents(request), around, (work) => carryOut(at, work, around));
}

/** What a sweep would do and cost. Nothing is paid for, and nothing is stored. @throws InputError */
export function planSweep(at: StoreAt, request: SweepRequest, around: Around): Promise<PlanEstimate> {
  return withWork(request, ownAgents(request), around, (work) => estimate(at, work, around));
}

/**
 * As runSweep, of its agents under the faults that its `stress` names, kept as a sweep of its own with a budget of its own.
 * @throws as runSweep does
 */
export function runStress(at: StoreAt, request: SweepRequest, stress: StressConfig, around: RunAround): Promise<RunOutcome> {
  return withWork(request, agentsUnder(request, stress), around, (work) => carryOut(at, work, around));
}

/** As planSweep, of its agents under faults. @throws InputError */
export function planStress(at: StoreAt, request: SweepRequest, stress: StressConfig, around: Around): Promise<PlanEstimate> {
  return withWork(request, agentsUnder(request, stress), around, (work) => estimate(at, work, around));
}

/** Which agents run, and the name that their runs are kept under. */
interface Runners {
  readonly name: string;
  readonly create: (deps: AgentDeps) => Agent[];
}

function ownAgents({ file: { sweep } }: SweepRequest): Runners {
  return { name: sweep.name, create: (deps) => sweep.agents.map((agent) => createAgent(agent, deps)) };
}

function agentsUnder({ file: { sweep } }: SweepRequest, stress: StressConfig): Runners {
  return { name: stressName(sweep.name), create: (deps) => stressedAgents(sweep.agents, stress, deps) };
}

async function withWork<T>(
  { file, folders, ...more }: SweepRequest,
  runners: Runners,
  { env, onNotice }: Around,
  use: (work: Work) => Promise<T>,
): Promise<T> {
  const { sweep, baseDir } = file;
  const benchmarks: Benchmark[] = [];
  for (const entry of sweep.benchmarks) benchmarks.push(await openEntry(entry, baseDir, folders));
  for (const benchmark of benchmarks) noteExpired(benchmark, { onNotice });
  const pool = createHttpPool({ env });
  const agents: Agent[] = [];
  try {
    const prices = loadPrices(more.prices);
    agents.push(...runners.create({ baseDir, env, fetch: pool.fetch, prices, onNotice }));
    const { amount, currency, calls, tokens } = sweep.budget ?? {};
    return await use({
      ...more,
      sweep: runners.name,
      judge: sweep.judge,
      concurrency: sweep.concurrency,
      budget: { calls, tokens, money: amount === undefined || currency === undefined ? undefined : { amount, currency } },
      agentModels: sweep.agents.flatMap((agent) => ('model' in agent ? [agent.model] : [])),
      plan: (store) => planAgents(store, benchmarks, agents, sweep.repeats),
    });
  } finally {
    for (const agent of agents) await agent.close?.();
    await pool.close();
  }
}

/** A file is looked for beside the sweep. */
async function openEntry(entry: Sweep['benchmarks'][number], baseDir: string, folders: Folders): Promise<Benchmark> {
  const { name, file, ...selection } = typeof entry === 'string' ? split(entry) : entry;
  const benchmark = await resolveBenchmark(file === undefined ? name : `${name}=${resolve(baseDir, file)}`, folders);
  const given = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== undefined));
  return { ...benchmark, tasks: selectTasks(benchmark.tasks, given) };
}

function split(spec: string): { readonly name: string; readonly file: string | undefined } {
  const equals = spec.indexOf('=');
  return equals < 0 ? { name: spec, file: undefined } : { name: spec.slice(0, equals), file: spec.slice(equals + 1) };
}
