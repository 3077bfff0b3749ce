/** Answers of command and HTTP agents with `output: json`: one object, checked once. */
import { z } from 'zod';
import { AgentError, type Spent } from '../../judge/errors.ts';
import { excerpt } from '../../judge/model/excerpt.ts';
import type { AgentReply } from './agent.ts';
import type { Secrets } from './secrets.ts';
import { toTrace } from './trace.ts';
import { usageSchema, withoutNulls } from './usage.ts';

const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, as in USD');

export const costSchema = z.strictObject({
  amount: z.number().nonnegative(),
  currency: currencySchema,
  basis: z.enum(['measured', 'estimated']).default('measured'),
});

/** Unknown fields beside these are let pass, unlike within `usage`, where a slip of the pen would lose a cost. */
const answerSchema = z.preprocess(
  withoutNulls,
  z.object({
    report: z.string(),
    usage: usageSchema.exactOptional(),
    cost: z.union([z.number().nonnegative(), z.preprocess(withoutNulls, costSchema)]).exactOptional(),
    /** Of a cost that is a bare number. */
    currency: currencySchema.exactOptional(),
    seconds: z.number().nonnegative().exactOptional(),
    model: z.string().exactOptional(),
    trace: z.unknown().optional(),
  }),
);

/** @throws AgentError (agent) when `text` is no such object; `who` begins the message */
export function parseAnswer(text: string, who: string, secrets: Secrets): AgentReply {
  const answer = parseJson(text, who, secrets);
  const spent = spentOf(answer);
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw new AgentError('agent', `${who} answered with a wrong object: ${firstIssue(parsed.error)}`, { spent });
  const { report, cost, currency, trace, ...rest } = parsed.data;
  if (typeof cost === 'number' && currency === undefined)
    throw new AgentError('agent', `${who} answered with a cost that is a number but no currency`, { spent });
  return { ...rest, ...spent, report: checkedReport(report, who, spent), ...(trace != null && { trace: toTrace(trace) }) };
}

/** What an answer says that it took, whatever else is wrong with it: a failed attempt is paid for too. */
export function spentIn(text: string, secrets: Secrets): Spent {
  try {
    return spentOf(secrets.keep(JSON.parse(text)));
  } catch {
    return {};
  }
}

function spentOf(answer: unknown): Spent {
  const fields = z.record(z.string(), z.unknown()).safeParse(answer).data ?? {};
  const money = typeof fields.cost === 'number' ? { amount: fields.cost, currency: fields.currency } : withoutNulls(fields.cost);
  const usage = usageSchema.safeParse(fields.usage).data;
  const cost = costSchema.safeParse(money).data;
  const model = z.string().safeParse(fields.model).data;
  return { ...(usage !== undefined && { usage }), ...(cost !== undefined && { cost }), ...(model !== undefined && { model }) };
}

/** What programs print where they have nothing: the word for it in their language, or how they failed. */
const NO_REPORT = /^(?:none|null|undefined|nan|traceback \(most recent call last\):[\s\S]*)$/i;

/** A report that holds something, and nothing that is no text. @throws AgentError (agent) when there is none */
export function checkedReport(text: string, who: string, spent: Spent = {}): string {
  const plain = text.trim();
  if (plain === '') throw new AgentError('agent', `${who} wrote no report`, { spent });
  if (NO_REPORT.test(plain)) throw new AgentError('agent', `${who} wrote no report, but "${excerpt(plain)}"`, { spent });
  // Half an emoji, cut at a token limit, cannot be written as UTF-8.
  return text.replace(/\p{Surrogate}/gu, '\u{FFFD}');
}

/** Field and reason of the first thing that is wrong. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unknown' : `${issue.path.join('.') || 'object'}: ${excerpt(issue.message)}`;
}

function parseJson(text: string, who: string, secrets: Secrets): unknown {
  try {
    return secrets.keep(JSON.parse(text));
  } catch {
    const got = text.trim() === '' ? 'nothing' : `"${secrets.quote(text)}"`;
    throw new AgentError('agent', `${who}: expected one JSON object {report, ...}, got ${got}`);
  }
}
