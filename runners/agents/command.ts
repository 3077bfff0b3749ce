/** The command agent: a program that takes the query on stdin and prints the report on stdout. */
import { access, constants, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { AgentError, InputError } from '../../judge/errors.ts';
import { ending } from '../../judge/model/excerpt.ts';
import type { Agent, AgentReply, AgentTask } from './agent.ts';
import { checkedReport, parseAnswer, spentIn } from './answer.ts';
import { type ChildResult, runChild } from './child.ts';
import { visitTrace, withWorld } from './command-world.ts';
import { decodeUtf8 } from './decode.ts';
import type { AgentDeps } from './deps.ts';
import { checkpointFields, concurrencySchema, envNameSchema, nameSchema, timeoutSchema } from './entry.ts';
import { fingerprints, portable, withoutKeys } from './identity.ts';
import { type Env, expandEnv, keyNamesIn, keysOf, readEnv, Secrets } from './secrets.ts';

const argumentSchema = z.string().refine((text) => !text.includes('\0'), 'an argument holds no NUL');

export const commandSchema = z.strictObject({
  kind: z.literal('command').register(keys, { about: 'a program' }),
  name: nameSchema,
  ...checkpointFields(),
  command: z.tuple([argumentSchema.min(1)], argumentSchema).register(keys, {
    about: 'a list: program and arguments. No shell reads them; a path is relative to `cwd`',
  }),
  passEnv: z.array(envNameSchema).default([]).register(keys, {
    about: 'names of variables that are handed on as they are; one that is not set is an error',
  }),
  env: z.record(envNameSchema, argumentSchema).default({}).register(keys, {
    about: "variables set for the program; `${NAME}` in a value is taken from gavel's own environment",
  }),
  output: z.enum(['text', 'json']).default('text').register(keys, {
    about: 'what stdout holds: the report itself, or one object as below',
  }),
  timeoutSeconds: timeoutSchema(3600, 'then the program and all that it started are ended, and the trial has failed'),
  maxOutputBytes: z
    .int()
    .min(1)
    .max(256 * 1024 * 1024)
    .default(16 * 1024 * 1024)
    .register(keys, { about: 'longest stdout' }),
  world: z.boolean().default(false).register(keys, {
    about:
      'serves the offline world to the program: search at `GAVEL_WORLD_URL`, pages through `HTTP_PROXY` and `HTTPS_PROXY`, whose certificates the usual variables name',
  }),
  cwd: z.string().min(1).default('.').register(keys, { about: 'working folder, relative to this file' }),
  concurrency: concurrencySchema(4, 'programs at once'),
});

export type CommandConfig = z.infer<typeof commandSchema>;

/** What a program cannot do without, and nobody keeps a key in. */
const ALWAYS_PASSED = ['PATH', 'HOME', 'LANG', 'TMPDIR'];
/** Names of variables in one message. */
const MOST_HINTED = 3;
/** Characters of stderr that are kept of an attempt that failed. */
const LONGEST_STDERR = 8_000;
const KILL_GRACE_MS = 5_000;
/** The system is short of something for now. */
const SHORTAGES = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);

export function createCommandAgent(config: CommandConfig, deps: AgentDeps): Agent {
  return {
    name: config.name,
    identity: withoutKeys(
      {
        kind: 'command',
        command: config.command.map((argument) => portable(argument, deps.baseDir)),
        output: config.output,
        env: fingerprints(config.env),
        cwd: portable(config.cwd, deps.baseDir),
        // Absent where it is off, as agents of earlier stores have it.
        ...(config.world && { world: true }),
      },
      deps.env,
    ),
    concurrency: config.concurrency,
    check: () => checkProgram(config, deps),
    attempt: (task, repeat, signal) => attempt(config, deps, task, repeat, signal),
  };
}

async function attempt(config: CommandConfig, deps: AgentDeps, task: AgentTask, repeat: number, signal: AbortSignal): Promise<AgentReply> {
  const who = `agent "${config.name}"`;
  const cwd = resolve(deps.baseDir, config.cwd);
  await checkCwd(cwd, who);
  const { env, secrets } = childEnv(config, deps, who);
  const folder = await mkdtemp(join(tmpdir(), 'gavel-'));
  try {
    const queryFile = join(folder, 'query.txt');
    await writeFile(queryFile, task.query, { mode: 0o600 });
    const run = async (more: Env = {}): Promise<AgentReply> => {
      const result = await runChild(
        {
          argv: config.command,
          cwd,
          env: { ...more, ...env, GAVEL_TASK_ID: task.id, GAVEL_QUERY_FILE: queryFile, GAVEL_REPEAT: String(repeat) },
          stdin: task.query,
          timeoutMs: config.timeoutSeconds * 1000,
          maxOutputBytes: config.maxOutputBytes,
          killGraceMs: deps.killGraceMs ?? KILL_GRACE_MS,
        },
        signal,
      ).catch((error: unknown) => {
        throw signal.aborted ? error : startError(error, config, who);
      });
      return readResult(result, config, who, secrets, () => withheldHint(result, deps.env, env));
    };
    if (!config.world) return await run();
    const { result, visit } = await withWorld(folder, deps, run);
    deps.onVisit?.({ task: task.id, repeat }, visit);
    return result.trace === undefined ? { ...result, trace: visitTrace(visit.record) } : result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readResult(result: ChildResult, config: CommandConfig, who: string, secrets: Secrets, hint: () => string): AgentReply {
  // The program may have quoted its key before it failed.
  const written = result.stderr.toString('utf8');
  const stderr = secrets.quote(written, ending);
  const kept = secrets.quote(written, (text) => text.slice(-LONGEST_STDERR).replace(/\p{Surrogate}/gu, '\u{FFFD}')).trim();
  const text = decodeUtf8(result.stdout);
  const spent = config.output === 'json' && text !== undefined ? spentIn(text, secrets) : {};
  const fail = (what: string) =>
    new AgentError('agent', `${who} ${what}${stderr === '' ? '' : `: ${stderr}`}`, {
      spent,
      ...(kept !== '' && { stderr: kept }),
    });
  if (result.ended === 'timeout') throw fail(`wrote no report within ${config.timeoutSeconds} s`);
  if (result.ended === 'overflow') throw fail(`wrote more than ${config.maxOutputBytes} bytes (maxOutputBytes)`);
  if (typeof result.status === 'string') throw fail(`was ended by ${result.status}`);
  if (result.status !== 0) throw fail(`exited with code ${result.status}${hint()}`);
  if (text === undefined) throw fail('wrote what is not UTF-8');
  if (config.output === 'json') return parseAnswer(text, who, secrets);
  return { report: checkedReport(secrets.keep(text), who) };
}

/** Names only, never values: keys that the program complains about, and that are here but were not given to it. */
function withheldHint(result: ChildResult, own: Env, given: Env): string {
  const names = keyNamesIn(result.stderr.toString('utf8'), own).filter((name) => !(name in given));
  if (names.length === 0) return '';
  const [are, them] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return ` (${names.slice(0, MOST_HINTED).join(', ')} ${are} set but not passed on: add ${them} to passEnv)`;
}

function childEnv(config: CommandConfig, deps: AgentDeps, who: string): { env: Record<string, string>; secrets: Secrets } {
  const env: Record<string, string> = {};
  const handed: string[] = [];
  for (const name of ALWAYS_PASSED) {
    const value = deps.env[name];
    if (value !== undefined) env[name] = value;
  }
  for (const name of config.passEnv) {
    env[name] = readEnv(name, deps.env, `passEnv of ${who}`);
    handed.push(env[name]);
  }
  for (const [name, template] of Object.entries(config.env)) {
    const expanded = expandEnv(template, deps.env, `env.${name} of ${who}`);
    env[name] = expanded.text;
    handed.push(...expanded.secrets);
  }
  return { env, secrets: new Secrets(keysOf(deps.env, env), handed) };
}

/** The program is there and may be run: found out before a sweep has paid for the reports of its other agents. */
async function checkProgram(config: CommandConfig, deps: AgentDeps): Promise<void> {
  const who = `agent "${config.name}"`;
  const cwd = resolve(deps.baseDir, config.cwd);
  await checkCwd(cwd, who);
  const { env } = childEnv(config, deps, who);
  const [program = ''] = config.command;
  const places = program.includes('/') ? [resolve(cwd, program)] : (env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  const may = async (mode: number) => {
    const answers = await Promise.allSettled(places.map((place) => access(place, mode)));
    return answers.some(({ status }) => status === 'fulfilled');
  };
  if (await may(constants.X_OK)) return;
  throw startError(Object.assign(new Error(), { code: (await may(constants.F_OK)) ? 'EACCES' : 'ENOENT' }), config, who);
}

async function checkCwd(cwd: string, who: string): Promise<void> {
  const found = await stat(cwd).catch(() => undefined);
  if (!found?.isDirectory()) throw new InputError(`${who}: there is no folder "${cwd}" (cwd)`);
}

function startError(error: unknown, config: CommandConfig, who: string): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (SHORTAGES.has(code)) return new AgentError('harness', `${who} could not be started (${code})`, { cause: error });
  const [program] = config.command;
  if (code === 'ENOENT')
    return new InputError(`${who}: there is no program "${program}" (a path is relative to cwd, a name is looked up in PATH)`);
  if (code === 'EACCES') return new InputError(`${who}: "${program}" may not be run: is it executable?`);
  return new InputError(`${who}: "${program}" cannot be run (${code}): does its first line name an interpreter?`);
}
