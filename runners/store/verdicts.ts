/** Writing to the store what judges say: verdicts and the words behind them, what was left unscored, and the calls that were billed. */
import type { Ruling } from '../../judge/checklist/judge.ts';
import { type Item, LABELS, type Label, type Verdict } from '../../judge/checklist/verdict.ts';
import type { Usage } from '../../judge/model/usage.ts';
import { storeGathered } from './gathered.ts';
import type { Store } from './store.ts';

/** How labels are stored. */
const CODES: Record<Label, number> = { unsatisfied: 0, partial: 1, satisfied: 2 };
const BY_CODE: readonly Label[] = [...LABELS].reverse();

export function labelOf(code: number): Label {
  const label = BY_CODE[code];
  if (label === undefined) throw new Error(`the store holds label ${code}`);
  return label;
}

/** Where verdicts on one report belong. */
export interface JudgedReport {
  readonly judgeId: number;
  readonly reportId: number;
  /** Row id by criterion id. */
  readonly criteria: ReadonlyMap<string, number>;
}

/** Appends what one call of a judge brought. A verdict that is there already stays as it is. */
export function storeRuling(store: Store, { judgeId, reportId, criteria }: JudgedReport, ruling: Ruling, at: string): void {
  for (const { item, verdict } of ruling.verdicts) {
    const evidence = storeEvidence(store, verdict);
    insertVerdict(store).run(
      judgeId,
      reportId,
      item.trial,
      idOf(criteria, item.criterion),
      CODES[verdict.label],
      verdict.confidence ?? null,
      verdict.verified ?? null,
      verdict.parts ?? null,
      evidence,
    );
  }
  for (const { item, error } of ruling.unscored) {
    store
      .sql('INSERT INTO unscored (judge_id, report_id, trial, criterion_id, error, at) VALUES (?, ?, ?, ?, ?, ?)')
      .run(judgeId, reportId, item.trial, idOf(criteria, item.criterion), error, at);
  }
  if (ruling.call !== undefined) storeCall(store, judgeId, reportId, ruling.call.usage);
  if (ruling.gathered !== undefined) storeGathered(store, judgeId, ruling.gathered);
}

/** The words behind a label or an outcome; null where there are none. */
export function storeEvidence(store: Store, { reason, quotes }: Pick<Verdict, 'reason' | 'quotes'>): number | bigint | null {
  if (reason === '' && quotes.length === 0) return null;
  const written = quotes.length === 0 ? null : JSON.stringify(quotes);
  return store.sql('INSERT INTO evidence (reason, quotes) VALUES (?, ?)').run(reason, written).lastInsertRowid;
}

/** The label stored for this item, if there is one. */
export function storedLabel(store: Store, { judgeId, reportId, criteria }: JudgedReport, item: Item): Label | undefined {
  const row = store
    .sql<number[], { label: number }>('SELECT label FROM verdict WHERE judge_id = ? AND report_id = ? AND trial = ? AND criterion_id = ?')
    .get(judgeId, reportId, item.trial, idOf(criteria, item.criterion));
  return row === undefined ? undefined : labelOf(row.label);
}

function insertVerdict(store: Store) {
  return store.sql(
    // Only what is there already is passed over: a missing value is a fault.
    'INSERT INTO verdict (judge_id, report_id, trial, criterion_id, label, confidence, verified, parts, evidence_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
}

/** Appends one answered call, whatever it brought. */
export function storeCall(store: Store, judge: number, report: number, usage: Usage | undefined): void {
  store
    .sql(
      `INSERT INTO call (judge_id, report_id, number, input, cached_input, cache_write, output, reasoning)
       SELECT @judge, @report, coalesce(max(number), 0) + 1, @input, @cached, @written, @output, @reasoning
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
    });
}

function idOf(criteria: ReadonlyMap<string, number>, name: string): number {
  const id = criteria.get(name);
  if (id === undefined) throw new Error(`criterion ${name} is not in the rubric`);
  return id;
}
