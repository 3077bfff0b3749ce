/** Room that a prompt has for reports: as much as is allowed, and as the endpoint turns out to take. */
import { ModelError } from '../errors.ts';

/** A part that is shorter says nothing. */
const LEAST = 200;
/** Estimates may be wrong: where it is still too long, this much of it is tried. */
const SHRINK = 0.7;

export interface Room {
  /** The longest prompt that a person allows, in estimated tokens. */
  readonly most: number;
  /** What a prompt holds beside reports, the reply counted in. */
  readonly around: number;
  /** The longest prompt that can be sent, as far as is known by now. */
  readonly window: () => number;
}

/**
 * Works with less and less room until the prompt is not too long.
 * @throws what `work` throws, that it is too long only when nothing helps; ModelError (rejected) where the limit leaves no room at all
 */
export async function withRoom<T>({ most, around, window }: Room, work: (tokens: number) => Promise<T>): Promise<T> {
  if (most - around < LEAST) throw noRoom(most, around);
  let room = Math.max(LEAST, Math.min(most, window()) - around);
  for (;;) {
    try {
      return await work(room);
    } catch (error) {
      if (!(error instanceof ModelError) || error.kind !== 'length' || room <= LEAST) throw error;
      room = Math.max(LEAST, Math.floor(Math.min(room * SHRINK, window() - around)));
    }
  }
}

function noRoom(most: number, around: number): ModelError {
  const line = `a prompt takes about ${around} tokens without any report, and --context-tokens is ${most}: give ${around + LEAST} at least, or fewer criteria a call`;
  return new ModelError('rejected', line, { sent: false });
}
