/** Calls as endpoints hand them over: merged ones taken apart, missing ids made up, arguments fit to be sent back. */
import { readJson } from '../../../../judge/reading/json.ts';
import type { ModelReply, ToolCall } from '../conversation.ts';
import { textCalls } from '../text-calls.ts';

const MOST_CALLS = 32;
const ROOM = 50_000;

export interface RawCall {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly input: unknown;
}

/** Calls in order, each with an id of its own; of a reply whose calls are words, those. */
export function callsOf(raw: readonly RawCall[], text: string, known: ReadonlySet<string>): Pick<ModelReply, 'calls' | 'inText'> {
  const given = raw.flatMap(apart).slice(0, MOST_CALLS);
  if (given.length > 0) return { calls: withIds(given), inText: false };
  const written = textCalls(text, known).slice(0, MOST_CALLS);
  return { calls: withIds(written.map(({ name, input }) => ({ name, input }))), inText: true };
}

/** `{..}{..}` is two calls that were merged, and a name that comes several times over is one name. */
function apart({ id, name, input }: RawCall): { id?: string | null | undefined; name: string; input: string }[] {
  const text = typeof input === 'string' ? input : JSON.stringify(input ?? {});
  const pieces = objectsIn(text);
  const called = name ?? '';
  if (pieces.length < 2) return [{ id, name: called, input: text }];
  const whole = called.length % pieces.length === 0 ? called.slice(0, called.length / pieces.length) : called;
  const single = whole.repeat(pieces.length) === called ? whole : called;
  return pieces.map((piece, i) => ({ id: i === 0 ? id : undefined, name: single, input: piece }));
}

function objectsIn(text: string): string[] {
  const pieces: string[] = [];
  let at = 0;
  while (at < text.length) {
    const read = readJson(text, at, { values: ROOM });
    if (!('value' in read) || typeof read.value !== 'object') return [];
    pieces.push(text.slice(at, read.end));
    at = read.end + (/^\s*/.exec(text.slice(read.end))?.[0].length ?? 0);
  }
  return pieces;
}

function withIds(calls: readonly { readonly id?: string | null | undefined; readonly name: string; readonly input: string }[]): ToolCall[] {
  const taken = new Set<string>();
  return calls.map(({ id, name, input }, i) => {
    let own = id ?? '';
    if (own === '' || taken.has(own)) own = `call_${i + 1}_${name.replace(/\W/g, '').slice(0, 20)}`;
    taken.add(own);
    return { id: own, name, input };
  });
}

/** Arguments that every server can read: some parse those of earlier turns again, and fail at what is no object. */
export function sentBack(input: string): string {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? input : '{}';
  } catch {
    return '{}';
  }
}
