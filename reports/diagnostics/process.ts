/** Measures of how an agent worked, from its trace: turns, tool errors, retries; and what it searched and opened. */
import type { TraceEvent } from '../../runners/agents/trace.ts';

export interface ToolCall {
  readonly name: string;
  readonly asked: string;
  readonly failed: boolean;
}

/** Calls of tools in order; a call with several queries or addresses is as many, each with its own end. */
export function toolCalls(trace: readonly TraceEvent[]): ToolCall[] {
  return trace.flatMap((event): ToolCall[] => {
    const { kind, name = '', input, output } = event;
    if (kind === 'message' || (kind === 'error' && input === undefined && output === undefined)) return [];
    const parts = Array.isArray(output) ? output.flatMap((part) => partOf(name, part)) : [];
    return parts.length > 0 ? parts : [{ name, asked: JSON.stringify(input ?? null), failed: kind === 'error' || errorIn(output) }];
  });
}

function partOf(name: string, part: unknown): ToolCall[] {
  if (typeof part !== 'object' || part === null) return [];
  const { query, url, asked } = part as { query?: unknown; url?: unknown; asked?: unknown };
  const about = query ?? asked ?? url;
  return typeof about === 'string' ? [{ name, asked: about, failed: errorIn(part) }] : [];
}

function errorIn(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'error' in value && value.error != null;
}

/** The number of its last turn; null without a trace. */
export function turnsOf(trace: readonly TraceEvent[]): number | null {
  return trace.length === 0 ? null : Math.max(...trace.map(({ turn }) => turn));
}

/** Share of calls that failed; null without calls. */
export function toolErrors(calls: readonly ToolCall[]): number | null {
  return calls.length === 0 ? null : calls.filter(({ failed }) => failed).length / calls.length;
}

/** Share of calls that failed after which the same was asked again; null where none failed. */
export function retries(calls: readonly ToolCall[]): number | null {
  const failed = calls.flatMap((call, i) => (call.failed ? [{ call, i }] : []));
  const again = failed.filter(({ call, i }) => calls.slice(i + 1).some((later) => later.name === call.name && later.asked === call.asked));
  return failed.length === 0 ? null : again.length / failed.length;
}
