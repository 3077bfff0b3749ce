/** `gavel plan [SWEEP] --difference POINTS`: how many tasks and repeats would show it, from what the store has seen. */
import { resolve } from 'node:path';
import CliTable from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import type { Scale } from '../../judge/checklist/reward.ts';
import { type DifferencePlan, type PairPlan, planDifference } from '../../reports/plan-difference.ts';
import { cleanName, scoreText } from '../../reports/words/text.ts';
import { colourOf, type Io, printJson } from '../io.ts';
import { scaleOption, storeOption, wholeNumber } from '../options/options.ts';

interface Flags {
  readonly difference: number;
  readonly repeats?: number[];
  readonly benchmark?: string;
  readonly judge?: string;
  readonly scale: Scale;
  readonly json?: boolean;
  readonly store: string;
}

const REPEATS = [1, 3, 10];

export function planCommand(io: Io): Command {
  return new Command('plan')
    .description('How many tasks and repeats would show a difference of two scores, from the spread that the store has seen.')
    .argument('[sweep]', 'only what this sweep planned')
    .requiredOption('--difference <points>', 'the difference to be shown, on 0-100', points)
    .option('--repeats <n>', `attempts of each agent at every task (repeatable; default: ${REPEATS.join(', ')})`, several)
    .option('--benchmark <name>', 'only this benchmark')
    .option('--judge <name>', "whose verdicts (default: the leaderboard's)")
    .addOption(scaleOption())
    .option('--json', 'print one JSON document: an object for one benchmark, a list of them for several')
    .addOption(storeOption())
    .action(async (sweep: string | undefined, { repeats = REPEATS, ...flags }: Flags) => {
      const plans = await planDifference(resolve(io.cwd, flags.store), { ...flags, sweep, repeats });
      if (flags.json === true) return printJson(io, plans.length === 1 ? plans[0] : plans);
      io.stdout.write(`${plans.map((plan) => text(plan, colourOf(io.stdout, io.env))).join('\n\n')}\n`);
    });
}

function text({ benchmark, scale, judge, difference, power, pairs, whole }: DifferencePlan, colour: boolean): string {
  const unknown = whole.sdAttempts === null;
  const several = pairs.length > 1;
  const table = new CliTable({
    head: [
      'Agents',
      'Tasks now',
      'SD tasks',
      'SD attempts',
      'Repeats',
      'Tasks needed',
      ...(several ? [`after Holm over ${pairs.length}`] : []),
      'Visible now',
    ],
    colAligns: ['left', ...new Array<'right'>(several ? 7 : 6).fill('right')],
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  const named = [...(several ? [{ name: 'any two, on average', pair: whole }] : []), ...pairs.map((pair) => ({ name: names(pair), pair }))];
  for (const { name, pair } of named) table.push(...rows(name, pair, several));
  return [
    `Benchmark ${cleanName(benchmark)} · scale ${scale} · judge ${cleanName(judge)}: to show a difference of ${scoreText(difference)} points (two-sided 5%) in ${power * 100}% of cases`,
    table.toString(),
    'Tasks needed = (z.975 + z.8)² (SD tasks² + (SD attempts² of both) / repeats) / difference². Visible now: the smallest difference that as many tasks as now would show.',
    ...(unknown
      ? ['What more repeats would bring is not known here, as nothing was attempted twice: run a sweep with repeats: 2 or more.']
      : []),
  ].join('\n');
}

function names({ a, b }: PairPlan): string {
  return `${cleanName(a)} – ${cleanName(b)}`;
}

function rows(name: string, { tasks, sdTasks, sdAttempts, plans }: Omit<PairPlan, 'a' | 'b'>, several: boolean): string[][] {
  return plans.map(({ repeats, tasks: needed, tasksHolm, visible }, i) => [
    ...(i === 0 ? [name, String(tasks), scoreText(sdTasks), sdAttempts?.map(scoreText).join(', ') ?? 'unknown'] : ['', '', '', '']),
    String(repeats),
    String(needed),
    ...(several ? [String(tasksHolm)] : []),
    scoreText(visible),
  ]);
}

function points(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected points above 0, as in 3.');
}

function several(text: string, before: number[] = []): number[] {
  return [...before, wholeNumber(1)(text)];
}
