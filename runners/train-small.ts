/**
 * Fitting the small judge to labels of one's own, measured by cross-validation over groups: the bundled judge is the start, and the more
 * labels there are the more it may be corrected. The same labels and seed give the same bytes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageData } from '../benchmarks/files/paths.ts';
import { LABELS, type Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { sha256 } from '../judge/hash.ts';
import { type ClaimKind, claimKind, demandOf } from '../judge/small/frames.ts';
import { wordingOf } from '../judge/small/quality-features.ts';
import { isHan } from '../judge/small/script.ts';
import { fileOf, loadSmall, type SmallFile } from '../judge/small/small-file.ts';
import {
  type Line,
  type Lines,
  linesOfChinese,
  type Ordered,
  ordered,
  type SmallModel,
  withContradiction,
} from '../judge/small/small-model.ts';
import { tempered } from '../judge/small/temper.ts';
import type { Forest } from '../judge/small/trees.ts';
import { CLAIM_DIRECTIONS, claimExamples, type Example, qualityExamples } from './training/fit-small.ts';
import { type LabelledRow, readLabelRows } from './training/label-row.ts';
import type { LabelledText } from './training/public-labels.ts';
import { refit } from './training/refit.ts';

/** Fewest labels of people, of judges or made, that the judge is fitted to. */
const FEWEST = 100;
const FOLDS = 5;
/** Trees on top of the bundled judge that are tried. */
const ROUNDS = [0, 25, 75, 150] as const;

/** One label and what is said of a row by a judge that did not learn from its group. */
export interface HeldOut {
  readonly row: LabelledRow;
  readonly label: Label;
  readonly confidence: number;
}

/** By what a criterion asks: each kind has forests of its own. */
export const CRITERION_KINDS = ['described', 'quoted', 'quality'] as const;
export type CriterionKind = (typeof CRITERION_KINDS)[number];
type OfEachKind<T> = Readonly<Record<CriterionKind, T>>;

export interface FittedSmall {
  /** The file of weights. */
  readonly text: string;
  /** Of that file. */
  readonly identity: string;
  readonly trainedOn: readonly { readonly file: string; readonly sha256: string }[];
  readonly learnt: {
    readonly rows: OfEachKind<number>;
    readonly groups: number;
    /** Trees on top of the bundled judge's; null for a kind of which nothing was learnt, so that it is as in the bundled judge. */
    readonly rounds: OfEachKind<number | null>;
  };
  readonly outOfFold: readonly HeldOut[];
  /** What the bundled judge says of the same rows. */
  readonly bundled: readonly HeldOut[];
}

/**
 * @param path of the weights that are the start
 * @throws InputError for bad files, fewer than FEWEST labels, or labels of one group only
 */
export async function trainSmall(
  files: readonly string[],
  seed: number,
  path = join(packageData(), 'judge', 'small.json'),
): Promise<FittedSmall> {
  const paths = files.map((file) => (existsSync(join(file, 'labels.jsonl')) ? join(file, 'labels.jsonl') : file));
  const rows = labelled(await readLabelRows(paths));
  if (rows.length < FEWEST) throw new InputError(`${files.join(', ')}: ${rows.length} labels; fitting takes ${FEWEST} or more`);
  const groups = new Set(rows.map(({ group }) => group));
  if (groups.size < 2)
    throw new InputError(`${files.join(', ')}: all labels are of one group, "${rows[0]?.group}": nothing could be held back`);
  const content = readFileSync(path, 'utf8');
  const model = loadSmall(JSON.parse(content) as SmallFile, sha256(content));
  const kinds = ofEachKind((kind) => kindOf(rows, model, kind));
  const fitted = ofEachKind((kind) => fitKind(kinds[kind], seed));
  const text = `${JSON.stringify(fileOf(ownModel(model, fitted)))}\n`;
  return {
    text,
    identity: sha256(text),
    trainedOn: paths.map((file) => ({ file: file.split('/').at(-1) ?? file, sha256: sha256(readFileSync(file, 'utf8')) })),
    learnt: {
      rows: ofEachKind((kind) => kinds[kind].rows.length),
      groups: groups.size,
      rounds: ofEachKind((kind) => fitted[kind].rounds),
    },
    outOfFold: CRITERION_KINDS.flatMap((kind) => fitted[kind].outOfFold),
    bundled: CRITERION_KINDS.flatMap((kind) => saidBy(kinds[kind])),
  };
}

function ofEachKind<T>(of: (kind: CriterionKind) => T): OfEachKind<T> {
  return { described: of('described'), quoted: of('quoted'), quality: of('quality') };
}

const SAME: Line = { slope: 1, shift: 0 };

/** Labels in Chinese say themselves where the line is, and labels that claims were fitted to how sure they are; a few of them do not. */
function ownModel(model: SmallModel, { described, quoted, quality }: OfEachKind<FittedKind>): SmallModel {
  const { chinese, temper, ...rest } = model;
  const linesOf = (lines: Lines, { inChinese }: FittedKind) => (inChinese ? { partly: SAME, fully: SAME } : lines);
  const heatOf = (bundled: number, { rounds }: FittedKind) => (rounds === null ? bundled : 1);
  return {
    ...rest,
    claims: { described: described.ordered, quoted: quoted.ordered },
    quality: quality.ordered,
    questions: new Set([...model.questions, ...quality.questions]),
    ...(chinese !== undefined && {
      chinese: { described: linesOf(chinese.described, described), quoted: linesOf(chinese.quoted, quoted) },
    }),
    ...(temper !== undefined && {
      temper: {
        described: heatOf(temper.described, described),
        quoted: heatOf(temper.quoted, quoted),
        every: quoted.ofSummaries ? 1 : temper.every,
      },
    }),
  };
}

/** Each row once, in an order that does not hang on that of the files. */
function labelled(rows: readonly Awaited<ReturnType<typeof readLabelRows>>[number][]): LabelledRow[] {
  const byId = new Map(rows.flatMap((row) => (row.label === undefined ? [] : [[row.id, row as LabelledRow] as const])));
  return [...byId.values()].sort((a, b) => (a.report === b.report ? order(a.id, b.id) : order(a.report, b.report)));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rows that the judge would treat as of one kind, as numbers. */
interface KindOfRows {
  readonly kind: CriterionKind;
  /** Of the bundled judge. */
  readonly ordered: Ordered;
  readonly monotone: readonly number[];
  readonly rows: readonly LabelledRow[];
  readonly examples: readonly Example[];
  /** Of the bundled judge, by row: the lines of one in Chinese, and the temperature. */
  readonly lines: readonly (Lines | undefined)[];
  readonly heats: readonly number[];
  /** By row: it asks for every statement of a summary. */
  readonly summaries: readonly boolean[];
}

function kindOf(rows: readonly LabelledRow[], model: SmallModel, kind: CriterionKind): KindOfRows {
  const mine = rows.filter(({ criterion }) => {
    const demand = demandOf(criterion);
    return (demand.quality ? 'quality' : claimKind(demand)) === kind;
  });
  return kind === 'quality' ? ofQuality(mine, model) : ofClaims(mine, model, kind);
}

function ofQuality(rows: readonly LabelledRow[], { quality, background }: SmallModel): KindOfRows {
  const examples = rows.flatMap((row) => qualityExamples([textOf(row)], background));
  return {
    kind: 'quality',
    ordered: quality,
    monotone: [],
    rows,
    examples,
    lines: rows.map(() => undefined),
    heats: rows.map(() => 1),
    summaries: rows.map(() => false),
  };
}

/** Without the rows of which nothing can be looked for. */
function ofClaims(
  rows: readonly LabelledRow[],
  { claims, chinese, temper, contradiction, background }: SmallModel,
  kind: ClaimKind,
): KindOfRows {
  const read = rows.flatMap((row) =>
    claimExamples([textOf(row)], background).map((example) => ({
      row,
      example: { ...example, row: withContradiction(example.row, contradiction) },
    })),
  );
  return {
    kind,
    ordered: claims[kind],
    monotone: CLAIM_DIRECTIONS,
    rows: read.map(({ row }) => row),
    examples: read.map(({ example }) => example),
    lines: read.map(({ row, example }) => (isHan(row.criterion) ? linesOfChinese(chinese?.[kind], example.row) : undefined)),
    heats: read.map(({ example: { every } }) => temper?.[every ? 'every' : kind] ?? 1),
    summaries: read.map(({ example: { every } }) => every),
  };
}

function textOf({ id, group, query, language, report, criterion, label }: LabelledRow): LabelledText {
  return { set: 'own', report: id, group, query, language, text: report, criterion, label };
}

interface FittedKind {
  readonly ordered: Ordered;
  /** Null where it is as in the bundled judge. */
  readonly rounds: number | null;
  /** Of the criteria whose labels it was fitted to FEWEST_OF_KIND or more are in Chinese, or ask for every statement of a summary. */
  readonly inChinese: boolean;
  readonly ofSummaries: boolean;
  /** Of quality, by wordingOf. */
  readonly questions: readonly string[];
  readonly outOfFold: readonly HeldOut[];
}

/** Fewest rows of a kind that it is fitted to; with fewer, or of one group only, the bundled judge stays as it is. */
export const FEWEST_OF_KIND = 40;

function fitKind(kind: KindOfRows, seed: number): FittedKind {
  const groups = [...new Set(kind.rows.map(({ group }) => group))].sort(order);
  if (kind.rows.length < FEWEST_OF_KIND || groups.length < 2)
    return { ordered: kind.ordered, rounds: null, inChinese: false, ofSummaries: false, questions: [], outOfFold: saidBy(kind) };
  const folds = Math.min(FOLDS, groups.length);
  const foldOf = new Map(shuffledBySeed(groups, seed).map((group, i) => [group, i % folds]));
  const tried = ROUNDS.map((rounds) => ({ rounds, said: crossValidated(kind, foldOf, folds, rounds, seed) }));
  const best = tried.reduce((best, each) => (loss(each.said, kind) < loss(best.said, kind) - 1e-9 ? each : best));
  const all = kind.rows.map((_, i) => i);
  return {
    ordered: fitted(kind, all, best.rounds, seed),
    rounds: best.rounds,
    inChinese: isInChinese(kind),
    ofSummaries: isOfSummaries(kind),
    questions: kind.kind === 'quality' ? kind.rows.map(({ criterion }) => wordingOf(criterion)) : [],
    outOfFold: heldOut(best.said, kind),
  };
}

function isInChinese({ rows }: KindOfRows): boolean {
  return rows.filter(({ criterion }) => isHan(criterion)).length >= FEWEST_OF_KIND;
}

function isOfSummaries({ summaries }: KindOfRows): boolean {
  return summaries.filter(Boolean).length >= FEWEST_OF_KIND;
}

function shuffledBySeed(groups: readonly string[], seed: number): string[] {
  return [...groups].sort((a, b) => order(sha256(`${seed} ${a}`), sha256(`${seed} ${b}`)));
}

type Chances = readonly [unsatisfied: number, partial: number, satisfied: number];

/** As the judge will say it that is fitted to all. */
function crossValidated(kind: KindOfRows, foldOf: ReadonlyMap<string, number>, folds: number, rounds: number, seed: number): Chances[] {
  const said: Chances[] = new Array(kind.rows.length);
  const [hasOwnLines, hasOwnHeat] = [isInChinese(kind), isOfSummaries(kind)];
  for (let fold = 0; fold < folds; fold++) {
    const isIn = (i: number) => foldOf.get(kind.rows[i]?.group ?? '') === fold;
    const indices = kind.rows.map((_, i) => i);
    const model = fitted(
      kind,
      indices.filter((i) => !isIn(i)),
      rounds,
      seed,
    );
    for (const i of indices.filter(isIn)) {
      const heat = kind.summaries[i] && !hasOwnHeat ? kind.heats[i] : 1;
      said[i] = chances(model, kind.examples[i]?.row ?? [], hasOwnLines ? undefined : kind.lines[i], heat);
    }
  }
  return said;
}

function fitted({ ordered, monotone, examples }: KindOfRows, indices: readonly number[], rounds: number, seed: number): Ordered {
  const rows = indices.map((i) => examples[i]?.row ?? []);
  const onOwn = (forest: Forest, least: number) =>
    refit(
      forest,
      rows,
      indices.map((i) => ((examples[i]?.level ?? 0) >= least ? 1 : 0)),
      { rounds, monotone, seed },
    );
  return { partly: onOwn(ordered.partly, 1), fully: onOwn(ordered.fully, 2) };
}

function chances(forests: Ordered, row: ArrayLike<number>, lines?: Lines, temperature = 1): Chances {
  const { unsatisfied, partial, satisfied } = tempered(ordered(forests, row, lines), temperature);
  return [unsatisfied, partial, satisfied];
}

/** Mean of the negative log probability of the right label; twins, which are made, are not measured on. */
function loss(said: readonly Chances[], { examples, rows }: KindOfRows): number {
  let [sum, n] = [0, 0];
  said.forEach((chance, i) => {
    if (rows[i]?.source === 'twin') return;
    sum -= Math.log(Math.max(1e-6, chance[(examples[i]?.level ?? 0) as 0 | 1 | 2]));
    n++;
  });
  return sum / Math.max(1, n);
}

/** As the bundled judge says it. */
function saidBy(kind: KindOfRows): HeldOut[] {
  const said = kind.examples.map(({ row }, i) => chances(kind.ordered, row, kind.lines[i], kind.heats[i]));
  return heldOut(said, kind);
}

/** As labels of the criterion: what holds where a claim is missing is turned round. */
function heldOut(said: readonly Chances[], { rows }: KindOfRows): HeldOut[] {
  return said.flatMap((chance, i): HeldOut[] => {
    const row = rows[i];
    if (row === undefined || row.source === 'twin') return [];
    const level = chance.indexOf(Math.max(...chance));
    const turned = demandOf(row.criterion).absence ? 2 - level : level;
    return [{ row, label: LABELS[2 - turned] as Label, confidence: Math.max(...chance) }];
  });
}
