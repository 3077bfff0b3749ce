/** winner: a winner as the files of the field spell it. */
import { z } from 'zod';
import { type FAILED, WINNERS, type Winner } from '../../judge/pairwise/winner-words.ts';

/** @param words what is named where it is none of them */
export function winner(words: string) {
  return z.string().transform((text, context): Winner | typeof FAILED => {
    const known = WINNERS.get(text.trim().toLowerCase());
    if (known !== undefined) return known;
    context.addIssue({ code: 'custom', message: `expected ${words} or tie` });
    return z.NEVER;
  });
}
