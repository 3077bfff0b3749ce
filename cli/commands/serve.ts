/** `gavel serve`: rewards for trainers over HTTP, by any judge. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { SCALES, type Scale } from '../../judge/checklist/reward.ts';
import { InputError } from '../../judge/errors.ts';
import { FLAGS, type Flag } from '../../judge/flags/flags.ts';
import { readJudgeFile } from '../../runners/judge-file.ts';
import { type ServeOptions, serve } from '../../runners/serve.ts';
import { type Io, note } from '../io.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig, printPrompt, typedJudgeOptions } from '../options/judge-options.ts';
import { collect, openBenchmark, portNumber, storeOption, tokenIn, wholeNumber } from '../options/options.ts';
import { addSpendingOptions, type BudgetFlags, terms } from '../options/paid-options.ts';

interface Flags extends JudgeFlags, BudgetFlags {
  readonly config?: string;
  readonly benchmark?: string[];
  readonly store: string;
  readonly scale: Scale;
  readonly port: number;
  readonly host: string;
  readonly tokenEnv: string;
  readonly open?: boolean;
  readonly deadline?: number;
  readonly fallback?: number;
  readonly whenDown: 'wait' | 'fail';
  readonly fatal: boolean;
  readonly clip?: readonly [number, number];
  readonly formatPattern?: string;
  readonly formatPoints?: number;
  readonly length?: { readonly from: number; readonly to: number; readonly points: number };
  readonly canaries?: boolean;
  readonly fatalFlags?: readonly Flag[];
  readonly bodyLimit: number;
  readonly drain: number;
  readonly log: 'requests' | 'problems' | 'none';
}

export function serveCommand(io: Io): Command {
  const command = new Command('serve')
    .description('Rewards for trainers over HTTP, by any judge; what is stored is not paid for again. Ctrl-C or SIGTERM ends it.')
    .option('--port <n>', 'port; 0 for any free one', portNumber, 8700)
    .option('--host <address>', 'address to listen on; beyond this machine a token is needed', '127.0.0.1')
    .option('--token-env <name>', 'environment variable that holds a secret which clients have to send', 'GAVEL_TOKEN')
    .option('--open', 'go without a token beyond this machine, where the network itself is closed')
    .option('--config <file>', 'judge, as the key `judge` of a sweep has it, in YAML (in place of the options of a judge)')
    .option('--benchmark <name>', 'whose tasks may be named in place of a rubric: NAME, or NAME=FILE (repeatable)', collect)
    .addOption(new Option('--scale <name>', 'how labels become points').choices(SCALES).default('strict' satisfies Scale))
    .option('--deadline <seconds>', 'in which every request is answered (default: 110 for slime, 170 for all others)', seconds)
    .option(
      '--fallback <number>',
      'given in place of a reward that could not be had, to trainers that can be told nothing else; none: an error (default: none)',
      fallback,
    )
    .addOption(
      new Option('--when-down <what>', 'while the judge does not answer: wait until the deadline, or fail at once')
        .choices(['wait', 'fail'])
        .default('wait'),
    )
    .option('--no-fatal', 'let a fatal flaw count as its weight alone')
    .option('--clip <low,high>', 'lowest and highest reward', clip)
    .option('--format-pattern <regex>', 'form that a completion should have')
    .option('--format-points <points>', 'points for a completion of that form', number)
    .option(
      '--canaries',
      'ask beside every rubric two criteria that no report can meet: a judge that holds one for met is flagged `canary`',
    )
    .option('--fatal-flags <list>', `flags that leave nothing above 0, as in marker,canary (of ${FLAGS.join(', ')})`, flagList)
    .option('--length <from:to:points>', 'points taken for length: none up to FROM characters, all from TO on', lengthRule)
    .option('--body-limit <MiB>', 'largest request', wholeNumber(1), 256)
    .option('--drain <seconds>', 'how long requests may take to end after SIGTERM', seconds, 30)
    .addOption(new Option('--log <what>', 'JSON lines on stderr').choices(['requests', 'problems', 'none']).default('requests'))
    .addOption(storeOption());
  addSpendingOptions(addJudgeOptions(command, 'rubric'));
  return command.action(async (flags: Flags) => {
    const judge = flags.config === undefined ? judgeConfig(flags, io) : configured(flags, io);
    if (flags.printPrompt === true) return printPrompt(io, judge, 'rubric');
    const benchmarks = [];
    for (const name of flags.benchmark ?? []) benchmarks.push(await openBenchmark(io, name, {}));
    await served(io, flags, {
      judge,
      benchmarks,
      ...terms(flags),
      scale: flags.scale,
      rules: rulesOf(flags),
      host: flags.host,
      port: flags.port,
      token: tokenIn(io, flags.tokenEnv),
      open: flags.open === true,
      deadlineSeconds: flags.deadline,
      fallback: flags.fallback,
      failWhenDown: flags.whenDown === 'fail',
      bodyBytes: flags.bodyLimit * 2 ** 20,
      drainSeconds: flags.drain,
    });
  });
}

function configured(flags: Flags, io: Io) {
  const typed = typedJudgeOptions(flags);
  if (typed.length > 0) throw new InputError(`--config and ${typed[0]} exclude each other: the file says who judges`);
  return readJudgeFile(resolve(io.cwd, flags.config ?? ''));
}

function rulesOf({ fatal, clip, formatPattern: pattern, formatPoints, length, canaries, fatalFlags }: Flags): ServeOptions['rules'] {
  if ((pattern === undefined) !== (formatPoints === undefined)) throw new InputError('--format-pattern and --format-points go together');
  return {
    fatal,
    ...(clip !== undefined && { clip }),
    ...(pattern !== undefined && formatPoints !== undefined && { format: { pattern, points: formatPoints } }),
    ...(length !== undefined && { length }),
    ...(canaries !== undefined && { canaries }),
    ...(fatalFlags !== undefined && { fatalFlags }),
  };
}

/** The first interrupt lets requests end, the next one breaks off what is in flight. */
async function served(io: Io, flags: Flags, options: ServeOptions): Promise<void> {
  const [stopping, aborting] = [new AbortController(), new AbortController()];
  const stopListening = io.onInterrupt(() => (stopping.signal.aborted ? aborting : stopping).abort());
  const line = (level: 'info' | 'warn' | 'error', more: object) =>
    note(io, JSON.stringify({ at: new Date().toISOString(), level, ...more }));
  try {
    await serve(resolve(io.cwd, flags.store), options, {
      env: io.env,
      stopping: stopping.signal,
      aborting: aborting.signal,
      onListening: (address) => note(io, `listening on ${address}`),
      onNotice: (notice) => line('warn', { message: printable(notice, 500) }),
      onRequest(request) {
        const problem = request.failed > 0 || request.status >= 400;
        if (flags.log === 'requests' || (flags.log === 'problems' && problem)) line(problem ? 'warn' : 'info', request);
      },
      onError: (error) => line('error', { message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    });
  } finally {
    stopListening();
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('Expected seconds, above 0 and up to 86400.');
}

function number(text: string): number {
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  throw new InvalidArgumentError('Expected a number.');
}

function fallback(text: string): number | undefined {
  return text === 'none' ? undefined : number(text);
}

function clip(text: string): [number, number] {
  const [least, most, ...more] = text.split(',').map(number);
  if (least !== undefined && most !== undefined && least <= most && more.length === 0) return [least, most];
  throw new InvalidArgumentError('Expected two numbers, the lower one first, as in 0,1.');
}

function flagList(text: string): Flag[] {
  return text.split(',').map((name) => {
    const flag = FLAGS.find((flag) => flag === name.trim());
    if (flag === undefined) throw new InvalidArgumentError(`Expected some of ${FLAGS.join(', ')}, with commas between them.`);
    return flag;
  });
}

function lengthRule(text: string): Flags['length'] {
  const [from, to, points, ...more] = text.split(':').map(number);
  if (from !== undefined && to !== undefined && points !== undefined && more.length === 0 && from >= 0 && from < to)
    return { from, to, points };
  throw new InvalidArgumentError('Expected FROM:TO:POINTS with FROM below TO, as in 12000:20000:0.2.');
}
