/** `gavel battle SWEEP`: compares the stored reports of a sweep's agents, pair by pair. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { commandLine } from '../../benchmarks/files/command-line.ts';
import { InputError } from '../../judge/errors.ts';
import { DIMENSIONS, type Dimension } from '../../judge/pairwise/comparison.ts';
import { BATCH, PAIRINGS, type Pairing, PER_AGENT, pairUp, possiblePairings } from '../../reports/pair-up.ts';
import { type BattlePlan, battle, planBattles } from '../../runners/battle.ts';
import type { JudgeConfig } from '../../runners/judges/open.ts';
import { readSweep } from '../../runners/read-sweep.ts';
import { type Io, note, plural, printJson } from '../io.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig, printPrompt, typedJudgeOptions } from '../options/judge-options.ts';
import { seedOption, storeOption, typedFlags, wholeNumber } from '../options/options.ts';
import { addBudgetOptions, type BudgetFlags, terms } from '../options/paid-options.ts';
import { around, watchBattles } from '../paid-work.ts';

interface Flags extends JudgeFlags, BudgetFlags {
  readonly pairing: Pairing;
  readonly against?: string;
  readonly perAgent?: number;
  readonly battles?: number;
  readonly batch?: number;
  /** Undefined: all that the judges can tell apart. */
  readonly dimensions?: readonly Dimension[];
  readonly config?: string;
  readonly benchmark?: string;
  readonly seed: number;
  readonly plan?: boolean;
  readonly json?: boolean;
  readonly store: string;
}

/** What only one pairing reads. */
const PAIRING_FLAGS = [
  ['star', ['against']],
  ['balanced', ['perAgent']],
  ['active', ['battles', 'batch']],
] as const;

export function battleCommand(io: Io): Command {
  const command = new Command('battle')
    .description('Compare the stored reports of a sweep pair by pair, both orders of every pair. Run the same command again to resume.')
    .argument('<sweep>', 'name of the sweep')
    .addOption(new Option('--pairing <name>', 'which pairs').choices(PAIRINGS).default('round-robin'))
    .option('--against <agent>', 'centre of --pairing star')
    .option('--per-agent <n>', `battles of each agent on a query, for --pairing balanced (default: ${PER_AGENT})`, wholeNumber(1))
    .option('--battles <n>', 'battles in all, for --pairing active', wholeNumber(1))
    .option('--batch <n>', `battles between two fits, for --pairing active (default: ${BATCH})`, wholeNumber(1))
    .option('--dimensions <list>', `some of ${DIMENSIONS.join(',')} (default: all; the offline judge knows overall only)`, dimensions)
    .option('--benchmark <name>', 'only this benchmark')
    .option('--config <sweep.yaml>', 'take the judges of its "battles": the first two are asked, the next where they disagree')
    .option('--plan', 'print the comparisons and cost of each pairing, and run nothing')
    .option('--json', 'with --plan: as one JSON document')
    .addOption(seedOption())
    .addOption(storeOption());
  return addBudgetOptions(addJudgeOptions(command, 'pair')).action(async (sweep: string, flags: Flags) => {
    checkFlags(flags);
    const store = resolve(io.cwd, flags.store);
    const judges = judgesOf(io, flags);
    if (flags.printPrompt === true) return printPrompt(io, judges[0], 'pair');
    const request = { sweep, benchmark: flags.benchmark, judges, dimensions: flags.dimensions, ...terms(flags) };
    if (flags.plan === true) {
      const plan = await planBattles(store, request, (contestants) => possiblePairings(contestants, flags), around(io));
      return printPlan(io, plan, flags, request.judges.length);
    }
    const pairs = pairUp(flags.pairing, flags);
    await watchBattles(io, (watch) => battle(store, request, pairs, watch));
    note(io, `Next: ${commandLine(['gavel', 'ratings', sweep, '--store', flags.store])}`);
  });
}

/** @throws InputError for a flag that would do nothing */
function checkFlags(flags: Flags): void {
  if (flags.plan === true) return;
  if (flags.json === true) throw new InputError('--json goes with --plan: battles themselves print no document');
  for (const [pairing, names] of PAIRING_FLAGS) {
    const [flag] = pairing === flags.pairing ? [] : typedFlags(flags, names);
    if (flag !== undefined) throw new InputError(`${flag} goes with --pairing ${pairing}, or with --plan`);
  }
}

function judgesOf(io: Io, flags: Flags): readonly JudgeConfig[] {
  if (flags.config === undefined) return [judgeConfig(flags, io)];
  const [flag] = typedJudgeOptions(flags);
  if (flag !== undefined) throw new InputError(`--config names the judges: it and ${flag} exclude each other`);
  const { sweep, notices } = readSweep(resolve(io.cwd, flags.config));
  for (const notice of notices) note(io, `note: ${notice}`);
  if (sweep.battles === undefined)
    throw new InputError(`${flags.config}: battles: missing; it holds the judges, as in "battles: {judges: [...]}"`);
  return sweep.battles.judges;
}

function printPlan(io: Io, { agents, queries, dimensions, pairings }: BattlePlan, flags: Flags, judges: number): void {
  if (flags.json === true) return printJson(io, { agents, queries, pairings });
  io.stdout.write(`${agents.length} agents on ${queries} queries, ${plural(dimensions.length, 'dimension')}, both orders\n`);
  for (const { pairing, battles, calls, cost } of pairings) {
    const price = cost === null ? 'cost unknown (no price for a judge)' : `about ${cost.amount.toFixed(2)} ${cost.currency}`;
    io.stdout.write(`  ${pairing.padEnd(12)} ${String(battles).padStart(7)} pairs, ${String(calls).padStart(8)} calls owed, ${price}\n`);
  }
  if (flags.battles === undefined)
    io.stdout.write('--battles N says how many pairs active takes; shown is half a pair for each agent and query.\n');
  if (judges > 2) io.stdout.write('Judges after the second are asked where the first two disagree, which is not counted here.\n');
}

function dimensions(text: string): readonly Dimension[] {
  const asked = text.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !DIMENSIONS.some((dimension) => dimension === name));
  if (unknown !== undefined || asked.length === 0) throw new InvalidArgumentError(`Expected some of ${DIMENSIONS.join(', ')}.`);
  return DIMENSIONS.filter((dimension) => asked.includes(dimension));
}
