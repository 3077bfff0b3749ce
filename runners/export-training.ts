/**
 * Writing labels as the files of a trainer, with a configuration beside them that holds the longest row. A model learns the very words that
 * this judge asks with and reads, explanation before label, and negative criteria in their own prompt.
 */
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { shownToModel } from '../judge/checklist/judge.ts';
import type { ChecklistPrompt } from '../judge/checklist/prompts.ts';
import { type LabelCount, replyText } from '../judge/checklist/reply.ts';
import type { Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { groupBy } from '../judge/group-by.ts';
import { replyTokens } from '../judge/model/estimate.ts';
import { estimateTokens } from '../judge/reading/parts.ts';
import { jsonLines, writeChatParquet } from './exchange/write-table.ts';
import { promptOf } from './judges/model.ts';
import { type LabelRow, type LabelVote, labelsFile, readLabelRows, SPLITS, type Split, signOf } from './training/label-row.ts';
import { llamaFactory } from './training/trainers/llama-factory.ts';
import { swift } from './training/trainers/swift.ts';
import type { Kind, Lengths, Trainer } from './training/trainers/trainer.ts';
import { trl } from './training/trainers/trl.ts';
import { verl } from './training/trainers/verl.ts';

export { KINDS, type Kind } from './training/trainers/trainer.ts';

const TRAINERS = { 'llama-factory': llamaFactory, trl, verl, 'ms-swift': swift } as const;
export type TrainerName = keyof typeof TRAINERS;
export const TRAINER_NAMES = Object.keys(TRAINERS) as TrainerName[];

export interface ExportRequest {
  /** A folder that `train label` wrote, or a file of labels. */
  readonly from: string;
  readonly trainer: TrainerName;
  readonly kind: Kind;
  readonly out: string;
  /** Rows whose label nobody explained, too, with an empty reason. */
  readonly bare: boolean;
  /** File of texts in place of the judge's own, as the key `prompt` of a judge; the trained judge is then to be asked with it, too. */
  readonly prompt?: string | undefined;
  /** 2 for a judge that is asked for two: a partial label is then what that judge says in its place. */
  readonly labels: LabelCount;
}

export interface ExportOutcome {
  /** Rows by split; a split without rows has no file. */
  readonly rows: Readonly<Partial<Record<Split, number>>>;
  readonly lengths: Lengths;
  /** Rows left out: nobody explained their label, or nobody was wrong about it. */
  readonly unexplained: number;
  readonly undisputed: number;
  readonly commands: readonly string[];
}

/** @throws InputError where the trainer has no such kind, labels or prompt cannot be read, or nothing is left to learn from */
export async function exportTraining({ from, trainer: name, kind, out, bare, prompt, labels }: ExportRequest): Promise<ExportOutcome> {
  const trainer: Trainer = TRAINERS[name];
  if (!trainer.kinds.includes(kind)) {
    const others = TRAINER_NAMES.filter((other) => (TRAINERS[other] as Trainer).kinds.includes(kind));
    throw new InputError(`${name} takes ${trainer.kinds.join(', ')}; ${kind} is taken by ${others.join(', ')}`);
  }
  const asking = promptOf({ labels, ...(prompt !== undefined && { prompt }) }).rubric;
  const read = await readLabelRows([labelsFile(from)]);
  const rows = labels === 2 ? read.map(withTwoLabels) : read;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const left = { unexplained: 0, undisputed: 0 };
  const usable = rows.flatMap((row): Ready[] => {
    if (row.label === undefined) return [];
    const reply = kind === 'rl' ? undefined : rightReply(row, bare);
    if (kind !== 'rl' && reply === undefined) {
      left.unexplained++;
      return [];
    }
    const rejected = kind === 'preference' ? wrongReply(row, byId) : undefined;
    if (kind === 'preference' && rejected === undefined) {
      left.undisputed++;
      return [];
    }
    return [{ row, reply, rejected }];
  });
  const splits = groupBy(usable, ({ row }) => row.split ?? 'train');
  if (!splits.has('train')) throw new InputError(`${from}: no row to learn from is left for ${kind}${hintOf(left, kind)}`);
  const there = SPLITS.filter((split) => splits.has(split));
  mkdirSync(out, { recursive: true });
  for (const split of SPLITS) rmSync(join(out, `${split}.${trainer.ending}`), { force: true });
  const longest = { prompt: 0, reply: 0, whole: 0 };
  for (const split of there)
    writeRows(join(out, `${split}.${trainer.ending}`), trainer, linesOf(splits.get(split) ?? [], { trainer, kind, asking }, longest));
  const lengths = kind === 'rl' ? { ...roomy(longest), reply: replyTokens(1) } : roomy(longest);
  for (const [file, text] of Object.entries(trainer.files(kind, lengths, there))) writeText(join(out, file), [text]);
  return {
    rows: Object.fromEntries(there.map((split) => [split, splits.get(split)?.length ?? 0])),
    lengths,
    ...left,
    commands: trainer.commands(kind),
  };
}

interface Ready {
  readonly row: LabelRow;
  readonly reply: string | undefined;
  readonly rejected: string | undefined;
}

function hintOf({ unexplained, undisputed }: { readonly unexplained: number; readonly undisputed: number }, kind: Kind): string {
  if (unexplained > 0) return `: nobody explained the label of ${unexplained} rows; label them with judges, or give --bare`;
  if (undisputed > 0) return `: of ${undisputed} rows no wrong reply is known, as nobody was wrong about them; kind sft takes them`;
  return kind === 'rl' ? '' : ': they have no label';
}

/** Of two labels, a judge says of what is there in part that a flaw is there, and that what is asked for is not. */
function withTwoLabels(row: LabelRow): LabelRow {
  const instead: Label = row.weight < 0 ? 'satisfied' : 'unsatisfied';
  const folded = <T extends { readonly label?: Label | undefined }>(said: T): T =>
    said.label === 'partial' ? { ...said, label: instead } : said;
  return { ...folded(row), ...(row.votes !== undefined && { votes: row.votes.map(folded) }) };
}

/** Below this a confidence would say that another label is likelier. */
const LEAST_SURE = 0.5;

/** Undefined where nobody explained the label. */
function rightReply(row: LabelRow, bare: boolean): string | undefined {
  const { label, reason = '', quotes = [], confidence = 1 } = row;
  if (label === undefined || (reason.trim() === '' && !bare)) return undefined;
  return replyText({ label, reason, quotes, confidence: Math.max(LEAST_SURE, rounded(confidence)) }, signOf(row));
}

/** What somebody said who was wrong; of a twin, what is right of the other one. Undefined where no wrong reply is known. */
function wrongReply(row: LabelRow, byId: ReadonlyMap<string, LabelRow>): string | undefined {
  const other = row.pair === undefined || row.pair === row.id ? undefined : byId.get(row.pair);
  const wrong: LabelVote | LabelRow | undefined =
    row.votes?.find(({ label, reason }) => label !== row.label && reason.trim() !== '') ?? (other?.label === row.label ? undefined : other);
  if (wrong?.label === undefined) return undefined;
  const { label, reason = '', quotes = [], confidence = 1 } = wrong;
  return replyText({ label, reason, quotes: [...quotes], confidence: rounded(confidence) }, signOf(row));
}

function rounded(share: number): number {
  return Math.round(share * 100) / 100;
}

/** Marks that a chat template sets around messages, in tokens. */
const TEMPLATE = 40;

interface Wanted {
  readonly trainer: Trainer;
  readonly kind: Kind;
  readonly asking: ChecklistPrompt;
}

/** Rows one after another, so that memory does not grow with the prompts; the longest is noted. */
function* linesOf(ready: readonly Ready[], { trainer, kind, asking }: Wanted, longest: { prompt: number; reply: number; whole: number }) {
  let index = 0;
  for (const { row, reply, rejected } of ready) {
    if (row.label === undefined) continue;
    const { system, user } = shownToModel(row, asking);
    const prompt = estimateTokens(system + user) + TEMPLATE;
    const said = Math.max(estimateTokens(reply ?? ''), estimateTokens(rejected ?? ''));
    longest.prompt = Math.max(longest.prompt, prompt);
    longest.reply = Math.max(longest.reply, said);
    longest.whole = Math.max(longest.whole, prompt + said);
    const replies = { ...(reply !== undefined && { reply }), ...(rejected !== undefined && { rejected }) };
    yield trainer.row({ id: row.id, index: index++, system, user, ...replies, label: row.label, weight: row.weight }, kind);
  }
}

/** The estimate is of no one tokenizer. */
const MARGIN = 1.15;
const STEP = 128;

function roomy(lengths: Lengths): Lengths {
  const up = (tokens: number) => Math.ceil((tokens * MARGIN) / STEP) * STEP;
  return { prompt: up(lengths.prompt), reply: up(lengths.reply), whole: up(lengths.whole) };
}

function writeRows(file: string, { ending }: Trainer, rows: Iterable<Readonly<Record<string, unknown>>>): void {
  if (ending === 'parquet') writeChatParquet(file, rows);
  else writeText(file, jsonLines(rows));
}

function writeText(file: string, pieces: Iterable<string>): void {
  const to = openSync(file, 'w');
  try {
    for (const piece of pieces) writeSync(to, piece);
  } finally {
    closeSync(to);
  }
}
