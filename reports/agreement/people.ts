/** labelsAgreement, differences: how far people agree on labels of criteria, with each other and with judges, and where they do not. */
import { LABELS, type Label } from '../../judge/checklist/verdict.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { Labelled, SaidLabel } from '../../runners/store/labels.ts';
import { peoplesWords } from '../../runners/store/verdicts.ts';
import { type Agreement, type AgreementEstimate, agreement } from '../stats/agreement.ts';
import { krippendorffAlpha } from '../stats/krippendorff.ts';
import { EVERYONE, type TwoRaters } from './annotators.ts';

/** Fewer queries than this leave no honest interval. */
const FEWEST_QUERIES = 5;
/** Of the bootstrap: several figures are made while a reader waits. */
const ROUNDS = 400;

export interface JudgeAgreement extends TwoRaters {
  /** Of `a`, by its label, how often `b` gave each. */
  readonly confusion: readonly (readonly number[])[];
}

export interface LabelsAgreement {
  readonly labels: readonly Label[];
  readonly annotators: readonly { readonly name: string; readonly labelled: number }[];
  /** Labels that somebody gave as the last word. */
  readonly decided: number;
  /** Krippendorff's, of labels in order; null where no criterion has two people. */
  readonly alpha: (AgreementEstimate & { readonly criteria: number; readonly raters: number }) | null;
  readonly people: readonly TwoRaters[];
  /** `a` is EVERYONE, the majority of people, or the last word where there is one; or a person. */
  readonly judges: readonly JudgeAgreement[];
}

/** One criterion on one report, as everybody labelled it. */
interface Unit extends Labelled {
  readonly query: string;
  /** By name; judges by most of their trials, and of several minds as undefined. */
  readonly people: ReadonlyMap<string, Label>;
  readonly judges: ReadonlyMap<string, Label | undefined>;
  /** Of most people, or the last word; undefined where no label has more than half. */
  readonly truth: Label | undefined;
  readonly isDecided: boolean;
}

function unitsOf(said: readonly SaidLabel[]): Unit[] {
  return [...groupBy(said, ({ report, criterion }) => `${report} ${criterion}`).values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const { report, criterion, query } = first;
    const people = rows.filter(({ by, adjudicated }) => by === 'person' && adjudicated !== true);
    const judges = groupBy(
      rows.filter(({ by }) => by !== 'person'),
      ({ judge }) => judge,
    );
    return [
      {
        report,
        criterion,
        query: String(query),
        people: new Map(people.map(({ judge, label }) => [judge, label])),
        judges: new Map([...judges].map(([judge, trials]) => [judge, most(trials)])),
        truth: most(peoplesWords(rows)),
        isDecided: rows.some(({ adjudicated }) => adjudicated === true),
      },
    ];
  });
}

/** Undefined where none has more than half. */
function most(said: readonly { readonly label: Label }[]): Label | undefined {
  return LABELS.find((label) => said.filter((one) => one.label === label).length * 2 > said.length);
}

/** @param seed of the bootstrap over queries */
export function labelsAgreement(said: readonly SaidLabel[], { seed }: { readonly seed: number }): LabelsAgreement {
  const units = unitsOf(said);
  const names = [...new Set(units.flatMap(({ people }) => [...people.keys()]))].sort();
  const judges = [...new Set(units.flatMap((unit) => [...unit.judges.keys()]))].sort();
  const pairUp = (a: string, b: string, one: (unit: Unit) => Label | undefined, other: (unit: Unit) => Label | undefined) =>
    twoRaters(a, b, units, one, other, seed);
  return {
    labels: LABELS,
    annotators: names.map((name) => ({ name, labelled: units.filter(({ people }) => people.has(name)).length })),
    decided: units.filter(({ isDecided }) => isDecided).length,
    alpha: alphaOf(units, names, seed),
    people: names.flatMap((a, i) =>
      names.slice(i + 1).flatMap((b) =>
        pairUp(
          a,
          b,
          ({ people }) => people.get(a),
          ({ people }) => people.get(b),
        ),
      ),
    ),
    judges: judges.flatMap((judge) => [
      ...pairUp(
        EVERYONE,
        judge,
        ({ truth }) => truth,
        (unit) => unit.judges.get(judge),
      ),
      ...(names.length < 2 ? [] : names).flatMap((name) =>
        pairUp(
          name,
          judge,
          ({ people }) => people.get(name),
          (unit) => unit.judges.get(judge),
        ),
      ),
    ]),
  };
}

function twoRaters(
  a: string,
  b: string,
  units: readonly Unit[],
  one: (unit: Unit) => Label | undefined,
  other: (unit: Unit) => Label | undefined,
  seed: number,
): JudgeAgreement[] {
  const shared = units.flatMap((unit) => {
    const [truth, judged] = [one(unit), other(unit)];
    return truth === undefined || judged === undefined ? [] : [{ truth, judged, cluster: unit.query }];
  });
  if (shared.length === 0) return [];
  const queries = new Set(shared.map(({ cluster }) => cluster)).size;
  const measured: Agreement = agreement(shared, LABELS, queries < FEWEST_QUERIES ? undefined : { seed, rounds: ROUNDS });
  return [{ a, b, pairs: shared.length, sameAnswer: measured.accuracy, kappa: measured.kappa, confusion: measured.confusion }];
}

function alphaOf(units: readonly Unit[], names: readonly string[], seed: number): LabelsAgreement['alpha'] {
  const rated = units
    .filter(({ people }) => people.size > 1)
    .map(({ people, query }) => ({ cluster: query, labels: names.map((name) => people.get(name) ?? null) }));
  if (rated.length === 0) return null;
  const queries = new Set(rated.map(({ cluster }) => cluster)).size;
  const { value, ci } = krippendorffAlpha(rated, LABELS, 'ordinal', queries < FEWEST_QUERIES ? undefined : { seed, rounds: ROUNDS });
  return { value, ci, criteria: rated.length, raters: names.filter((_, i) => rated.some(({ labels }) => labels[i] !== null)).length };
}

/** A criterion on a report on which people differ from each other, or from a judge. */
export interface Difference extends Labelled {
  readonly why: 'people' | 'judges';
  readonly people: readonly { readonly name: string; readonly label: Label }[];
  /** Undefined: of several minds. */
  readonly judges: readonly { readonly name: string; readonly label: Label | undefined }[];
  /** The last word, where somebody gave one. */
  readonly decided: Label | undefined;
}

/** Undecided ones first, and of them those on which people differ. */
export function differences(said: readonly SaidLabel[]): Difference[] {
  const found = unitsOf(said).flatMap((unit): Difference[] => {
    const { report, criterion, people, judges, truth, isDecided } = unit;
    const labels = new Set(people.values());
    const isJudged = [...judges.values()].some((label) => labels.size === 1 && label !== undefined && !labels.has(label));
    if (labels.size < 2 && !isJudged && !isDecided) return [];
    return [
      {
        report,
        criterion,
        why: labels.size > 1 ? 'people' : 'judges',
        people: [...people].map(([name, label]) => ({ name, label })),
        judges: [...judges].map(([name, label]) => ({ name, label })),
        decided: isDecided ? truth : undefined,
      },
    ];
  });
  const rank = ({ decided, why }: Difference) => (decided === undefined ? 0 : 2) + (why === 'people' ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
}
