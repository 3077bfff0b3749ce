/**
 * The pairwise judge: two anonymous reports on one query, one dimension, in one order -> one of five outcomes.
 *
 * Both orders are asked by who calls it; a judge whose mind changes with the order has not decided (see runners/battles/battles.ts).
 */
import { type Blind, blindTo } from '../blind/blind.ts';
import { fingerprint } from '../hash.ts';
import { type Judge, resultOf, type Sink } from '../judge.ts';
import { Recent } from '../lru.ts';
import { type AskDeps, ask, isUnscored } from '../model/ask.ts';
import { replyTokens } from '../model/estimate.ts';
import { isTrivial } from '../reading/empty-report.ts';
import { fenceFor, fill } from '../reading/fill.ts';
import { createGather, type Gather, gatherWords, type Recall } from '../reading/gather.ts';
import { estimateTokens, splitReport } from '../reading/parts.ts';
import { withoutPictures } from '../reading/pictures.ts';
import { type Quote, quoteChecker, standsIn } from '../reading/quotes.ts';
import { knowing, type Stands } from '../reading/reply.ts';
import { type Room, withRoom } from '../reading/room.ts';
import { type Comparison, DIMENSIONS, type Dimension, type PairQuote } from './comparison.ts';
import { PAIR_PROMPT, type PairPrompt, type PairWords } from './prompts.ts';
import { comparisonFormat, type ParsedComparison } from './reply.ts';

export interface CompareRequest {
  readonly query: string;
  readonly language: string;
  /** What matters for this query. */
  readonly notes?: string | undefined;
  /** The report shown on the left, and the one on the right. */
  readonly a: string;
  readonly b: string;
  readonly dimension: Dimension;
  /** Names that would betray who wrote a report. */
  readonly names: readonly string[];
  /** What was gathered from long reports before, so that it is not paid for again. */
  readonly recall?: Recall;
}

export type Comparer = Judge<CompareRequest, Dimension, Comparison>;
type CompareSink = Sink<Dimension, Comparison>;

export interface ModelComparerOptions {
  readonly name: string;
  readonly model: string;
  readonly temperature: number;
  /** Longest prompt, in estimated tokens, the bound on its reply counted in; reports that do not fit are read in parts. */
  readonly contextTokens: number;
  /** The built-in one where absent. */
  readonly prompt?: PairPrompt;
}

/** Reports that are kept ready: about what the agents of a few queries need. */
const MOST_READY = 64;

export function createModelComparer(options: ModelComparerOptions, deps: AskDeps): Comparer {
  const { name, model, temperature, contextTokens } = options;
  const prompt = options.prompt ?? PAIR_PROMPT;
  const desk: Desk = { deps, prompt, contextTokens, reports: new Recent(MOST_READY), gather: createGather(), blind: onceFor(blindTo) };
  return {
    name,
    model,
    identity: { kind: 'model-pairwise', model, temperature, contextTokens, prompts: wordsHash(prompt) },
    async judge(request, sink, signal) {
      const settled = trivialComparison(request);
      if (settled !== undefined) return sink(resultOf({ answers: [{ question: request.dimension, answer: settled }] }));
      try {
        await withRoom(roomFor(request, desk), (tokens) => compareWith(request, { ...desk, contextTokens: tokens }, sink, signal));
      } catch (error) {
        if (!isUnscored(error)) throw error;
        await sink(resultOf({ unscored: [{ question: request.dimension, error: error.message }] }));
      }
    },
  };
}

/** An empty report loses to any other; two of them are both poor. No judge is asked. */
export function trivialComparison({ a, b }: Pick<CompareRequest, 'a' | 'b'>): Comparison | undefined {
  const [left, right] = [isTrivial(withoutPictures(a).text), isTrivial(withoutPictures(b).text)];
  if (!left && !right) return undefined;
  const reason = 'A report is empty or trivial; no judge was asked.';
  if (left && right) return { outcome: 'tie', absolute: 'poor', reason, quotes: [] };
  return { outcome: left ? 'b' : 'a', reason, quotes: [] };
}

/** The same result for the same list, kept as long as the list is. */
function onceFor<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const made = new WeakMap<From, To>();
  return (from) => {
    const to = made.get(from) ?? make(from);
    made.set(from, to);
    return to;
  };
}

/** A report without its pictures and the names that betray its author. */
interface Masked {
  readonly text: string;
  readonly tokens: number;
  readonly quoted: (quotes: readonly string[]) => Quote[];
  readonly stands: Stands;
}

/** What the calls of one comparer share: a report meets many others, on several dimensions, in both orders. */
interface Desk {
  readonly deps: AskDeps;
  readonly prompt: PairPrompt;
  readonly contextTokens: number;
  readonly reports: Recent<Masked>;
  readonly gather: Gather;
  /** Made once for the names of a run. */
  readonly blind: (names: readonly string[]) => Blind;
}

/** Fences, and the schema where it has to stand in the words. */
const MORE_AROUND = 250;

/** The same for all dimensions, so that reports are cut at the same places. */
function roomFor({ query, notes = '', language }: CompareRequest, { deps, prompt, contextTokens }: Desk): Room {
  const words = prompt[promptLanguage(language)];
  const { system, reports, task, again, dimensions } = words;
  const fixed = [system, reports, words.notes, words.evidence, words.evidence, task, again, query, notes];
  const dimension = Math.max(...Object.values(dimensions).map(estimateTokens));
  const around = estimateTokens(fixed.join('')) + dimension + replyTokens(2) + MORE_AROUND;
  return { most: contextTokens, around, window: deps.window ?? (() => Number.POSITIVE_INFINITY) };
}

async function compareWith(request: CompareRequest, desk: Desk, sink: CompareSink, signal: AbortSignal): Promise<void> {
  const words = desk.prompt[promptLanguage(request.language)];
  const a = masked(request.a, request.names, desk);
  const b = masked(request.b, request.names, desk);
  const whole = a.tokens + b.tokens <= desk.contextTokens;
  const left = await show(a, whole, request, desk, sink, signal);
  const right = await show(b, whole, request, desk, sink, signal);
  const parts = Math.max(left.parts, right.parts);
  const user = pairText(request, words, left.text, right.text) + fill(words.task, { dimension: words.dimensions[request.dimension] });
  await ask(
    { system: words.system, user, maxTokens: replyTokens(2) },
    knowing(comparisonFormat(words.again), (passage) => a.stands(passage) || b.stands(passage)),
    desk.deps,
    async ({ parsed, ...call }) => {
      if (parsed === undefined) return sink(resultOf({ call }));
      const answer = { ...toComparison(parsed, a, b), ...(parts > 1 && { parts }) };
      await sink(resultOf({ answers: [{ question: request.dimension, answer }], call }));
    },
    signal,
  );
}

/** Of the words around the reports, for a query in this language. */
export function promptLanguage(language: string): 'en' | 'zh' {
  return language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function masked(report: string, names: readonly string[], { reports, blind }: Desk): Masked {
  return reports.get([names, report], () => {
    const bare = withoutPictures(report);
    const text = blind(names).mask(bare.text);
    const check = quoteChecker(text);
    const quoted = (quotes: readonly string[]) => (text === bare.text ? bare.placed(check(quotes)) : check(quotes).map(withoutPlace));
    return { text, tokens: estimateTokens(text), quoted, stands: standsIn(text) };
  });
}

/** As the model sees it: whole, or, where the pair is too long, what a report longer than its half holds on the dimension. */
async function show(
  { text }: Masked,
  whole: boolean,
  request: CompareRequest,
  { deps, prompt, contextTokens, gather }: Desk,
  sink: CompareSink,
  signal: AbortSignal,
): Promise<{ text: string; parts: number }> {
  const half = Math.floor(contextTokens / 2);
  const parts = whole ? [text] : splitReport(text, half);
  if (parts.length === 1) return { text, parts: 1 };
  const words = prompt[promptLanguage(request.language)];
  // The same whatever the report is compared with, so that it is paid for once a dimension.
  const found = await gather(
    { query: request.query, parts, criteria: [words.dimensions[request.dimension]], contextTokens: half, words: words.gather, trial: 1 },
    {
      deps,
      recall: request.recall,
      signal,
      settle: (call, gathered) => sink(resultOf({ call, ...(gathered && { gathered }) })),
    },
  );
  return { text: `${words.evidence}\n\n${found}`, parts: parts.length };
}

function pairText(request: Pick<CompareRequest, 'query' | 'notes'>, words: PairWords, a: string, b: string): string {
  const notes = request.notes === undefined ? '' : fill(words.notes, { notes: request.notes });
  return fill(words.reports, { query: request.query, notes, a, b, fence: fenceFor(a, b) });
}

function toComparison({ quotes, ...said }: ParsedComparison, a: Masked, b: Masked): Comparison {
  return { ...said, quotes: [...quotesOf('a', quotes.a, a), ...quotesOf('b', quotes.b, b)] };
}

function quotesOf(of: PairQuote['of'], quotes: readonly string[], { quoted }: Masked): PairQuote[] {
  return quoted(quotes).map((quote) => ({ of, ...quote }));
}

/** Places are those of the report, which a masked one no longer has. */
function withoutPlace({ start, end, ...quote }: Quote): Quote {
  return quote;
}

/** A hash of all the words that a model reads of a comparer, in each language, filled in for a pair that stands for all. */
function wordsHash(prompt: PairPrompt): string {
  const request = { query: 'query', notes: 'notes' };
  const read = [prompt.en, prompt.zh].map((words) => {
    const asked = DIMENSIONS.map((dimension) => fill(words.task, { dimension: words.dimensions[dimension] }));
    const { schema, again } = comparisonFormat(words.again);
    const shown = pairText(request, words, 'a', 'b');
    return [words.system, shown, words.evidence, gatherWords(words.gather), asked, schema, again('complaint')];
  });
  return fingerprint(JSON.stringify(read));
}
