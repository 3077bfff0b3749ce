/** ordered: the rows of the board, as planned, the hardest first, or those first on which agents differ most. */
import type { GridRow } from './grid.ts';

export const ORDERS = ['task', 'lowest', 'spread'] as const;
/** As planned; the hardest first; those first on which agents differ most. */
export type Order = (typeof ORDERS)[number];

export function ordered(rows: readonly GridRow[], order: Order): readonly GridRow[] {
  if (order === 'task') return rows;
  const rewards = ({ cells }: GridRow) => Object.values(cells).flatMap(({ reward }) => reward ?? []);
  const mean = (row: GridRow) => rewards(row).reduce((sum, reward) => sum + reward, 0) / rewards(row).length;
  const spread = (row: GridRow) => Math.max(...rewards(row)) - Math.min(...rewards(row));
  const known = rows.filter((row) => rewards(row).length > 0);
  const unknown = rows.filter((row) => rewards(row).length === 0);
  return [...known.toSorted((a, b) => (order === 'lowest' ? mean(a) - mean(b) : spread(b) - spread(a))), ...unknown];
}
