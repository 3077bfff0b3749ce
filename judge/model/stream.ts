/** A stream of server-sent events read as the one chat completion that it spells. */

interface Delta {
  content?: unknown;
  reasoning_content?: unknown;
  reasoning?: unknown;
  refusal?: unknown;
  tool_calls?: unknown;
}

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: Delta;
    readonly message?: Delta;
    readonly logprobs?: { readonly content?: unknown } | null;
    readonly finish_reason?: unknown;
    readonly error?: unknown;
  }[];
  readonly error?: unknown;
  readonly usage?: unknown;
  readonly model?: unknown;
  /** Sources, as models that search by themselves name them. */
  readonly citations?: unknown;
  readonly search_results?: unknown;
}

export function isStream(contentType: string, body: string): boolean {
  return /text\/event-stream/i.test(contentType) || /^\s*(data:|event:|:)/.test(body);
}

/** @returns what a completion that was not streamed would hold; undefined where no event is JSON */
export function readStream(body: string): unknown {
  const chunks = body.split(/\r?\n\r?\n/).flatMap(eventOf);
  if (chunks.length === 0) return undefined;
  const failed = chunks.find((chunk) => chunk.error !== undefined);
  if (failed !== undefined) return failed;
  const parts = chunks.flatMap(({ choices }) => choices?.slice(0, 1) ?? []);
  const deltas = parts.map(({ delta, message }) => delta ?? message ?? {});
  const joined = (of: (delta: Delta) => unknown) => {
    const texts = deltas.map(of).filter((text): text is string => typeof text === 'string');
    return texts.length === 0 ? null : texts.join('');
  };
  const last = <T>(values: readonly T[]) => values.findLast((value) => value != null) ?? null;
  const error = last(parts.map((part) => part.error));
  return {
    model: last(chunks.map(({ model }) => model)),
    choices: [
      {
        message: {
          content: joined((delta) => delta.content),
          reasoning_content: joined((delta) => delta.reasoning_content ?? delta.reasoning),
          refusal: joined((delta) => delta.refusal),
          tool_calls: joinedCalls(deltas.map((delta) => delta.tool_calls)),
        },
        logprobs: { content: parts.flatMap(({ logprobs }) => (Array.isArray(logprobs?.content) ? (logprobs.content as unknown[]) : [])) },
        finish_reason: last(parts.map((part) => part.finish_reason)),
        ...(error !== null && { error }),
      },
    ],
    usage: last(chunks.map(({ usage }) => usage)),
    citations: last(chunks.map(({ citations }) => citations)),
    search_results: last(chunks.map(({ search_results: found }) => found)),
  };
}

interface CallPiece {
  readonly index?: unknown;
  readonly id?: unknown;
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown };
}

interface JoinedCall {
  readonly index: unknown;
  id: string | undefined;
  readonly type: 'function';
  readonly function: { name: string; arguments: string };
}

/**
 * Calls of tools from their pieces. A piece belongs to the call of its id, else to the last one of its index; another id opens another call
 * even under an index that was used, as does a name behind whole arguments.
 */
function joinedCalls(lists: readonly unknown[]): JoinedCall[] | null {
  const calls: JoinedCall[] = [];
  for (const piece of lists.flatMap((list) => (Array.isArray(list) ? (list as CallPiece[]) : []))) {
    const id = typeof piece.id === 'string' && piece.id !== '' ? piece.id : undefined;
    const name = typeof piece.function?.name === 'string' ? piece.function.name : '';
    const words = typeof piece.function?.arguments === 'string' ? piece.function.arguments : '';
    const known = id === undefined ? calls.findLast(({ index }) => index === piece.index) : calls.find((call) => call.id === id);
    const goesOn =
      known !== undefined &&
      (name === '' || known.function.name === '' || known.function.name === name) &&
      !(name !== '' && isWhole(known));
    const unnamed =
      id !== undefined && known === undefined ? calls.findLast((call) => call.index === piece.index && call.id === undefined) : undefined;
    const call = goesOn ? known : unnamed;
    if (call === undefined) {
      calls.push({ index: piece.index, id, type: 'function', function: { name, arguments: words } });
      continue;
    }
    call.id ??= id;
    if (call.function.name === '') call.function.name = name;
    call.function.arguments += words;
  }
  return calls.length === 0 ? null : calls;
}

/** Whether a call's arguments have come to their end. */
function isWhole(call: JoinedCall): boolean {
  try {
    JSON.parse(call.function.arguments);
    return true;
  } catch {
    return false;
  }
}

/** The event's data, which may go over several lines; none for comments, the end and what is not JSON. */
function eventOf(event: string): Chunk[] {
  const data = event
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .join('\n');
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? [value as Chunk] : [];
  } catch {
    return [];
  }
}
