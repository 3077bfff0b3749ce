/** What is owed of one planned attempt, for all that can be planned and stored. */
import { expect, it } from 'vitest';
import { owed } from '../../../runners/judging/owed.ts';

const [writer, reader, nobody] = [{}, { rereads: true }, undefined];
const nothing = undefined;
const report = { reportId: 7, fault: null, error: null };
const failure = { reportId: null, fault: 'agent', error: 'it gave up' } as const;
const ourFault = { reportId: null, fault: 'harness', error: 'no process' } as const;

it.each([
  // An agent that writes: what it has not done, and what failed for a fault of ours.
  [writer, nothing, {}, 'attempt'],
  [writer, report, {}, 'stored'],
  [writer, failure, {}, 'failed'],
  [writer, failure, { retryFailed: true }, 'attempt'],
  [writer, ourFault, {}, 'attempt'],
  // One that only reads: at every run, whatever is stored, as long as there is something to read.
  [reader, nothing, {}, 'read'],
  [reader, report, {}, 'read'],
  [reader, failure, {}, 'read'],
  [reader, nothing, { there: false }, 'missing'],
  [reader, report, { there: false }, 'missing'],
  // Nobody: stored reports are judged again.
  [nobody, report, {}, 'stored'],
  [nobody, nothing, {}, 'missing'],
  // What the agent failed at is its result, whoever reads it; what was nobody's fault is owed.
  [nobody, failure, {}, 'failed'],
  [nobody, failure, { retryFailed: true }, 'failed'],
  [nobody, ourFault, {}, 'missing'],
] as const)('of %j with %j stored and %j is: %s', (agent, stored, more, expected) => {
  expect(owed({ agent, there: true, retryFailed: false, ...more }, stored)).toBe(expected);
});
