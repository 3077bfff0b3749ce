/** The tables of keys in docs/sweep.md, written from the schemas' own entries. */
import type { z } from 'zod';
import { type KeyFacts, keysOf } from '../benchmarks/files/keys.ts';

/** The text with every table between `<!-- keys of NAME -->` and `<!-- end -->` written anew. @throws Error for a name that no schema has */
export function withKeyTables(text: string, schemas: Readonly<Record<string, z.ZodObject>>): string {
  return text.replace(/(<!-- keys of (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start: string, name: string, end: string) => {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`no schema "${name}"`);
    return `${start}${tableOf(keysOf(schema))}${end}`;
  });
}

function tableOf(facts: readonly KeyFacts[]): string {
  const typed = facts.some(({ flag }) => flag !== undefined);
  const row = (cells: readonly (string | undefined)[]) => `| ${cells.filter((cell) => cell !== undefined).join(' | ')} |\n`;
  const head = ['key', 'default', typed ? 'option' : undefined, 'what it does'];
  const rows = facts.map(({ name, required, preset, absent, range, flag, about }) => [
    `\`${name}\``,
    required ? 'required' : (shown(preset) ?? absent),
    typed ? (flag === undefined ? '' : `\`${flag}\``) : undefined,
    `${about}${range === '' ? '' : ` (${range})`}`,
  ]);
  return [row(head), row(head.map((cell) => cell && '---')), ...rows.map(row)].join('');
}

function shown(preset: unknown): string | undefined {
  if (preset === undefined) return undefined;
  if (typeof preset === 'number' || typeof preset === 'boolean') return String(preset);
  return `\`${typeof preset === 'string' ? preset : JSON.stringify(preset)}\``;
}
