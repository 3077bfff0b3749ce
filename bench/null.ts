/**
 * The null gate: worlds of equal agents through the shipped functions, with the share of false claims and the coverage of intervals.
 *
 *     node dist/bench/null.js [--rounds 400] [--seed 1] [--only ratings|compare|margin|scores]
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../reports/stats/random.ts';
import { comparePair, type PairWorld, type Round, rateEquals, scoreEquals } from './null-worlds.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '400' }, seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
});
const rounds = Number(values.rounds);
const random = createRandom(Number(values.seed));
/** No claim of a difference or an order may appear in more of the rounds. */
const MOST_CLAIMS = 0.07;
const COVERAGE = [0.93, 0.98] as const;

function share(part: number, whole: number): { readonly text: string; readonly value: number; readonly error: number } {
  const value = part / whole;
  const error = Math.sqrt((value * (1 - value)) / whole);
  return { value, error, text: `${(100 * value).toFixed(1)} ± ${(100 * error).toFixed(1)}%` };
}

let broken = 0;

/** @param power whether claims are true, and are only printed */
function row(name: string, play: () => Round, { power = false }: { readonly power?: boolean } = {}): void {
  if (!name.startsWith(values.only)) return;
  const all = Array.from({ length: rounds }, play);
  const claims = share(all.filter(({ claimed }) => claimed).length, rounds);
  const intervals = all.reduce((sum, one) => sum + one.intervals, 0);
  const covering = all.reduce((sum, one) => sum + one.covering, 0);
  const coverage = intervals === 0 ? undefined : share(covering, intervals);
  // Beyond two errors of the simulation itself.
  const bad =
    (!power && claims.value - 2 * claims.error > MOST_CLAIMS) ||
    (coverage !== undefined && rounds >= 100 && coverage.value + 3 * coverage.error < COVERAGE[0]);
  if (bad) broken++;
  console.log(
    `| ${name} | ${claims.text}${power ? ' (power)' : ''} | ${coverage?.text ?? '–'} | ${rounds} |${bad ? ' **beyond the bound**' : ''}`,
  );
}

const began = performance.now();
console.log(`| world | ${'claims'} | coverage of 95% intervals | rounds |\n|---|---|---|---|`);
for (const agents of [2, 6, 20])
  for (const queries of [3, 5, 20, 70, 300])
    for (const sd of [0, 0.8, 1.5])
      row(`ratings: ${agents} agents, ${queries} queries, sd ${sd}, ties 20%`, () =>
        rateEquals({ agents, queries, sd, ties: 0.2 }, random),
      );
for (const ties of [0, 0.5, 0.85])
  row(`ratings: 6 agents, 20 queries, sd 0.8, ties ${ties * 100}%`, () => rateEquals({ agents: 6, queries: 20, sd: 0.8, ties }, random));
const pair = (world: PairWorld) => () => comparePair(world, random);
for (const queries of [3, 5, 20, 70, 300])
  for (const ties of [0, 0.25, 0.85]) row(`compare: ${queries} queries, sd 0.8, ties ${ties * 100}%`, pair({ queries, sd: 0.8, ties }));
row('compare: 70 queries, 3 judges, 3 trials each', pair({ queries: 70, sd: 0.8, ties: 0.25, judges: 3, trials: 3 }));
row('compare: 70 queries in 7 domains of sd 1', pair({ queries: 70, sd: 0.8, ties: 0.25, domains: 7, domainSd: 1 }));
for (const queries of [20, 70, 300])
  row(`margin 0.1: judge sees position only, ${queries} queries`, pair({ queries, sd: 0, ties: 0, onlyPosition: true, margin: true }));
for (const queries of [10, 20, 70, 300])
  row(`margin 0.1: truth at the margin, ${queries} queries, ties 25%`, pair({ queries, sd: 0, ties: 0.25, lead: -0.1, margin: true }));
for (const queries of [70, 300])
  row(`margin 0.1: equal agents, ${queries} queries, ties 25%`, pair({ queries, sd: 0, ties: 0.25, margin: true }), { power: true });
for (const agents of [2, 6, 20])
  for (const tasks of [5, 20, 70]) {
    for (const sd of [0, 1.5]) row(`scores: ${agents} agents, ${tasks} tasks, sd ${sd}`, () => scoreEquals({ agents, tasks, sd }, random));
    row(`scores: ${agents} agents, ${tasks} tasks, 90% of one's hard criteria missing`, () =>
      scoreEquals({ agents, tasks, sd: 0.8, missing: 0.9 }, random),
    );
  }
console.log(`${((performance.now() - began) / 60_000).toFixed(1)} minutes; ${broken} beyond a bound`);
if (broken > 0) process.exitCode = 1;
