/** Budgets for judges that a test asks directly. */
import type { Budget } from '../judge/model/budget.ts';

/** Has room for as long as the test says so; counts nothing. */
export function budgetWhile(hasRoom: () => boolean): Budget {
  const nothing = () => {};
  return { reserve: () => (hasRoom() ? { settle: nothing, lost: nothing, release: nothing } : undefined) };
}

export const UNLIMITED = budgetWhile(() => true);
