import { describe, expect, it } from 'vitest';
import { type Absolute, balance, fold, majority, type Outcome, turned, votesOf } from '../../../judge/pairwise/outcome.ts';

describe('turning an outcome round', () => {
  it.each<[Outcome, Outcome]>([
    ['a', 'b'],
    ['b', 'a'],
    ['tie', 'tie'],
  ])('%s is %s to whom the other report is a', (outcome, other) => {
    expect(turned(outcome)).toBe(other);
    expect(turned(outcome, false)).toBe(outcome);
  });
});

describe('folding both orders', () => {
  const said = (outcome: Outcome, absolute: Absolute | null = null) => ({ outcome, absolute });
  it.each([
    [said('a'), said('b'), { outcome: 'a', flipped: false }],
    [said('b'), said('a'), { outcome: 'b', flipped: false }],
    [said('tie', 'good'), said('tie', 'good'), { outcome: 'tie', flipped: false, absolute: 'good' }],
    [said('tie', 'good'), said('tie', 'fair'), { outcome: 'tie', flipped: false }],
    [said('tie', 'good'), said('tie'), { outcome: 'tie', flipped: false }],
    [said('a'), said('a'), { outcome: 'tie', flipped: true }],
    [said('b'), said('b'), { outcome: 'tie', flipped: true }],
    [said('a'), said('tie', 'fair'), { outcome: 'tie', flipped: true }],
  ])('%j and %j make %j', (ab, ba, battle) => {
    expect(fold(ab, ba)).toEqual(battle);
  });
});

describe('several opinions', () => {
  it('have a majority where more than half of all say the same, those that say nothing counted in', () => {
    expect(majority(votesOf(['b', 'b', 'tie']), 3)).toBe('b');
    expect(majority(votesOf(['tie', 'tie', 'a']), 3)).toBe('tie');
    expect(majority(votesOf(['a', 'a', 'b', undefined]), 4)).toBeUndefined();
    expect(majority(votesOf([]), 0)).toBeUndefined();
  });

  it('balance for the one that was taken more often, whatever ties there are', () => {
    expect(balance(votesOf(['a', 'tie', 'tie', 'tie']))).toBe('a');
    expect(balance(votesOf(['a', 'b', 'b']))).toBe('b');
    expect(balance(votesOf(['a', 'b', 'tie']))).toBe('tie');
  });
});
