/** Evidence from a report that is too long to be shown whole: its parts are read one by one, and what was read is not paid for again. */

import { z } from 'zod';
import { sha256 } from '../hash.ts';
import { type AskDeps, ask } from '../model/ask.ts';
import { replyTokens } from '../model/estimate.ts';
import type { MadeCall } from '../model/usage.ts';
import { field, keptQuotes, keptReason } from './fields.ts';
import { fill, fillReport } from './fill.ts';
import { idsOf, listIn } from './list-reply.ts';
import { estimateTokens } from './parts.ts';
import { finder, standsIn } from './quotes.ts';
import { cached, complaintOf, knowing, type ReplyFormat } from './reply.ts';

/** The words for reading a report part by part. */
export interface GatherWords {
  readonly system: string;
  /** {query}, {report}, {fence}. */
  readonly report: string;
  /** {part}, {parts}, {criteria}. */
  readonly task: string;
  /** {part}, {note}: above the passages of a part. */
  readonly part: string;
  /** {criterion}: above all that was found for one. */
  readonly heading: string;
  /** {complaint}: to ask again. */
  readonly again: string;
}

/** What one part holds on one question. */
export interface Evidence {
  readonly note: string;
  readonly passages: readonly string[];
}

/** What is read, and what for. */
export interface Gathering {
  readonly query: string;
  readonly parts: readonly string[];
  /** One question each that the passages are to help with. */
  readonly criteria: readonly string[];
  /** Most that the result may hold, in estimated tokens. */
  readonly contextTokens: number;
  readonly words: GatherWords;
  /** Trials are independent: each reads for itself. */
  readonly trial: number;
}

/** What one call found in one part, by a hash of all that the model was shown. */
export interface Gathered {
  readonly key: string;
  /** One a question, in their order. */
  readonly evidence: readonly Evidence[];
}

/** What this judge gathered before, in this run or an earlier one. */
export type Recall = (key: string) => readonly Evidence[] | undefined;

export interface GatherIo {
  readonly deps: AskDeps;
  readonly recall: Recall | undefined;
  /** Receives every call while it holds its place among the open ones. */
  readonly settle: (call: MadeCall, gathered: Gathered | undefined) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Puts together, in place of the report, what its parts hold on the criteria. @throws as ask does */
export type Gather = (gathering: Gathering, io: GatherIo) => Promise<string>;

/** Reports meet many questions at once: those that need the same part share the one call that is open. */
export function createGather(): Gather {
  const open = new Map<string, Promise<readonly Evidence[]>>();
  const read = (gathering: Gathering, index: number, io: GatherIo): Promise<readonly Evidence[]> => {
    const request = partRequest(gathering, index);
    const key = keyOf(request, gathering);
    const known = io.recall?.(key);
    if (known !== undefined) return Promise.resolve(known);
    const reading =
      open.get(key) ??
      ask(
        // Up to five passages a criterion.
        { ...request, maxTokens: replyTokens(2 * gathering.criteria.length) },
        knowing(evidenceFormat(gathering.criteria.length, gathering.words.again), standsIn(gathering.parts[index] ?? '')),
        io.deps,
        ({ parsed, ...call }) => io.settle(call, parsed && { key, evidence: parsed }),
        io.signal,
      ).finally(() => open.delete(key));
    open.set(key, reading);
    return reading;
  };
  return async (gathering, io) => {
    const all: (readonly Evidence[])[] = [];
    for (const index of gathering.parts.keys()) all.push(await read(gathering, index, io));
    return assembled(all, gathering);
  };
}

/** The same out of what was gathered before alone; undefined where some of it is not there. */
export function gatheredBefore(gathering: Gathering, recall: Recall): string | undefined {
  const all = gathering.parts.map((_, index) => recall(keyOf(partRequest(gathering, index), gathering)));
  return all.every((evidence) => evidence !== undefined) ? assembled(all, gathering) : undefined;
}

function keyOf(request: ReturnType<typeof partRequest>, { trial }: Gathering): string {
  return sha256(JSON.stringify([request, trial]));
}

function partRequest({ query, parts, criteria, words }: Gathering, index: number): { system: string; user: string } {
  const listed = criteria.map((criterion, i) => `${i + 1}. ${criterion}`).join('\n');
  const task = fill(words.task, { part: index + 1, parts: parts.length, criteria: listed });
  return { system: words.system, user: fillReport(words.report, parts[index] ?? '', { query }) + task };
}

/** All the words that a model reads of these, filled in for a report that stands for all. */
export function gatherWords(words: GatherWords): unknown {
  const gathering = { query: 'query', parts: ['report'], criteria: ['criterion'], contextTokens: 1, words, trial: 1 };
  const { schema, again } = evidenceFormat(1, words.again);
  const found = [fill(words.part, { part: 1, note: 'note' }), fill(words.heading, { criterion: 1 })];
  return [partRequest(gathering, 0), found, schema, again('complaint')];
}

/** What is not in the part was not copied out of it. */
function standing({ note, passages }: Evidence, part: string, index: number, words: GatherWords): string[] {
  const find = finder(part);
  const copied = passages.filter((passage) => find(passage) !== undefined);
  if (copied.length === 0) return [];
  return [fill(words.part, { part: index + 1, note }), ...copied.map((passage) => `> ${passage.replace(/\n/g, '\n> ')}`)];
}

/** @param all that was read, part by part */
function assembled(all: readonly (readonly Evidence[])[], { criteria, parts, contextTokens, words }: Gathering): string {
  const found = criteria.map((_, i) =>
    all.flatMap((evidence, part) => (evidence[i] === undefined ? [] : standing(evidence[i], parts[part] ?? '', part, words))),
  );
  const share = contextTokens / found.length;
  return found.map((lines, i) => [`## ${fill(words.heading, { criterion: i + 1 })}`, ...fitting(lines, share)].join('\n\n')).join('\n\n');
}

/** The first lines that fit: the evidence of a very long report has to stay within the limit that the report did not. */
function fitting(lines: readonly string[], tokens: number): string[] {
  let left = tokens;
  return lines.filter((line) => {
    left -= estimateTokens(line);
    return left >= 0;
  });
}

/** The format of evidence on questions `1..count`. */
export const evidenceFormat = cached((count: number, again: string): ReplyFormat<Evidence[]> => {
  const ids = idsOf(count);
  const item = z.strictObject({ id: z.enum(ids), note: z.string(), passages: z.array(z.string()) });
  return {
    name: 'evidence',
    schema: z.toJSONSchema(z.strictObject({ evidence: z.array(item).length(count) })),
    parse: (text, stands) =>
      listIn(text, { list: 'evidence', item: 'passages', ids }, stands).map((found) => ({
        note: keptReason({ reason: field(found, 'note') }),
        passages: keptQuotes(field(found, 'passages')),
      })),
    again: (complaint) => fill(again, { complaint: complaintOf(complaint) }),
  };
});
