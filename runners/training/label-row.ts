/** LabelRow: one criterion on one report with what is known of its label, as files for training hold it, one a line. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readRows } from '../../benchmarks/files/jsonl.ts';
import { LABELS } from '../../judge/checklist/verdict.ts';
import { InputError } from '../../judge/errors.ts';
import { fingerprint } from '../../judge/hash.ts';
import { reasonLanguage } from '../../judge/reading/language.ts';

/** Who a label is from: people, judges of one mind, a judge that read their reasons, or how the row was made. */
export const LABEL_SOURCES = ['people', 'panel', 'arbiter', 'twin'] as const;
export type LabelSource = (typeof LABEL_SOURCES)[number];

/** What is learnt from, chosen by, measured on. */
export const SPLITS = ['train', 'dev', 'test'] as const;
export type Split = (typeof SPLITS)[number];

const share = z.number().min(0).max(1);
const label = z.enum(LABELS);

const voteSchema = z.strictObject({
  judge: z.string(),
  label,
  reason: z.string(),
  confidence: share.optional(),
  quotes: z.array(z.string()).optional(),
});

export type LabelVote = z.infer<typeof voteSchema>;

const rowSchema = z.strictObject({
  /** Of query, report, criterion and sign, where a file gives none. */
  id: z.string().min(1).max(200).optional(),
  query: z.string(),
  report: z.string().min(1),
  criterion: z.string().trim().min(1),
  /** Not 0. A negative weight describes a flaw: `satisfied` means that the flaw is there. */
  weight: z.number().refine((weight) => weight !== 0, 'expected a number other than 0'),
  axis: z.string().min(1).optional(),
  language: z.string().min(2).optional(),
  /** What must not be split between learning and measuring; the query where absent. */
  group: z.string().min(1).optional(),
  label: label.optional(),
  reason: z.string().optional(),
  quotes: z.array(z.string()).optional(),
  /** Share of all who were asked that gave this label. */
  confidence: share.optional(),
  /** Who the label is from; any other word says where the row is from. */
  source: z.string().min(1).optional(),
  /** Where the row is from. */
  from: z.string().min(1).optional(),
  licence: z.string().min(1).optional(),
  votes: z.array(voteSchema).optional(),
  split: z.enum(SPLITS).optional(),
  /** Id of the row from which it differs by one fact, its own included. */
  pair: z.string().min(1).optional(),
  /** What was changed. */
  change: z.string().min(1).optional(),
});

export type LabelRow = Omit<z.infer<typeof rowSchema>, 'source'> & {
  readonly id: string;
  readonly language: string;
  readonly group: string;
  readonly source?: LabelSource;
};
/** A row whose label is known. */
export type LabelledRow = LabelRow & { readonly label: NonNullable<LabelRow['label']>; readonly source: LabelSource };

/** The rows of a folder that `train label` wrote, or the file itself. */
export function labelsFile(path: string): string {
  const inFolder = join(path, 'labels.jsonl');
  return existsSync(inFolder) ? inFolder : path;
}

/** @throws InputError naming file, line and field; nothing of a bad file is used */
export async function readLabelRows(files: readonly string[]): Promise<LabelRow[]> {
  const texts = new Map<string, string>();
  /** One copy of each report, however many rows are on it. */
  const once = (text: string) => {
    const known = texts.get(text) ?? text;
    texts.set(known, known);
    return known;
  };
  const rows: LabelRow[] = [];
  for (const file of files)
    for (const { value } of await readRows(file, rowSchema)) rows.push(complete({ ...value, report: once(value.report) }));
  if (rows.length === 0) throw new InputError(`${files.join(', ')}: no row in it; expected one {query, report, criterion, weight} a line`);
  return rows;
}

/** A row in full, whose source is one of ours or where it is from. */
export function complete({ id, group, language, source, ...row }: z.infer<typeof rowSchema>): LabelRow {
  const known = LABEL_SOURCES.find((each) => each === source);
  const from = row.from ?? (known === undefined ? source : undefined);
  return {
    ...row,
    id: id ?? rowId(row),
    language: language ?? reasonLanguage(row.report) ?? 'en',
    group: group ?? (row.query.trim() === '' ? fingerprint(row.report) : row.query),
    ...(row.label !== undefined && { source: known ?? 'people' }),
    ...(from !== undefined && { from }),
  };
}

export function rowId({ query, report, criterion, weight }: Pick<LabelRow, 'query' | 'report' | 'criterion' | 'weight'>): string {
  return fingerprint(JSON.stringify([query, report, criterion, weight < 0]));
}

/** Its sign as a word. */
export function signOf({ weight }: Pick<LabelRow, 'weight'>): 'positive' | 'negative' {
  return weight < 0 ? 'negative' : 'positive';
}

const ORDER = [
  'id',
  'query',
  'report',
  'criterion',
  'weight',
  'axis',
  'language',
  'group',
  'label',
  'reason',
  'quotes',
  'confidence',
  'source',
  'from',
  'licence',
  'votes',
  'split',
  'pair',
  'change',
] as const;

/** As one line of JSON, fields in one order, without its end. */
export function labelLine(row: LabelRow): string {
  return JSON.stringify(Object.fromEntries(ORDER.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]]))));
}
