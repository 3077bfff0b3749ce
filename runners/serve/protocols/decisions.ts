/**
 * decisions, systemone: the two formats of decision models, `POST /v1/decisions` and `/v1/systemone`, answered by whatever judge is served.
 *
 * Each question becomes criteria: a predicate is one, a choice or a score one for each option, and a choice between gavel's own three labels is
 * the one criterion that it asks about. An option's probability is how far its criterion is met, over the sum of all.
 */
import { z } from 'zod';
import { MENUS } from '../../../judge/checklist/reply.ts';
import type { Criterion } from '../../../judge/checklist/rubric.ts';
import { LABELS, type Label } from '../../../judge/checklist/verdict.ts';
import { criterionAsked, reportAskedAbout } from '../../../judge/decision/decision-judge.ts';
import { isTrivial } from '../../../judge/reading/empty-report.ts';
import { shaped, Unreadable } from '../body.ts';
import type { Answer, Asked, RewardProtocol, RewardResult, Said, ShownVerdict } from '../protocol.ts';
import { failure } from './failure.ts';

const MOST_QUESTIONS = 200;
const MOST_CRITERIA = 1_000;

/** Pictures and the like cannot be read by a judge of text. */
const partSchema = z.looseObject({ text: z.string('expected parts of text alone') });
const textSchema = z.union([z.string(), z.array(partSchema).transform((parts) => parts.map(({ text }) => text).join('\n'))]);
const inputSchema = z.union([
  z.string(),
  z
    .array(z.looseObject({ content: textSchema }))
    .min(1)
    .transform((messages) => messages.map(({ content }) => content).join('\n\n')),
]);
const name = z.string().max(1_000).nullish();
const value = z.union([z.string(), z.boolean()]);

const decisionsSchema = z.looseObject({
  input: inputSchema,
  questions: z
    .array(
      z.discriminatedUnion('type', [
        z.looseObject({ type: z.literal('predicate'), name, instructions: textSchema }),
        z.looseObject({
          type: z.literal('choice'),
          name,
          instructions: textSchema,
          choices: z
            .array(z.looseObject({ value, description: z.string().nullish() }))
            .min(2)
            .max(255),
        }),
        z.looseObject({
          type: z.literal('score'),
          name,
          instructions: textSchema,
          levels: z
            .array(z.looseObject({ label: z.string(), description: z.string().nullish() }))
            .min(2)
            .max(10),
        }),
      ]),
    )
    .min(1)
    .max(MOST_QUESTIONS),
});

const anyText = z.unknown().transform((given) => (typeof given === 'string' ? given : JSON.stringify(given ?? '')));
const systemoneSchema = z.looseObject({
  state: anyText,
  questions: z.record(
    z.string().max(1_000),
    z.discriminatedUnion('type', [
      z.looseObject({ type: z.literal('noul'), instructions: anyText, criteria: z.record(z.string(), z.unknown()).nullish() }),
      z.looseObject({ type: z.literal('choice'), instructions: anyText, criteria: z.record(z.string(), anyText) }),
      z.looseObject({ type: z.literal('score'), instructions: anyText, criteria: z.array(anyText).min(2).max(10) }),
    ]),
  ),
});

/** One question, of either format. */
interface Question {
  readonly type: 'predicate' | 'choice' | 'score';
  readonly name: string | null;
  readonly instructions: string;
  /** Of a choice its values, of a score its levels from the lowest. */
  readonly options: readonly { readonly value: string | boolean; readonly description?: string }[];
}

export const decisions: RewardProtocol = {
  name: 'decisions',
  path: '/v1/decisions',
  echoes: true,
  read: (body) => asked(ofDecisions(body)),
  answer: (results, said) =>
    answered(results, said, ofDecisions(said.body).questions, (answers) => answers.map(({ question, answer }) => shown(question, answer))),
};

export const systemone: RewardProtocol = {
  name: 'systemone',
  path: '/v1/systemone',
  echoes: true,
  read: (body) => asked(ofSystemone(body)),
  answer: (results, said) =>
    answered(results, said, ofSystemone(said.body).questions, (answers) =>
      Object.fromEntries(answers.map(({ question, answer }) => [question.name ?? '', shownBySystemone(question, answer)])),
    ),
};

interface Request {
  readonly text: string;
  readonly questions: readonly Question[];
}

function ofDecisions(body: unknown): Request {
  const { input, questions } = shaped(decisionsSchema, body);
  return {
    text: input,
    questions: questions.map((question) => ({
      type: question.type,
      name: question.name ?? null,
      instructions: question.instructions,
      options:
        question.type === 'choice'
          ? question.choices.map(({ value, description }) => optionOf(value, description))
          : question.type === 'score'
            ? question.levels.map(({ label, description }) => optionOf(label, description))
            : [],
    })),
  };
}

function ofSystemone(body: unknown): Request {
  const { state, questions } = shaped(systemoneSchema, body);
  const entries = Object.entries(questions);
  if (entries.length === 0 || entries.length > MOST_QUESTIONS)
    throw new Unreadable(400, `request: questions: expected 1 to ${MOST_QUESTIONS}, got ${entries.length}`);
  return {
    text: state,
    questions: entries.map(([name, question]) => ({
      type: question.type === 'noul' ? 'predicate' : question.type,
      name,
      instructions: question.type === 'noul' ? noulOf(question) : question.instructions,
      options:
        question.type === 'choice'
          ? Object.entries(question.criteria).map(([value, description]) => optionOf(value, description))
          : question.type === 'score'
            ? question.criteria.map((level) => optionOf(level, undefined))
            : [],
    })),
  };
}

/** What yes means stands apart. */
function noulOf({
  instructions,
  criteria,
}: {
  readonly instructions: string;
  readonly criteria?: Record<string, unknown> | null | undefined;
}) {
  return typeof criteria?.true === 'string' ? `${instructions}\n\n${criteria.true}` : instructions;
}

function optionOf(value: string | boolean, description: string | null | undefined): Question['options'][number] {
  return { value, ...(description !== undefined && description !== null && description !== '""' && { description }) };
}

function asked({ text, questions }: Request): Asked {
  const rubric = questions.flatMap(criteriaOf);
  if (rubric.length > MOST_CRITERIA)
    throw new Unreadable(400, `request: expected at most ${MOST_CRITERIA} options in all, got ${rubric.length}`);
  const { query, report } = reportAskedAbout(text) ?? { query: '', report: text };
  // Judges say nothing of it, so nobody is asked.
  if (isTrivial(report)) return { items: [] };
  // What a rule of the server's would bring to a reward is of no use here.
  return { items: [{ id: '0', query, completion: report, report, rubric }], verdicts: true, rules: { canaries: false, fatalFlags: [] } };
}

function criteriaOf(question: Question, index: number): Criterion[] {
  const { type, instructions, options } = question;
  if (type === 'predicate') return [{ id: idOf(index), criterion: instructions, weight: 1 }];
  const sign = signOf(question);
  if (sign !== undefined) return [{ id: idOf(index), criterion: criterionAsked(instructions), weight: sign === 'negative' ? -1 : 1 }];
  return options.map(({ value, description }, i) => ({
    id: idOf(index, i),
    criterion: `${instructions}\n\nThe answer is: ${value}${description === undefined ? '' : ` (${description})`}`,
    weight: 1,
  }));
}

function idOf(question: number, option?: number): string {
  return option === undefined ? `q${question}` : `q${question}.${option}`;
}

/** Of a choice between the three labels, as gavel itself asks a decision model. */
function signOf({ type, options }: Question): 'positive' | 'negative' | undefined {
  const values = options.map(({ value }) => value).join(' ');
  return type === 'choice'
    ? (['positive', 'negative'] as const).find((sign) => Object.keys(MENUS[sign][3]).join(' ') === values)
    : undefined;
}

/** Of the options in their order, of a predicate of yes alone; undefined: no answer. */
type Shares = readonly number[] | undefined;

function answered(
  results: readonly RewardResult[],
  { judge, spent }: Said,
  questions: readonly Question[],
  shape: (answers: { question: Question; answer: Shares }[]) => unknown,
): Answer {
  const [result] = results;
  // A part of the criteria may have no verdict: that is a refusal of its question alone.
  const failed = result?.verdicts?.length === 0 || result?.error?.kind === 'invalid' ? failure(results, undefined) : undefined;
  if (failed !== undefined) return failed;
  const verdicts = new Map(result?.verdicts?.map((verdict) => [verdict.id, verdict]));
  const answers = questions.map((question, i) => ({ question, answer: sharesOf(question, i, verdicts) }));
  const { inputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0, outputTokens = 0, reasoningTokens = 0 } = spent.usage;
  const [input, output] = [inputTokens + cachedInputTokens + cacheWriteTokens, outputTokens + reasoningTokens];
  const usage = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cachedInputTokens, cache_write_tokens: cacheWriteTokens },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: input + output,
  };
  return { status: 200, body: { model: judge, answers: shape(answers), usage } };
}

function sharesOf(question: Question, index: number, verdicts: ReadonlyMap<string, ShownVerdict>): Shares {
  const own = verdicts.get(idOf(index));
  if (question.type === 'predicate') return own === undefined ? undefined : [creditOf(own)];
  const sign = signOf(question);
  if (sign !== undefined) return own === undefined ? undefined : Object.values(MENUS[sign][3]).map((label) => chances(own)[label]);
  const credits = question.options.map((_, i) => verdicts.get(idOf(index, i))).map((verdict) => verdict && creditOf(verdict));
  const sum = credits.reduce<number>((total, credit) => total + (credit ?? 0), 0);
  // None of them holds, or one is not known: what is right cannot be said.
  return sum > 0 && credits.every((credit) => credit !== undefined) ? credits.map((credit = 0) => credit / sum) : undefined;
}

function creditOf(verdict: ShownVerdict): number {
  const { satisfied, partial } = chances(verdict);
  return satisfied + partial / 2;
}

/** As the judge gives them; else its confidence in its label, and the rest shared by the others; without one it is sure. */
function chances({ label, confidence, probabilities }: ShownVerdict): Readonly<Record<Label, number>> {
  if (probabilities !== undefined) return probabilities;
  const sure = confidence ?? 1;
  return Object.fromEntries(LABELS.map((each) => [each, each === label ? sure : (1 - sure) / 2])) as Record<Label, number>;
}

function best(shares: readonly number[]): { readonly index: number; readonly confidence: number } {
  const index = shares.indexOf(Math.max(...shares));
  const next = Math.max(0, ...shares.filter((_, i) => i !== index));
  return { index, confidence: (shares[index] ?? 0) - next };
}

function meanLevel(shares: readonly number[]): number {
  return shares.reduce((sum, share, level) => sum + share * level, 0);
}

function shown({ type, name, options }: Question, shares: Shares): object {
  if (shares === undefined) return { type: 'refusal', name };
  if (type === 'predicate') return { type, name, probability: shares[0] };
  const { index, confidence } = best(shares);
  if (type === 'choice') {
    const probabilities = options.map(({ value }, i) => ({ value, probability: shares[i] }));
    return { type, name, choice: options[index]?.value, probabilities, confidence };
  }
  const probabilities = options.map(({ value }, i) => ({ value: i, label: value, probability: shares[i] }));
  return { type, name, score: meanLevel(shares), probabilities, confidence };
}

function shownBySystemone({ type, options }: Question, shares: Shares): object {
  if (shares === undefined) return { type: 'refusal' };
  if (type === 'predicate') return { type: 'noul', noul: shares[0] };
  const { index, confidence } = best(shares);
  if (type === 'choice') {
    const probabilities = Object.fromEntries(options.map(({ value }, i) => [String(value), shares[i]]));
    return { type, choice: options[index]?.value, probabilities, confidence };
  }
  const byLevel = (of: (i: number) => unknown) => Object.fromEntries(options.map((_, i) => [String(i), of(i)]));
  return {
    type,
    score: meanLevel(shares),
    probabilities: byLevel((i) => shares[i]),
    legend: byLevel((i) => options[i]?.value),
    confidence,
  };
}
