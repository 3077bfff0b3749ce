/**
 * Measures the linter: alarms on criteria as they are, and what it catches of criteria spoilt on purpose.
 *
 *     node dist/bench/lint.js FILE... [--rounds 20] [--seed 1] [--half even|odd] [--misses N] [--alarms]
 */
import { parseArgs } from 'node:util';
import type { Finding, LintRule } from '../benchmarks/lint/finding.ts';
import { lintTask } from '../benchmarks/lint/lint.ts';
import { loadTasks } from '../benchmarks/load.ts';
import type { Task } from '../benchmarks/task.ts';
import { createRandom } from '../reports/stats/random.ts';
import { SABOTAGES, type Sabotage, sabotage } from './sabotage.ts';

/** A blurred criterion is as much ambiguous as it is beyond checking: either rule names it. */
const RULES: Readonly<Record<Sabotage, readonly LintRule[]>> = {
  join: ['compound'],
  blur: ['vague', 'unverifiable'],
  duplicate: ['overlap'],
  flip: ['sign'],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    half: { type: 'string' },
    misses: { type: 'string', default: '0' },
    alarms: { type: 'boolean', default: false },
  },
});

function alarming(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => finding.severity !== 'info' && finding.criterion !== undefined);
}

function percent(part: number, whole: number): string {
  return `${part}/${whole} = ${whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)}%`}`;
}

function alarms(tasks: readonly Task[]): void {
  const findings = tasks.flatMap((task) => alarming(lintTask(task)));
  const total = tasks.reduce((sum, task) => sum + (task.rubric?.length ?? 0), 0);
  const flagged = new Set(findings.map((finding) => `${finding.task}/${finding.criterion}`));
  console.log(`  untouched criteria with a warning: ${percent(flagged.size, total)}`);
  for (const rule of new Set(findings.map((finding) => finding.rule))) {
    const some = new Set(findings.filter((finding) => finding.rule === rule).map((finding) => `${finding.task}/${finding.criterion}`));
    console.log(`    ${rule}: ${percent(some.size, total)}`);
  }
  if (!values.alarms) return;
  for (const { task, criterion, rule, message } of findings) {
    const text = tasks.find((one) => one.id === task)?.rubric?.find((one) => one.id === criterion);
    console.log(`    ${rule} ${task}/${criterion} ${text?.weight} ${text?.criterion} [${message.slice(0, 50)}]`);
  }
}

/** A catch: a finding of the sabotage's rule on what was touched that the untouched task did not have. */
function caught(kind: Sabotage, before: readonly Finding[], after: readonly Finding[], touched: readonly string[]): boolean {
  const of = (findings: readonly Finding[]) =>
    alarming(findings).filter(
      ({ criterion, rule }) => criterion !== undefined && touched.includes(criterion) && RULES[kind].includes(rule),
    );
  return of(after).length > of(before).length;
}

function catches(tasks: readonly Task[]): void {
  let [all, allCaught, missesLeft] = [0, 0, Number(values.misses)];
  for (const kind of SABOTAGES) {
    const random = createRandom(Number(values.seed));
    let [tried, found] = [0, 0];
    const bySign = { merit: [0, 0], flaw: [0, 0] } satisfies Record<string, [number, number]>;
    missesLeft = Number(values.misses);
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const task of tasks) {
        const spoilt = task.rubric === undefined ? undefined : sabotage(kind, task.rubric, random);
        if (spoilt === undefined) continue;
        const hit = caught(kind, lintTask(task), lintTask({ ...task, rubric: [...spoilt.rubric] }), spoilt.touched);
        const victim = task.rubric?.find((one) => one.id === spoilt.touched[0]);
        const group = victim !== undefined && victim.weight < 0 ? bySign.flaw : bySign.merit;
        tried++;
        group[1]++;
        if (hit) {
          found++;
          group[0]++;
        } else if (missesLeft-- > 0) {
          for (const one of spoilt.rubric.filter(({ id }) => spoilt.touched.includes(id)))
            console.log(`      missed ${kind} ${one.weight} ${one.criterion}`);
        }
      }
    }
    console.log(
      `  ${kind}: ${percent(found, tried)} (merits ${percent(bySign.merit[0], bySign.merit[1])}; flaws ${percent(bySign.flaw[0], bySign.flaw[1])})`,
    );
    all += tried;
    allCaught += found;
  }
  console.log(`  all four kinds: ${percent(allCaught, all)}`);
}

if (positionals.length === 0) throw new Error('usage: lint FILE... [--rounds 20] [--seed 1] [--half even|odd] [--misses N] [--alarms]');
for (const file of positionals) {
  const withRubric = (await loadTasks(file)).filter((task) => task.rubric !== undefined);
  const tasks = withRubric.filter((_, i) => values.half === undefined || (i % 2 === 0) === (values.half === 'even'));
  console.log(`${file}: ${tasks.length} tasks with a rubric`);
  alarms(tasks);
  catches(tasks);
}
