import { describe, expect, it } from 'vitest';
import { type Selection, selectTasks } from '../../benchmarks/select.ts';
import type { Task } from '../../benchmarks/task.ts';

const tasks: Task[] = Array.from({ length: 20 }, (_, i) => ({
  id: `t${i}`,
  query: 'q',
  language: i % 2 === 0 ? 'en' : 'zh',
  domain: i < 5 ? 'Law' : 'Science & Engineering',
  ...(i >= 10 && { track: 'general' }),
}));
const ids = (selection: Selection, of: readonly Task[] = tasks) => selectTasks(of, selection).map((task) => task.id);

describe('selectTasks', () => {
  it('keeps all without a wish, in the order of the benchmark', () => {
    expect(ids({})).toEqual(tasks.map((task) => task.id));
    expect(ids({ ids: ['t7', 't2'] })).toEqual(['t2', 't7']);
  });

  it('narrows by each wish given', () => {
    expect(ids({ domains: ['Law'], languages: ['zh'] })).toEqual(['t1', 't3']);
    expect(ids({ tracks: ['general'], limit: 2 })).toEqual(['t10', 't11']);
  });

  it('draws the same sample for a seed whatever the order of the tasks', () => {
    const drawn = ids({ sample: 5, seed: 1 });
    expect(drawn).toHaveLength(5);
    expect(ids({ seed: 1, sample: 5 }, [...tasks].reverse()).sort()).toEqual([...drawn].sort());
    expect(ids({ sample: 5, seed: 2 })).not.toEqual(drawn);
  });

  it('holds a smaller sample inside a larger one, and takes all where there are fewer', () => {
    expect(ids({ sample: 8 })).toEqual(expect.arrayContaining(ids({ sample: 5 })));
    expect(ids({ sample: 50 })).toHaveLength(20);
  });

  it('limits what was sampled', () => {
    expect(ids({ sample: 5, limit: 2 })).toEqual(ids({ sample: 5 }).slice(0, 2));
  });

  it.each<[Selection, string]>([
    [{ ids: ['t77'] }, 'has the id "t77" (did you mean `t7`?)'],
    [{ domains: ['Science'] }, 'has the domain "Science" (did you mean `Science & Engineering`?); it has: Law, Science & Engineering'],
    [{ tracks: ['profesional'] }, 'has the track "profesional"; it has: general'],
    [{ domains: ['Law'], tracks: ['general'] }, 'no task is left'],
    [{ limit: 0 }, 'limit: expected a whole number from 1, got 0'],
    [{ sample: 1.5 }, 'sample: expected a whole number from 1, got 1.5'],
  ])('refuses %j', (selection, message) => {
    expect(() => selectTasks(tasks, selection)).toThrow(message);
  });
});
