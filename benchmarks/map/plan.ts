/** MapPlan: how a file is read as tasks, reports, verdicts and battles: what the flags of `gavel data map` say and map.yaml keeps. */
import { z } from 'zod';
import { InputError } from '../../judge/errors.ts';
import { check, printable } from '../files/check.ts';
import { didYouMean } from '../files/suggest.ts';

export const FIELDS = [
  'id',
  'query',
  'language',
  'domain',
  'criterion',
  'criterionId',
  'weight',
  'polarity',
  'axis',
  'fatal',
  'agent',
  'report',
  'repeat',
  'status',
  'label',
  'reason',
  'judge',
  'trial',
  'a',
  'b',
  'outcome',
] as const;
export type FieldName = (typeof FIELDS)[number];

export const KINDS = ['tasks', 'reports', 'verdicts', 'battles'] as const;
export type Kind = (typeof KINDS)[number];

export const mapPlan = z.strictObject({
  /** Words for people: what the files are. */
  about: z.string().optional(),
  map: z.partialRecord(z.enum(FIELDS), z.string().min(1)).default({}),
  /** Where the rows stand, from the top of the file. */
  rows: z.string().optional(),
  wide: z.string().optional(),
  with: z.string().optional(),
  labels: z.string().optional(),
  weights: z.string().optional(),
  outcomes: z.string().optional(),
  negative: z.enum(['flaw', 'avoided']).optional(),
  as: z.enum(KINDS).optional(),
  /** Of the benchmark. */
  name: z.string().optional(),
  /** The file that it was made from; another one may be read with it. */
  source: z.strictObject({ file: z.string(), sha256: z.string() }).optional(),
});
export type MapPlan = z.output<typeof mapPlan>;

export function checkPlan(value: unknown, where: string): MapPlan {
  return check(mapPlan, value, where);
}

/** `id=case` as it is typed. `task` is another word for `id`. @throws InputError for a field that there is not */
export function parsePairs(pairs: readonly string[]): MapPlan['map'] {
  const map: Partial<Record<FieldName, string>> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const typed = equals < 0 ? pair : pair.slice(0, equals);
    const field = FIELDS.find((name) => name === (typed === 'task' ? 'id' : typed));
    const path = pair.slice(equals + 1);
    if (field === undefined || equals < 0 || path === '')
      throw new InputError(
        `--map ${printable(pair, 80)}: expected FIELD=PATH, FIELD one of ${FIELDS.join(', ')}${didYouMean(typed, FIELDS)}`,
      );
    if (map[field] !== undefined) throw new InputError(`--map: ${field} is said twice`);
    map[field] = path;
  }
  return map;
}

/** The plan as it is typed, word by word. */
export function planWords({ map, rows, wide, with: other, labels, weights, outcomes, negative, as, name }: MapPlan): string[] {
  const pairs = FIELDS.flatMap((field) => (map[field] === undefined ? [] : [`${field}=${map[field]}`]));
  const flags = { rows, wide, with: other, labels, weights, outcomes, negative, as, name };
  return [
    ...(pairs.length > 0 ? ['--map', ...pairs] : []),
    ...Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value])),
  ];
}
