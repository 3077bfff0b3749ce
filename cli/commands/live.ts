/** `gavel live`: what is under way in a sweep, and words to it while it runs: pause, resume, end, requeue, other limits. */
import { resolve } from 'node:path';
import CliTable from 'cli-table3';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';
import { askOfSweep, type LiveTrial, requeueFailed, underWay } from '../../runners/live.ts';
import { colourOf, type Io, note, plural, printJson } from '../io.ts';
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
  readonly failed?: boolean;
  readonly stop?: boolean;
  readonly concurrency?: number;
  readonly judgeConcurrency?: number;
  readonly turns?: number;
  readonly seconds?: number;
}

const KINDS = ['pause', 'resume', 'end', 'requeue', 'stop'] as const;

const SAID = {
  pause: 'paused: what is being answered comes home, nothing further is asked until --resume',
  resume: 'goes on',
  end: 'research agents write their reports from what they have; others are broken off',
  requeue: 'will be attempted again, by the run under way or the next one',
  stop: 'what is in flight comes home, nothing further begins, and "gavel run" ends',
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
    .option('--failed', 'with --requeue: only what agents failed at')
    .option('--stop', 'let what is in flight come home and end the run')
    .option('--concurrency <n>', 'attempts of agents at once', wholeNumber(1))
    .option('--judge-concurrency <n>', 'calls of the judge at once', wholeNumber(1))
    .option('--turns <n>', 'another limit of turns', wholeNumber(1))
    .option('--seconds <n>', 'another limit of seconds', wholeNumber(1))
    .option('--agent <name>', 'only of this agent', agentName)
    .option('--task <id>', 'only on this task; goes with --agent')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (sweep: string, flags: Flags) => {
      const store = resolve(io.cwd, flags.store);
      const { agent, task, turns, seconds, concurrency, judgeConcurrency } = flags;
      if (task !== undefined && agent === undefined) throw new InputError('--task goes with --agent');
      if (judgeConcurrency !== undefined && agent !== undefined)
        throw new InputError('--judge-concurrency is for the sweep: it goes with no --agent');
      if (flags.stop === true && agent !== undefined) throw new InputError('--stop is for the sweep: --end ends attempts of one agent');
      if (flags.failed === true && (flags.requeue !== true || task !== undefined))
        throw new InputError('--failed goes with --requeue, and with no --task');
      if (flags.failed === true) {
        const n = await requeueFailed(store, { sweep, agent });
        return note(io, `${printable(sweep)}: ${n === 0 ? 'nothing has failed' : `${plural(n, 'attempt')} ${SAID.requeue}`}`);
      }
      const asked = KINDS.filter((kind) => flags[kind] === true);
      const limits = defined({ turns, seconds, concurrency, judgeConcurrency });
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

function defined(limits: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(Object.entries(limits).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
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
