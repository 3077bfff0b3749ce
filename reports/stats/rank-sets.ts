/** Rank sets: the places that each of several agents can have, by tests of all pairs after Holm. */
import { holm } from './holm.ts';

/** Below this a difference is taken as shown. */
export const ALPHA = 0.05;

export interface PairTest {
  readonly first: number;
  readonly second: number;
  /** First less second: which way a shown difference goes. */
  readonly difference: number;
  /** Two-sided; null where the two cannot be tested against each other, which is then no test of the family. */
  readonly p: number | null;
}

export interface Order<Test extends PairTest> {
  /** As given, each with its p after Holm over all that could be tested. */
  readonly tests: readonly (Test & { readonly adjustedP: number | null })[];
  /** By number of the agent: 1 + those shown to be above, all less those shown to be below. */
  readonly ranks: readonly (readonly [best: number, worst: number])[];
}

/** @param agents how many; they are numbered from 0 */
export function orderOf<Test extends PairTest>(agents: number, tests: readonly Test[]): Order<Test> {
  const after = holm(tests.flatMap(({ p }) => p ?? []));
  let next = 0;
  const adjusted = tests.map((test) => ({ ...test, adjustedP: test.p === null ? null : (after[next++] ?? null) }));
  const ranks = Array.from({ length: agents }, (): [number, number] => [1, agents]);
  for (const { first, second, difference, adjustedP } of adjusted) {
    if (adjustedP === null || adjustedP >= ALPHA) continue;
    const [above, below] = difference > 0 ? [ranks[first], ranks[second]] : [ranks[second], ranks[first]];
    if (above !== undefined) above[1]--;
    if (below !== undefined) below[0]++;
  }
  return { tests: adjusted, ranks };
}
