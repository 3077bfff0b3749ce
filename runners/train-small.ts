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
import { claimKind, demandOf } from '../judge/small/frames.ts';
import { wordingOf } from '../judge/small/quality-features.ts';
import { isHan } from '../judge/small/script.ts';
import {
  fileOf,
  type Line,
  type Lines,
  linesOfChinese,
  loadSmall,
  type Ordered,
  ordered,
  type SmallFile,
  type SmallModel,
  withContradiction,
} from '../judge/small/small-model.ts';
import { type Temper, tempered } from '../judge/small/temper.ts';
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
const KINDS = ['described', 'quoted', 'quality'] as const;
type Kind = (typeof KINDS)[number];

export interface FittedSmall {
  /** The file of weights. */
  readonly text: string;
  /** Of that file. */
  readonly identity: string;
  readonly trainedOn: readonly { readonly file: string; readonly sha256: string }[];
  readonly learnt: {
    readonly claims: number;
    readonly quality: number;
    readonly groups: number;
    readonly rounds: Readonly<Record<Kind, number>>;
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
  const kinds = KINDS.map((kind) => kindOf(rows, model, kind));
  const fitted = kinds.map((kind) => fitKind(kind, seed)) as [FittedKind, FittedKind, FittedKind];
  const text = `${JSON.stringify(fileOf(ownModel(model, fitted)))}\n`;
  const [described, quoted, quality] = kinds.map(({ examples }) => examples.length) as [number, number, number];
  const [{ rounds: ofDescribed }, { rounds: ofQuoted }, { rounds: ofQuality }] = fitted;
  return {
    text,
    identity: sha256(text),
    trainedOn: paths.map((file) => ({ file: file.split('/').at(-1) ?? file, sha256: sha256(readFileSync(file, 'utf8')) })),
    learnt: {
      claims: described + quoted,
      quality,
      groups: groups.size,
      rounds: { described: ofDescribed, quoted: ofQuoted, quality: ofQuality },
    },
    outOfFold: fitted.flatMap(({ outOfFold }) => outOfFold),
    bundled: kinds.flatMap((kind) => saidBy(kind.ordered, kind)),
  };
}

const SAME: Line = { slope: 1, shift: 0 };

/** Labels in Chinese say themselves where the line is, and labels that claims were fitted to how sure they are. */
function ownModel(model: SmallModel, [described, quoted, quality]: readonly [FittedKind, FittedKind, FittedKind]): SmallModel {
  const { chinese, temper, ...rest } = model;
  const linesOf = (lines: Lines, { inChinese }: FittedKind) => (inChinese ? { partly: SAME, fully: SAME } : lines);
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
        described: described.isOwn ? 1 : temper.described,
        quoted: quoted.isOwn ? 1 : temper.quoted,
        every: quoted.isOwn ? 1 : temper.every,
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
  readonly ordered: Ordered;
  /** Of the bundled judge, for rows in Chinese. */
  readonly chinese?: Lines;
  /** Of the bundled judge. */
  readonly temper?: Temper;
  readonly monotone: readonly number[];
  readonly rows: readonly LabelledRow[];
  readonly examples: readonly Example[];
}

function kindOf(rows: readonly LabelledRow[], model: SmallModel, kind: Kind): KindOfRows {
  const mine = rows.filter(({ criterion }) => {
    const demand = demandOf(criterion);
    return (demand.quality ? 'quality' : claimKind(demand)) === kind;
  });
  const examples = mine.flatMap((row) => {
    const text = textOf(row);
    if (kind === 'quality') return qualityExamples([text], model.background).map((example) => ({ row, example }));
    return claimExamples([text], model.background).map((example) => ({
      row,
      example: { ...example, row: withContradiction(example.row, model.contradiction) },
    }));
  });
  return {
    ordered: kind === 'quality' ? model.quality : model.claims[kind],
    ...(kind !== 'quality' && model.chinese !== undefined && { chinese: model.chinese[kind] }),
    ...(kind !== 'quality' && model.temper !== undefined && { temper: model.temper }),
    monotone: kind === 'quality' ? [] : CLAIM_DIRECTIONS,
    rows: examples.map(({ row }) => row),
    examples: examples.map(({ example }) => example),
  };
}

function textOf({ id, group, query, language, report, criterion, label }: LabelledRow): LabelledText {
  return { set: 'own', report: id, group, query, language, text: report, criterion, label };
}

interface FittedKind {
  readonly ordered: Ordered;
  readonly rounds: number;
  /** It was fitted to labels of one's own, of which some are in Chinese or none is. */
  readonly isOwn: boolean;
  readonly inChinese: boolean;
  /** Of quality, by wordingOf. */
  readonly questions: readonly string[];
  readonly outOfFold: readonly HeldOut[];
}

/** Fewest rows of a kind that it is fitted to; with fewer the bundled judge stays as it is. */
const FEWEST_OF_KIND = 40;

function fitKind(kind: KindOfRows, seed: number): FittedKind {
  const groups = [...new Set(kind.rows.map(({ group }) => group))].sort(order);
  if (kind.rows.length < FEWEST_OF_KIND || groups.length < 2)
    return { ordered: kind.ordered, rounds: 0, isOwn: false, inChinese: false, questions: [], outOfFold: saidBy(kind.ordered, kind) };
  const folds = Math.min(FOLDS, groups.length);
  const foldOf = new Map(shuffledBySeed(groups, seed).map((group, i) => [group, i % folds]));
  const tried = ROUNDS.map((rounds) => ({ rounds, said: crossValidated(kind, foldOf, folds, rounds, seed) }));
  const best = tried.reduce((best, each) => (loss(each.said, kind) < loss(best.said, kind) - 1e-9 ? each : best));
  const all = kind.rows.map((_, i) => i);
  return {
    ordered: fitted(kind, all, best.rounds, seed),
    rounds: best.rounds,
    isOwn: true,
    inChinese: kind.rows.some(({ criterion }) => isHan(criterion)),
    questions: kind.rows.flatMap(({ criterion }) => (demandOf(criterion).quality ? [wordingOf(criterion)] : [])),
    outOfFold: heldOut(best.said, kind),
  };
}

function shuffledBySeed(groups: readonly string[], seed: number): string[] {
  return [...groups].sort((a, b) => order(sha256(`${seed} ${a}`), sha256(`${seed} ${b}`)));
}

type Chances = readonly [unsatisfied: number, partial: number, satisfied: number];

function crossValidated(kind: KindOfRows, foldOf: ReadonlyMap<string, number>, folds: number, rounds: number, seed: number): Chances[] {
  const said: Chances[] = new Array(kind.rows.length);
  for (let fold = 0; fold < folds; fold++) {
    const isIn = (i: number) => foldOf.get(kind.rows[i]?.group ?? '') === fold;
    const indices = kind.rows.map((_, i) => i);
    const model = fitted(
      kind,
      indices.filter((i) => !isIn(i)),
      rounds,
      seed,
    );
    for (const i of indices.filter(isIn)) said[i] = chances(model, kind.examples[i]?.row ?? []);
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
function saidBy(forests: Ordered, kind: KindOfRows): HeldOut[] {
  return heldOut(
    kind.examples.map(({ row, kind: asked, every }, i) => {
      const lines = isHan(kind.rows[i]?.criterion ?? '') ? linesOfChinese(kind.chinese, row) : undefined;
      return chances(forests, row, lines, asked === 'quality' ? 1 : kind.temper?.[every ? 'every' : asked]);
    }),
    kind,
  );
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
