/** Battles: models' comparisons with both orders folded, people's votes, and imported files, side by side. */
import { groupBy } from '../../judge/group-by.ts';
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import { fold, turned } from '../../judge/pairwise/outcome.ts';
import { type BattleRow, type BattleSelection, NO_REPORT, type Nullable } from './battle-row.ts';
import { bothOrders, type ComparisonRow, comparisonsOn, wordsOfBoth, wordsOfOne } from './comparisons.ts';
import { importedBattles } from './imported-battles.ts';
import { type Forfeit, forfeitsOn } from './planned-battles.ts';
import { lastPlanned, NEWEST, PLANNED } from './runs.ts';
import type { Store } from './store.ts';

interface ComparedTask {
  readonly task: string;
  readonly benchmark: string;
  readonly domain: string;
  readonly query: number;
  readonly brief: string;
}

/** A comparison of two agents' reports, as of these two agents: several may have handed in the same text. */
interface Met extends ComparisonRow {
  /** The agents in order of their names. */
  readonly a: string;
  readonly b: string;
  /** The one whose report was shown first. */
  readonly first: string;
}

/** Streams battles in an order that depends on their content only. A pair seen in one order only is owed, and left out. */
export function* battleRows(store: Store, selection: BattleSelection): Generator<BattleRow> {
  yield* comparedBattles(store, selection);
  if (selection.sweep === undefined) yield* importedBattles(store, selection);
}

/** Task by task, so that no more than one task's comparisons are sorted at once. */
function* comparedBattles(
  store: Store,
  { benchmark = null, sweep = null, task: on = null, dimension = null, words }: Nullable<BattleSelection>,
): Generator<BattleRow> {
  const tasks = store
    .sql<unknown[], ComparedTask>(
      `SELECT task.name AS task, task.benchmark, domain, task.query_id AS query, brief_hash AS brief
       FROM (${lastPlanned('task.benchmark, name')}) version JOIN task ON task.id = version.task_id
       WHERE @on IS NULL OR task.name = @on ORDER BY task.benchmark, task.name`,
    )
    .all({ benchmark, sweep, on });
  const anyPlanned = store.sql<[], { one: number }>('SELECT 1 AS one FROM planned_battle LIMIT 1').get() !== undefined;
  for (const task of tasks) {
    const asked = { sweep, dimension: dimension ?? undefined };
    yield* folded(task, meetings(store, task, { ...asked, words: words === true }));
    if (anyPlanned) yield* forfeited(task, forfeitsOn(store, task.query, asked));
  }
}

function* forfeited({ task, benchmark, domain }: ComparedTask, forfeits: readonly Forfeit[]): Generator<BattleRow> {
  for (const forfeit of forfeits) yield { task, benchmark, domain, ...forfeit, judge: NO_REPORT, by: 'imported', trial: 1 };
}

/** What was said of every two agents on a task, in an order that depends on the content only. */
function meetings(
  store: Store,
  { query, brief }: ComparedTask,
  { sweep, ...asked }: { readonly sweep: string | null; readonly dimension: Dimension | undefined; readonly words: boolean },
): Met[] {
  const said = comparisonsOn(store, query, asked);
  if (said.length === 0) return [];
  const authors = authorsOn(store, query, sweep);
  const met = said
    .filter((row) => row.person === 1 || row.brief === brief)
    .flatMap((row) =>
      (authors.get(row.firstReport) ?? []).flatMap((first) =>
        (authors.get(row.secondReport) ?? [])
          .filter((second) => second !== first)
          .map((second): Met => ({ ...row, first, ...(first < second ? { a: first, b: second } : { a: second, b: first }) })),
      ),
    );
  // Comparisons come by judge and trial, the newest first; the sort is stable.
  return met.sort((x, y) => compareText(x.a, y.a) || compareText(x.b, y.b) || compareText(x.dimension, y.dimension));
}

/** Who wrote each report on a query. Only an agent's newest count; comparisons of what they replaced stay in the store. */
function authorsOn(store: Store, query: number, sweep: string | null): ReadonlyMap<number, readonly string[]> {
  const rows = store
    .sql<unknown[], { report: number; name: string }>(
      `SELECT DISTINCT report_id AS report, name FROM agent JOIN trial ON agent_id = agent.id AND query_id = @query
       WHERE report_id IS NOT NULL AND ${NEWEST}
         AND (@sweep IS NULL OR agent.id IN (SELECT agent_id FROM (${PLANNED}) WHERE query_id = @query)) ORDER BY name`,
    )
    .all({ query, sweep });
  return new Map([...groupBy(rows, ({ report }) => report)].map(([report, by]) => [report, by.map(({ name }) => name)]));
}

function compareText(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0;
}

/** One battle a question: what one judge said of two agents on one dimension, a model in each trial, a person in all. */
function* folded(task: ComparedTask, met: readonly Met[]): Generator<BattleRow> {
  const questions = groupBy(met, ({ a, b, dimension, judgeId, person, trial }) =>
    JSON.stringify([a, b, dimension, judgeId, person || trial]),
  );
  for (const said of questions.values()) {
    const newest = said.at(-1);
    // A changed answer of a person is a later trial: the newest counts.
    if (newest?.person === 1) yield personBattle(task, newest);
    else yield* modelBattle(task, said);
  }
}

/** Nothing where one order is missing. */
function* modelBattle(task: ComparedTask, said: readonly Met[]): Generator<BattleRow> {
  const both = bothOrders(said, ({ first, a }) => first === a);
  if (both !== undefined) yield { ...common(task, both[0]), ...fold(...both), by: 'model', ...wordsOfBoth(...both) };
}

function personBattle(task: ComparedTask, row: Met): BattleRow {
  const swapped = row.first !== row.a;
  return {
    ...common(task, row),
    outcome: turned(row.outcome, swapped),
    by: 'person',
    ...(row.absolute != null && { absolute: row.absolute }),
    ...wordsOfOne(row, swapped),
  };
}

function common({ task, benchmark, domain }: ComparedTask, { a, b, dimension, judge, hash, trial }: Met) {
  return { task, benchmark, domain, a, b, dimension, judge, judgeHash: hash, trial };
}
