/**
 * The checklist judge: prompt -> complete -> parse, for every criterion of one report. Read this file first.
 *
 * The model is a function handed in. A bad reply is retried and then left unscored, never turned into a label. Verdicts are handed
 * over call by call, so that what was paid for can be stored before the next call takes its place.
 */

import { VerdictError } from '../errors.ts';
import { fingerprint } from '../hash.ts';
import { type Judge, resultOf } from '../judge.ts';
import { type AskDeps, ask, isUnscored } from '../model/ask.ts';
import { replyTokens } from '../model/estimate.ts';
import type { Opening } from '../model/model.ts';
import { type Calls, untilFailure } from '../model/together.ts';
import { isTrivial, trivialResult } from '../reading/empty-report.ts';
import { fill, fillReport } from '../reading/fill.ts';
import { createGather, type Gather, gatherWords, type Recall } from '../reading/gather.ts';
import { REASON_LANGUAGES, type ReasonLanguage, reasonLanguage } from '../reading/language.ts';
import { splitReport } from '../reading/parts.ts';
import { type WithoutPictures, withoutPictures } from '../reading/pictures.ts';
import { type Quote, quoteChecker, standsIn } from '../reading/quotes.ts';
import { knowing, type Stands } from '../reading/reply.ts';
import { type Room, withRoom } from '../reading/room.ts';
import { around } from './around.ts';
import { type Batch, batchesOf } from './batches.ts';
import { type ChecklistPrompt, checklistPrompt, gatherPrompt, REASON_LANGUAGE } from './prompts.ts';
import { type Confidence, type LabelCount, type ParsedVerdict, SIGNS, verdictFormat } from './reply.ts';
import type { Rubric } from './rubric.ts';
import type { Question, Verdict } from './verdict.ts';

export interface JudgeRequest {
  readonly query: string;
  readonly report: string;
  readonly rubric: Rubric;
  /** What is to be judged: criteria of the rubric, each with the number of the judge's independent trial. */
  readonly owed: readonly Question[];
  /** What was gathered from long reports before, so that it is not paid for again. */
  readonly recall?: Recall;
}

export type ChecklistJudge = Judge<JudgeRequest, Question, Verdict>;

export interface ModelJudgeOptions {
  readonly name: string;
  readonly model: string;
  readonly temperature: number;
  readonly labels: LabelCount;
  /** Criteria per call, from 1. */
  readonly criteriaPerCall: number;
  /** Longest prompt, in estimated tokens, the bound on its reply counted in; reports that do not fit are read in parts. */
  readonly contextTokens: number;
  /** Send one call of a report alone first, so that the endpoint has its prefix cached when the others come. */
  readonly warmPrefix: boolean;
  /** The built-in one for this number of labels where absent. */
  readonly prompt?: ChecklistPrompt;
  /** How sure it is: as it says itself, or by the probability of the label's tokens. `stated` where absent. */
  readonly confidence?: Confidence;
}

export function createModelJudge(options: ModelJudgeOptions, deps: AskDeps): ChecklistJudge {
  const { name, model, temperature, labels, criteriaPerCall, contextTokens, confidence = 'stated' } = options;
  const prompt = options.prompt ?? checklistPrompt(labels);
  const gather = createGather();
  return {
    name,
    model,
    identity: {
      kind: 'model',
      model,
      temperature,
      labels,
      criteriaPerCall,
      contextTokens,
      prompts: wordsHash(options, prompt),
      ...(confidence !== 'stated' && { confidence }),
    },
    async judge(request, sink, signal) {
      const report = withoutPictures(request.report);
      if (isTrivial(report.text)) return sink(trivialResult(request.owed));
      const shown = prepared(request, report, prompt, gather);
      const room: Room = {
        most: contextTokens,
        around: around(prompt, request.query, request.rubric, criteriaPerCall),
        window: deps.window ?? (() => Number.POSITIVE_INFINITY),
      };
      const batches = batchesOf(request.rubric, request.owed, criteriaPerCall);
      await untilFailure(batches, options.warmPrefix, { deps, sink, signal }, (batch, calls) =>
        judgeBatch(batch, room, shown, { labels, confidence }, calls),
      );
    },
  };
}

type ChecklistCalls = Calls<Question, Verdict>;

/** What is asked of every criterion. */
interface Wanted {
  readonly labels: LabelCount;
  readonly confidence: Confidence;
}

/** One call: the report, the question, the reply as verdicts. */
async function judgeBatch(
  batch: Batch,
  room: Room,
  shownIn: (tokens: number) => Shown,
  wanted: Wanted,
  calls: ChecklistCalls,
): Promise<void> {
  const { sink } = calls;
  const questions = batch.criteria.map((criterion): Question => ({ criterion: criterion.id, trial: batch.trial }));
  try {
    await withRoom(room, (tokens) => judgeShown(batch, questions, shownIn(tokens), wanted, calls));
  } catch (error) {
    if (!isUnscored(error)) throw error;
    const unreadable = error instanceof VerdictError;
    await sink(
      resultOf({ unscored: questions.map((question) => ({ question, error: error.message, ...(unreadable && { unreadable }) })) }),
    );
  }
}

async function judgeShown(
  batch: Batch,
  questions: readonly Question[],
  shown: Shown,
  { labels, confidence }: Wanted,
  calls: ChecklistCalls,
): Promise<void> {
  const { deps, sink, signal } = calls;
  const opening = shown.whole ?? { text: await evidence(batch, shown, calls) };
  await ask(
    {
      system: shown.prompt.system,
      opening,
      user: asked(batch, shown.prompt, shown.language),
      maxTokens: replyTokens(questions.length),
      ...(confidence === 'logprobs' && { tokens: true }),
    },
    knowing(verdictFormat(batch.sign, labels, questions.length, shown.prompt.again, confidence), shown.stands),
    deps,
    ({ parsed = [], ...call }) =>
      sink({
        answers: parsed.map((verdict, i) => ({ question: questions[i] as Question, answer: checked(verdict, shown) })),
        unscored: [],
        call,
      }),
    signal,
  );
}

/** What stands after the report. */
export function asked(
  { sign, criteria }: Pick<Batch, 'sign' | 'criteria'>,
  prompt: ChecklistPrompt,
  language: ReasonLanguage | undefined,
): string {
  const texts = criteria.map(({ criterion }) => criterion);
  const one = texts.length === 1;
  const list = one ? texts.join('') : texts.map((text, i) => `${i + 1}. ${text}`).join('\n');
  return (
    prompt[sign] +
    fill(prompt.answer, {
      heading: one ? 'Criterion' : 'Criteria',
      criteria: list,
      least: sign === 'negative' ? 'absent' : 'unsatisfied',
      language: language === undefined ? '' : `${REASON_LANGUAGE[language]}\n\n`,
    })
  );
}

/** A hash of all the words that a model reads of this judge, filled in for a report and criteria that stand for all. */
export function wordsHash(
  { labels, criteriaPerCall }: Pick<ModelJudgeOptions, 'labels' | 'criteriaPerCall'>,
  prompt: ChecklistPrompt,
): string {
  const [query, report, complaint] = ['query', 'report', 'complaint'];
  const counts = criteriaPerCall === 1 ? [1] : [1, 2];
  const languages = [undefined, ...REASON_LANGUAGES];
  const batches = SIGNS.flatMap((sign) =>
    counts.map((count) => {
      const criteria = Array.from({ length: count }, () => ({ id: 'id', criterion: 'criterion', weight: 1 }));
      const { schema, again } = verdictFormat(sign, labels, count, prompt.again);
      return [...languages.map((language) => asked({ sign, criteria }, prompt, language)), schema, again(complaint)];
    }),
  );
  const shown = [fillReport(prompt.report, report, { query }), fillReport(prompt.evidence, report, { query, parts: 2 })];
  return fingerprint(JSON.stringify([prompt.system, shown, gatherWords(gatherPrompt(prompt)), batches]));
}

/** A verdict with what the model cannot know: whether its quotes stand in the report, and that it saw the report in parts. */
function checked(verdict: ParsedVerdict, { parts, quoted }: Shown): Verdict {
  return { ...verdict, quotes: quoted(verdict.quotes), ...(parts.length > 1 && { parts: parts.length }) };
}

/** A report made ready for the model. */
interface Shown {
  readonly prompt: ChecklistPrompt;
  readonly query: string;
  readonly contextTokens: number;
  /** Several where the report is too long to be shown whole. */
  readonly parts: readonly string[];
  /** The prompt's part that all calls on the report share; undefined where it is too long. */
  readonly whole: Opening | undefined;
  readonly language: ReasonLanguage | undefined;
  readonly quoted: (quotes: readonly string[]) => Quote[];
  readonly stands: Stands;
  readonly gather: Gather;
  readonly recall: Recall | undefined;
}

/** The same for every call that has the same room. */
function prepared(
  { query, recall }: JudgeRequest,
  { text: report, placed }: WithoutPictures,
  prompt: ChecklistPrompt,
  gather: Gather,
): (tokens: number) => Shown {
  const known = new Map<number, Shown>();
  const check = quoteChecker(report);
  const quoted = (quotes: readonly string[]) => placed(check(quotes));
  const read = { language: reasonLanguage(report), quoted, stands: standsIn(report) };
  const make = (contextTokens: number): Shown => {
    const parts = splitReport(report, contextTokens);
    return {
      prompt,
      query,
      contextTokens,
      parts,
      whole: parts.length === 1 ? { text: fillReport(prompt.report, report, { query }) } : undefined,
      ...read,
      gather,
      recall,
    };
  };
  return (tokens) => {
    const shown = known.get(tokens) ?? make(tokens);
    known.set(tokens, shown);
    return shown;
  };
}

/** In place of a report that is too long: what its parts hold on the criteria of this batch. */
async function evidence(
  batch: Batch,
  { prompt, query, parts, contextTokens, gather, recall }: Shown,
  { deps, sink, signal }: ChecklistCalls,
): Promise<string> {
  const criteria = batch.criteria.map(({ criterion }) => criterion);
  const report = await gather(
    { query, parts, criteria, contextTokens, words: gatherPrompt(prompt), trial: batch.trial },
    { deps, recall, signal, settle: (call, gathered) => sink(resultOf({ call, ...(gathered && { gathered }) })) },
  );
  return fillReport(prompt.evidence, report, { query, parts: parts.length });
}

/** One criterion on a report, as a judge is asked about it. */
export interface AskedCriterion {
  readonly query: string;
  readonly report: string;
  readonly criterion: string;
  readonly weight: number;
}

/** What a model is shown of one criterion on a report that it sees whole, word for word: a judge is trained on what it will be asked. */
export function shownToModel(
  { query, report, criterion, weight }: AskedCriterion,
  prompt: ChecklistPrompt,
): { readonly system: string; readonly user: string } {
  const { text } = withoutPictures(report);
  const batch = { sign: weight < 0 ? 'negative' : 'positive', criteria: [{ id: '', criterion, weight }] } as const;
  return { system: prompt.system, user: fillReport(prompt.report, text, { query }) + asked(batch, prompt, reasonLanguage(text)) };
}
