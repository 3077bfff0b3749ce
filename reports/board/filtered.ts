/** filteredAgents, filteredRows: what a filter leaves of the grid. */
import { type Filter, holdsWords, type Known, passes, type Test } from './filter.ts';
import type { GridCell, GridRow } from './grid.ts';

/** Fields of a task, of an agent, and of a cell; others, which are of verdicts, leave the grid as it is. */
const OF_TASK: readonly string[] = ['task', 'domain', 'language'];
const OF_CELL: readonly string[] = ['reward', 'fatal', 'failed', 'unscored'];

function testsOf({ tests }: Filter, fields: readonly string[]): Test[] {
  return tests.map(({ test }) => test).filter(({ field }) => fields.includes(field));
}

export function filteredAgents(agents: readonly string[], filter: Filter): string[] {
  const tests = testsOf(filter, ['agent']);
  return agents.filter((agent) => tests.every((test) => passes({ texts: { agent } }, test)));
}

/** Tasks that pass, with the words in them, and with a cell of one of these agents that passes all that is asked of cells. */
export function filteredRows(rows: readonly GridRow[], agents: readonly string[], filter: Filter): GridRow[] {
  const ofTask = testsOf(filter, OF_TASK);
  const ofCell = testsOf(filter, OF_CELL);
  return rows.filter(({ id, query, domain, cells }) => {
    if (!holdsWords(`${id} ${query} ${domain}`, filter.words)) return false;
    if (!ofTask.every((test) => passes({ texts: { task: id, domain } }, test))) return false;
    if (ofCell.length === 0) return true;
    return agents.some((agent) => {
      const cell = Object.hasOwn(cells, agent) ? cells[agent] : undefined;
      return cell !== undefined && ofCell.every((test) => passes(knownOf(cell), test));
    });
  });
}

function knownOf({ reward, failed, unscored, fatal }: GridCell): Known {
  return { numbers: { reward: reward === null ? null : reward * 100 }, flags: { fatal, failed: failed > 0, unscored: unscored > 0 } };
}
