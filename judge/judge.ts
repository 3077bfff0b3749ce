/**
 * The checklist judge: prompt -> complete -> parse, for every criterion of one report. Read this file first.
 *
 * The model is a function handed in. A bad reply is retried and then left unscored, never turned into a label. Verdicts are handed
 * over call by call, so that what was paid for can be stored before the next call takes its place.
 */
import { createHash } from 'node:crypto';
import { ModelError, VerdictError } from './errors.ts';
import { fenceFor, fill } from './fill.ts';
import type { Limit } from './limit.ts';
import type { Complete, Completion, ModelRequest } from './model.ts';
import { estimateTokens, splitReport } from './parts.ts';
import * as prompts from './prompts.ts';
import { quoteChecker } from './quotes.ts';
import { evidenceFormat, type LabelCount, type ReplyFormat, type Sign, verdictFormat } from './reply.ts';
import { withRetry } from './retry.ts';
import type { Criterion, Rubric } from './rubric.ts';
import type { Usage } from './usage.ts';
import type { Item, Verdict } from './verdict.ts';

export interface JudgeRequest {
  readonly query: string;
  readonly report: string;
  readonly rubric: Rubric;
  /** What is to be judged: criteria of the rubric, each with the number of the judge's independent trial. */
  readonly owed: readonly Item[];
}

/** What one model call brought. A call may bring only its usage: it was billed although its reply was no verdict. */
export interface Ruling {
  readonly verdicts: readonly { readonly item: Item; readonly verdict: Verdict }[];
  /** Given up after all retries. */
  readonly unscored: readonly { readonly item: Item; readonly error: string }[];
  /** The call that was made, if one was: its tokens, or undefined where the endpoint did not say. */
  readonly call?: { readonly usage: Usage | undefined };
}

/** Receives each ruling; the call keeps its place among the open calls until the returned promise settles. */
export type Sink = (ruling: Ruling) => Promise<void>;

export interface Judge {
  /** As shown: the model's name, usually. */
  readonly name: string;
  /** All that can change a verdict, hashed into the identity of what this judge says. No keys. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** The model that is billed; absent when judging is free. */
  readonly model?: string;
  /** @throws ModelError of kind permanent, Stopped, or the abort reason; everything else becomes a ruling. */
  judge(request: JudgeRequest, sink: Sink, signal: AbortSignal): Promise<void>;
}

/** Thrown where `mayCall` said no: what was not asked stays owed. */
export class Stopped extends Error {
  override name = 'Stopped';
}

export interface ModelJudgeOptions {
  readonly name: string;
  readonly model: string;
  readonly temperature: number;
  readonly labels: LabelCount;
  /** Criteria per call, from 1. */
  readonly criteriaPerCall: number;
  /** Longest report, in estimated tokens, that is shown whole. */
  readonly contextTokens: number;
  /** Send one call of a report alone first, so that the endpoint has its prefix cached when the others come. */
  readonly warmPrefix: boolean;
}

export interface ModelJudgeDeps {
  readonly complete: Complete;
  readonly limit: Limit;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Asked before every call; false once the run is to end or its budget is spent. */
  readonly mayCall: () => boolean;
  readonly onRetry: (error: ModelError | VerdictError) => void;
}

/** A report with less than this many letters and digits holds nothing to judge. */
const LEAST_LETTERS = 32;

export function createModelJudge(options: ModelJudgeOptions, deps: ModelJudgeDeps): Judge {
  const { name, model, temperature, labels, criteriaPerCall, contextTokens } = options;
  return {
    name,
    model,
    identity: { kind: 'model', model, temperature, labels, criteriaPerCall, contextTokens, prompts: PROMPTS_HASH },
    async judge(request, sink, signal) {
      if (isTrivial(request.report)) return sink(trivialRuling(request.owed));
      const shown = prepare(request, contextTokens);
      const batches = batchesOf(request, criteriaPerCall);
      const ask = (batch: Batch) => judgeBatch(batch, shown, options, deps, sink, signal);
      const first = options.warmPrefix ? batches.shift() : undefined;
      if (first !== undefined) await ask(first);
      await allSettledThenThrow(batches.map(ask));
    },
  };
}

const PROMPTS_HASH = createHash('sha256').update(JSON.stringify(prompts)).digest('hex').slice(0, 16);

/** Attacks and accidents such as ":" or "Thought process:" pass for reports with some judges; here they never reach one. */
export function isTrivial(report: string): boolean {
  let letters = 0;
  for (const [letter] of report.matchAll(/[\p{L}\p{N}]/gu)) {
    // A Chinese character says about as much as three letters.
    letters += /\p{Script=Han}/u.test(letter) ? 3 : 1;
    if (letters >= LEAST_LETTERS) return false;
  }
  return true;
}

/** Nothing is met and no flaw is there, so that an empty report is worth 0. */
export function trivialRuling(owed: readonly Item[]): Ruling {
  const verdict: Verdict = { label: 'unsatisfied', reason: 'The report is empty or trivial; no judge was asked.', quotes: [] };
  return { verdicts: owed.map((item) => ({ item, verdict })), unscored: [] };
}

interface Batch {
  readonly sign: Sign;
  readonly trial: number;
  readonly criteria: readonly Criterion[];
}

/** Criteria of one sign and one trial go together: the prompt differs by sign, and trials are independent. */
function batchesOf({ rubric, owed }: JudgeRequest, size: number): Batch[] {
  const byId = new Map(rubric.map((criterion) => [criterion.id, criterion]));
  const groups = new Map<string, { sign: Sign; trial: number; criteria: Criterion[] }>();
  for (const item of owed) {
    const criterion = byId.get(item.criterion);
    if (criterion === undefined) throw new Error(`criterion ${item.criterion} is not in the rubric`);
    const sign = criterion.weight < 0 ? 'negative' : 'positive';
    const key = `${item.trial} ${sign}`;
    const group = groups.get(key) ?? { sign, trial: item.trial, criteria: [] };
    group.criteria.push(criterion);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ sign, trial, criteria }) =>
    Array.from({ length: Math.ceil(criteria.length / size) }, (_, i) => ({
      sign,
      trial,
      criteria: criteria.slice(i * size, (i + 1) * size),
    })),
  );
}

/** A report made ready for the model: whole, or in parts when it is too long. */
interface Shown {
  readonly query: string;
  readonly parts: readonly string[];
  readonly prefix: string;
  readonly verified: (quotes: readonly string[]) => number | undefined;
}

function prepare({ query, report }: JudgeRequest, contextTokens: number): Shown {
  const fits = report.length <= contextTokens || estimateTokens(report) <= contextTokens;
  const parts = fits ? [report] : splitReport(report, contextTokens);
  return { query, parts, prefix: fits ? showReport(query, report) : '', verified: quoteChecker(report) };
}

function showReport(query: string, report: string): string {
  return fill(prompts.REPORT, { query, report, fence: fenceFor(report) });
}

async function judgeBatch(
  batch: Batch,
  shown: Shown,
  options: ModelJudgeOptions,
  deps: ModelJudgeDeps,
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  const items = batch.criteria.map((criterion): Item => ({ criterion: criterion.id, trial: batch.trial }));
  const format = verdictFormat(batch.sign, options.labels, items.length);
  try {
    const whole = shown.parts.length === 1;
    const prefix = whole ? shown.prefix : await gatherEvidence(batch.criteria, shown, deps, sink, signal);
    const user = prefix + verdictTask(batch, options.labels);
    await call(user, format, deps, sink, signal, (parsed) =>
      parsed.map((verdict, i) => {
        const verified = shown.verified(verdict.quotes);
        return {
          item: items[i] as Item,
          verdict: { ...verdict, ...(verified !== undefined && { verified }), ...(!whole && { parts: shown.parts.length }) },
        };
      }),
    );
  } catch (error) {
    if (!isUnscored(error)) throw error;
    await sink({ verdicts: [], unscored: items.map((item) => ({ item, error: error.message })) });
  }
}

/** All that is left after retries is a fault of the judge's, on these criteria only. A permanent error ends the run. */
function isUnscored(error: unknown): error is VerdictError | ModelError {
  return error instanceof VerdictError || (error instanceof ModelError && error.kind !== 'permanent');
}

function verdictTask(batch: Batch, labels: LabelCount): string {
  return (
    prompts.TASKS[batch.sign][labels] +
    fill(prompts.ANSWER, { heading: batch.criteria.length === 1 ? 'Criterion' : 'Criteria', criteria: listed(batch.criteria) })
  );
}

function listed(criteria: readonly Criterion[]): string {
  if (criteria.length === 1) return criteria[0]?.criterion ?? '';
  return criteria.map((criterion, i) => `${i + 1}. ${criterion.criterion}`).join('\n');
}

/** Reads a long report part by part and puts together what bears on the criteria, in place of the report. */
async function gatherEvidence(
  criteria: readonly Criterion[],
  shown: Shown,
  deps: ModelJudgeDeps,
  sink: Sink,
  signal: AbortSignal,
): Promise<string> {
  const format = evidenceFormat(criteria.length);
  const parts = shown.parts.length;
  const found: string[][] = criteria.map(() => []);
  for (const [index, part] of shown.parts.entries()) {
    const task = fill(prompts.EVIDENCE, {
      part: index + 1,
      parts,
      criteria: criteria.map((c, i) => `${i + 1}. ${c.criterion}`).join('\n'),
    });
    const evidence = await call(showReport(shown.query, part) + task, format, deps, sink, signal, () => []);
    evidence.forEach(({ note, passages }, i) => {
      if (passages.length > 0)
        found[i]?.push(`Part ${index + 1}: ${note}`, ...passages.map((passage) => `> ${passage.replace(/\n/g, '\n> ')}`));
    });
  }
  const report = criteria.map((_, i) => [`## For criterion ${i + 1}`, ...(found[i] ?? [])].join('\n\n')).join('\n\n');
  return fill(prompts.EVIDENCE_REPORT, { query: shown.query, parts, report, fence: fenceFor(report) });
}

/** One question to the model, asked until the reply parses. The answer is handed over while the call still holds its place. */
function call<T>(
  user: string,
  format: ReplyFormat<T>,
  deps: ModelJudgeDeps,
  sink: Sink,
  signal: AbortSignal,
  rule: (parsed: T) => Ruling['verdicts'],
): Promise<T> {
  const request: ModelRequest = { system: prompts.SYSTEM, user, schema: { name: format.name, schema: format.schema } };
  const attempt = () =>
    deps.limit.run(async () => {
      if (!deps.mayCall()) throw new Stopped();
      const completion = await answered(deps, request, signal);
      const parsed = parseOrError(format, completion);
      const good = !(parsed instanceof VerdictError);
      await sink({ verdicts: good ? rule(parsed) : [], unscored: [], call: { usage: completion.usage } });
      if (!good) throw parsed;
      return parsed;
    });
  return withRetry(attempt, { sleep: (ms) => deps.sleep(ms, signal), random: deps.random, onRetry: deps.onRetry });
}

async function answered(deps: ModelJudgeDeps, request: ModelRequest, signal: AbortSignal): Promise<Completion> {
  try {
    const completion = await deps.complete(request, signal);
    deps.limit.answered(false);
    return completion;
  } catch (error) {
    deps.limit.answered(error instanceof ModelError && error.kind === 'rate');
    throw error;
  }
}

function parseOrError<T>(format: ReplyFormat<T>, completion: Completion): T | VerdictError {
  if (completion.finish === 'length') return new VerdictError('the reply was cut short at its length limit');
  if (completion.finish === 'filter') return new VerdictError("the reply was withheld by the endpoint's content filter");
  try {
    return format.parse(completion.text);
  } catch (error) {
    if (error instanceof VerdictError) return error;
    throw error;
  }
}

/** Lets every call end (and store what it paid for) before the first failure is passed on. */
async function allSettledThenThrow(promises: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(promises)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
