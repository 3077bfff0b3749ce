/** Pairing up contestants, of whom not everybody has a report on everything. */
import { describe, expect, it } from 'vitest';
import { pairUp, possiblePairings } from '../../reports/pair-up.ts';
import type { Contestants } from '../../runners/battles/contestants.ts';
import type { FoughtBattle, PlannedBattle } from '../../runners/battles/pairing.ts';
import { taskOf } from '../runners/work.ts';

/** a, b and c on two queries; c has nothing on the second. */
const contestants: Contestants = {
  agents: ['a', 'b', 'c'],
  queries: [
    {
      key: 'q1',
      task: { id: 1, queryId: 1, task: taskOf('q1'), criteria: new Map() },
      reports: new Map([
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ]),
      failed: new Set(),
    },
    {
      key: 'q2',
      task: { id: 2, queryId: 2, task: taskOf('q2'), criteria: new Map() },
      reports: new Map([
        ['a', 4],
        ['b', 5],
      ]),
      failed: new Set(),
    },
  ],
  missing: 1,
};
const names = (battles: readonly PlannedBattle[]) => battles.map(({ query, a, b }) => `${query} ${a}${b}`);
const nothing = () => [];

describe('pairing up', () => {
  it('plans everything at once, without what nobody wrote', () => {
    const batches = pairUp('round-robin', { seed: 1 })(contestants);
    expect(batches.count).toBe(4);
    expect(names(batches.next(nothing))).toEqual(['q1 ab', 'q1 ac', 'q1 bc', 'q2 ab']);
    expect(batches.next(nothing)).toEqual([]);
  });

  it('lets who failed battle too, and knows what is owed', () => {
    const [first, second] = contestants.queries;
    if (first === undefined || second === undefined) throw new Error('two queries');
    const failed = { ...contestants, queries: [first, { ...second, failed: new Set(['c']) }] };
    expect(names(pairUp('round-robin', { seed: 1 })(failed).next(nothing))).toContain('q2 ac');
    expect(names(pairUp('round-robin', { seed: 1 })(contestants).owed)).toEqual(['q2 ac', 'q2 bc']);
  });

  it('needs for a star a centre that takes part', () => {
    expect(names(pairUp('star', { against: 'b', seed: 1 })(contestants).next(nothing))).toEqual(['q1 ba', 'q1 bc', 'q2 ba']);
    expect(() => pairUp('star', { against: 'x', seed: 1 })(contestants)).toThrow('--pairing star needs --against one of: a, b, c');
  });

  it('plans actively in batches from what came of those before, and never the same battle twice', () => {
    const batches = pairUp('active', { battles: 3, batch: 2, seed: 1 })(contestants);
    expect([batches.count, batches.candidates.length]).toEqual([3, 4]);
    const first = batches.next(nothing);
    // The judge had no answer to the second of them: it is not asked for again.
    const fought: FoughtBattle[] = first.slice(0, 1).map((battle) => ({ ...battle, outcome: 'a' }));
    const second = batches.next(() => fought);
    expect([first.length, second.length]).toEqual([2, 1]);
    expect(new Set(names([...first, ...second])).size).toBe(3);
    expect(batches.next(() => fought)).toEqual([]);
  });

  it('says which pairings can be made of what is given', () => {
    const possible = (options: Parameters<typeof possiblePairings>[1]) =>
      possiblePairings(contestants, options).map(({ pairing }) => pairing);
    expect(possible({ seed: 1 })).toEqual(['round-robin', 'star', 'balanced', 'active']);
    expect(possible({ seed: 1, perAgent: 3, battles: 2 })).toEqual(['round-robin', 'star', 'active']);
  });
});
