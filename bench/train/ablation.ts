/** ablation, setsLeftOut, baselines: what the judge of claims owes to each group of features and to each set, beside what words alone say. */
import type { ClaimFeature } from '../../judge/small/claim-features.ts';
import { CLAIM_FEATURE_NAMES } from '../../judge/small/claim-features.ts';
import type { ClaimKind } from '../../judge/small/frames.ts';
import type { Ordered, SmallModel } from '../../judge/small/small-model.ts';
import { type ClaimExample, fitClaims, type OrderedWeights } from '../../runners/training/fit-small.ts';
import { type Measures, measure } from './measures.ts';

/** A claim with its features, the contradiction behind them. */
export interface Learnt {
  readonly example: ClaimExample;
  readonly row: Float64Array;
}

export interface Fitting {
  readonly claims: readonly Learnt[];
  /** Never learnt from. */
  readonly unseen: readonly Learnt[];
  readonly folds: number;
  readonly foldOf: (group: string) => number;
  readonly weights: (examples: readonly ClaimExample[], kind: ClaimKind) => OrderedWeights;
  /** Probabilities of the levels. */
  readonly levels: (model: Ordered, row: ArrayLike<number>) => number[];
}

const NAMES: readonly string[] = [...CLAIM_FEATURE_NAMES, 'contradicted'];
const GROUPS: Readonly<Record<string, readonly (ClaimFeature | 'contradicted')[]>> = {
  coverage: [
    ...(['cov1', 'cov3', 'cov8', 'covAll', 'second3', 'plain3', 'plainAll', 'soft3', 'softAll', 'fit1'] as const),
    ...(['headThird', 'tailThird'] as const),
  ],
  'words of the query left out': ['own3', 'ownAll'],
  'what is missing': ['rarestMissing3', 'rarestMissingAll', 'missing3', 'missingAll', 'missingRun', 'missingRunWeight'],
  order: ['pairs3', 'pairsAll', 'order1', 'apart'],
  'names and numbers': [
    ...(['names3', 'namesAll', 'namesMissing', 'numbers3', 'numbersAll'] as const),
    ...(['numbersMissing3', 'numbersMissing', 'numberConflict', 'numberContext'] as const),
  ],
  'what speaks against it': [
    ...(['negationDiffers', 'negationNew', 'negatedHere', 'negatedThere', 'directionConflict', 'directionNew'] as const),
    ...(['opposite3', 'oppositeWeight', 'adversativeNew', 'quantityNew', 'hedgeLost', 'substituted', 'substitutedWeight'] as const),
  ],
  clauses: ['clauseLeast', 'clauseMean', 'clausesLow'],
  size: ['terms'],
  'the forest of contradictions': ['contradicted'],
};
/** The share of the claim's words that stand in the report. */
const OVERLAP = 'plainAll' satisfies ClaimFeature;
/** Rows of a set on which groups of features are left out: what is compared is one another, not the shipped weights. */
const MOST = 800;

type Figures = Pick<Measures, 'macroF1' | 'kappa' | 'balancedAccuracy' | 'auc'>;
type BySet<T> = Record<string, T>;

/** Out of fold, or never learnt from, with all features and with each group left out, on at most MOST rows of each set. */
export function ablation(fitting: Fitting): Record<string, BySet<Figures>> {
  const seen = new Map<string, number>();
  const few = fitting.claims.filter(({ example: { set } }) => {
    seen.set(set, (seen.get(set) ?? 0) + 1);
    return (seen.get(set) ?? 0) <= MOST;
  });
  const found: Record<string, BySet<Figures>> = { 'all features': measured({ ...fitting, claims: few }, NAMES) };
  for (const [group, left] of Object.entries(GROUPS))
    found[`without ${group}`] = measured(
      { ...fitting, claims: few },
      NAMES.filter((name) => !(left as readonly string[]).includes(name)),
    );
  return found;
}

/** By one feature, the share of the claim's words that stand in the report, fitted as the judge is; and by the commonest label alone. */
export function baselines(fitting: Fitting): { readonly wordOverlap: BySet<Figures>; readonly majority: BySet<Figures> } {
  const sets = bySet([...fitting.claims, ...fitting.unseen]);
  const majority = Object.fromEntries(
    [...sets].map(([set, of]) => {
      const counts = [0, 1, 2].map((level) => of.filter(({ example }) => example.level === level).length);
      const commonest = counts.indexOf(Math.max(...counts));
      return [set, figures(of, () => [0, 1, 2].map((level) => (level === commonest ? 1 : 0)))];
    }),
  );
  return { wordOverlap: measured(fitting, [OVERLAP]), majority };
}

/**
 * Whole sets that the judge has not seen, nor anything made of their texts; beside it the share of words, fitted on the same rest.
 *
 * @param surely how sure a judge is that has not seen a family, from what its forests say
 */
export function setsLeftOut(
  fitting: Fitting,
  families: readonly (readonly string[])[],
  surely: (family: readonly string[]) => (one: ClaimExample, levels: readonly number[]) => readonly number[],
): BySet<Figures & { readonly ece: number; readonly wordOverlap: Figures }> {
  const found: BySet<Figures & { readonly ece: number; readonly wordOverlap: Figures }> = {};
  for (const family of families) {
    const groups = new Set(fitting.claims.flatMap(({ example }) => (family.includes(example.set) ? [example.group] : [])));
    const rest = fitting.claims.filter(({ example: { group } }) => !groups.has(group));
    const [model, words] = [fitted(fitting, rest, NAMES), fitted(fitting, rest, [OVERLAP])];
    const as = surely(family);
    for (const set of family) {
      const of = fitting.claims.filter(({ example }) => example.set === set);
      const said = measure(
        of.map(({ example }) => example),
        of.map(({ example, row }) => as(example, fitting.levels(model[example.kind], row))),
      );
      found[set] = {
        ...picked(said),
        ece: said.ece,
        wordOverlap: figures(of, ({ example, row }) => fitting.levels(words[example.kind], chosen(row, [OVERLAP]))),
      };
    }
  }
  return found;
}

function measured(fitting: Fitting, names: readonly string[]): BySet<Figures> {
  const said = new Map<Learnt, readonly number[]>();
  const say = (model: Claims, of: readonly Learnt[]) => {
    for (const one of of) said.set(one, fitting.levels(model[one.example.kind], chosen(one.row, names)));
  };
  for (let fold = 0; fold < fitting.folds; fold++) {
    const isIn = ({ example }: Learnt) => fitting.foldOf(example.group) === fold;
    say(
      fitted(
        fitting,
        fitting.claims.filter((one) => !isIn(one)),
        names,
      ),
      fitting.claims.filter(isIn),
    );
  }
  say(fitted(fitting, fitting.claims, names), fitting.unseen);
  return Object.fromEntries(
    [...bySet([...fitting.claims, ...fitting.unseen])].map(([set, of]) => [set, figures(of, (one) => said.get(one) ?? [])]),
  );
}

type Claims = SmallModel['claims'];

function fitted({ weights }: Fitting, claims: readonly Learnt[], names: readonly string[]): Claims {
  const examples = claims.map(({ example }) => example);
  const rows = claims.map(({ row }) => chosen(row, names));
  const levels = examples.map(({ level }) => level);
  const of = (kind: ClaimKind) => fitClaims(rows, levels, weights(examples, kind), names);
  return { described: of('described'), quoted: of('quoted') };
}

function chosen(row: Float64Array, names: readonly string[]): Float64Array {
  return names === NAMES ? row : Float64Array.from(names, (name) => row[NAMES.indexOf(name)] ?? Number.NaN);
}

function figures(of: readonly Learnt[], said: (one: Learnt) => readonly number[]): Figures {
  return picked(
    measure(
      of.map(({ example }) => example),
      of.map(said),
    ),
  );
}

function picked({ macroF1, kappa, balancedAccuracy, auc }: Measures): Figures {
  return { macroF1, kappa, balancedAccuracy, auc };
}

function bySet(of: readonly Learnt[]): Map<string, Learnt[]> {
  const sets = new Map<string, Learnt[]>();
  for (const one of of) {
    const list = sets.get(one.example.set);
    if (list === undefined) sets.set(one.example.set, [one]);
    else list.push(one);
  }
  return sets;
}
