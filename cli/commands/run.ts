/** `gavel run sweep.yaml`: runs the agents of a sweep, judges and stores. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { commandLine } from '../../benchmarks/files/command-line.ts';
import { InputError } from '../../judge/errors.ts';
import { readSweep, type SweepFile } from '../../runners/read-sweep.ts';
import { type PlanEstimate, planStress, planSweep, runStress, runSweep, UNWRITTEN_REPORT } from '../../runners/run-sweep.ts';
import { type Io, note, plural, printJson } from '../io.ts';
import { FRESH, freshJudge, PRINT_PROMPT, printPrompt } from '../options/judge-options.ts';
import { DEFAULT_STORE, folders } from '../options/options.ts';
import { stopAfterOption } from '../options/paid-options.ts';
import { around, watchRun } from '../paid-work.ts';

interface Flags {
  readonly plan?: boolean;
  readonly json?: boolean;
  readonly store?: string;
  readonly prices?: string;
  readonly retryFailed?: boolean;
  readonly fresh?: boolean;
  readonly printPrompt?: boolean;
  readonly stopAfter?: number;
}

export function runCommand(io: Io): Command {
  return new Command('run')
    .description('Run the agents of a sweep, judge their reports and store everything. Run the same command again to resume.')
    .argument('<sweep.yaml>', 'the sweep; "gavel init" writes a commented one')
    .option('--plan', 'print trials, calls and cost, and run nothing')
    .option('--json', 'with --plan: as one JSON document')
    .option(...FRESH)
    .option(...PRINT_PROMPT)
    .option('--retry-failed', 'attempt again what an agent itself failed at')
    .option('--prices <file>', 'your own prices, as in docs/prices.md; they win over the bundled ones')
    .addOption(stopAfterOption())
    .option('--store <file>', `the store (default: the sweep's own, else ${DEFAULT_STORE})`)
    .action(async (file: string, flags: Flags) => {
      if (flags.json === true && flags.plan !== true) throw new InputError('--json goes with --plan: a run itself prints no document');
      const sweep = withFresh(io, readSweep(resolve(io.cwd, file)), flags);
      for (const notice of sweep.notices) note(io, `note: ${notice}`);
      if (flags.printPrompt === true) return printPrompt(io, sweep.sweep.judge, 'rubric');
      const request = {
        file: sweep,
        folders: folders(io),
        retryFailed: flags.retryFailed,
        prices: flags.prices,
        stopAfterMs: flags.stopAfter,
      };
      const store = storeOf(io, sweep, flags);
      const { stress } = sweep.sweep;
      if (flags.plan === true) {
        const plan = await planSweep(store, request, around(io));
        const under = stress === undefined ? undefined : await planStress(store, request, stress, around(io));
        return printPlans(io, plan, under, flags.json === true);
      }
      await watchRun(io, (watch) => runSweep(store, request, watch));
      if (stress !== undefined) {
        note(io, 'The same agents under faults:');
        await watchRun(io, (watch) => runStress(store, request, stress, watch));
        note(
          io,
          `Then: ${commandLine(['gavel', 'stress', sweep.sweep.name, '--store', flags.store ?? sweep.sweep.store ?? DEFAULT_STORE])}`,
        );
      }
      note(
        io,
        `Next: ${commandLine(['gavel', 'leaderboard', sweep.sweep.name, '--store', flags.store ?? sweep.sweep.store ?? DEFAULT_STORE])}`,
      );
    });
}

function withFresh(io: Io, file: SweepFile, { fresh }: Flags): SweepFile {
  if (fresh !== true) return file;
  return { ...file, sweep: { ...file.sweep, judge: freshJudge(file.sweep.judge, io) } };
}

function storeOf(io: Io, { sweep, baseDir }: SweepFile, flags: Flags): string {
  if (flags.store !== undefined) return resolve(io.cwd, flags.store);
  return sweep.store !== undefined ? resolve(baseDir, sweep.store) : resolve(io.cwd, DEFAULT_STORE);
}

function printPlans(io: Io, plan: PlanEstimate, stress: PlanEstimate | undefined, json: boolean): void {
  if (json) return printJson(io, stress === undefined ? plan : { ...plan, stress });
  printPlan(io, plan);
  if (stress === undefined) return;
  io.stdout.write('\nunder faults (stress)\n');
  printPlan(io, stress);
}

function printPlan(io: Io, plan: PlanEstimate): void {
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
      ...plan.agents.map(agentLine),
      '',
    ].join('\n'),
  );
}

function agentLine({ agent, attempts, calls, cost }: PlanEstimate['agents'][number]): string {
  const most = calls === null ? '' : `, at most ${plural(calls, 'call')} of its model`;
  const price = cost === null ? 'cost not bounded: it is measured as it runs' : `cost at most ${cost.amount.toFixed(2)} ${cost.currency}`;
  return `agent               ${printable(agent, 60)}: ${plural(attempts, 'trial')}${most}; ${price}`;
}
