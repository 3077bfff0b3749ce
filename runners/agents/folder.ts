/** createFolderAgent: reports that exist already, in files named after their tasks; unreadable: why one of them is owed. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { AgentError, InputError } from '../../judge/errors.ts';
import { filesKey } from '../option-keys.ts';
import type { Agent, AgentReply } from './agent.ts';
import { costSchema, firstIssue } from './answer.ts';
import type { AgentDeps } from './deps.ts';
import { checkpointFields, nameSchema } from './entry.ts';
import { type FileNames, fileNames, readInside, realFolder, spellings } from './folder-files.ts';
import { parseRunnerResult } from './runner-result.ts';
import { usageSchema } from './usage.ts';

export const folderSchema = z.strictObject({
  kind: z.literal('folder').register(keys, { about: 'reports that exist already' }),
  name: nameSchema,
  ...checkpointFields(),
  dir: z.string().min(1).register(keys, { about: 'folder of reports, relative to this file' }),
  files: filesKey,
  // Nobody measured what is written into a config.
  cost: costSchema
    .extend({ basis: costSchema.shape.basis.unwrap().default('estimated') })
    .exactOptional()
    .register(keys, {
      about: '`{amount, currency, basis}` of one report, where its `.meta.json` gives none; `basis` is `estimated` if not said',
      absent: 'none',
    }),
});

export type FolderConfig = z.infer<typeof folderSchema>;

/** `<task-id>.meta.json`. */
const metaSchema = z.strictObject({
  usage: usageSchema.exactOptional(),
  seconds: z.number().nonnegative().exactOptional(),
  cost: costSchema.exactOptional(),
  model: z.string().min(1).exactOptional(),
});

/** Reports may be of many megabytes, and reading one is quick: none waits in memory. */
const CONCURRENCY = 1;

/**
 * Repeat 1 of a task is `<task-id>.md` (or `.txt`, or the `.json` of a runner), repeat n `<task-id>.<n>.md`. A missing file leaves the
 * trial owed. Attempts throw AgentError: of the harness for a file that is broken, of the agent for one that tells of a failure.
 */
export function createFolderAgent(config: FolderConfig, deps: Pick<AgentDeps, 'baseDir'>): Agent {
  const dir = resolve(deps.baseDir, config.dir);
  return {
    name: config.name,
    identity: { kind: 'reports' },
    concurrency: CONCURRENCY,
    check: async () => void (await realFolder(dir)),
    rereads: true,
    has: (task, repeat) => {
      const { text, runner } = fileNames(task, repeat, config.files);
      return [...text, ...(runner === undefined ? [] : [runner])].flatMap(spellings).some((name) => existsSync(join(dir, name)));
    },
    attempt: async (task, repeat, signal) => {
      signal.throwIfAborted();
      try {
        return await readReply(dir, task.id, repeat, config, signal);
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      }
    },
  };
}

async function readReply(
  dir: string,
  taskId: string,
  repeat: number,
  config: FolderConfig,
  signal: AbortSignal,
): Promise<AgentReply | undefined> {
  const root = await realFolder(dir).catch((error) => {
    // Without its folder no report can be read; else it is this one that cannot.
    throw error instanceof InputError ? error : unreadable(error, dir);
  });
  const names = fileNames(taskId, repeat, config.files);
  try {
    const found = await readReport(root, names, signal);
    if (found === undefined) return undefined;
    const text = names.meta === undefined ? undefined : await readInside(root, names.meta, signal);
    const meta = text === undefined ? {} : parseMeta(text, join(root, names.meta ?? ''));
    return { ...(config.cost !== undefined && { cost: config.cost }), ...found, ...meta };
  } catch (error) {
    throw signal.aborted ? signal.reason : unreadable(error, join(root, names.text[0] ?? taskId));
  }
}

/** A file that cannot be read is a person's to mend: its report is owed, and the others go on. */
export function unreadable(error: unknown, path: string): unknown {
  if (error instanceof InputError) return new AgentError('harness', error.message, { cause: error });
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  return new AgentError('harness', `${path}: cannot be read (${REMEDIES[code] ?? code})`, { cause: error });
}

const TOO_MANY_FILES = 'too many open files: raise "ulimit -n" or lower the concurrency';
const REMEDIES: Readonly<Record<string, string>> = {
  ENAMETOOLONG: 'its name is too long for this disk',
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
};

async function readReport(root: string, names: FileNames, signal: AbortSignal): Promise<AgentReply | undefined> {
  for (const name of names.text) {
    const text = await readInside(root, name, signal);
    // An empty file is a report that somebody handed in; the judge gives it its labels without a call.
    if (text !== undefined) return { report: text };
  }
  const { runner } = names;
  const text = runner === undefined ? undefined : await readInside(root, runner, signal);
  return text === undefined || runner === undefined ? undefined : parseRunnerResult(text, join(root, runner));
}

function parseMeta(text: string, path: string): z.infer<typeof metaSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${path}: expected one JSON object {usage?, seconds?, cost?, model?}`, { cause });
  }
  const parsed = metaSchema.safeParse(value);
  if (!parsed.success) throw new InputError(`${path}: ${firstIssue(parsed.error)}`);
  return parsed.data;
}
