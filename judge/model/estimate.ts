/** Estimates of how many tokens a request takes. */
import { estimateTokens } from '../reading/parts.ts';
import type { ModelRequest, Opening } from './model.ts';

const AROUND = 300;
const ONE_ANSWER = 400;

/** Bound on a reply with so many answers, each of a few sentences and quotes. */
export function replyTokens(answers: number): number {
  return AROUND + ONE_ANSWER * answers;
}

/** Bound on the reply to a request, thoughts left out. */
export function boundOf({ maxTokens = replyTokens(1) }: ModelRequest): number {
  return maxTokens;
}

/** A careful (high) estimate. */
export function promptTokens({ system, opening, user }: ModelRequest): number {
  return systemTokens(system) + estimateTokens(user) + (opening === undefined ? 0 : openingTokens(opening));
}

const sizes = new WeakMap<Opening, number>();

/** Counted once for all the calls that share it. */
function openingTokens(opening: Opening): number {
  const known = sizes.get(opening) ?? estimateTokens(opening.text);
  sizes.set(opening, known);
  return known;
}

let last = { system: '', tokens: 0 };

/** A judge says the same to every call. */
function systemTokens(system: string): number {
  if (last.system !== system) last = { system, tokens: estimateTokens(system) };
  return last.tokens;
}

/** A low estimate: rules, blanks and other runs of one character are few tokens, and words of Han characters are often one. */
export function fewestTokens({ system, opening, user }: ModelRequest): number {
  const text = (system + (opening?.text ?? '') + user).replace(/([^\p{L}\p{N}])\1{2,}/gu, '$1');
  return estimateTokens(text) * 0.8;
}
