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
import { readReport } from './reading.ts';
import { type Estimate, estimate, likeliest, type SmallModel } from './small-model.ts';
import { wordsOf } from './words.ts';

/** Of what is not in the weights: frames, forms, what is cut and moved. Another number is another judge. */
const RULES = 6;
/** Longest quote in characters. */
const LONGEST_QUOTE = 400;
/** Coverage below which nothing is worth quoting. */
const LEAST_COVERED = 0.25;
/** What is left of its confidence on a kind of criterion that it has not learnt. */
const UNLEARNT = 0.5;

export function createSmallJudge(model: SmallModel): ChecklistJudge {
  return {
    name: 'small',
    identity: { kind: 'small', model: model.id, rules: RULES },
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
  const read = readReport(report, model.background);
  const asked = new Set(wordsOf(query).flatMap(({ stop, stem }) => (stop ? [] : [stem])));
  const wanted = new Set(owed.map(({ criterion }) => criterion));
  const verdicts = new Map(
    rubric
      .filter(({ id }) => wanted.has(id))
      .map(({ id, criterion, weight }) => [
        id,
        verdictOf(estimate(model, read, { criterion, query, asked, flaw: weight < 0 }), report, read.han),
      ]),
  );
  return resultOf({
    answers: owed.map((question) => {
      const answer = verdicts.get(question.criterion);
      if (answer === undefined) throw new Error(`criterion ${question.criterion} is not in the rubric`);
      return { question, answer: { ...answer, quotes: placed(answer.quotes) } };
    }),
  });
}

function verdictOf(found: Estimate, report: string, chinese: boolean): Verdict {
  const label = likeliest(found.probabilities);
  return {
    label,
    confidence: round(found.probabilities[label] * (found.unlearnt === undefined ? 1 : UNLEARNT)),
    probabilities: {
      satisfied: round(found.probabilities.satisfied),
      partial: round(found.probabilities.partial),
      unsatisfied: round(found.probabilities.unsatisfied),
    },
    reason: reasonOf(found, chinese),
    quotes: quotesOf(found, report),
  };
}

/** The sentences that it decided on, where some of the claim stands in them. */
function quotesOf({ place, covered = 1 }: Estimate, report: string): Quote[] {
  if (place === undefined || covered < LEAST_COVERED) return [];
  const end = Math.min(place.end, place.start + LONGEST_QUOTE);
  return [{ text: report.slice(place.start, end), verified: true, start: place.start, end }];
}

/** In the language of the report: what it decided by, and where its word is worth less. */
function reasonOf({ covered, contradicted, absence, unlearnt, form }: Estimate, chinese: boolean): string {
  const words = WORDS[chinese ? 'zh' : 'en'];
  const said = [
    ...(form !== undefined
      ? [fill(words.counted, words.forms[form])]
      : covered === undefined
        ? [words.form]
        : [fill(words.covered, percent(covered))]),
    ...(contradicted === undefined ? [] : [fill(words.contradicted, percent(contradicted))]),
    ...(absence ? [words.absence] : []),
    ...(unlearnt === undefined ? [] : [words[unlearnt]]),
  ];
  return said.join(chinese ? '' : ' ');
}

const WORDS = {
  en: {
    covered: 'The best passage holds {} of the claim by the weight of its words.',
    contradicted: 'That it says something else is {} likely.',
    absence: 'The criterion holds where the claim is missing, so the answer is turned round.',
    form: 'Estimated from the form of the text and what the question asks about.',
    quality: 'Questions of quality are guessed, not judged.',
    chinese: 'No labels of claims in Chinese were learnt from.',
    counted: 'Counted by rule: {}.',
    forms: {
      table: 'rows of a table',
      steps: 'numbered steps',
      checklist: 'a checklist',
      links: 'links and sources',
      length: 'the length',
      language: 'the language',
      headings: 'headings',
      summary: 'a summary in its place',
      formula: 'calculations',
    },
    language: 'Criterion and report are in different languages: words are compared through a small lexicon.',
  },
  zh: {
    covered: '最相关的段落覆盖了该论断（按词的权重）的{}。',
    contradicted: '该段落与论断不符的可能性为{}。',
    absence: '该条标准在论断缺失时成立，因此结论取反。',
    form: '根据文本形式和问题所问内容估计。',
    quality: '质量类问题只能估计，不能判定。',
    chinese: '未学习过中文论断的标注。',
    counted: '按规则计数：{}。',
    forms: {
      table: '表格行',
      steps: '编号步骤',
      checklist: '清单',
      links: '链接与来源',
      length: '篇幅',
      language: '语言',
      headings: '标题',
      summary: '相应位置的摘要',
      formula: '算式',
    },
    language: '标准与报告的语言不同，词语通过一个小词表比较。',
  },
} as const;

function fill(sentence: string, word: string): string {
  return sentence.replace('{}', word);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
