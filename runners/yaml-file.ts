/** textOf, parseYaml: a YAML file checked by a schema, with complaints that name file, line and field. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { check } from '../benchmarks/files/check.ts';
import { InputError } from '../judge/errors.ts';

/** Loaded with the first YAML file: most commands read none, and its 70 files are a tenth of a second of their start. */
const yaml = (): typeof import('yaml') => createRequire(import.meta.url)('yaml');

/** @param absent said of a file that is not there */
export function textOf(path: string, absent: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const hint = code === 'ENOENT' ? absent : code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'not UTF-8' : code;
    throw new InputError(`${path}: ${hint}`, { cause: error });
  }
}

/** @param expected what the file should hold, in words. @throws InputError naming file, line and field */
export function parseYaml<T>(
  text: string,
  path: string,
  schema: z.ZodType<T>,
  expected: string,
): { readonly value: T; readonly renamed: boolean } {
  const { isMap, LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new InputError(
      `${path}:${lines.linePos(broken.pos[0]).line}: not YAML: ${broken.message.split('\n')[0]?.replace(/ at line.*/, '')}`,
    );
  }
  if (!isMap(document.contents)) throw new InputError(`${path}:1: expected ${expected}`);
  const value = plainValue(document, path);
  const renamed = renameBaseUrl(value);
  const field = schema
    .safeParse(value)
    .error?.issues.map(fieldOf)
    .toSorted((a, b) => Number(b.unknown) - Number(a.unknown))[0];
  const offset = field === undefined ? undefined : offsetOf(document, field.path);
  return { value: check(schema, value, `${path}:${offset === undefined ? 1 : lines.linePos(offset).line}`), renamed };
}

/** Whether an agent or a judge had `baseUrl`, which is `url` from here on. */
function renameBaseUrl(value: unknown): boolean {
  const sweep = recordOf(value);
  const judge = recordOf(sweep?.judge);
  const entries = [
    sweep,
    sweep?.judges,
    sweep?.first,
    sweep?.then,
    sweep?.agents,
    judge,
    judge?.judges,
    judge?.first,
    judge?.then,
    recordOf(sweep?.battles)?.judges,
  ]
    .flat()
    .map(recordOf);
  const old = entries.filter((entry) => entry?.baseUrl !== undefined && entry.url === undefined);
  for (const entry of old) {
    if (entry === undefined) continue;
    entry.url = entry.baseUrl;
    delete entry.baseUrl;
  }
  return old.length > 0;
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
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
  const { isMap, isNode, isScalar } = yaml();
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = isScalar(pair?.key) ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range != null) return node.range[0];
  }
  return undefined;
}
