import { describe, expect, it } from 'vitest';
import { composition, groupComposition } from '../../benchmarks/composition.ts';

describe('composition', () => {
  it('counts what the query itself gives, where a rubric says so of all its merits', () => {
    const task = { query: 'q', language: 'zh', domain: 'Law' };
    const of = (weight: number, from?: 'query' | 'source') => ({ id: `${weight}${from}`, criterion: 'x', weight, ...(from && { from }) });
    const groups = groupComposition([
      { ...task, id: 'a', rubric: [of(1, 'query'), of(3, 'source'), of(-4)] },
      { ...task, id: 'b', rubric: [of(1, 'query'), of(1, 'source')] },
      { ...task, id: 'c', rubric: [of(1, 'query'), of(9)] },
      { ...task, id: 'd', domain: 'Finance', rubric: [of(1)] },
    ]);
    expect(groups.map(({ fromQuery }) => fromQuery)).toEqual([{ mean: 0.375, most: 0.5 }, null]);
  });

  it('counts tasks and criteria', () => {
    const task = { query: 'q', language: 'zh', domain: 'Law' };
    const counted = composition([
      {
        ...task,
        id: 'a',
        track: 'professional',
        tags: { kind: 'decision' },
        rubric: [
          { id: 'c01', criterion: 'x', weight: 5, axis: 'one' },
          { id: 'c02', criterion: 'y', weight: -2, axis: 'one' },
          { id: 'c03', criterion: 'z', weight: 5 },
        ],
      },
      { ...task, id: 'b', rubric: [{ id: 'c01', criterion: 'x', weight: 1, axis: 'two' }] },
      { ...task, id: 'c', language: 'en', tags: ['kind'] },
    ]);
    expect(counted).toEqual({
      tasks: 3,
      withRubric: 2,
      criteria: 4,
      negatives: 1,
      criteriaPerTask: [1, 3],
      byDomain: { Law: 3 },
      byLanguage: { zh: 2, en: 1 },
      byTrack: { professional: 1 },
      byKind: { decision: 1 },
      byAxis: { one: 2, two: 1 },
      weights: [
        { weight: -2, criteria: 1 },
        { weight: 1, criteria: 1 },
        { weight: 5, criteria: 2 },
      ],
    });
  });

  it('has no range of criteria without rubrics', () => {
    expect(composition([{ id: 'a', query: 'q', language: 'en', domain: 'd' }]).criteriaPerTask).toBeNull();
  });
});
