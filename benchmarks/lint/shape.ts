/** shape, share: a rubric as a whole, whether it can tell a good report from a harmful one, and what matters from what does not. */
import type { Rubric } from '../../judge/checklist/rubric.ts';
import { queryShare } from '../composition.ts';
import type { Note } from './finding.ts';

/** Shorter rubrics are drafts or examples, about which nothing is said. */
const FEWEST = 5;

export function shape(rubric: Rubric): Note[] {
  if (rubric.length < FEWEST) return [];
  const axes = new Set(rubric.map((criterion) => criterion.axis));
  const sizes = new Set(rubric.map((criterion) => Math.abs(criterion.weight)));
  return [
    ...(rubric.every((criterion) => criterion.weight > 0)
      ? [info('no negative criterion: a report with a grave error loses nothing; name the errors to fear')]
      : []),
    ...(axes.size === 1 ? [info('one axis only: scores by axis will say nothing; name what each criterion is about')] : []),
    ...(sizes.size === 1 ? [info('all weights are equal: what is essential counts as much as what is not')] : []),
  ];
}

/** Of the positive weight, what the query alone may give. */
const MOST_FROM_QUERY = 0.5;

/** Whether research is needed: said of rubrics that say where each merit comes from. */
export function share(rubric: Rubric): Note[] {
  const given = queryShare(rubric);
  if (given === undefined || given <= MOST_FROM_QUERY) return [];
  const message = `${Math.round(100 * given)}% of the positive weight is met from the query alone (\`from: query\`): at most half tests research`;
  return [{ severity: 'warning', rule: 'share', message }];
}

function info(message: string): Note {
  return { severity: 'info', rule: 'shape', message };
}
