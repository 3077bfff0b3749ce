/**
 * The offline judge: no network and no model, the same words in, the same labels out.
 *
 * It measures how well a passage of the report covers the words of a criterion, in English and Chinese. It does not understand either:
 * a paraphrase without a word in common is missed and a wrong statement in the right words passes. Its reasons and confidences say so.
 */
import type { ChecklistJudge, JudgeRequest } from '../checklist/judge.ts';
import type { Criterion } from '../checklist/rubric.ts';
import type { Question, Verdict } from '../checklist/verdict.ts';
import { type CallResult, resultOf } from '../judge.ts';
import { isTrivial, trivialResult } from '../reading/empty-report.ts';
import { type WithoutPictures, withoutPictures } from '../reading/pictures.ts';
import { assess } from './assess.ts';
import { probeHash } from './probe.ts';
import { quoteOf } from './quote.ts';
import { readReport } from './read.ts';
import { reasonOf } from './reason.ts';
import { scan } from './scan.ts';
import { Vocabulary } from './terms.ts';

export function createOfflineJudge(): ChecklistJudge {
  return {
    name: 'offline-lexical',
    identity: { kind: 'offline', answers: probeHash(onProbe) },
    async judge(request, sink, signal) {
      signal.throwIfAborted();
      const { text: report, placed } = withoutPictures(request.report);
      await sink(isTrivial(report) ? trivialResult(request.owed) : assessed({ ...request, report }, placed));
    },
  };
}

function onProbe(probe: Pick<JudgeRequest, 'query' | 'report' | 'rubric'>): Verdict[] {
  return [...verdictsOf({ ...probe, owed: probe.rubric.map(({ id }) => ({ criterion: id, trial: 1 })) }).values()];
}

/** @param placed the same quotes where they stand in the whole report */
function assessed(request: JudgeRequest, placed: WithoutPictures['placed']): CallResult<Question, Verdict> {
  const verdicts = verdictsOf(request);
  return resultOf({
    answers: request.owed.map((question) => {
      const answer = verdicts.get(question.criterion);
      if (answer === undefined) throw new Error(`criterion ${question.criterion} is not in the rubric`);
      return { question, answer: { ...answer, quotes: placed(answer.quotes) } };
    }),
  });
}

function verdictsOf({ query, report, rubric, owed }: JudgeRequest): Map<string, Verdict> {
  const asked = new Set(owed.map((question) => question.criterion));
  const criteria = rubric.filter(({ id }) => asked.has(id));
  const vocabulary = new Vocabulary();
  const wanted = criteria.map((criterion) => vocabulary.wanted(criterion.criterion));
  const read = readReport(report, query, vocabulary);
  const inQuery = termsIn(query, vocabulary);
  const judged = (criterion: Criterion, i: number): [string, Verdict] => {
    const assessment = assess(criterion, wanted[i] as (typeof wanted)[number], read, inQuery);
    const quotes = assessment.label === 'unsatisfied' || assessment.window === undefined ? [] : [quoteOf(assessment.window, read)];
    const { label, confidence } = assessment;
    return [criterion.id, { label, confidence, reason: reasonOf(assessment, read), quotes }];
  };
  return new Map(criteria.map(judged));
}

/** The topic's own words tell little about whether a criterion is met. */
function termsIn(query: string, vocabulary: Vocabulary): Set<number> {
  const found = new Set<number>();
  scan(query, {
    word: (word) => found.add(vocabulary.word(word)),
    figure: (value, percent) => {
      for (const id of vocabulary.figures(value, percent)) found.add(id);
    },
    pair: (pair) => found.add(vocabulary.pair(pair)),
    han: () => {},
  });
  return found;
}
