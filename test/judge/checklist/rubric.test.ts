import { describe, expect, it } from 'vitest';
import { positionalId, rubricSchema } from '../../../judge/checklist/rubric.ts';

const good = { criterion: 'Names the year', weight: 3 };
const problemsOf = (rubric: unknown) =>
  rubricSchema.safeParse(rubric).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('a rubric', () => {
  it('numbers criteria by their place where a file gives no id, and keeps the ids it gives', () => {
    expect(rubricSchema.parse([good, { ...good, id: 'x' }, { ...good, weight: -1 }]).map(({ id }) => id)).toEqual(['c01', 'x', 'c03']);
    expect([positionalId(0), positionalId(8), positionalId(99)]).toEqual(['c01', 'c09', 'c100']);
  });

  it('keeps axis, fatal and basis, and trims the text', () => {
    const full = {
      criterion: '  Misstates the law\n',
      weight: -5,
      axis: 'Law',
      fatal: true,
      basis: { source: 'Act 1', asOf: '2025-06-30' },
    };
    expect(rubricSchema.parse([good, full])[1]).toEqual({ ...full, id: 'c02', criterion: 'Misstates the law' });
  });

  it.each([
    ['no criterion', [], /^: a rubric needs at least one criterion/],
    ['negative weights alone', [{ ...good, weight: -1 }], /^: all weights are negative/],
    ['a weight of 0', [good, { ...good, weight: 0 }], /^1\.weight: a weight of 0 changes nothing/],
    ['a weight of -0', [good, { ...good, weight: -0 }], /^1\.weight: a weight of 0 changes nothing/],
    ['a weight that is no number', [{ ...good, weight: Number.NaN }], /^0\.weight: expected a number other than 0/],
    ['an infinite weight', [{ ...good, weight: Number.POSITIVE_INFINITY }], /^0\.weight: expected a number other than 0/],
    ['a weight in words', [{ ...good, weight: '3' }], /^0\.weight: expected a number other than 0/],
    ['no weight', [{ criterion: 'x' }], /^0\.weight: expected a number other than 0/],
    [
      'an id twice',
      [
        { ...good, id: 'a' },
        { ...good, id: 'b' },
        { ...good, id: 'a' },
      ],
      /^2\.id: id "a" stands twice$/,
    ],
    ["an id that is another one's place", [{ ...good, id: 'c02' }, good], /^1\.id: id "c02" stands twice$/],
    ['an empty id', [{ ...good, id: '' }], /^0\.id: /],
    ['a fatal criterion that is no flaw', [{ ...good, fatal: true }], /^0\.fatal: a fatal criterion describes a flaw/],
    ['blank text', [{ ...good, criterion: ' \n' }], /^0\.criterion: /],
    ['a field nobody knows', [{ ...good, wieght: 1 }], /wieght/],
    ['a day that does not exist', [{ ...good, basis: { source: 's', asOf: '2025-02-30' } }], /^0\.basis\.asOf: /],
  ])('with %s is refused', (_, rubric, problem) => {
    expect(problemsOf(rubric)).toEqual([expect.stringMatching(problem)]);
  });
});
