/**
 * The checklist judge: prompt -> complete -> parse, for every criterion of one report. Read this file first.
 *
 * The model is a function handed in. A bad reply is retried and then left unscored, never turned into a label. Verdicts are handed
 * over call by call, so that what was paid for can be stored before the next call takes its place.
 */
import { createHash } from 'node:crypto';
import { type AskDeps, ask, isUnscored, Stopped } from './ask.ts';
import { fenceFor, fill } from './fill.ts';
import * as prompts from './prompts.ts';
import { quoteChecker } from './quotes.ts';
import { type LabelCount, MENUS, type ParsedVerdict, type Sign, verdictFormat } from './reply.ts';
import type { Criterion, Rubric } from './rubric.ts';
import { gatherEvidence, partsOf, showReport } from './shown.ts';
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
type Sink = (ruling: Ruling) => Promise<void>;

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

/** A report with less than this many letters and digits holds nothing to judge. */
const LEAST_LETTERS = 32;

export function createModelJudge(options: ModelJudgeOptions, deps: AskDeps): Judge {
  const { name, model, temperature, labels, criteriaPerCall, contextTokens } = options;
  return {
    name,
    model,
    identity: {
      kind: 'model',
      model,
      temperature,
      labels,
      criteriaPerCall,
      contextTokens,
      prompts: PROMPTS_HASH,
    },
    async judge(request, sink, signal) {
      if (isTrivial(request.report)) return sink(trivialRuling(request.owed));
      const shown = prepare(request, contextTokens);
      const batches = batchesOf(request, criteriaPerCall);
      const failures = new Set<unknown>();
      const watched = watch(deps, sink, failures);
      const judgeOne = (batch: Batch) =>
        judgeBatch(batch, shown, options, watched.deps, watched.sink, signal).catch((error: unknown) => void failures.add(error));
      const first = options.warmPrefix ? batches.shift() : undefined;
      if (first !== undefined) await judgeOne(first);
      // Every call ends, and stores what it paid for, before the first failure is passed on; stopping is none where there is another.
      if (failures.size === 0) await Promise.all(batches.map(judgeOne));
      const [failure] = [...failures].sort((a, b) => Number(a instanceof Stopped) - Number(b instanceof Stopped));
      if (failures.size > 0) throw failure;
    },
  };
}

/**
 * The same, but once a call failed for good nothing new is asked: what cannot be stored, or must fail alike, is not to be paid for. The
 * failure is noted while its call still holds its place, before the next could take it.
 */
function watch(deps: AskDeps, sink: Sink, failures: Set<unknown>): { deps: AskDeps; sink: Sink } {
  const noting = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!isUnscored(error)) failures.add(error);
      throw error;
    }
  };
  return {
    deps: {
      ...deps,
      mayCall: () => failures.size === 0 && deps.mayCall(),
      complete: (request, signal) => noting(deps.complete(request, signal)),
    },
    sink: (ruling) => noting(sink(ruling)),
  };
}

/** All the words the model reads and may answer with. */
const PROMPTS_HASH = createHash('sha256')
  .update(JSON.stringify([prompts, MENUS]))
  .digest('hex')
  .slice(0, 16);

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
  readonly contextTokens: number;
  readonly parts: readonly string[];
  readonly prefix: string;
  readonly verified: (quotes: readonly string[]) => number | undefined;
}

function prepare({ query, report }: JudgeRequest, contextTokens: number): Shown {
  const parts = partsOf(report, contextTokens);
  return { query, contextTokens, parts, prefix: parts.length === 1 ? showReport(query, report) : '', verified: quoteChecker(report) };
}

async function judgeBatch(
  batch: Batch,
  shown: Shown,
  options: ModelJudgeOptions,
  deps: AskDeps,
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  const items = batch.criteria.map((criterion): Item => ({ criterion: criterion.id, trial: batch.trial }));
  const format = verdictFormat(batch.sign, options.labels, items.length);
  try {
    const whole = shown.parts.length === 1;
    const prefix = whole ? shown.prefix : await evidencePrefix(batch.criteria, shown, deps, sink, signal);
    const rule = (verdict: ParsedVerdict, i: number) => {
      const verified = shown.verified(verdict.quotes);
      const marks = { ...(verified !== undefined && { verified }), ...(!whole && { parts: shown.parts.length }) };
      return { item: items[i] as Item, verdict: { ...verdict, ...marks } };
    };
    await ask(
      { system: prompts.SYSTEM, user: prefix + verdictTask(batch, options.labels) },
      format,
      deps,
      ({ parsed, usage }) => sink({ verdicts: parsed?.map(rule) ?? [], unscored: [], call: { usage } }),
      signal,
    );
  } catch (error) {
    if (!isUnscored(error)) throw error;
    await sink({ verdicts: [], unscored: items.map((item) => ({ item, error: error.message })) });
  }
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

async function evidencePrefix(
  criteria: readonly Criterion[],
  shown: Shown,
  deps: AskDeps,
  sink: Sink,
  signal: AbortSignal,
): Promise<string> {
  const texts = criteria.map(({ criterion }) => criterion);
  const settle = ({ usage }: { usage: Usage | undefined }) => sink({ verdicts: [], unscored: [], call: { usage } });
  const report = await gatherEvidence(shown.query, shown.parts, texts, shown.contextTokens, deps, settle, signal);
  return fill(prompts.EVIDENCE_REPORT, { query: shown.query, parts: shown.parts.length, report, fence: fenceFor(report) });
}
