/** failure, numberOf: what trainers are told that only know numbers: an error where a reward could not be had, or the number that was configured. */
import type { Answer, RewardResult } from '../protocol.ts';

/** The answer where one of the rewards can be no number; undefined where all can. Whoever sends what cannot be judged gets no fallback. */
export function failure(results: readonly RewardResult[], fallback: number | undefined): Answer | undefined {
  const failed = results.filter(({ reward }) => reward === null);
  const [first] = failed.filter(({ error }) => fallback === undefined || error?.kind === 'invalid');
  if (first === undefined) return undefined;
  const error = first.error ?? { kind: 'judge_failed', message: 'no reward' };
  return { status: error.kind === 'invalid' ? 422 : 503, body: { error: { ...error, failed: failed.length, of: results.length } } };
}

/** @throws Error where there is neither a reward nor a fallback, which `failure` answers first */
export function numberOf({ reward }: RewardResult, fallback: number | undefined): number {
  const number = reward ?? fallback;
  if (number === undefined) throw new Error('a failure was taken for a number');
  return number;
}
