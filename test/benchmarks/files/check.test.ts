import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { check, printable } from '../../../benchmarks/files/check.ts';
import { taskSchema } from '../../../benchmarks/task.ts';
import { InputError } from '../../../judge/errors.ts';

const task = { id: 'a', query: 'q', language: 'en', domain: 'd' };

function complaint(schema: z.ZodType, value: unknown): string {
  try {
    check(schema, value, 'sweep.yaml');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'fine';
}

describe('check', () => {
  it('returns the parsed value', () => {
    expect(check(z.object({ n: z.number().default(3) }), {}, 'x')).toEqual({ n: 3 });
  });

  it.each<[string, unknown, string]>([
    [
      'a wrong type',
      { ...task, rubric: [{ criterion: 'c', weight: 'five' }] },
      'rubric[0].weight: expected a number other than 0, got "five"',
    ],
    ['a missing field', { ...task, domain: undefined }, 'domain: missing, expected text'],
    [
      'a misspelt key, before the field missing for it',
      { ...task, rubric: [{ criterion: 'c', wieght: 5 }] },
      'rubric[0]: unknown key `wieght` (did you mean `weight`?); rubric[0].weight: expected a number other than 0',
    ],
    [
      'a key like no other, with those there are and are not given yet',
      { ...task, colour: 1 },
      'unknown key `colour` (there are track, rubric, notes, tags, asOf, validUntil, version)',
    ],
    [
      'all that is wrong at once, up to five',
      { query: ' ', language: 3, domain: 4, notes: 5, asOf: 6, tags: 7 },
      'id: missing, expected text; query: expected text that is not empty, got " "; language: expected text, got 3; domain: expected text, got 4; notes: expected text, got 5; and 2 more',
    ],
    ['an empty text', { ...task, query: ' ' }, 'query: expected text that is not empty, got " "'],
    ['a list for an object', [], 'expected an object, got an empty list'],
    ['null', null, 'expected an object, got null'],
    [
      'a union, by its nearest branch',
      { ...task, tags: { x: [] } },
      'tags.x: expected text or a number or true or false, got an empty list',
    ],
    ['a union, by its branches', { ...task, tags: 3 }, 'tags: expected a list or an object, got 3'],
    [
      'an endless number',
      { ...task, rubric: [{ criterion: 'c', weight: Number.POSITIVE_INFINITY }] },
      'rubric[0].weight: expected a number other than 0, got Infinity',
    ],
  ])('names %s', (_, value, message) => {
    expect(complaint(taskSchema, value)).toBe(`sweep.yaml: ${message}`);
  });

  it('names choices, bounds and formats', () => {
    const schema = z.strictObject({
      scale: z.enum(['ternary', 'strict']).optional(),
      repeats: z.number().int().min(1).max(9).optional(),
      on: z.iso.date().optional(),
      kind: z
        .discriminatedUnion('type', [z.strictObject({ type: z.literal('http') }), z.strictObject({ type: z.literal('files') })])
        .optional(),
    });
    expect(complaint(schema, { scale: 'stict' })).toBe(
      'sweep.yaml: scale: expected one of "ternary", "strict" (did you mean `strict`?), got "stict"',
    );
    expect(complaint(schema, { repeats: 0 })).toBe('sweep.yaml: repeats: expected a number of at least 1, got 0');
    expect(complaint(schema, { repeats: 1.5 })).toBe('sweep.yaml: repeats: expected a whole number, got 1.5');
    expect(complaint(schema, { on: '1.2.2025' })).toBe('sweep.yaml: on: expected a date like 2025-12-31, got "1.2.2025"');
    expect(complaint(schema, { kind: { type: 'htp' } })).toContain('kind.type: expected one of "http", "files"');
  });

  it('stays on one line and shows no control characters of what came', () => {
    const message = complaint(taskSchema, { ...task, id: `\u001b[31m\n${'x'.repeat(500)}\u202e` });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(message).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(message.length).toBeLessThan(300);
    expect(printable('a\u009bb')).toBe('a\\u009bb');
  });
});
