/** worldTruth: of each criterion of the world's tasks the words that prove it; and which pages hold words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageData } from '../../benchmarks/files/paths.ts';
import { openWorld, worldAddress } from './world.ts';

/** By task and criterion, with a blank between. */
let known: ReadonlyMap<string, readonly string[]> | undefined;

export function proofOf(task: string, criterion: string): readonly string[] | undefined {
  known ??= readTruth();
  return known.get(`${task} ${criterion}`);
}

function readTruth(): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(join(packageData(), 'world', 'truth.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const rows = lines.map((line) => JSON.parse(line) as { task: string; criterion: string; words: string[] });
  return new Map(rows.map(({ task, criterion, words }) => [`${task} ${criterion}`, words]));
}

/** Whether one of the pages at these addresses holds all of the words. */
export function anyHolds(urls: Iterable<string>, words: readonly string[]): boolean {
  const { pages } = openWorld();
  for (const url of urls) {
    const page = pages.get(worldAddress(url) ?? '');
    if (page !== undefined && words.every((each) => page.text.includes(each) || page.title.includes(each))) return true;
  }
  return false;
}
