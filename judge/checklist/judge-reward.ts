/**
 * The reward for training a judge, checked by rule: the reply is one that this judge reads, and its label is the right one.
 *
 * Of 1: a fifth for a reply in exactly the shape that is asked for, reason before label; the rest for the right label, in whatever shape it
 * can be read. So a model learns the shape first, and no shape makes up for a wrong label.
 */
import { VerdictError } from '../errors.ts';
import { isFields } from '../reading/fields.ts';
import { withoutThoughts } from '../reading/reply.ts';
import { verdictFormat } from './reply.ts';
import type { Label } from './verdict.ts';

const SHAPE = 0.2;
const RIGHT = 0.8;

/**
 * @param completion the model's reply on one criterion, thoughts before it included, in the words of that sign's menu
 * @param label the right one; on a criterion of negative weight `satisfied` means that the flaw is there
 * @param weight of the criterion; its sign says which menu the reply is read by
 * @returns 0, 0.2, 0.8 or 1
 */
export function judgeReward(completion: string, label: Label, weight: number): number {
  const format = verdictFormat(weight < 0 ? 'negative' : 'positive', 3, 1);
  try {
    const [verdict] = format.parse(completion);
    const shape = isExact(completion, format.schema) ? SHAPE : 0;
    return verdict?.label === label ? shape + RIGHT : shape;
  } catch (error) {
    if (error instanceof VerdictError) return 0;
    throw error;
  }
}

/** The object alone, with the fields of the schema in their order, a reason, and a confidence that is one. */
function isExact(completion: string, { properties = {} }: { readonly properties?: unknown }): boolean {
  const reply = parsed(withoutThoughts(completion) ?? '');
  if (!isFields(reply) || Object.keys(reply).join() !== Object.keys(properties as object).join()) return false;
  const { reason, quotes, label, confidence } = reply;
  return (
    typeof reason === 'string' &&
    reason.trim() !== '' &&
    Array.isArray(quotes) &&
    quotes.every((quote) => typeof quote === 'string') &&
    typeof label === 'string' &&
    typeof confidence === 'number' &&
    confidence >= 0 &&
    confidence <= 1
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
