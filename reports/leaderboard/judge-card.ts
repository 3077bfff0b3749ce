/** judgeCardNote: what a judge's card says, and which part of a leaderboard leans on more than that. */

import type { Task } from '../../benchmarks/task.ts';
import { kindOf } from '../../judge/checklist/cascade.ts';
import { cardOf, hasCardOfNamesake, type KeptCard } from '../../runners/store/cards.ts';
import type { JudgeRow } from '../../runners/store/judges.ts';
import type { Store } from '../../runners/store/store.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import { reportLengths } from '../../runners/store/trials.ts';
import { CUTS, type Cut, lengthBand } from '../agreement/labels.ts';
import type { BeyondCard, JudgeCardNote } from './leaderboard.ts';

/** Fewer measured criteria of a kind say nothing of it. */
const LEAST_MEASURED = 20;

/** Undefined where the store has no card of this judge, nor of another of its name. */
export function judgeCardNote(
  store: Store,
  judge: Pick<JudgeRow, 'hash'> & { readonly called: string },
  tasks: readonly StoredTask[],
): JudgeCardNote | undefined {
  const card = cardOf(store, judge.hash);
  if (card === undefined)
    return hasCardOfNamesake(store, judge.called, judge.hash) ? { set: null, kappa: { value: null, ci: null }, beyond: [] } : undefined;
  const { set, measures } = card.agreement;
  return { set, kappa: measures.kappa, beyond: CUTS.flatMap((cut) => beyondIn(cut, card, namesOf(cut, store, tasks))) };
}

/** A cut that the card does not have at all says nothing. */
function beyondIn(cut: Cut, card: KeptCard, names: () => readonly string[]): BeyondCard[] {
  const measured = card.agreement.measures.by[cut];
  if (measured === undefined) return [];
  const asked = names();
  const counts = new Map<string, number>();
  for (const name of asked) counts.set(name, (counts.get(name) ?? 0) + 1);
  const known = (name: string) => (Object.hasOwn(measured, name) ? (measured[name]?.n ?? 0) : 0);
  return [...counts]
    .filter(([name]) => known(name) < LEAST_MEASURED)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name, count]) => ({ cut, name, share: count / asked.length }));
}

/** One a criterion that a judge is asked about; of lengths one a report. Read only where they are needed. */
function namesOf(cut: Cut, store: Store, tasks: readonly StoredTask[]): () => readonly string[] {
  if (cut === 'length')
    return () =>
      reportLengths(
        store,
        tasks.map(({ queryId }) => queryId),
      ).map(lengthBand);
  return () => tasks.flatMap(({ task }) => criteriaOf(task).flatMap((criterion) => nameOf(cut, criterion, task) ?? []));
}

/** What code decides is asked of no judge. */
function criteriaOf({ rubric = [] }: Task) {
  return rubric.filter(({ check }) => check === undefined);
}

function nameOf(cut: Exclude<Cut, 'length'>, criterion: ReturnType<typeof criteriaOf>[number], task: Task): string | undefined {
  if (cut === 'sign') return criterion.weight < 0 ? 'negative' : 'positive';
  if (cut === 'kind') return kindOf(criterion);
  return cut === 'axis' ? criterion.axis : task.language;
}
