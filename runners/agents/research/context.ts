/** Context policies: what of a conversation is shown to the model again. A reply and the results of its calls stay together; only words of results go. */
import { z } from 'zod';
import { keys } from '../../../benchmarks/files/keys.ts';
import type { ToolResult, Turn } from './conversation.ts';
import { mostTokens } from './most-tokens.ts';

export const contextSchema = z.strictObject({
  policy: z.enum(['keep-last', 'summarise', 'compress']).default('keep-last').register(keys, {
    about:
      'what happens to older results: dropped; put into files with their beginning left, to be read again; or summed up by the model, at a call of its own',
  }),
  keep: z.int().min(1).max(1000).default(5).register(keys, { about: 'results of tools that stay whole, the last ones' }),
  tokens: z
    .int()
    .min(2_000)
    .max(10_000_000)
    .default(100_000)
    .register(keys, { about: 'longest conversation, in tokens estimated high; of `compress` also when it is summed up' }),
});

export type ContextConfig = z.infer<typeof contextSchema>;

/** Around each message, in every chat template that is known. */
const AROUND = 24;

const sizes = new WeakMap<Turn, number>();

/** As many tokens as a turn may be. */
export function sizeOf(turn: Turn): number {
  const known = sizes.get(turn);
  if (known !== undefined) return known;
  const size =
    turn.kind === 'user'
      ? AROUND + mostTokens(turn.text)
      : AROUND + mostTokens(JSON.stringify(turn.reply.raw)) + turn.results.reduce((sum, { text }) => sum + AROUND + mostTokens(text), 0);
  sizes.set(turn, size);
  return size;
}

export function sizeOfAll(turns: readonly Turn[]): number {
  return turns.reduce((sum, turn) => sum + sizeOf(turn), 0);
}

/** Shorter results stay: what would stand in their place is no shorter. */
const SHORT = 300;

/** The turns with the words of all results but the last `keep` replaced. @param instead what stands for a result, by its turn's and its own place; asked once for each @param how tells one such function from another */
export function keepLast(
  turns: readonly Turn[],
  keep: number,
  instead: (result: ToolResult, turn: number, place: number) => string = dropped,
  how = 'dropped',
): Turn[] {
  let left = keep;
  return turns
    .map((turn, at) => ({ turn, at }))
    .reverse()
    .map(({ turn, at }): Turn => {
      if (turn.kind === 'user' || turn.results.length === 0) return turn;
      const last = turn.results.map(() => left-- > 0).reverse();
      const whole = turn.results.map(({ text }, place) => last[place] === true || text.length <= SHORT);
      return whole.includes(false) ? remade(how, turn, whole, (result, place) => instead(result, at, place)) : turn;
    })
    .reverse();
}

const made = new WeakMap<Turn, Map<string, Turn>>();

/** The same turn for the same words, so that its size is counted once. */
function remade(
  how: string,
  turn: Extract<Turn, { kind: 'turn' }>,
  whole: readonly boolean[],
  text: (result: ToolResult, place: number) => string,
): Turn {
  const key = `${how} ${whole.join()}`;
  const known = made.get(turn) ?? new Map<string, Turn>();
  const found = known.get(key) ?? {
    ...turn,
    results: turn.results.map((result, place) => (whole[place] === true ? result : { ...result, text: text(result, place) })),
  };
  known.set(key, found);
  made.set(turn, known);
  return found;
}

/** What stands for a result that was dropped: what it was, and which sources it gave. */
export function dropped(result: ToolResult): string {
  const known = stubs.get(result);
  if (known !== undefined) return known;
  const stub = `(result of "${result.name}" dropped to save room${sourcesIn(result.text)}; it would be the same again)`;
  stubs.set(result, stub);
  return stub;
}

/** Each is made once, however often the conversation is sent. */
const stubs = new WeakMap<ToolResult, string>();

/** What stands for a result that lies in a file: its beginning, its sources, and where it is. */
export function filed({ name, text }: ToolResult, path: string): string {
  return `(result of "${name}" shortened${sourcesIn(text)}; the whole is in the file ${path})\n${text.slice(0, SHORT)}`;
}

function sourcesIn(text: string): string {
  const ids = [...new Set([...text.matchAll(/^\[(s\d+)\]/gm)].map(([, id]) => id))];
  return ids.length === 0 ? '' : `; sources ${ids.join(', ')}`;
}

/** The turns cut to so many tokens: words of the oldest results first, then whole turns; the first and the last stay, however long they are. */
export function fitted(turns: readonly Turn[], most: number): Turn[] {
  let shown = [...turns];
  const results = shown.flatMap((turn) => (turn.kind === 'turn' ? turn.results : [])).length;
  for (let keep = results; sizeOfAll(shown) > most && keep > 0; ) {
    keep = Math.floor(keep / 2);
    shown = keepLast(turns, keep);
  }
  // The first says what is asked, the last one what is wanted now.
  while (sizeOfAll(shown) > most && shown.length > 2) shown.splice(1, 1);
  return shown;
}
