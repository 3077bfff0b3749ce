import { describe, expect, it } from 'vitest';
import { criterionKey, researchRubrics } from '../../../benchmarks/sources/research-rubrics.ts';

const row = {
  prompt: 'Plan a day in Oslo. ',
  sample_id: '6847465956a0f6376a605427',
  domain: 'Current Events',
  conceptual_breadth: 'Simple',
  logical_nesting: 'Intermediate',
  exploration: 'Medium',
  rubrics: [
    { criterion: 'Names a museum.  ', weight: 5.0, axis: 'Explicit Criteria' },
    { criterion: 'Invents an opening time.', weight: -3.0, axis: 'Implicit Criteria' },
    { criterion: 'Names a museum.  ', weight: 0, axis: 'Explicit Criteria' },
  ],
};

const { layout } = researchRubrics;
if (layout === undefined) throw new Error('no layout');
const taskOf = (of: unknown) => layout.toTask(of, 'f:1', 1);

describe('a row of ResearchRubrics', () => {
  it('keeps every field and every letter', () => {
    expect(taskOf(row)).toEqual({
      id: '6847465956a0f6376a605427',
      query: 'Plan a day in Oslo. ',
      language: 'en',
      domain: 'Current Events',
      rubric: [
        { id: 'c01', criterion: 'Names a museum.  ', weight: 5, axis: 'Explicit Criteria' },
        { id: 'c02', criterion: 'Invents an opening time.', weight: -3, axis: 'Implicit Criteria' },
        { id: 'c03', criterion: 'Names a museum.  ', weight: 0, axis: 'Explicit Criteria' },
      ],
      tags: { conceptual_breadth: 'Simple', logical_nesting: 'Intermediate', exploration: 'Medium' },
    });
  });

  it('keeps further fields as tags, those with parts as JSON', () => {
    const task = taskOf({ ...row, year: 2025, sources: ['a', 'b'], note: null });
    expect(task.tags).toMatchObject({ year: 2025, sources: '["a","b"]', exploration: 'Medium' });
    expect(task.tags).not.toHaveProperty('note');
  });

  it('tells Chinese prompts by their script, product names aside', () => {
    expect(taskOf({ ...row, prompt: '比较 OpenAI 的 ChatGPT 与 Anthropic 的 Claude' }).language).toBe('zh');
    expect(taskOf({ ...row, prompt: 'Explain the word 判断 and how a judge would use it' }).language).toBe('en');
  });

  it.each<[string, object, string]>([
    ['no rubric', { rubrics: [] }, 'f:1: rubrics: expected at least 1 entry, got an empty list'],
    ['only flaws', { rubrics: [{ criterion: 'c', weight: -1, axis: 'a' }] }, 'f:1: rubrics: no criterion has a positive weight'],
    [
      'an endless weight',
      { rubrics: [{ criterion: 'c', weight: Number.POSITIVE_INFINITY, axis: 'a' }] },
      'f:1: rubrics[0].weight: expected a finite number',
    ],
    [
      'a blank criterion',
      { rubrics: [{ criterion: ' ', weight: 1, axis: 'a' }] },
      'f:1: rubrics[0].criterion: expected text that is not empty',
    ],
    ['an id that leaves its folder', { sample_id: '../x' }, 'f:1: sample_id: an id is letters, digits'],
  ])('refuses %s', (_, change, message) => {
    expect(() => taskOf({ ...row, ...change })).toThrow(message);
  });

  it('is told from our own rows by its keys', () => {
    expect(layout.recognises(row)).toBe(true);
    expect(layout.recognises({ id: 'a', query: 'q', rubrics: [] })).toBe(false);
    expect(layout.recognises(null)).toBe(false);
  });
});

describe('criterionKey', () => {
  it('is equal for spellings that differ in white space or in how an accent is composed', () => {
    expect(criterionKey(' Names a\n café. ')).toBe(criterionKey('Names a cafe\u0301.'));
    expect(criterionKey('Names a bar.')).not.toBe(criterionKey('names a bar.'));
  });
});
