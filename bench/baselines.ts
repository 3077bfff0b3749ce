/** What guessing by position, length or style gets right on the samples and on their twins: `npm run bench:baselines`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readRows } from '../benchmarks/files/jsonl.ts';
import { packageData } from '../benchmarks/files/paths.ts';
import { loadTasks } from '../benchmarks/load.ts';
import { reward } from '../judge/checklist/reward.ts';
import { LABELS } from '../judge/checklist/verdict.ts';
import { groupBy } from '../judge/group-by.ts';

const pairSchema = z.object({ a: z.string(), b: z.string(), outcome: z.enum(['a', 'b', 'tie']) });
const battleSchema = z.object({
  task: z.string(),
  a: z.string(),
  b: z.string(),
  outcome: z.enum(['a', 'b', 'tie']),
  dimension: z.string(),
});
const labelSchema = z.object({ agent: z.string(), task: z.string(), criterion: z.string(), label: z.enum(LABELS) });
const rowSchema = z.object({ criterion: z.string(), label: z.enum(LABELS), pair: z.string(), change: z.string() });

type Pair = z.infer<typeof pairSchema>;

/** Marks of layout: what a judge of style would like. */
const marks = (report: string) => report.match(/^\s*(?:#{1,6} |[-*] |\d+\. |\|)|\*\*/gmu)?.length ?? 0;
const GUESSES: readonly (readonly [string, (pair: Pair) => 'a' | 'b'])[] = [
  ['the first', () => 'a'],
  ['the longer', ({ a, b }) => (a.length >= b.length ? 'a' : 'b')],
  ['the more marked up', ({ a, b }) => (marks(a) >= marks(b) ? 'a' : 'b')],
];

function report(name: string, pairs: readonly Pair[], guesses = GUESSES): void {
  const decided = pairs.filter(({ outcome }) => outcome !== 'tie');
  const shares = guesses.map(([guess, of]) => {
    const right = decided.filter((pair) => of(pair) === pair.outcome).length;
    return `${guess} ${right}/${decided.length}`;
  });
  console.log(`${name}: ${pairs.length} pairs, ${pairs.length - decided.length} ties; wins of ${shares.join(', ')}`);
}

const data = packageData();
const folder = join(data, 'adr-bench', 'samples');
const text = (agent: string, task: string) => readFileSync(join(folder, 'reports', agent, `${task}.md`), 'utf8');
const battles = await readRows(join(folder, 'battles-general.jsonl'), battleSchema);
const overall = battles.filter(({ value }) => value.dimension === 'overall');
report(
  'adr-bench samples, overall',
  overall.map(({ value: { task, a, b, outcome } }) => ({ a: text(a, task), b: text(b, task), outcome })),
);

/** Reports on one professional task, the one worth more by its labels against the other: neither stands first. */
const labels = (await readRows(join(folder, 'labels.jsonl'), labelSchema)).map(({ value }) => value);
const scored = (await loadTasks(join(data, 'adr-bench', 'tasks.jsonl'))).flatMap(({ id, rubric = [] }) => {
  const agents = groupBy(
    labels.filter(({ task }) => task === id),
    ({ agent }) => agent,
  );
  const worth = [...agents].map(([agent, rows]) => {
    const given = new Map(rows.map(({ criterion, label }) => [criterion, [label]]));
    return { report: text(agent, id), score: reward(rubric, given, 'ternary').reward ?? 0 };
  });
  return worth.flatMap((one, i) =>
    worth.slice(i + 1).map((other): Pair => {
      const outcome = one.score === other.score ? 'tie' : one.score > other.score ? 'a' : 'b';
      return { a: one.report, b: other.report, outcome };
    }),
  );
});
report('adr-bench samples, by score', scored, GUESSES.slice(1));
const twins = await readRows(join(data, 'twins', 'reports.jsonl.gz'), pairSchema);
report(
  'twins of reports',
  twins.map(({ value }) => value),
);

const rows = (await readRows(join(data, 'twins', 'criteria.jsonl.gz'), rowSchema)).map(({ value }) => value);
let [pairs, longer, shorter] = [0, 0, 0];
for (const group of groupBy(rows, ({ pair }) => pair).values()) {
  const kept = group.find(({ change }) => change === 'kept');
  for (const other of group) {
    if (kept === undefined || other === kept) continue;
    pairs++;
    if (kept.criterion.length > other.criterion.length) longer++;
    if (kept.criterion.length < other.criterion.length) shorter++;
  }
}
console.log(`twins of criteria: ${pairs} pairs; the one that holds is longer in ${longer}, shorter in ${shorter}`);
