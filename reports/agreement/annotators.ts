/** How far annotators agree with each other and with model judges: opinions in, figures out. */

import { DIMENSIONS, type Dimension } from '../../judge/pairwise/comparison.ts';
import type { PairOpinion } from '../../runners/annotation/pair-opinions.ts';
import { type Agreement, type AgreementEstimate, agreement } from '../stats/agreement.ts';
import { krippendorffAlpha } from '../stats/krippendorff.ts';

export interface TwoRaters {
  readonly a: string;
  readonly b: string;
  /** Pairs of reports that both have rated, each once, however many people have. */
  readonly pairs: number;
  readonly sameAnswer: AgreementEstimate;
  readonly kappa: AgreementEstimate;
}

/** A dimension, or `five`: the overall question with its three kinds of tie apart. */
type Question = Dimension | 'five';

export interface QuestionAgreement {
  readonly question: Question;
  /** Among all annotators; null where no pair has two of them. */
  readonly alpha: (AgreementEstimate & { readonly pairs: number; readonly raters: number }) | null;
  readonly people: readonly TwoRaters[];
  /** `a` is a person, or `*` for all people together; `b` is a model judge. */
  readonly judges: readonly TwoRaters[];
}

export interface AnnotationAgreement {
  readonly annotators: readonly { readonly name: string; readonly pairs: number }[];
  /** `flips`: of the pairs seen in both orders, how often the overall opinion changed with the order. */
  readonly judges: readonly { readonly name: string; readonly pairs: number; readonly bothOrders: number; readonly flips: number }[];
  readonly questions: readonly QuestionAgreement[];
}

export const EVERYONE = '*';
const LABELS = ['a', 'b', 'tie', 'good', 'fair', 'poor'] as const;
type Label = (typeof LABELS)[number];
/** Fewer clusters than this leave no honest interval. */
const FEWEST_QUERIES = 5;
/** Of the bootstrap: dozens of figures are made while a reader waits. */
const ROUNDS = 400;

interface Opinion {
  readonly label: Label;
  readonly query: string;
}

interface Rater {
  readonly id: number;
  readonly name: string;
  readonly person: boolean;
  /** By pair. */
  readonly said: ReadonlyMap<string, Opinion>;
}

/** @param seed of the bootstrap */
export function annotationAgreement(opinions: readonly PairOpinion[], { seed }: { readonly seed: number }): AnnotationAgreement {
  const names = raterNames(opinions);
  const overall = ratersOf(opinions, 'overall', names);
  const pairsOf = ({ name, said }: Rater) => ({ name, pairs: said.size });
  return {
    annotators: overall.filter(({ person }) => person).map(pairsOf),
    judges: overall.filter(({ person }) => !person).map((rater) => ({ ...pairsOf(rater), ...flipsOf(rater.id, opinions) })),
    questions: [...DIMENSIONS, 'five' as const].map((question) => questionAgreement(question, ratersOf(opinions, question, names), seed)),
  };
}

function flipsOf(judgeId: number, opinions: readonly PairOpinion[]): { bothOrders: number; flips: number } {
  const seenTwice = opinions.filter((r) => r.judgeId === judgeId && r.dimension === 'overall' && r.flipped !== undefined);
  return { bothOrders: seenTwice.length, flips: seenTwice.filter((r) => r.flipped).length };
}

/** Two configurations of one judge may share a name; then they are numbered. */
function raterNames(opinions: readonly PairOpinion[]): Map<number, string> {
  const names = new Map(opinions.map(({ judgeId, judge }) => [judgeId, judge]));
  const used = new Map<string, number>();
  return new Map(
    [...names].map(([id, name]) => {
      const times = (used.get(name) ?? 0) + 1;
      used.set(name, times);
      return [id, times === 1 ? name : `${name} #${times}`];
    }),
  );
}

function ratersOf(opinions: readonly PairOpinion[], question: string, names: ReadonlyMap<number, string>): Rater[] {
  const dimension = question === 'five' ? 'overall' : question;
  const raters = new Map<number, Rater & { readonly said: Map<string, Opinion> }>();
  for (const { judgeId, judge, person, pair, query, outcome, absolute, ...opinion } of opinions) {
    if (opinion.dimension !== dimension) continue;
    const label = question === 'five' && outcome === 'tie' ? absolute : outcome;
    if (label === undefined) continue;
    const rater = raters.get(judgeId) ?? { id: judgeId, name: names.get(judgeId) ?? judge, person, said: new Map() };
    raters.set(judgeId, rater);
    rater.said.set(pair, { label, query });
  }
  return [...raters.values()];
}

function questionAgreement(question: Question, raters: readonly Rater[], seed: number): QuestionAgreement {
  const people = raters.filter(({ person }) => person);
  const models = raters.filter(({ person }) => !person);
  const everyone = people.length > 1 ? [people] : [];
  return {
    question,
    alpha: alphaOf(people, seed),
    people: people.flatMap((a, i) => people.slice(i + 1).flatMap((b) => twoRaters([a], b, a.name, seed))),
    judges: models.flatMap((judge) => [
      ...everyone.flatMap((all) => twoRaters(all, judge, EVERYONE, seed)),
      ...people.flatMap((person) => twoRaters([person], judge, person.name, seed)),
    ]),
  };
}

/** Which report is called `a` is an accident: every opinion counts in both orders, so that no figure depends on it. */
const MIRROR: Readonly<Record<Label, Label>> = { a: 'b', b: 'a', tie: 'tie', good: 'good', fair: 'fair', poor: 'poor' };

function twoRaters(truth: readonly Rater[], judged: Rater, name: string, seed: number): TwoRaters[] {
  const shared = truth.flatMap(({ said }) =>
    [...said].flatMap(([pair, one]) => {
      const other = judged.said.get(pair);
      return other === undefined ? [] : [{ pair, truth: one.label, judged: other.label, cluster: one.query }];
    }),
  );
  if (shared.length === 0) return [];
  const mirrored = shared.map((each) => ({ ...each, truth: MIRROR[each.truth], judged: MIRROR[each.judged] }));
  const queries = new Set(shared.map(({ cluster }) => cluster)).size;
  const measured: Agreement = agreement([...shared, ...mirrored], LABELS, queries < FEWEST_QUERIES ? undefined : { seed, rounds: ROUNDS });
  const pairs = new Set(shared.map(({ pair }) => pair)).size;
  return [{ a: name, b: judged.name, pairs, sameAnswer: measured.accuracy, kappa: measured.kappa }];
}

function alphaOf(people: readonly Rater[], seed: number): QuestionAgreement['alpha'] {
  const pairs = new Map(people.flatMap(({ said }) => [...said].map(([pair, { query }]) => [pair, query] as const)));
  const units = [...pairs].map(([pair, cluster]) => ({ pair, cluster, labels: people.map(({ said }) => said.get(pair)?.label ?? null) }));
  const rated = units.filter(({ labels }) => labels.filter((label) => label !== null).length > 1);
  if (rated.length === 0) return null;
  const mirrored = rated.map(({ cluster, labels }) => ({
    cluster,
    labels: labels.map((label) => (label === null ? null : MIRROR[label])),
  }));
  const queries = new Set(rated.map(({ cluster }) => cluster)).size;
  const { value, ci } = krippendorffAlpha(
    [...rated, ...mirrored],
    LABELS,
    'nominal',
    queries < FEWEST_QUERIES ? undefined : { seed, rounds: ROUNDS },
  );
  // Who shares no pair with anybody says nothing of agreement.
  const raters = people.filter(({ said }) => rated.some(({ pair }) => said.has(pair))).length;
  return { value, ci, pairs: rated.length, raters };
}
