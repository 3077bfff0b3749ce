import { expect, it } from 'vitest';
import { byDoubt, doubtOf, mixed, together } from '../../../reports/agreement/doubt.ts';

const said = (label: 'satisfied' | 'partial' | 'unsatisfied', confidence: number | null = null) => ({ label, confidence });

it('doubts most where judges are split most evenly, then where the least sure is least sure', () => {
  expect(doubtOf([said('satisfied'), said('partial'), said('unsatisfied')]).value).toBeCloseTo(2);
  // log 2 / log 3.
  expect(doubtOf([said('satisfied'), said('unsatisfied')]).value).toBeCloseTo(1 + Math.log(2) / Math.log(3));
  expect(doubtOf([said('partial', 0.9), said('partial', 0.6)])).toEqual({ value: 0.4, why: 'unsure' });
  expect(doubtOf([said('partial')])).toEqual({ value: 0, why: 'unsure' });
});

const open = Array.from({ length: 10 }, (_, i) => ({
  report: i % 2,
  draw: String(i),
  doubt: { value: i / 10, why: i > 7 ? ('differ' as const) : ('unsure' as const) },
}));

it('asks the greatest doubt first, with three in ten drawn whatever judges say', () => {
  const queue = byDoubt(open, 10);
  expect(queue.map(({ draw }) => draw).join('')).toBe('9876543012');
  expect(queue.map(({ why }) => why)).toEqual([...Array(2).fill('differ'), ...Array(5).fill('unsure'), ...Array(3).fill('random')]);
  expect(byDoubt(open, 3).map(({ draw }) => draw)).toEqual(['9', '8', '0']);
});

it('spreads those that are drawn, and keeps those on one report together', () => {
  const queue = mixed(byDoubt(open, 10));
  expect(queue.map(({ draw }) => draw).join('')).toBe('9087615423');
  expect(
    together(queue, ({ report }) => report, 3)
      .map(({ draw }) => draw)
      .join(''),
  ).toBe('9710865342');
});

it('takes of many what sorting all of them would give', () => {
  const open = Array.from({ length: 5000 }, (_, i) => ({
    doubt: { value: (i * 7) % 11, why: 'unsure' } as const,
    draw: (i * 2741) % 5003,
  }));
  const queue = byDoubt(open, 1000);
  const drawn = open.toSorted((a, b) => a.draw - b.draw).slice(0, 300);
  const rest = open.filter((one) => !drawn.includes(one));
  const hard = rest.toSorted((a, b) => b.doubt.value - a.doubt.value || a.draw - b.draw).slice(0, 700);
  expect(queue.map(({ draw }) => draw)).toEqual([...hard, ...drawn].map(({ draw }) => draw));
});
