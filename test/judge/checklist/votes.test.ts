import { expect, it } from 'vitest';
import { labelOfVotes } from '../../../judge/checklist/votes.ts';

const [S, P, U] = ['satisfied', 'partial', 'unsatisfied'] as const;

it.each([
  // More than half decides, whatever the rule and the sign.
  [[S, S, U], 1, S, S],
  [[U, P, U], -1, U, U],
  [[S], 1, S, S],
  // Half is not more than half.
  [[S, U], 1, undefined, U],
  [[S, U], -1, undefined, S],
  [[S, S, U, U], 1, undefined, U],
  [[S, P, U], 1, undefined, U],
  [[S, P], 2, undefined, P],
  [[P, U], -2, undefined, P],
  // Nobody has answered.
  [[], 1, undefined, undefined],
] as const)('%j on a weight of %i are %s by majority, %s by the lower', (votes, weight, majority, lower) => {
  expect([labelOfVotes(votes, 'majority', weight), labelOfVotes(votes, 'lower', weight)]).toEqual([majority, lower]);
});
