/** UnfoughtCounter: battles that were planned for each agent and not fought, two agents on a query as one. */
import type { PlannedMeeting } from '../../runners/store/planned-battles.ts';
import type { Ratings } from './ratings.ts';

type Met = Pick<PlannedMeeting, 'a' | 'b'> & { readonly benchmark: string | null; readonly task: string | null };

/** Keeps what is planned, and nothing of what is not, as imported files may hold millions. */
export class UnfoughtCounter {
  readonly #planned = new Map<string, PlannedMeeting>();

  constructor(planned: Iterable<PlannedMeeting>) {
    for (const meeting of planned) this.#planned.set(keyOf(meeting), meeting);
  }

  add(fought: Met): void {
    if (this.#planned.size > 0) this.#planned.delete(keyOf(fought));
  }

  byAgent(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { a, b } of this.#planned.values()) for (const agent of [a, b]) counts.set(agent, (counts.get(agent) ?? 0) + 1);
    return counts;
  }
}

function keyOf({ benchmark, task, a, b }: Met): string {
  return JSON.stringify([benchmark, task, ...[a, b].sort()]);
}

/** The same ratings with what is planned beside what was fought. */
export function withPlanned(fitted: Ratings, unfought: ReadonlyMap<string, number>): Ratings {
  return { ...fitted, rows: fitted.rows.map((row) => ({ ...row, planned: row.battled + (unfought.get(row.agent) ?? 0) })) };
}
