/** Batch: what goes into one call, criteria of one sign and one trial, since the prompt differs by sign and trials are independent. */
import type { Sign } from './reply.ts';
import type { Criterion, Rubric } from './rubric.ts';
import type { Question } from './verdict.ts';

export interface Batch {
  readonly sign: Sign;
  readonly trial: number;
  readonly criteria: readonly Criterion[];
}

/** @param size most criteria in a batch, from 1 */
export function batchesOf(rubric: Rubric, owed: readonly Question[], size: number): Batch[] {
  const byId = new Map(rubric.map((criterion) => [criterion.id, criterion]));
  const groups = new Map<string, { sign: Sign; trial: number; criteria: Criterion[] }>();
  for (const question of owed) {
    const criterion = byId.get(question.criterion);
    if (criterion === undefined) throw new Error(`criterion ${question.criterion} is not in the rubric`);
    const sign = criterion.weight < 0 ? 'negative' : 'positive';
    const key = `${question.trial} ${sign}`;
    const group = groups.get(key) ?? { sign, trial: question.trial, criteria: [] };
    group.criteria.push(criterion);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ sign, trial, criteria }) =>
    Array.from({ length: Math.ceil(criteria.length / size) }, (_, i) => ({
      sign,
      trial,
      criteria: criteria.slice(i * size, (i + 1) * size),
    })),
  );
}
