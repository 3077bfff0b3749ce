/** The commands. Only the one that was typed is loaded, so that `gavel --help` answers at once. */
import { Command } from 'commander';
import { gavelVersion } from '../benchmarks/files/version.ts';
import type { Io } from './io.ts';

interface Entry {
  readonly about: string;
  readonly load: () => Promise<(io: Io) => Command>;
}

export const COMMANDS: Readonly<Record<string, Entry>> = {
  demo: {
    about: 'the whole flow offline, on what is bundled: judges, leaderboard, page and charts',
    load: async () => (await import('./commands/demo.ts')).demoCommand,
  },
  init: { about: 'write a commented sweep.yaml', load: async () => (await import('./commands/init.ts')).initCommand },
  run: {
    about: 'run the agents of a sweep, judge and store; run again to resume',
    load: async () => (await import('./commands/run.ts')).runCommand,
  },
  live: {
    about: 'what is under way in a sweep; pause, resume, end, requeue, other limits',
    load: async () => (await import('./commands/live.ts')).liveCommand,
  },
  judge: { about: 'judge a folder of <task-id>.md reports', load: async () => (await import('./commands/judge.ts')).judgeCommand },
  rejudge: {
    about: 'judge stored reports again with another judge',
    load: async () => (await import('./commands/rejudge.ts')).rejudgeCommand,
  },
  leaderboard: {
    about: 'scores, intervals and costs, as table, page or charts',
    load: async () => (await import('./commands/leaderboard.ts')).leaderboardCommand,
  },
  show: {
    about: 'one report: its reward written out, with every verdict, reason and quote',
    load: async () => (await import('./commands/show.ts')).showCommand,
  },
  list: {
    about: 'what a store holds: sweeps, runs, agents, judges or tasks',
    load: async () => (await import('./commands/list.ts')).listCommand,
  },
  rename: { about: 'give an agent another name', load: async () => (await import('./commands/rename.ts')).renameCommand },
  forget: { about: 'take a mistyped agent off every board', load: async () => (await import('./commands/forget.ts')).forgetCommand },
  battle: { about: 'compare reports pair by pair', load: async () => (await import('./commands/battle.ts')).battleCommand },
  ratings: { about: 'ratings from battles, with intervals', load: async () => (await import('./commands/ratings.ts')).ratingsCommand },
  compare: {
    about: 'two agents head to head: record, non-inferiority, tests, power',
    load: async () => (await import('./commands/compare.ts')).compareCommand,
  },
  history: {
    about: 'checkpoints over their steps: scores, changes, the best of many',
    load: async () => (await import('./commands/history.ts')).historyCommand,
  },
  plan: {
    about: 'how many tasks and repeats would show a difference',
    load: async () => (await import('./commands/plan.ts')).planCommand,
  },
  agreement: {
    about: 'how far a judge agrees with people or another judge',
    load: async () => (await import('./commands/agreement.ts')).agreementCommand,
  },
  attack: {
    about: 'adversarial reports before a judge: what each trick gains',
    load: async () => (await import('./commands/attack.ts')).attackCommand,
  },
  rewards: {
    about: 'what stored labels are worth as rewards, and to learning',
    load: async () => (await import('./commands/rewards.ts')).rewardsCommand,
  },
  train: {
    about: 'labels for training, twins, files for trainers, the small judge from your own labels',
    load: async () => (await import('./commands/train.ts')).trainCommand,
  },
  site: {
    about: 'the board as one file that opens without a server, to publish results that readers can check',
    load: async () => (await import('./commands/site.ts')).siteCommand,
  },
  view: {
    about: 'the pages in a browser: the board from scores to sentences, comparisons, annotation, agreement',
    load: async () => (await import('./commands/view.ts')).viewCommand,
  },
  worker: {
    about: 'judge what others have put into a queue (Redis)',
    load: async () => (await import('./commands/worker.ts')).workerCommand,
  },
  serve: {
    about: 'rewards for trainers over HTTP, by any judge',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  diagnose: {
    about: 'how agents search, write and cite, from reports and traces',
    load: async () => (await import('./commands/diagnose.ts')).diagnoseCommand,
  },
  stress: { about: 'what faults cost the agents of a sweep', load: async () => (await import('./commands/stress.ts')).stressCommand },
  world: {
    about: "serve the offline web to anybody's agent",
    load: async () => (await import('./commands/world.ts')).worldCommand,
  },
  data: { about: 'benchmark files: list, show, pull, lint, map', load: async () => (await import('./commands/data.ts')).dataCommandFor },
  import: { about: "read other people's verdicts and battles", load: async () => (await import('./commands/import.ts')).importCommand },
  export: { about: 'write verdicts and battles as JSON lines', load: async () => (await import('./commands/export.ts')).exportCommand },
  doctor: {
    about: 'check that everything is here: versions, files, keys, endpoint',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  completion: {
    about: 'print a script that completes commands and options in bash, zsh or fish',
    load: async () => {
      const { completionCommand } = await import('./commands/completion.ts');
      return (io) => completionCommand(io, COMMANDS);
    },
  },
};

/** @param typed the first word after `gavel`, whose command is loaded in full */
export async function createProgram(io: Io, typed: string | undefined, commands = COMMANDS): Promise<Command> {
  const program = new Command('gavel')
    .description('A rubric judge and evaluation harness for deep-research agents.')
    .version(gavelVersion(), '-v, --version')
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', '\nFirst steps: gavel demo. Then: gavel init, gavel run sweep.yaml, gavel leaderboard.');
  for (const [name, entry] of Object.entries(commands)) {
    if (name === typed) program.addCommand((await entry.load())(io));
    else program.command(name).description(entry.about);
  }
  return settled(program, io);
}

/** Errors are thrown, not exited on, in the program and in every command below it. */
function settled(command: Command, io: Io): Command {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    outputError: (text, write) =>
      write(
        `${text
          .replace(/^error: /, 'gavel: ')
          .trim()
          .replaceAll('\n', ' ')}\n`,
      ),
  });
  for (const child of command.commands) settled(child, io);
  return command;
}
