/**
 * decisionBody, readDecision: the two formats in which decision models are asked many questions about one text in one request, and answer
 * with probabilities instead of words: OpenAI's `decisions`, and `systemone`.
 */
import { z } from 'zod';
import { VerdictError } from '../errors.ts';
import { NO_USAGE, type Usage } from '../model/usage.ts';

export const DECISION_FORMATS = ['decisions', 'systemone'] as const;
export type DecisionFormat = (typeof DECISION_FORMATS)[number];

/** A choice between named values. */
export interface DecisionQuestion {
  /** Unique in its request. */
  readonly name: string;
  readonly instructions: string;
  readonly choices: readonly { readonly value: string; readonly description: string }[];
}

/** What the model said to one question: a fault where it is no answer to it. */
export type Decided =
  | { readonly choice: string; readonly probabilities?: ReadonlyMap<string, number> }
  | { readonly refused: true }
  | { readonly fault: string };

export function decisionBody(format: DecisionFormat, model: string, text: string, questions: readonly DecisionQuestion[]): object {
  if (format === 'decisions')
    return {
      model,
      input: text,
      questions: questions.map(({ name, instructions, choices }) => ({ type: 'choice', name, instructions, choices })),
    };
  const asked = questions.map(({ name, instructions, choices }) => {
    const criteria = Object.fromEntries(choices.map(({ value, description }) => [value, description]));
    return [name, { type: 'choice', instructions, criteria }];
  });
  return { model, state: text, questions: Object.fromEntries(asked) };
}

const answerSchema = z.looseObject({ type: z.string(), name: z.string().nullish() });
const listSchema = z.object({ answers: z.array(answerSchema) });
const mapSchema = z.object({ answers: z.record(z.string(), answerSchema) });
const probability = z.number().min(0).max(1);
const choiceSchema = z.object({
  type: z.literal('choice'),
  choice: z.string(),
  probabilities: z
    .union([
      z
        .array(z.object({ value: z.string(), probability }))
        .transform((list) => new Map(list.map(({ value, probability: p }) => [value, p]))),
      z.record(z.string(), probability).transform((map) => new Map(Object.entries(map))),
    ])
    .nullish(),
});

/**
 * One for each question, in their order.
 *
 * @throws VerdictError where the body answers none of the questions, or another number of them than it should
 */
export function readDecision(format: DecisionFormat, body: string, questions: readonly DecisionQuestion[]): Decided[] {
  const given = answersIn(format, body, questions);
  const read = questions.map((question, i) => decided(given[i], question));
  const faults = read.flatMap((each) => ('fault' in each ? [each.fault] : []));
  if (faults.length === read.length) throw new VerdictError(faults[0] ?? 'no question was asked');
  return read;
}

function answersIn(format: DecisionFormat, body: string, questions: readonly DecisionQuestion[]): unknown[] {
  const value = parsed(body);
  if (format === 'systemone') {
    const map = mapSchema.safeParse(value).data?.answers;
    if (map === undefined) throw new VerdictError('expected {answers: {NAME: {type, ...}}}');
    return questions.map(({ name }) => (Object.hasOwn(map, name) ? map[name] : undefined));
  }
  const list = listSchema.safeParse(value).data?.answers;
  if (list === undefined) throw new VerdictError('expected {answers: [{type, name, ...}]}');
  if (list.length !== questions.length) throw new VerdictError(`${list.length} answers to ${questions.length} questions`);
  const moved = list.findIndex(({ name }, i) => name != null && name !== questions[i]?.name);
  if (moved >= 0) throw new VerdictError(`answer ${moved + 1} is to another question than the one asked`);
  return list;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new VerdictError('the answer is not JSON');
  }
}

/** The sum of probabilities may be off by what rounding takes. */
const ROUNDING = 0.02;
/** Two probabilities that differ by less are the same. */
const SAME = 1e-3;

function decided(given: unknown, { choices }: DecisionQuestion): Decided {
  if (given === undefined) return { fault: 'no answer to this question' };
  if (answerSchema.safeParse(given).data?.type === 'refusal') return { refused: true };
  const answer = choiceSchema.safeParse(given);
  if (!answer.success) return { fault: 'expected {type: "choice", choice, probabilities}' };
  const { choice, probabilities } = answer.data;
  const values = choices.map(({ value }) => value);
  if (!values.includes(choice)) return { fault: `expected ${values.join(', ')}, and "${choice.slice(0, 40)}" is none of them` };
  if (probabilities == null || probabilities.size === 0) return { choice };
  if (probabilities.size !== values.length || !values.every((value) => probabilities.has(value)))
    return { fault: `probabilities of other values than ${values.join(', ')}` };
  const sum = values.reduce((total, value) => total + (probabilities.get(value) ?? 0), 0);
  if (Math.abs(sum - 1) > ROUNDING) return { fault: `probabilities that add up to ${sum.toFixed(3)}` };
  if ((probabilities.get(choice) ?? 0) < Math.max(...probabilities.values()) - SAME)
    return { fault: `"${choice}" was chosen, and another is more probable` };
  return { choice, probabilities };
}

const tokens = z.number().int().nonnegative();
const usageSchema = z.object({
  usage: z.object({
    input_tokens: tokens,
    input_tokens_details: z.object({ cached_tokens: tokens.nullish(), cache_write_tokens: tokens.nullish() }).nullish(),
    output_tokens: tokens.nullish(),
  }),
});

/** Undefined where the body does not say. Cached tokens are counted inside the input. */
export function decisionUsage(body: unknown): Usage | undefined {
  const usage = usageSchema.safeParse(body).data?.usage;
  if (usage === undefined) return undefined;
  const [cached, written] = [usage.input_tokens_details?.cached_tokens ?? 0, usage.input_tokens_details?.cache_write_tokens ?? 0];
  return {
    ...NO_USAGE,
    inputTokens: Math.max(0, usage.input_tokens - cached - written),
    cachedInputTokens: cached,
    cacheWriteTokens: written,
    outputTokens: usage.output_tokens ?? 0,
  };
}
