/**
 * The pairwise judge: two anonymous reports on one query, one dimension, in one order -> one of five outcomes.
 *
 * Both orders are asked by who calls it; a judge whose mind changes with the order has not decided (see runners/battles/battles.ts).
 */
import { z } from 'zod';
import { formatOf, inUnit, keptQuotes, keptReason, lastObject, type ReplyFormat } from '../checklist/reply.ts';
import { fingerprint } from '../hash.ts';
import { Recent } from '../lru.ts';
import { type AskDeps, ask, isUnscored } from '../model/ask.ts';
import type { Usage } from '../model/usage.ts';
import { isTrivial } from '../reading/empty-report.ts';
import { fenceFor, fill } from '../reading/fill.ts';
import { createGather, type Gather, type Gathered, type Recall } from '../reading/gather.ts';
import { estimateTokens, splitReport } from '../reading/parts.ts';
import { quoteChecker } from '../reading/quotes.ts';
import { mask } from './mask.ts';
import type { Absolute, Outcome } from './outcome.ts';
import { WORDS } from './prompts.ts';

export const DIMENSIONS = ['overall', 'completeness', 'depth', 'fitness', 'readability'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Comparison {
  /** a is the report shown first. */
  readonly outcome: Outcome;
  readonly absolute?: Absolute;
  /** From 1 to 10, on this dimension. */
  readonly scores?: readonly [first: number, second: number];
  readonly confidence?: number;
  readonly reason: string;
  readonly quotes: readonly string[];
  /** Share of the quotes that stand in the report that they are ascribed to. */
  readonly verified?: number;
  /** Parts of the longer report, where one was too long to be shown whole. */
  readonly parts?: number;
}

export interface CompareRequest {
  readonly query: string;
  readonly language: string;
  /** What matters for this query. */
  readonly notes?: string | undefined;
  /** The report shown on the left, and the one on the right. */
  readonly first: string;
  readonly second: string;
  readonly dimension: Dimension;
  /** Names that would betray who wrote a report. */
  readonly names: readonly string[];
  /** What was gathered from long reports before, so that it is not paid for again. */
  readonly recall?: Recall;
}

/** What one model call brought, as for the checklist judge. */
export interface CompareRuling {
  readonly comparison?: Comparison;
  readonly unscored?: string;
  readonly call?: { readonly usage: Usage | undefined };
  readonly gathered?: Gathered;
}

type CompareSink = (ruling: CompareRuling) => Promise<void>;

export interface Comparer {
  readonly name: string;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly model?: string;
  /** @throws ModelError of kind permanent, Stopped, or the abort reason; everything else becomes a ruling */
  compare(request: CompareRequest, sink: CompareSink, signal: AbortSignal): Promise<void>;
}

export interface ModelComparerOptions {
  readonly name: string;
  readonly model: string;
  readonly temperature: number;
  /** Longest pair of reports, in estimated tokens, that is shown whole. */
  readonly contextTokens: number;
}

const OUTCOMES = {
  left_better: { outcome: 'a' },
  right_better: { outcome: 'b' },
  both_good: { outcome: 'tie', absolute: 'good' },
  both_fair: { outcome: 'tie', absolute: 'fair' },
  both_poor: { outcome: 'tie', absolute: 'poor' },
} as const;

/** Reports that are kept ready: about what the agents of a few queries need. */
const MOST_READY = 64;

const score = z.number().min(1).max(10);
const replySchema = z.strictObject({
  reason: z.string(),
  left_quotes: z.array(z.string()),
  right_quotes: z.array(z.string()),
  left_score: score,
  right_score: score,
  outcome: z.enum(Object.keys(OUTCOMES) as [keyof typeof OUTCOMES, ...(keyof typeof OUTCOMES)[]]),
  confidence: z.number(),
});
type CompareReply = z.infer<typeof replySchema>;

const FORMAT: ReplyFormat<CompareReply> = formatOf('comparison', replySchema, (text) => {
  const reply = lastObject(text, replySchema);
  return { ...reply, confidence: inUnit(reply.confidence) };
});

/** All the words the model reads and may answer with. */
const PROMPTS_HASH = fingerprint(JSON.stringify([WORDS, Object.keys(OUTCOMES)]));

export function createModelComparer(options: ModelComparerOptions, deps: AskDeps): Comparer {
  const { name, model, temperature, contextTokens } = options;
  const desk: Desk = { deps, contextTokens, reports: new Recent(MOST_READY), gather: createGather() };
  return {
    name,
    model,
    identity: { kind: 'model-pairwise', model, temperature, contextTokens, prompts: PROMPTS_HASH },
    async compare(request, sink, signal) {
      const settled = trivialComparison(request);
      if (settled !== undefined) return sink({ comparison: settled });
      try {
        await compareWith(request, desk, sink, signal);
      } catch (error) {
        if (!isUnscored(error)) throw error;
        await sink({ unscored: error.message });
      }
    },
  };
}

/** An empty report loses to any other; two of them are both poor. No judge is asked. */
export function trivialComparison({ first, second }: Pick<CompareRequest, 'first' | 'second'>): Comparison | undefined {
  const [left, right] = [isTrivial(first), isTrivial(second)];
  if (!left && !right) return undefined;
  const reason = 'A report is empty or trivial; no judge was asked.';
  if (left && right) return { outcome: 'tie', absolute: 'poor', reason, quotes: [] };
  return { outcome: left ? 'b' : 'a', reason, quotes: [] };
}

/** A report without the names that betray its author. */
interface Masked {
  readonly text: string;
  readonly tokens: number;
  readonly standing: ReturnType<typeof quoteChecker>;
}

/** What the calls of one comparer share: a report meets many others, on several dimensions, in both orders. */
interface Desk {
  readonly deps: AskDeps;
  readonly contextTokens: number;
  readonly reports: Recent<Masked>;
  readonly gather: Gather;
}

async function compareWith(request: CompareRequest, desk: Desk, sink: CompareSink, signal: AbortSignal): Promise<void> {
  const words = wordsFor(request);
  const first = masked(request.first, request.names, desk);
  const second = masked(request.second, request.names, desk);
  const whole = first.tokens + second.tokens <= desk.contextTokens;
  const left = await show(first, whole, request, desk, sink, signal);
  const right = await show(second, whole, request, desk, sink, signal);
  const parts = Math.max(left.parts, right.parts);
  const user = pairText(request, words, left.text, right.text) + fill(words.task, { dimension: words.dimensions[request.dimension] });
  await ask(
    { system: words.system, user },
    FORMAT,
    desk.deps,
    async ({ parsed, usage }) => {
      if (parsed === undefined) return sink({ call: { usage } });
      const comparison = toComparison(parsed, first.standing, second.standing);
      await sink({ comparison: { ...comparison, ...(parts > 1 && { parts }) }, call: { usage } });
    },
    signal,
  );
}

/** Of the words around the reports, for a query in this language. */
export function promptLanguage(language: string): 'en' | 'zh' {
  return language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function wordsFor({ language }: CompareRequest): (typeof WORDS)['en' | 'zh'] {
  return WORDS[promptLanguage(language)];
}

function masked(report: string, names: readonly string[], { reports }: Desk): Masked {
  return reports.get([names, report], () => {
    const text = mask(report, names);
    return { text, tokens: estimateTokens(text), standing: quoteChecker(text) };
  });
}

/** As the model sees it: whole, or, where the pair is too long, what a report longer than its half holds on the dimension. */
async function show(
  { text }: Masked,
  whole: boolean,
  request: CompareRequest,
  { deps, contextTokens, gather }: Desk,
  sink: CompareSink,
  signal: AbortSignal,
): Promise<{ text: string; parts: number }> {
  const half = Math.floor(contextTokens / 2);
  const parts = whole ? [text] : splitReport(text, half);
  if (parts.length === 1) return { text, parts: 1 };
  const words = wordsFor(request);
  // The same whatever the report is compared with, so that it is paid for once a dimension.
  const found = await gather(
    { query: request.query, parts, criteria: [words.dimensions[request.dimension]], contextTokens: half, words: words.gather, trial: 1 },
    { deps, recall: request.recall, signal, settle: ({ usage, ...gathered }) => sink({ call: { usage }, ...gathered }) },
  );
  return { text: `${words.evidence}\n\n${found}`, parts: parts.length };
}

function pairText(request: CompareRequest, words: (typeof WORDS)['en' | 'zh'], first: string, second: string): string {
  const notes = request.notes === undefined ? '' : fill(words.notes, { notes: request.notes });
  return fill(words.reports, { query: request.query, notes, first, second, fence: fenceFor(first), other: fenceFor(second) });
}

function toComparison(reply: CompareReply, first: ReturnType<typeof quoteChecker>, second: ReturnType<typeof quoteChecker>): Comparison {
  const [left, right] = [keptQuotes(reply.left_quotes), keptQuotes(reply.right_quotes)];
  const count = left.length + right.length;
  const standing = (first(left) ?? 0) * left.length + (second(right) ?? 0) * right.length;
  return {
    ...OUTCOMES[reply.outcome],
    scores: [reply.left_score, reply.right_score],
    confidence: reply.confidence,
    reason: keptReason(reply.reason),
    quotes: [...left, ...right],
    ...(count > 0 && { verified: standing / count }),
  };
}
