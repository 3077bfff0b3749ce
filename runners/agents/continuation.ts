/** Continuation of a report that a chat model was cut at: asked for once, and both pieces made one. */
import { AgentError, type Spent } from '../../judge/errors.ts';
import type { Usage } from '../../judge/model/usage.ts';
import type { AgentReply } from './agent.ts';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

const CONTINUE =
  'Your report was cut off at the length limit. Continue it from the very next character, in the same language and format. Do not repeat what is there, and write nothing about continuing.';

/** Pieces overlap by no more characters: a model that repeats itself repeats a sentence or a row of a table. */
const LONGEST_OVERLAP = 400;
/** As many characters, or Chinese ones, are not alike by chance. */
const SURE = /^(?:.{12}|\p{Script=Han}{4})/su;
/** A second piece that begins as the first did is the report again, not its end. */
const SAME_START = 60;

interface Asking {
  readonly ask: (messages: readonly Message[]) => Promise<AgentReply>;
  /** Takes keys out of a text: one may stand on the seam. */
  readonly keep: (text: string) => string;
  readonly signal: AbortSignal;
}

/**
 * The whole report. What is still cut then, or cannot be continued, is a report all the same, and stays marked.
 *
 * @param cut the answer to `asked`
 * @throws the signal's reason
 */
export async function continued(cut: AgentReply, asked: readonly Message[], { ask, keep, signal }: Asking): Promise<AgentReply> {
  const { usage, ...marked } = cut;
  let rest: AgentReply;
  try {
    rest = await ask([...asked, { role: 'assistant', content: cut.report }, { role: 'user', content: CONTINUE }]);
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof AgentError ? { ...marked, ...bothUsages(usage, error.spent.usage) } : cut;
  }
  const spent = bothUsages(usage, rest.usage);
  const report = joinPieces(cut.report, rest.report);
  if (report === undefined) return { ...marked, ...spent };
  const { usage: _, ...whole } = rest;
  return { ...whole, ...spent, report: keep(report) };
}

/** A bucket that one call leaves out is empty there; a call that says nothing makes the whole unknown. */
function bothUsages(first: Spent['usage'], second: Spent['usage']): Pick<AgentReply, 'usage'> {
  if (first === undefined || second === undefined) return {};
  const buckets = [...new Set([...Object.keys(first), ...Object.keys(second)])] as (keyof Usage)[];
  return { usage: Object.fromEntries(buckets.map((name) => [name, (first[name] ?? 0) + (second[name] ?? 0)])) };
}

/** One text without a seam: what the second piece repeats of the first is there once. Undefined where the second is no continuation. */
export function joinPieces(first: string, second: string): string | undefined {
  const [body, rest] = [first.trimEnd(), second.trimStart()];
  if (body.length >= SAME_START && rest.startsWith(body.trimStart().slice(0, SAME_START))) return undefined;
  const repeated = overlap(body, rest);
  return repeated === 0 ? first + second : body + rest.slice(repeated);
}

/** Characters at the end of the first piece with which the second begins. */
function overlap(first: string, second: string): number {
  for (let length = Math.min(LONGEST_OVERLAP, first.length, second.length); length > 1; length--) {
    const text = second.slice(0, length);
    if (first.endsWith(text) && (SURE.test(text) || isWord(first.slice(0, -length), text))) return length;
  }
  return 0;
}

/** Begins with a word, also half of one, which the second piece writes out. Digits may well come twice. */
function isWord(before: string, text: string): boolean {
  return /^\p{L}{2}/u.test(text) && !/[\p{L}\p{M}\p{N}]$/u.test(before);
}
