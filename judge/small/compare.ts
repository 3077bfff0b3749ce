/** createSmallComparer: which of two reports says more of what the query and its judging notes ask for, sentence by sentence, as the small judge sees it. */
import type { ChecklistJudge } from '../checklist/judge.ts';
import { reward } from '../checklist/reward.ts';
import type { Rubric } from '../checklist/rubric.ts';
import type { Label } from '../checklist/verdict.ts';
import { resultOf } from '../judge.ts';
import { Recent } from '../lru.ts';
import { type CompareRequest, type Comparer, trivialComparison } from '../pairwise/compare.ts';
import type { Comparison } from '../pairwise/comparison.ts';

const RULES = {
  /** Rewards closer than this are a tie: the judge underneath is not finer. */
  tie: 0.08,
  /** Ties at or above these mean rewards are both good, or both fair. */
  good: 0.6,
  fair: 0.3,
  mostCriteria: 40,
  leastLetters: 4,
} as const;
/** Rewards that are kept: a report meets many others, in both orders and on every dimension. */
const MOST_KEPT = 1000;

/** @param judge free and quick: it is asked once for every report */
export function createSmallComparer(judge: ChecklistJudge): Comparer {
  const rewards = new Recent<Promise<number>>(MOST_KEPT);
  return {
    name: judge.name,
    identity: { kind: 'small-pairwise', rules: RULES, judge: judge.identity },
    async judge(request, sink, signal) {
      const rubric = rubricOf(request);
      const coverage = (report: string) => rewards.get([rubric, report], () => rewardOf(judge, rubric, request.query, report, signal));
      const answer = trivialComparison(request) ?? compared(await coverage(request.a), await coverage(request.b));
      await sink(resultOf({ answers: [{ question: request.dimension, answer }] }));
    },
  };
}

/** Of the shares of the query and its notes that each report covers. */
function compared(first: number, second: number): Comparison {
  const reason = `Estimate: the left report covers ${percent(first)} and the right ${percent(second)} of what the query and its notes ask for.`;
  const scores = [scoreOf(first), scoreOf(second)] as const;
  if (Math.abs(first - second) >= RULES.tie) return { outcome: first > second ? 'a' : 'b', scores, reason, quotes: [], confidence: 0.5 };
  const mean = (first + second) / 2;
  return {
    outcome: 'tie',
    absolute: mean >= RULES.good ? 'good' : mean >= RULES.fair ? 'fair' : 'poor',
    scores,
    reason,
    quotes: [],
    confidence: 0.5,
  };
}

/** Each sentence of the query and of the notes as a criterion. */
function rubricOf({ query, notes }: CompareRequest): Rubric {
  const sentences = `${query}\n${notes ?? ''}`
    .split(/[。！？；!?;\n]+|\.\s/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length >= RULES.leastLetters);
  // A query of a word or two is one criterion.
  if (sentences.length === 0) sentences.push(query);
  return sentences.slice(0, RULES.mostCriteria).map((criterion, i) => ({ id: `s${i}`, criterion, weight: 1 }));
}

async function rewardOf(judge: ChecklistJudge, rubric: Rubric, query: string, report: string, signal: AbortSignal): Promise<number> {
  const labels = new Map<string, Label[]>();
  const owed = rubric.map(({ id }) => ({ criterion: id, trial: 1 }));
  await judge.judge(
    { query, report, rubric, owed },
    async ({ answers }) => {
      for (const { question, answer } of answers) labels.set(question.criterion, [answer.label]);
    },
    signal,
  );
  const value = reward(rubric, labels, 'ternary').reward;
  if (value === undefined) throw new Error('the query holds no sentence to compare by');
  return value;
}

function percent(value: number): string {
  return `${Math.round(value * 100)}%`;
}

/** From 1 to 10. */
function scoreOf(value: number): number {
  return Math.round((1 + 9 * value) * 10) / 10;
}
