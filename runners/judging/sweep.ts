/** `sweep.yaml`: which agents run over which benchmarks, who judges, and what it may cost. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { check } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';
import { agentSchema } from '../agents/create.ts';
import { judgeSchema } from '../judges/judges.ts';

const whole = z.number().int().positive();

/** A name, `NAME=FILE`, or an object with a selection of tasks. */
const benchmarkSchema = z.union([
  z.string().min(1),
  z.strictObject({
    name: z.string().min(1),
    file: z.string().min(1).optional(),
    ids: z.array(z.string()).optional(),
    domains: z.array(z.string()).optional(),
    languages: z.array(z.string()).optional(),
    tracks: z.array(z.string()).optional(),
    limit: whole.optional(),
    sample: whole.optional(),
    seed: z.number().int().optional(),
  }),
]);

export const sweepSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}]*$/u, 'a name has no control characters'),
  benchmarks: z.array(benchmarkSchema).min(1),
  agents: z
    .array(agentSchema)
    .min(1)
    .refine((agents) => new Set(agents.map((agent) => agent.name)).size === agents.length, 'two agents have the same name'),
  judge: z
    .union([z.literal('offline').transform(() => ({ kind: 'offline' as const, trials: 1 })), judgeSchema])
    .default({ kind: 'offline', trials: 1 }),
  /** Judges of head-to-head battles, of different families: the first two are asked, the next where they disagree. */
  battles: z.strictObject({ judges: z.array(judgeSchema).min(1) }).optional(),
  repeats: whole.default(1),
  /** Judge calls at once. How many attempts run at once is each agent's own. */
  concurrency: whole.max(10_000).default(64),
  budget: z
    .strictObject({
      amount: z.number().positive().optional(),
      currency: z.string().length(3).optional(),
      calls: whole.optional(),
      tokens: whole.optional(),
    })
    .refine((budget) => (budget.amount === undefined) === (budget.currency === undefined), 'amount and currency go together')
    .optional(),
  store: z.string().min(1).optional(),
});

export type Sweep = z.infer<typeof sweepSchema>;

/** A sweep with the folder that its relative paths start from. */
export interface SweepFile {
  readonly sweep: Sweep;
  readonly baseDir: string;
}

/** @throws InputError naming file, line and field */
export function readSweep(path: string): SweepFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const hint =
      code === 'ENOENT' ? 'no such file; "gavel init" writes one' : code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'not UTF-8' : code;
    throw new InputError(`${path}: ${hint}`, { cause: error });
  }
  return { sweep: parseSweep(text, path), baseDir: dirname(resolve(path)) };
}

/** @throws InputError naming file, line and field */
export function parseSweep(text: string, path: string): Sweep {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new InputError(
      `${path}:${lines.linePos(broken.pos[0]).line}: not YAML: ${broken.message.split('\n')[0]?.replace(/ at line.*/, '')}`,
    );
  }
  if (!isMap(document.contents)) throw new InputError(`${path}:1: expected a sweep: name, benchmarks, agents, ...`);
  const value = plainValue(document, path);
  const field = sweepSchema
    .safeParse(value)
    .error?.issues.map(fieldOf)
    .toSorted((a, b) => Number(b.unknown) - Number(a.unknown))[0];
  const offset = field === undefined ? undefined : offsetOf(document, field.path);
  return check(sweepSchema, value, `${path}:${offset === undefined ? 1 : lines.linePos(offset).line}`);
}

/** @throws InputError where an alias points nowhere, or so many that the file would grow without bound */
function plainValue(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new InputError(`${path}: not YAML: ${(error as Error).message.split('\n')[0]}`, { cause: error });
  }
}

interface Field {
  readonly path: readonly PropertyKey[];
  /** A misspelt key, which is named first. */
  readonly unknown: boolean;
}

/** The field that an issue is about; of a union's branches the one that reaches furthest, as it is the one that was meant. */
function fieldOf(issue: z.core.$ZodIssue): Field {
  if (issue.code === 'unrecognized_keys') return { path: [...issue.path, ...issue.keys.slice(0, 1)], unknown: true };
  if (issue.code !== 'invalid_union') return { path: issue.path, unknown: false };
  const inner = issue.errors.flatMap((branch) => branch.slice(0, 1).map(fieldOf));
  const furthest = inner.toSorted((a, b) => b.path.length - a.path.length)[0];
  return { path: [...issue.path, ...(furthest?.path ?? [])], unknown: false };
}

/** Where the field stands, or the nearest thing around it that is there: its key, else its value. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = isScalar(pair?.key) ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range != null) return node.range[0];
  }
  return undefined;
}
