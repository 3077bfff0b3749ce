import { expect, test } from 'vitest';
import type { Outcome } from '../../../judge/pairwise/outcome.ts';
import { type Battle, battleTable } from '../../../reports/ratings/battle.ts';
import { type Bounded, boundedByDavidson, boundedByHalves } from '../../../reports/ratings/bounded.ts';
import { countBattles, totalCounts } from '../../../reports/ratings/pair-counts.ts';

/** `x>y` x won, `x=y` a tie. */
function battles(text: string): Battle[] {
  return text
    .split(' ')
    .map((battle) => ({ a: battle.slice(0, 1), b: battle.slice(2), outcome: (battle[1] === '=' ? 'tie' : 'a') satisfies Outcome }));
}

function named(text: string, bounded: (...counts: Parameters<typeof boundedByHalves>) => Bounded) {
  const table = battleTable(battles(text));
  const counted = countBattles(table, false);
  const { rated, unbounded } = bounded(counted.pairs, totalCounts(counted, 0));
  const name = (agent: number) => table.agents[agent] ?? '';
  return { rated: rated.map(name).join(''), ...Object.fromEntries([...unbounded].map(([agent, side]) => [name(agent), side])) };
}

test('everyone took something from everyone: all are rated', () => {
  expect(named('a>b b>c c>a', boundedByHalves)).toEqual({ rated: 'abc' });
  expect(named('a>b a=b', boundedByHalves)).toEqual({ rated: 'ab' });
});

test('who won or lost everything has no finite rating', () => {
  expect(named('a>b b>a x>a x>b a>y b>y', boundedByHalves)).toEqual({ rated: 'ab', x: 'above', y: 'below' });
});

test('a group that never lost to the rest is above it, though it lost among itself', () => {
  expect(named('a>b b>c c>a x>y y>x x>a y>b', boundedByHalves)).toEqual({ rated: 'abc', x: 'above', y: 'above' });
});

test('who never met the rated group cannot be compared with it', () => {
  expect(named('a>b b>c c>a x>y y>x', boundedByHalves)).toEqual({ rated: 'abc', x: 'unconnected', y: 'unconnected' });
});

test('where nobody took anything back nobody is rated', () => {
  expect(named('a>b', boundedByHalves)).toEqual({ rated: '', a: 'above', b: 'below' });
  expect(named('a>b b>c', boundedByHalves)).toEqual({ rated: '', a: 'above', b: 'even', c: 'below' });
});

test('wins and ties but never a loss: finite with ties as halves, unbounded for Davidson', () => {
  // P(loss) = 0 and P(tie) = P(win) need s_a / s_b and nu both infinite.
  expect(named('a>b a=b', boundedByDavidson)).toEqual({ rated: '', a: 'above', b: 'below' });
  expect(named('a=b a=b', boundedByDavidson)).toEqual({ rated: '', a: 'even', b: 'even' });
  // The cycle a > b > c = a has two wins and one tie: that bounds nu.
  expect(named('a>b b>c c=a', boundedByDavidson)).toEqual({ rated: 'abc' });
  // One win and one tie in every cycle do not.
  expect(named('a>b b=c c>d d=a a>d', boundedByDavidson)).toMatchObject({ rated: '' });
  expect(named('a>b b>a a=b', boundedByDavidson)).toEqual({ rated: 'ab' });
  expect(named('a>b b>c c>a', boundedByDavidson)).toEqual({ rated: 'abc' });
});
