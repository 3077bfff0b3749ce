/** The bundled twins: enough in both languages, single edits, and nothing to be had by position or length. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { EDITS, reportPairs } from '../../bench/report-pairs.ts';
import { readRows } from '../../benchmarks/files/jsonl.ts';
import { packageData } from '../../benchmarks/files/paths.ts';
import { groupBy } from '../../judge/group-by.ts';
import { readLabelRows } from '../../runners/training/label-row.ts';
import { testFolder } from '../benchmarks/folder.ts';

const folder = testFolder();
const file = (name: string) => join(packageData(), 'twins', name);

it('are 300 pairs of criteria and more, of which one holds and the other differs in one place', async () => {
  const rows = await readLabelRows([file('criteria.jsonl.gz')]);
  const groups = [...groupBy(rows, ({ pair = '' }) => pair).values()];
  const changed = groups.flatMap(([kept, ...others]) => others.map((other) => ({ kept, other })));
  expect(changed.filter(({ other }) => other.language === 'zh').length).toBeGreaterThan(200);
  expect(changed.filter(({ other }) => other.language === 'en').length).toBeGreaterThan(100);
  for (const { kept, other } of changed) {
    expect([kept?.label, kept?.change, other.label]).toEqual(['satisfied', 'kept', 'unsatisfied']);
    const differ = [kept?.criterion !== other.criterion, kept?.report !== other.report];
    expect(differ.filter(Boolean)).toHaveLength(1);
  }
});

const pairSchema = z.object({ a: z.string(), b: z.string(), outcome: z.enum(['a', 'b', 'tie']), edit: z.enum(EDITS) });

it('of reports are decided neither by position nor by length, and a quarter or more are ties', async () => {
  const pairs = (await readRows(file('reports.jsonl.gz'), pairSchema)).map(({ value }) => value);
  const decided = pairs.filter(({ outcome }) => outcome !== 'tie');
  const share = (guess: (pair: (typeof pairs)[number]) => string) =>
    decided.filter((pair) => guess(pair) === pair.outcome).length / decided.length;
  expect(Math.abs(share(() => 'a') - 0.5)).toBeLessThan(0.05);
  expect(share(({ a, b }) => (a.length > b.length ? 'a' : 'b'))).toBeLessThanOrEqual(0.6);
  expect((pairs.length - decided.length) / pairs.length).toBeGreaterThan(0.25);
});

it('edit the longest paragraph, and nothing where there is none', () => {
  const long = 'x'.repeat(80);
  folder.write('t1.md', `# T\n\nIntro\n\n## A\n\n${long}\n\n## B\n\nb\n\n## C\n\nc`);
  folder.write('t2.md', 'Too short');
  const task = { query: 'q', language: 'en', domain: 'd' };
  const pairs = reportPairs(
    [
      { ...task, id: 't1' },
      { ...task, id: 't2' },
      { ...task, id: 't3' },
    ],
    [{ folder: folder.path }],
  );
  expect(pairs.map(({ edit, outcome }) => [edit, outcome])).toEqual([
    ['removed', 'a'],
    ['repeated', 'a'],
    ['moved', 'tie'],
  ]);
  expect(pairs[0]?.b).not.toContain(long);
  expect(pairs[1]?.b.split(long)).toHaveLength(3);
  expect(pairs[2]?.b.indexOf('## C')).toBeLessThan(pairs[2]?.b.indexOf('## B') ?? 0);
});
