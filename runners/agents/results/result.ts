/** A result of another harness: one attempt at a task, as its file tells it; and the shape of what reads such files. */
import type { AgentReply } from '../agent.ts';

export interface Result {
  /** The task's id in that harness, where it has one. */
  readonly task?: string;
  /** What was asked: by it a task is found whose id differs. */
  readonly query?: string;
  /** From 1. */
  readonly repeat?: number;
  /** Who wrote it, as the file says. */
  readonly agent?: string;
  /** Undefined where there is none. */
  readonly reply?: AgentReply;
  /** Why there is no report; of `interrupted` nobody's fault, and owed. */
  readonly failure?: { readonly status: 'failed' | 'interrupted'; readonly message: string };
}

export interface ResultFormat {
  readonly name: string;
  /** What such files are, for people. */
  readonly about: string;
  /** Undefined where the value is of another format. @param value a whole JSON file, or a line of one */
  read(value: unknown): readonly Result[] | undefined;
}

/** Text with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Words of chat messages, whether text or parts. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

/** The report, or that there is none. */
export function outcome(report: string | undefined, why: string, rest: Omit<AgentReply, 'report'> = {}): Pick<Result, 'reply' | 'failure'> {
  return report === undefined ? { failure: { status: 'failed', message: why } } : { reply: { report, ...rest } };
}
