/** Calls of judges that went out, whatever became of them: what was billed, or may be. */
import { type MadeCall, NO_USAGE, type Usage } from '../../judge/model/usage.ts';
import type { Store } from './store.ts';

/** Appends one call. Its tokens are undefined where nobody said, as when no answer came. */
export function storeCall(store: Store, judge: number, report: number, { usage, seconds }: Pick<MadeCall, 'usage' | 'seconds'>): void {
  store
    .sql(
      `INSERT INTO call (judge_id, report_id, number, input, cached_input, cache_write, output, reasoning, seconds)
       SELECT @judge, @report, coalesce(max(number), 0) + 1, @input, @cached, @written, @output, @reasoning, @seconds
       FROM call WHERE judge_id = @judge AND report_id = @report`,
    )
    .run({
      judge,
      report,
      input: usage?.inputTokens ?? null,
      cached: usage?.cachedInputTokens ?? null,
      written: usage?.cacheWriteTokens ?? null,
      output: usage?.outputTokens ?? null,
      reasoning: usage?.reasoningTokens ?? null,
      seconds: seconds ?? null,
    });
}

/** Keeps where a judge's calls went, and who answered. @param url undefined where none is called @param now ISO 8601 */
export function storeEndpoint(
  store: Store,
  judge: number,
  { url, model = '' }: { readonly url: string | undefined; readonly model?: string | undefined },
  now: () => string,
): void {
  if (url === undefined) return;
  const known = store.sql<[number, string, string], unknown>('SELECT 1 FROM endpoint WHERE judge_id = ? AND url = ? AND model = ?');
  if (known.get(judge, url, model) !== undefined) return;
  // Keys are left out of what is written, so that a name that holds one is not found above.
  store.sql('INSERT OR IGNORE INTO endpoint (judge_id, url, model, at) VALUES (?, ?, ?, ?)').run(judge, url, model, now());
}

/** Where calls of a judge went before, the first place first. */
export function endpointsOf(store: Store, judge: number): string[] {
  return [...new Set(endpointRows(store, judge).map(({ url }) => url))];
}

/** Names of the models that answered for a judge, the first one first. */
export function answerersOf(store: Store, judge: number): string[] {
  return [...new Set(endpointRows(store, judge).map(({ model }) => model))].filter((model) => model !== '');
}

function endpointRows(store: Store, judge: number): { url: string; model: string }[] {
  return store
    .sql<[number], { url: string; model: string }>('SELECT url, model FROM endpoint WHERE judge_id = ? ORDER BY at, url, model')
    .all(judge);
}

export function hasCalls(store: Store, judge: number, report: number): boolean {
  return store.sql<number[], unknown>('SELECT 1 FROM call WHERE judge_id = ? AND report_id = ? LIMIT 1').get(judge, report) !== undefined;
}

/** What a judge's calls in a sweep took so far, for a budget that outlives one command. */
export interface JudgeSpent {
  readonly model: string | null;
  readonly calls: number;
  /** Of them: those that the endpoint told the tokens of, which `usage` adds up. */
  readonly counted: number;
  readonly usage: Usage;
}

export function judgeSpent(store: Store, sweep: string, judgeId: number): JudgeSpent {
  return spentOn(
    store,
    judgeId,
    `SELECT trial.report_id FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id
     JOIN trial ON trial.agent_id = run.agent_id AND trial.query_id = task.query_id WHERE sweep = @among`,
    sweep,
  );
}

/** What a judge's calls on these reports took so far. */
export function judgeSpentOn(store: Store, reports: readonly number[], judgeId: number): JudgeSpent {
  return spentOn(store, judgeId, 'SELECT value FROM json_each(@among)', JSON.stringify(reports));
}

/** Of a judge's calls on these reports that were answered, in rising order; those that nobody took the time of are left out. */
export function callSeconds(store: Store, reports: readonly number[], judge: number): number[] {
  return store
    .sql<unknown[], { seconds: number }>(
      `SELECT seconds FROM call WHERE judge_id = @judge AND report_id IN (SELECT value FROM json_each(@among)) AND seconds IS NOT NULL
       ORDER BY seconds`,
    )
    .all({ judge, among: JSON.stringify(reports) })
    .map(({ seconds }) => seconds);
}

/** @param reports SQL of their ids, which may ask for `@among` */
function spentOn(store: Store, judge: number, reports: string, among: string): JudgeSpent {
  const row = store
    .sql<unknown[], Omit<JudgeSpent, 'usage'> & { usage: string }>(
      `SELECT (SELECT model FROM judge WHERE id = @judge) AS model, count(*) AS calls, count(input) AS counted,
         json_object('inputTokens', total(input), 'cachedInputTokens', total(cached_input), 'cacheWriteTokens', total(cache_write),
           'outputTokens', total(output), 'reasoningTokens', total(reasoning)) AS usage
       FROM call WHERE judge_id = @judge AND report_id IN (${reports})`,
    )
    .get({ judge, among });
  if (row === undefined) throw new Error('an aggregate has a row');
  const { model, calls, counted, usage } = row;
  return { model, calls, counted, usage: { ...NO_USAGE, ...(JSON.parse(usage) as Partial<Usage>) } };
}
