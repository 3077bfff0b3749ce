/** Options that say who judges, made from the entries of the judges' schemas: flag, help, range and default stand there once. */
import { resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { check } from '../../benchmarks/files/check.ts';
import { type KeyFacts, keysOf } from '../../benchmarks/files/keys.ts';
import { InputError } from '../../judge/errors.ts';
import { promptFile } from '../../judge/prompt-file.ts';
import { readJudgeFile } from '../../runners/judge-file.ts';
import { type ModelConfig, modelSchema, promptOf } from '../../runners/judges/model.ts';
import { offlineSchema } from '../../runners/judges/offline.ts';
import { type JudgeConfig, judgeSchema, withMembers } from '../../runners/judges/open.ts';
import { type Io, note } from '../io.ts';
import { schemaOption } from './schema-option.ts';

/** What was typed and nothing else, by the option's name: defaults are the schema's, so that a flag that does nothing can be refused. */
export interface JudgeFlags {
  readonly judge?: string;
  readonly judgeFile?: string;
  readonly judgeModel?: string | undefined;
  readonly trials?: number;
  readonly fresh?: boolean;
  readonly printPrompt?: boolean;
}

/** Where files of prompts are looked for, and where a note goes. */
type Asking = Pick<Io, 'cwd' | 'stderr'>;

/** What a command does with a judge: judges one report on a rubric, compares two, or only talks to an endpoint. */
type Use = 'rubric' | 'pair' | 'endpoint';

/** Judges that come with gavel. */
const BUILT_IN = ['offline', 'small'] as const;

/** For every command that judges. */
export const FRESH = ['--fresh', 'ask a model anew: nothing is reused of what it said before, which is kept beside it'] as const;

export const PRINT_PROMPT = ['--print-prompt', 'print what the judge asks with, as --judge-prompt reads it, and do nothing else'] as const;

interface JudgeOption {
  readonly key: KeyFacts;
  readonly option: Option;
}

export function addJudgeOptions(command: Command, use: Use): Command {
  if (use !== 'endpoint')
    command
      .option(
        '--judge <kind>',
        'offline, or small: the trained judge that comes with gavel and needs no key (the default where no model is named); FILE.yaml: as the key judge of a sweep has it',
      )
      .option('--judge-file <file>', 'weights for --judge small, fitted to your own labels');
  for (const { key, option } of judgeOptions()) if (isRead(key, use)) command.addOption(option);
  if (use !== 'endpoint') command.option(...FRESH).option(...PRINT_PROMPT);
  return command;
}

function isRead({ scope }: KeyFacts, use: Use): boolean {
  return scope === 'endpoint' || use === 'rubric' || (use === 'pair' && scope === undefined);
}

function judgeOptions(): JudgeOption[] {
  return keysOf(modelSchema).flatMap((key) => {
    const option = schemaOption(modelSchema.shape[key.name as keyof typeof modelSchema.shape], key);
    return option === undefined ? [] : [{ key, option }];
  });
}

/** The options of the judge that were typed, as they are typed. */
export function typedJudgeOptions(flags: JudgeFlags): string[] {
  const typed = typedOptions(flags).map(({ option }) => option.long ?? '');
  return flags.judge === undefined ? typed : ['--judge', ...typed];
}

function typedOptions(flags: JudgeFlags): JudgeOption[] {
  return judgeOptions().filter(({ option }) => typedAs(flags, option) !== undefined);
}

function typedAs(flags: JudgeFlags, option: Option): unknown {
  return Reflect.get(flags, option.attributeName());
}

/** The model that was named; undefined where none was. @throws InputError where a setting of a model is typed without one */
export function modelConfig(flags: JudgeFlags): ModelConfig | undefined {
  const typed = typedOptions(flags);
  if (flags.judgeModel === undefined) {
    const idle = typed.find(({ key }) => !(key.name in offlineSchema.shape));
    if (idle !== undefined) throw new InputError(`${idle.option.long} needs --judge-model NAME`);
    return undefined;
  }
  return check(modelSchema, settings(flags), 'options of the judge');
}

/** The same without a model, for asking an endpoint which it has. */
export function endpointConfig(flags: JudgeFlags): Omit<ModelConfig, 'model'> {
  return check(modelSchema.omit({ model: true }), settings({ ...flags, judgeModel: undefined }), 'options of the judge');
}

function settings(flags: JudgeFlags): Record<string, unknown> {
  return { kind: 'model', ...Object.fromEntries(typedOptions(flags).map(({ key, option }) => [key.name, typedAs(flags, option)])) };
}

/** @throws InputError where the words do not go together */
export function judgeConfig(flags: JudgeFlags, io: Asking): JudgeConfig {
  const { judge, judgeModel, judgeFile, trials } = flags;
  const inFile = judge !== undefined && /\.ya?ml$/i.test(judge);
  if (judge !== undefined && !inFile && !BUILT_IN.some((kind) => kind === judge))
    throw new InputError(
      `--judge takes ${BUILT_IN.map((kind) => `"${kind}"`).join(', ')} or a .yaml file, got "${judge}"; a model is named with --judge-model`,
    );
  if (judge !== undefined && judgeModel !== undefined) throw new InputError(`--judge ${judge} and --judge-model exclude each other`);
  if (judgeFile !== undefined && judge !== 'small') throw new InputError('--judge-file goes with --judge small');
  const named = modelConfig(flags);
  if (inFile) return ofFile(resolve(io.cwd, judge), flags, io);
  const file = judgeFile === undefined ? {} : { file: resolve(io.cwd, judgeFile) };
  const builtIn = { kind: judge ?? 'offline', trials, ...file };
  const config = named === undefined ? check(judgeSchema, builtIn, 'options of the judge') : inFolder(named, io.cwd);
  return flags.fresh === true ? freshJudge(config, io) : config;
}

function ofFile(path: string, flags: JudgeFlags, io: Asking): JudgeConfig {
  const read = readJudgeFile(path);
  const config = flags.trials === undefined ? read : { ...read, trials: flags.trials };
  return flags.fresh === true ? freshJudge(config, io) : config;
}

function inFolder(config: ModelConfig, cwd: string): ModelConfig {
  return config.prompt === undefined ? config : { ...config, prompt: resolve(cwd, config.prompt) };
}

/** What a judge of rubrics or of pairs asks with; where no model is named, what any model would be asked with. */
export function printPrompt(io: Io, config: JudgeConfig | undefined, use: 'rubric' | 'pair'): void {
  const prompt = promptOf(config?.kind === 'model' ? config : { labels: 3 });
  io.stdout.write(promptFile(prompt[use]));
}

/** The judge as a revision of its own, so that nothing it said before is taken for its answer. @throws InputError for a judge that is no model */
export function freshJudge(config: JudgeConfig, io: Asking, now = new Date()): JudgeConfig {
  if (config.kind === 'panel' || config.kind === 'cascade')
    return withMembers(config, (judge) => (isModel(judge) ? freshModel(judge, io, now) : judge));
  if (!isModel(config)) throw new InputError('--fresh asks a model anew: the offline judge says the same whenever it is asked');
  return freshModel(config, io, now);
}

/** A judge that may answer otherwise when it is asked again. */
type Revised = Extract<JudgeConfig, { kind: 'model' | 'decision' }>;

function isModel(config: JudgeConfig): config is Revised {
  return config.kind === 'model' || config.kind === 'decision';
}

function freshModel<Config extends Revised>(config: Config, io: Asking, now: Date): Config {
  const at = `fresh-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const revision = config.revision === undefined ? at : `${config.revision} ${at}`;
  note(
    io,
    `note: judged anew as revision "${revision}"; to go on with it later give that (--judge-revision, or "revision" in a sweep) in place of --fresh`,
  );
  return { ...config, revision };
}
