import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SWEEP_TEMPLATE } from '../cli/commands/init.ts';
import { parseAnswer } from '../runners/agents/answer.ts';
import { chatSchema } from '../runners/agents/chat.ts';
import { commandSchema } from '../runners/agents/command.ts';
import { folderSchema } from '../runners/agents/folder.ts';
import { httpSchema } from '../runners/agents/http.ts';
import { Secrets } from '../runners/agents/secrets.ts';
import { judgeSchema } from '../runners/judges/judges.ts';
import { parseSweep, sweepSchema } from '../runners/judging/sweep.ts';

const text = readFileSync(new URL('../docs/sweep.md', import.meta.url), 'utf8');
const block = (language: string) => text.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';

interface Shape {
  readonly properties?: Record<string, Shape & { default?: unknown; const?: unknown }>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
}
const shapeOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;

/** Of every object in a schema. */
function keysOf({ properties = {}, oneOf = [], anyOf = [], items }: Shape): string[] {
  const inner = [...Object.values(properties), ...oneOf, ...anyOf, ...(items === undefined ? [] : [items])];
  return [...Object.keys(properties), ...inner.flatMap(keysOf)];
}

/** The rows of the section on one kind: default by key. */
function documented(kind: string): Map<string, string> {
  const section = text.split(/^## /m).find((part) => part.split('\n')[0]?.endsWith(`\`kind: ${kind}\``)) ?? '';
  return new Map([...section.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, key = '', value = '']) => [key, value.replaceAll('`', '')]));
}

describe('docs/sweep.md', () => {
  it('has an example that is a sweep, with every kind of agent', () => {
    const sweep = parseSweep(block('yaml'), 'docs/sweep.md');
    expect(sweep.agents.map(({ kind }) => kind)).toEqual(['command', 'folder', 'http', 'chat']);
    expect(sweep.battles?.judges).toHaveLength(3);
  });

  it('has an example of an answer that is taken as it is', () => {
    expect(parseAnswer(block('json'), 'agent', new Secrets([], []))).toEqual(JSON.parse(block('json')));
  });

  it('names every key that there is', () => {
    const keys = new Set(keysOf(shapeOf(sweepSchema)));
    expect(keys.size).toBeGreaterThan(40);
    expect([...keys].filter((key) => !new RegExp(`[\`"{ ]${key}\\b`).test(text))).toEqual([]);
  });

  it.each([...[folderSchema, commandSchema, httpSchema, chatSchema].map(shapeOf), ...(shapeOf(judgeSchema).oneOf ?? [])])(
    'gives the keys of a kind with their defaults',
    ({ properties = {}, required = [] }) => {
      const rows = documented(String(properties.kind?.const));
      expect([...rows.keys()].sort()).toEqual(Object.keys(properties).sort());
      for (const [key, { default: preset }] of Object.entries(properties)) {
        if (required.includes(key)) expect(rows.get(key), key).toBe('required');
        else if (preset !== undefined) expect(rows.get(key), key).toBe(typeof preset === 'string' ? preset : JSON.stringify(preset));
        else expect(rows.get(key), key).toMatch(/^(?!required)[^\d]+$/);
      }
    },
  );

  it('is named where a sweep begins', () => {
    expect(SWEEP_TEMPLATE).toContain('docs/sweep.md');
    expect(SWEEP_TEMPLATE).toContain('# passEnv: [');
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain('(docs/sweep.md)');
  });
});
