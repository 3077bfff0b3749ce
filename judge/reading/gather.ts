/** Evidence from a report that is too long to be shown whole: its parts are read one by one, and what was read is not paid for again. */

import type { GatherWords } from '../checklist/prompts.ts';
import { type Evidence, evidenceFormat } from '../checklist/reply.ts';
import { sha256 } from '../hash.ts';
import { type AskDeps, ask } from '../model/ask.ts';
import type { Usage } from '../model/usage.ts';
import { fill, fillReport } from './fill.ts';
import { estimateTokens } from './parts.ts';
import { quoteChecker } from './quotes.ts';

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
  readonly settle: (call: { readonly usage: Usage | undefined; readonly gathered?: Gathered }) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Puts together, in place of the report, what its parts hold on the criteria. @throws as ask does */
export type Gather = (gathering: Gathering, io: GatherIo) => Promise<string>;

/** Reports meet many questions at once: those that need the same part share the one call that is open. */
export function createGather(): Gather {
  const open = new Map<string, Promise<readonly Evidence[]>>();
  const read = (gathering: Gathering, index: number, io: GatherIo): Promise<readonly Evidence[]> => {
    const request = requestFor(gathering, index);
    const key = sha256(JSON.stringify([request, gathering.trial]));
    const known = io.recall?.(key);
    if (known !== undefined) return Promise.resolve(known);
    const reading =
      open.get(key) ??
      ask(
        request,
        evidenceFormat(gathering.criteria.length),
        io.deps,
        ({ parsed, usage }) => io.settle({ usage, ...(parsed !== undefined && { gathered: { key, evidence: parsed } }) }),
        io.signal,
      ).finally(() => open.delete(key));
    open.set(key, reading);
    return reading;
  };
  return async (gathering, io) => {
    const found: string[][] = gathering.criteria.map(() => []);
    for (const [index, part] of gathering.parts.entries()) {
      const evidence = await read(gathering, index, io);
      evidence.forEach((each, i) => {
        found[i]?.push(...standing(each, part, index, gathering.words));
      });
    }
    return assembled(found, gathering);
  };
}

function requestFor({ query, parts, criteria, words }: Gathering, index: number): { system: string; user: string } {
  const listed = criteria.map((criterion, i) => `${i + 1}. ${criterion}`).join('\n');
  const task = fill(words.task, { part: index + 1, parts: parts.length, criteria: listed });
  return { system: words.system, user: fillReport(words.report, parts[index] ?? '', { query }) + task };
}

/** What is not in the part was not copied out of it. */
function standing({ note, passages }: Evidence, part: string, index: number, words: GatherWords): string[] {
  const stands = quoteChecker(part);
  const copied = passages.filter((passage) => stands([passage]) === 1);
  if (copied.length === 0) return [];
  return [fill(words.part, { part: index + 1, note }), ...copied.map((passage) => `> ${passage.replace(/\n/g, '\n> ')}`)];
}

function assembled(found: readonly (readonly string[])[], { contextTokens, words }: Gathering): string {
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
