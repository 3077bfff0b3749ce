/** `gavel run sweep.yaml`: runs the agents of a sweep, judges and stores. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Benchmark } from '../../benchmarks/benchmark.ts';
import { InputError } from '../../judge/errors.ts';
import { createAgent } from '../../runners/agents/create.ts';
import { createHttpPool } from '../../runners/http/http-pool.ts';
import { UNWRITTEN_REPORT } from '../../runners/judging/plan.ts';
import { readSweep, type Sweep, type SweepFile } from '../../runners/judging/sweep.ts';
import { type Execution, execute, planAgents, showPlan } from '../execute.ts';
import { type Io, note, printJson } from '../io.ts';
import { FRESH, freshJudge } from '../options/judge-options.ts';
import { DEFAULT_STORE, openBenchmark } from '../options/options.ts';

interface Flags {
  readonly plan?: boolean;
  readonly json?: boolean;
  readonly store?: string;
  readonly prices?: string;
  readonly retryFailed?: boolean;
  readonly fresh?: boolean;
}

export function runCommand(io: Io): Command {
  return new Command('run')
    .description('Run the agents of a sweep, judge their reports and store everything. Run the same command again to resume.')
    .argument('<sweep.yaml>', 'the sweep; "gavel init" writes a commented one')
    .option('--plan', 'print trials, calls and cost, and run nothing')
    .option('--json', 'with --plan: as one JSON document')
    .option(...FRESH)
    .option('--retry-failed', 'attempt again what an agent itself failed at')
    .option('--prices <file>', 'your own prices, as in docs/prices.md; they win over the bundled ones')
    .option('--store <file>', `the store (default: the sweep's own, else ${DEFAULT_STORE})`)
    .action(async (file: string, flags: Flags) => {
      if (flags.json === true && flags.plan !== true) throw new InputError('--json goes with --plan: a run itself prints no document');
      const sweepFile = readSweep(resolve(io.cwd, file));
      for (const notice of sweepFile.notices) note(io, `note: ${notice}`);
      const benchmarks = await openBenchmarks(io, sweepFile);
      const pool = createHttpPool();
      const deps = { baseDir: sweepFile.baseDir, env: io.env, fetch: pool.fetch };
      const agents = sweepFile.sweep.agents.map((agent) => createAgent(agent, deps));
      const execution: Execution = {
        ...settings(io, sweepFile, flags),
        agentModels: sweepFile.sweep.agents.flatMap((agent) => (agent.kind === 'chat' ? [agent.model] : [])),
        plan: (store) => planAgents(store, benchmarks, agents, sweepFile.sweep.repeats),
      };
      try {
        if (flags.plan === true) return await printPlan(io, execution, flags.json === true);
        await execute(io, execution);
      } finally {
        await pool.close();
      }
      note(io, `Next: gavel leaderboard ${execution.sweep} --store ${flags.store ?? sweepFile.sweep.store ?? DEFAULT_STORE}`);
    });
}

function settings(io: Io, { sweep, baseDir }: SweepFile, flags: Flags): Omit<Execution, 'plan'> {
  const { amount, currency, calls, tokens } = sweep.budget ?? {};
  return {
    sweep: sweep.name,
    store:
      flags.store !== undefined
        ? resolve(io.cwd, flags.store)
        : sweep.store !== undefined
          ? resolve(baseDir, sweep.store)
          : resolve(io.cwd, DEFAULT_STORE),
    judge: flags.fresh === true ? freshJudge(sweep.judge, (line) => note(io, line)) : sweep.judge,
    concurrency: sweep.concurrency,
    budget: { calls, tokens, money: amount === undefined || currency === undefined ? undefined : { amount, currency } },
    prices: flags.prices,
    retryFailed: flags.retryFailed,
  };
}

async function openBenchmarks(io: Io, { sweep, baseDir }: SweepFile): Promise<Benchmark[]> {
  const opened: Benchmark[] = [];
  for (const entry of sweep.benchmarks) opened.push(await openEntry(io, entry, baseDir));
  return opened;
}

function openEntry(io: Io, entry: Sweep['benchmarks'][number], baseDir: string): Promise<Benchmark> {
  const { name, file, ...selection } = typeof entry === 'string' ? split(entry) : entry;
  const given = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== undefined));
  return openBenchmark(io, file === undefined ? name : `${name}=${resolve(baseDir, file)}`, given);
}

function split(spec: string): { readonly name: string; readonly file: string | undefined } {
  const equals = spec.indexOf('=');
  return equals < 0 ? { name: spec, file: undefined } : { name: spec.slice(0, equals), file: spec.slice(equals + 1) };
}

async function printPlan(io: Io, execution: Execution, json: boolean): Promise<void> {
  const plan = await showPlan(io, execution);
  if (json) return printJson(io, plan);
  const cost =
    plan.judgeCost === null
      ? 'unknown (no price for this model; see --prices)'
      : `about ${plan.judgeCost.amount.toFixed(2)} ${plan.judgeCost.currency}`;
  io.stdout.write(
    [
      `trials to attempt   ${plan.attempts} (${plan.reused} already stored)`,
      ...(plan.missing > 0 ? [`reports missing     ${plan.missing} (not there yet: owed, not counted below)`] : []),
      `criteria to judge   ${plan.criteria}`,
      `judge calls         ${plan.calls}`,
      `judge tokens        at most about ${plan.tokens.input} in, ${plan.tokens.output} out (${UNWRITTEN_REPORT} for a report not stored yet; prompt caches not counted)`,
      `judge cost          ${cost}`,
      "agents' cost        not estimated: it is measured as they run",
      '',
    ].join('\n'),
  );
}
