/** Options that several commands share, and what they mean. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Benchmark, type Folders, resolveBenchmark } from '../../benchmarks/benchmark.ts';
import { cacheFolder, packageData } from '../../benchmarks/files/paths.ts';
import { type Selection, selectTasks } from '../../benchmarks/select.ts';
import { SCALES, type Scale } from '../../judge/checklist/reward.ts';
import { InputError } from '../../judge/errors.ts';
import { LANGUAGES, type Language } from '../../reports/words/i18n.ts';
import { nameSchema } from '../../runners/agents/entry.ts';
import type { Io } from '../io.ts';

export const DEFAULT_STORE = 'gavel.db';

export function storeOption(): Option {
  return new Option('--store <file>', 'the store').default(DEFAULT_STORE);
}

export function scaleOption(): Option {
  return new Option('--scale <name>', 'how labels become points').choices(SCALES).default('ternary' satisfies Scale);
}

/** As the name of an agent in a sweep. */
export function agentName(text: string): string {
  const { success, data } = nameSchema.safeParse(text);
  if (success) return data;
  throw new InvalidArgumentError('Expected a name of 1 to 100 characters without control characters.');
}

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least}.`);
  };
}

/** @param what is in that language */
export function languageOption(what: string): Option {
  return new Option('--language <code>', what).choices(LANGUAGES).default('en' satisfies Language);
}

export function seedOption(): Option {
  return new Option('--seed <n>', 'seed of every random draw').argParser(wholeNumber(Number.MIN_SAFE_INTEGER)).default(1);
}

export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Those of these flags that have a value, as they are typed. */
export function typedFlags<Name extends string>(flags: { readonly [K in Name]?: unknown }, names: readonly Name[]): string[] {
  return names
    .filter((name) => flags[name] !== undefined)
    .map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
}

export interface TaskFlags {
  readonly ids?: string[];
  readonly domain?: string[];
  readonly language?: string[];
  readonly track?: string[];
  readonly limit?: number;
  readonly sample?: number;
  readonly seed?: number;
}

export function addTaskOptions(command: Command): Command {
  return command
    .option('--ids <id>', 'only this task (repeatable)', collect)
    .option('--domain <name>', 'only tasks of this domain (repeatable)', collect)
    .option('--language <code>', 'only tasks in this language (repeatable)', collect)
    .option('--track <name>', 'only tasks of this track (repeatable)', collect)
    .option('--sample <n>', 'a seeded sample of this many tasks', wholeNumber(1))
    .option('--limit <n>', 'at most this many tasks, the first ones', wholeNumber(1))
    .addOption(seedOption());
}

export function selectionOf(flags: TaskFlags): Selection {
  return {
    ...(flags.ids !== undefined && { ids: flags.ids }),
    ...(flags.domain !== undefined && { domains: flags.domain }),
    ...(flags.language !== undefined && { languages: flags.language }),
    ...(flags.track !== undefined && { tracks: flags.track }),
    ...(flags.sample !== undefined && { sample: flags.sample }),
    ...(flags.limit !== undefined && { limit: flags.limit }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
  };
}

/** A benchmark by `NAME` or `NAME=FILE` with the tasks that were asked for. */
export async function openBenchmark(io: Io, spec: string, selection: Selection): Promise<Benchmark> {
  const benchmark = await resolveBenchmark(spec, folders(io));
  return { ...benchmark, tasks: selectTasks(benchmark.tasks, selection) };
}

export function folders(io: Io): Folders {
  return { dataDir: packageData(), cacheDir: cacheFolder(io.env, io.home) };
}

export function portNumber(text: string): number {
  const port = wholeNumber(0)(text);
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port from 0 to 65535.');
}

/** Not on the command line, which every user of a machine can read. @throws InputError where the variable holds none that is safe */
export function tokenIn(io: Pick<Io, 'env'>, name: string): string | undefined {
  const token = io.env[name]?.trim() || undefined;
  if (token === undefined || /^[\x21-\x7e]{8,}$/.test(token)) return token;
  throw new InputError(`${name}: a token has at least 8 letters, digits or signs, and no spaces`);
}
