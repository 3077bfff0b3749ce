/** filteredAgents, filteredRows: what a filter leaves of the grid. */
import type { Scale } from '../../judge/checklist/reward.ts';
import type { Language } from '../words/translate.ts';
import { type CriteriaOn, criterionTests, inAnyLanguage, passingOn } from './criteria-on.ts';
import { type Filter, holdsWords, type Known, passes, type Test } from './filter.ts';
import type { GridCell, GridRow } from './grid.ts';

/** Fields of a task, of an agent, and of a cell; others are of criteria, or of judges, which leave the grid as it is. */
const OF_TASK: readonly string[] = ['task', 'domain', 'language'];
const OF_CELL: readonly string[] = ['reward', 'delta', 'fatal', 'failed', 'unscored'];

export interface GridFilter {
  readonly filter: Filter;
  /** From whose rewards `delta` counts. */
  readonly baseline: string | undefined;
  /** Undefined where the filter asks for none of them. */
  readonly criteria: CriteriaOn | undefined;
  readonly scale: Scale;
  /** Of domains. */
  readonly names: Readonly<Record<string, Readonly<Record<Language, string>>>>;
}

function testsOf({ tests }: Filter, fields: readonly string[]): Test[] {
  return tests.map(({ test }) => test).filter(({ field }) => fields.includes(field));
}

export function filteredAgents(agents: readonly string[], filter: Filter): string[] {
  const tests = testsOf(filter, ['agent']);
  return agents.filter((agent) => tests.every((test) => passes({ texts: { agent } }, test)));
}

/** Of a task: what it is called and what it is about. */
export function passesTask(
  {
    id,
    query = '',
    domain,
    language,
  }: { readonly id: string; readonly query?: string; readonly domain: string; readonly language?: string },
  { filter, names }: Pick<GridFilter, 'filter' | 'names'>,
): boolean {
  const texts = { task: id, domain: inAnyLanguage(domain, names), ...(language !== undefined && { language }) };
  return holdsWords(`${id} ${query} ${domain}`, filter.words) && testsOf(filter, OF_TASK).every((test) => passes({ texts }, test));
}

/** Tasks that pass, with a cell of one of these agents that passes all that is asked of cells, and that has a criterion which passes the rest. */
export function filteredRows(rows: readonly GridRow[], agents: readonly string[], by: GridFilter): GridRow[] {
  const ofCell = testsOf(by.filter, OF_CELL);
  const ofCriteria = criterionTests(by.filter);
  return rows.filter((row) => {
    if (!passesTask(row, by)) return false;
    if (ofCell.length === 0 && ofCriteria.length === 0) return true;
    return agents.some((agent) => {
      const cell = cellAt(row, agent);
      if (cell === undefined || !ofCell.every((test) => passes(knownOf(cell, baselineOf(row, by)), test))) return false;
      return ofCriteria.length === 0 || (passingIn(row.id, agent, by)?.n ?? 0) > 0;
    });
  });
}

/** The criteria that pass, where criteria are asked for. */
export function passingIn(task: string, agent: string, { filter, criteria, scale }: GridFilter): ReturnType<typeof passingOn> {
  const tests = criterionTests(filter);
  return criteria === undefined || tests.length === 0 ? undefined : passingOn(criteria, { task, agent, tests, scale });
}

function cellAt({ cells }: GridRow, agent: string): GridCell | undefined {
  return Object.hasOwn(cells, agent) ? cells[agent] : undefined;
}

function baselineOf(row: GridRow, { baseline }: GridFilter): number | null {
  return (baseline === undefined ? undefined : cellAt(row, baseline))?.reward ?? null;
}

function knownOf({ reward, failed, unscored, fatal }: GridCell, baseline: number | null): Known {
  return {
    numbers: {
      reward: reward === null ? null : reward * 100,
      delta: reward === null || baseline === null ? null : (reward - baseline) * 100,
    },
    flags: { fatal, failed: failed > 0, unscored: unscored > 0 },
  };
}
