/** checkSchema: a criterion that code decides and no judge is asked about: what is counted, and between which bounds it has to lie. */
import { z } from 'zod';
import { UNITS } from '../reading/figures.ts';
import { patternProblem } from './pattern.ts';

export const CHECK_KINDS = ['count', 'length', 'number', 'date', 'link', 'table'] as const;

const pattern = z.string().superRefine((text, context) => {
  const message = patternProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const BOUND = z.number().nonnegative();

export const checkSchema = z
  .strictObject({
    /**
     * count: matches of `of`. length: words, a Chinese character or sign being one, of the report or of the section whose heading matches
     * `of`. number, date: whether one near `value` stands in a sentence or row of a table that matches `of`. link: different addresses
     * that match `of`. table: rows below the head of the longest table that matches `of`.
     */
    kind: z.enum(CHECK_KINDS),
    /** A regular expression in RE2's syntax, matched within lines, whatever the case of letters. */
    of: pattern.optional(),
    min: BOUND.optional(),
    max: BOUND.optional(),
    value: z.union([z.number(), z.iso.date()]).optional(),
    /** How far from `value`; days for a date. 0 where absent. */
    within: BOUND.optional(),
    /** Of `value` and `within`, for a number that may as well be written out: 107.45万 is 1,074,500. */
    unit: z.enum(UNITS).optional(),
  })
  .superRefine((check, context) => {
    for (const [path, message] of complaints(check)) context.addIssue({ code: 'custom', path: [path], message });
  });

export type Check = z.infer<typeof checkSchema>;

function complaints({ kind, of, min, max, value, within, unit }: Omit<Check, never>): [string, string][] {
  const bounded = min !== undefined || max !== undefined;
  const found: [string, string][] = [];
  if (kind === 'count' && of === undefined) found.push(['of', 'missing, expected what is counted']);
  if ((kind === 'count' || kind === 'length') && !bounded) found.push(['min', `missing, expected min or max for a ${kind}`]);
  if (kind === 'number' && typeof value !== 'number') found.push(['value', 'expected the number that has to stand there']);
  if (kind === 'date' && typeof value === 'number') found.push(['value', 'expected a date such as "2026-03-31"']);
  if ((kind === 'number' || kind === 'date') && bounded) found.push(['min', `goes with what is counted; a ${kind} takes value and within`]);
  if (kind !== 'number' && kind !== 'date' && value !== undefined) found.push(['value', 'goes with number and date only']);
  if (value === undefined && within !== undefined) found.push(['within', 'goes with value only']);
  if (kind !== 'number' && unit !== undefined) found.push(['unit', 'goes with number only']);
  if (min !== undefined && max !== undefined && min > max) found.push(['max', `expected at least min, ${min}`]);
  return found;
}

/** Bounds of what is counted, where a check counts: a link and a table need not say that there should be one. */
export function boundsOf({ kind, min, max }: Check): readonly [least: number, most: number] {
  const least = min ?? (max === undefined && (kind === 'link' || kind === 'table') ? 1 : 0);
  return [least, max ?? Number.POSITIVE_INFINITY];
}
