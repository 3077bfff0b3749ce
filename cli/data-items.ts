/** What `gavel data items` prints. */
import { resolve } from 'node:path';
import { printable } from '../benchmarks/files/check.ts';
import type { Scale } from '../judge/checklist/reward.ts';
import { type ItemRow, type ItemStatistics, itemStatistics } from '../reports/item-statistics.ts';
import { type DataOutput, type JsonOption, plainTable, writeJson } from './data-output.ts';

export interface ItemFlags extends JsonOption {
  readonly benchmark?: string;
  readonly judge?: string;
  readonly scale: Scale;
  readonly store: string;
}

/** By then two criteria of unrelated content seldom agree on every report: at a mean of one half, once in 2 ** 20. */
const ENOUGH_REPORTS = 20;

export async function items(deps: DataOutput, sweep: string | undefined, { store, ...flags }: ItemFlags): Promise<void> {
  const found = await itemStatistics(resolve(deps.cwd, store), { ...flags, sweep });
  if (flags.json) return writeJson(deps, found.length === 1 ? found[0] : found);
  for (const one of found) write(deps, one);
}

function write(deps: DataOutput, { benchmark, judge, items, flagged }: ItemStatistics): void {
  const worth = items.filter(({ flags }) => flags.length > 0);
  const table = plainTable(['criterion', 'weight', 'reports', 'mean', 'discrimination', 'nearest', 'worth a look']);
  for (const item of worth) table.push(cells(item));
  const counts = Object.entries(flagged).map(([flag, count]) => `${flag} ${count}`);
  deps.stdout(`${printable(benchmark, 60)}, by ${printable(judge, 80)}: ${items.length} criteria; ${counts.join(', ')}\n`);
  if (worth.length === 0) return;
  deps.stdout(`${table.toString()}\n`);
  const fewest = Math.min(...worth.map(({ reports }) => reports));
  if (fewest < ENOUGH_REPORTS)
    deps.stdout(
      `On ${fewest} reports a mean of 0 or 1 and an r of 1.00 are often chance: hints up to some ${ENOUGH_REPORTS} reports of different strength.\n`,
    );
}

function cells({ task, criterion, weight, reports, mean, discrimination, nearest, flags }: ItemRow): string[] {
  return [
    printable(`${task}/${criterion}`, 80),
    String(weight),
    String(reports),
    mean?.toFixed(2) ?? '',
    discrimination?.toFixed(2) ?? '',
    nearest === null ? '' : `${printable(nearest.criterion, 40)} ${nearest.r.toFixed(2)}`,
    flags.join(', '),
  ];
}
