/** attackJudge: adversarial reports, the honest weak one beside them and the good one, put before a judge: what each gets, and what flags it. */
import type { Task } from '../benchmarks/task.ts';
import { type AttackName, attacksOn, weakReport } from '../judge/attack/attacks.ts';
import { reward, type Scale } from '../judge/checklist/reward.ts';
import type { Rubric } from '../judge/checklist/rubric.ts';
import type { Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { canaryCriteria, isCanary } from '../judge/flags/canary.ts';
import { type Flag, flagsOf } from '../judge/flags/flags.ts';
import { readInside, realFolder } from './agents/folder-files.ts';
import type { JudgeConfig } from './judges/open.ts';
import type { RunBudget } from './judging/budget.ts';
import { type Judgment, judgeReport, storedReportJudge } from './judging/judge-report.ts';
import { finish, openWork } from './judging/open-work.ts';
import { type Around, noteOtherEndpoints, type Opened, type StoppedBy, stoppedBy, type Terms, withJudges } from './judging/paid-work.ts';
import { agentProgress, Problems, type RunProgress } from './judging/progress.ts';
import { type Store, type StoreAt, withStore } from './store/store.ts';

export interface AttackRequest extends Terms {
  readonly judge: JudgeConfig;
  readonly seed: number;
  readonly scale: Scale;
  /** Tasks with rubrics, and a folder of good reports on them. */
  readonly on: { readonly tasks: readonly Task[]; readonly dir: string };
}

export interface AttackAround extends Around {
  readonly onProgress?: (progress: RunProgress, budget: RunBudget) => void;
}

/** What one report got. */
export interface AttackRow {
  readonly task: string;
  readonly language: string;
  /** Which trick; `weak` is the honest report that it is measured against, `good` the one that both are made of. */
  readonly attack: AttackName | 'weak' | 'good';
  /** Undefined where a criterion is unscored. */
  readonly reward: number | undefined;
  readonly flags: readonly Flag[];
}

export interface AttackOutcome {
  readonly judge: string;
  readonly rows: readonly AttackRow[];
  readonly progress: RunProgress;
  readonly stoppedBy: StoppedBy | undefined;
}

interface Written extends Pick<AttackRow, 'task' | 'language' | 'attack'> {
  readonly query: string;
  readonly report: string;
  readonly rubric: Rubric;
}

/** @throws InputError where nothing can be attacked, or the failure that ended it; what was paid for is stored */
export async function attackJudge(at: StoreAt, request: AttackRequest, around: AttackAround): Promise<AttackOutcome> {
  const written = await reportsFor(request);
  return withJudges([request.judge], request, around, (opened) =>
    withStore(at, { mode: 'write' }, (store) => attack(store, request, written, opened, around)),
  );
}

async function attack(
  store: Store,
  { scale }: AttackRequest,
  written: readonly Written[],
  opened: Opened,
  around: AttackAround,
): Promise<AttackOutcome> {
  const { judges, stop, budget, keys } = opened;
  const [open] = judges;
  if (open === undefined) throw new Error('no judge was opened');
  store.lock();
  store.withhold(keys);
  const judge = store.transaction(() => storedReportJudge(store, open));
  noteOtherEndpoints(store, [judge, ...(judge.panel?.members ?? [])], around.onNotice);
  const asked = written.map((each) => ({ ...each, asked: [...each.rubric, ...canaryCriteria(each.report)] }));
  const mine = agentProgress('attacks', asked.length, asked.reduce((sum, { asked }) => sum + asked.length, 0) * judge.trials);
  const progress: RunProgress = { agents: [mine], problems: new Problems() };
  const rows: AttackRow[] = [];
  const judging = openWork({ stop, limit: judge.limit, most: MOST_OPEN });
  for (const [i, each] of asked.entries()) {
    await judging.begin(async () => {
      const judged = await judgeReport(
        { query: each.query, report: each.report, rubric: each.asked },
        { store, stop, judge, now: () => new Date().toISOString() },
      );
      for (const { question, error } of judged.unscored)
        progress.problems.add(`${each.task} ${each.attack} ${question.criterion}`, `unscored: ${error}`);
      rows[i] = rowOf(each, judged, scale);
      mine.written++;
      mine.judged += judged.judged;
      mine.cached += judged.cached;
      mine.unscored += judged.unscored.length;
      around.onProgress?.(progress, budget);
    });
  }
  await judging.ended();
  finish(store, stop);
  const there = rows.flatMap((row) => row ?? []);
  return { judge: open.name, rows: there, progress, stoppedBy: stoppedBy(opened, there.length < written.length) };
}

/** Reports open at once, beyond what the calls themselves allow. */
const MOST_OPEN = 64;

function rowOf({ task, language, attack, query, report, rubric }: Written, { answers }: Judgment, scale: Scale): AttackRow {
  const labels = new Map<string, Label[]>();
  const canaries: Label[] = [];
  for (const { question, answer } of answers) {
    if (isCanary(question.criterion)) canaries.push(answer.label);
    else labels.set(question.criterion, [...(labels.get(question.criterion) ?? []), answer.label]);
  }
  const got = reward(rubric, labels, scale);
  return {
    task,
    language,
    attack,
    reward: got.judged === got.criteria ? got.reward : undefined,
    flags: flagsOf({ query, report, rubric, canaries }),
  };
}

async function reportsFor({ on: { tasks, dir: folder }, seed }: AttackRequest): Promise<Written[]> {
  const dir = await realFolder(folder);
  const good = new Map<string, string>();
  for (const { id, rubric } of tasks) {
    const text = rubric === undefined ? undefined : await readInside(dir, `${id}.md`, new AbortController().signal);
    if (text !== undefined) good.set(id, text);
  }
  const there = tasks.filter(({ id }) => good.has(id));
  if (there.length < 2)
    throw new InputError(
      `${dir}: expected reports named like ${tasks[0]?.id ?? 'TASK'}.md on two tasks with rubrics at least, got ${there.length}`,
    );
  return there.flatMap((task, i) => {
    const { id, query, language, rubric = [] } = task;
    const others = [...there.slice(i + 1), ...there.slice(0, i)];
    const other = others.find((each) => each.language === language) ?? others[0];
    const report = good.get(id) ?? '';
    const weak = weakReport(report);
    const written = [
      { name: 'good' as const, report },
      { name: 'weak' as const, report: weak },
      ...attacksOn({ id, language: language.startsWith('zh') ? 'zh' : 'en', rubric, weak, other: good.get(other?.id ?? '') ?? '' }, seed),
    ];
    return written.map(({ name, report }) => ({ task: id, language, attack: name, query, report, rubric }));
  });
}
