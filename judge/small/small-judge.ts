/**
 * The small judge: no network and no model, trained on people's labels; the same words in, the same labels out.
 *
 * A criterion is a claim or a question of quality. For a claim it finds the passage that covers it best and tells two numbers apart: how
 * much of it a passage covers, and how likely something there contradicts it. "Fails to mention X" is judged as X and turned round, so
 * that a claim and its denial always come out opposite. It sees words, numbers and names, not meaning: its card says how far to trust it.
 */
import type { ChecklistJudge, JudgeRequest } from '../checklist/judge.ts';
import type { Question, Verdict } from '../checklist/verdict.ts';
import { type CallResult, resultOf } from '../judge.ts';
import { isTrivial, trivialResult } from '../reading/empty-report.ts';
import { type WithoutPictures, withoutPictures } from '../reading/pictures.ts';
import type { Quote } from '../reading/quotes.ts';
import { formOf } from './quality-features.ts';
import { indexReport, type ReportIndex } from './report-index.ts';
import { type Estimate, estimate, isHan, likeliest, type SmallModel } from './small-model.ts';
import { wordsOf } from './words.ts';

/** Longest quote in characters. */
const LONGEST_QUOTE = 400;
/** Coverage below which nothing is worth quoting. */
const LEAST_COVERED = 0.25;
/** What is left of its confidence on a kind of criterion that it has not learnt. */
const UNLEARNT = 0.5;

export function createSmallJudge(model: SmallModel): ChecklistJudge {
  return {
    name: 'small',
    identity: { kind: 'small', model: model.id },
    async judge(request, sink, signal) {
      signal.throwIfAborted();
      const { text: report, placed } = withoutPictures(request.report);
      await sink(isTrivial(report) ? trivialResult(request.owed) : judged({ ...request, report }, model, placed));
    },
  };
}

/** @param placed the same quotes where they stand in the whole report */
function judged(
  { query, report, rubric, owed }: JudgeRequest,
  model: SmallModel,
  placed: WithoutPictures['placed'],
): CallResult<Question, Verdict> {
  const index = indexReport(report, model.background);
  const form = formOf(index);
  const asked = new Set(wordsOf(query).flatMap(({ stop, stem }) => (stop ? [] : [stem])));
  const wanted = new Set(owed.map(({ criterion }) => criterion));
  const verdicts = new Map(
    rubric
      .filter(({ id }) => wanted.has(id))
      .map(({ id, criterion }) => [id, verdictOf(estimate(model, index, form, { criterion, query, asked }), index)]),
  );
  return resultOf({
    answers: owed.map((question) => {
      const answer = verdicts.get(question.criterion);
      if (answer === undefined) throw new Error(`criterion ${question.criterion} is not in the rubric`);
      return { question, answer: { ...answer, quotes: placed(answer.quotes) } };
    }),
  });
}

function verdictOf(found: Estimate, index: ReportIndex): Verdict {
  const label = likeliest(found.probabilities);
  return {
    label,
    confidence: round(found.probabilities[label] * (found.unlearnt === undefined ? 1 : UNLEARNT)),
    probabilities: {
      satisfied: round(found.probabilities.satisfied),
      partial: round(found.probabilities.partial),
      unsatisfied: round(found.probabilities.unsatisfied),
    },
    reason: reasonOf(found, isHan(index.text)),
    quotes: quotesOf(found, index),
  };
}

/** The sentences that it decided on, where some of the claim stands in them. */
function quotesOf({ passage, covered = 0 }: Estimate, index: ReportIndex): Quote[] {
  if (passage === undefined || covered < LEAST_COVERED) return [];
  const sentences = index.sentences.slice(passage.start, passage.end);
  const [first, last] = [sentences[0], sentences.at(-1)];
  if (first === undefined || last === undefined) return [];
  const end = Math.min(last.end, first.start + LONGEST_QUOTE);
  return [{ text: index.text.slice(first.start, end), verified: true, start: first.start, end }];
}

/** In the language of the report: what it decided by, and where its word is worth less. */
function reasonOf({ covered, contradicted, absence, unlearnt }: Estimate, chinese: boolean): string {
  const words = WORDS[chinese ? 'zh' : 'en'];
  const said =
    covered === undefined || contradicted === undefined
      ? [words.form]
      : [fill(words.covered, covered), fill(words.contradicted, contradicted), ...(absence ? [words.absence] : [])];
  return [...said, ...(unlearnt === undefined ? [] : [words[unlearnt]])].join(chinese ? '' : ' ');
}

const WORDS = {
  en: {
    covered: 'The best passage holds {share} of the claim by the weight of its words.',
    contradicted: 'That it says something else is {share} likely.',
    absence: 'The criterion holds where the claim is missing, so the answer is turned round.',
    form: 'Estimated from the form of the text and what the question asks about.',
    quality: 'Questions of quality are guessed, not judged.',
    language: 'Criterion and report are in different languages: words cannot be compared.',
  },
  zh: {
    covered: '最相关的段落覆盖了该论断（按词的权重）的{share}。',
    contradicted: '该段落与论断不符的可能性为{share}。',
    absence: '该条标准在论断缺失时成立，因此结论取反。',
    form: '根据文本形式和问题所问内容估计。',
    quality: '质量类问题只能估计，不能判定。',
    language: '标准与报告的语言不同，无法逐词比较。',
  },
} as const;

function fill(sentence: string, share: number): string {
  return sentence.replace('{share}', `${Math.round(share * 100)}%`);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
