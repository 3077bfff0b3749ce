/** `gavel live`: what is under way in a sweep, and words to it while it runs: pause, resume, end, requeue, other limits. */
import { resolve } from 'node:path';
import CliTable from 'cli-table3';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';
import { askOfSweep, type LiveTrial, underWay } from '../../runners/live.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { agentName, storeOption, wholeNumber } from '../options/options.ts';

interface Flags {
  readonly json?: boolean;
  readonly store: string;
  readonly agent?: string;
  readonly task?: string;
  readonly pause?: boolean;
  readonly resume?: boolean;
  readonly end?: boolean;
  readonly requeue?: boolean;
  readonly turns?: number;
  readonly seconds?: number;
}

const KINDS = ['pause', 'resume', 'end', 'requeue'] as const;

const SAID = {
  pause: 'paused: what is being answered comes home, nothing further is asked until --resume',
  resume: 'goes on',
  end: 'research agents write their reports from what they have; others are broken off',
  requeue: 'will be attempted again, by the run under way or the next one',
  limits: 'hold from the next turn on',
} as const;

export function liveCommand(io: Io): Command {
  return new Command('live')
    .description(
      'What is under way in a sweep, with turns and tokens of each trial; and words to it while "gavel run" works in another terminal.',
    )
    .argument('<sweep>', 'its name')
    .option('--pause', 'ask nothing further')
    .option('--resume', 'go on')
    .option('--end', 'end trials: research agents write the report from what they have')
    .option('--requeue', 'attempt trials again, whatever came of them')
    .option('--turns <n>', 'another limit of turns', wholeNumber(1))
    .option('--seconds <n>', 'another limit of seconds', wholeNumber(1))
    .option('--agent <name>', 'only of this agent', agentName)
    .option('--task <id>', 'only on this task; goes with --agent')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (sweep: string, flags: Flags) => {
      const store = resolve(io.cwd, flags.store);
      const { agent, task, turns, seconds } = flags;
      if (task !== undefined && agent === undefined) throw new InputError('--task goes with --agent');
      const asked = KINDS.filter((kind) => flags[kind] === true);
      const limits = { ...(turns !== undefined && { turns }), ...(seconds !== undefined && { seconds }) };
      for (const kind of asked) await askOfSweep(store, { sweep, kind, agent, task });
      if (Object.keys(limits).length > 0) await askOfSweep(store, { sweep, kind: 'limits', agent, task, limits });
      for (const kind of [...asked, ...(Object.keys(limits).length > 0 ? (['limits'] as const) : [])])
        note(io, `${printable(sweep)}: ${SAID[kind]}`);
      if (asked.length > 0 || Object.keys(limits).length > 0) return;
      const trials = await underWay(store, sweep);
      if (flags.json === true) printJson(io, trials);
      else if (trials.length === 0) note(io, `nothing is under way in ${flags.store}`);
      else io.stdout.write(`${table(trials, colourOf(io.stdout, io.env))}\n`);
    });
}

function table(trials: readonly LiveTrial[], colour: boolean): string {
  const grid = new CliTable({
    head: ['agent', 'task', 'attempt', 'turns', 'tokens', 'seconds', 'last heard of'],
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  for (const { agent, task, repeat, turns, tokens, seconds, at } of trials)
    grid.push([printable(agent, 40), printable(task, 40), repeat, turns, tokens, Math.round(seconds), at]);
  return grid.toString();
}
