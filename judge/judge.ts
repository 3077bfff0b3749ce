/** Judge, and what one call of it brings: the same for judging one report by criteria and for comparing two. */
import type { MadeCall } from './model/usage.ts';
import type { Gathered } from './reading/gather.ts';

export interface Unscored<Question> {
  readonly question: Question;
  readonly error: string;
  /** Judges answered, and not alike enough for a label: no failure of theirs. */
  readonly split?: boolean;
  /** It answered, and no answer could be read. */
  readonly unreadable?: boolean;
}

/** What one model call brought. A call may bring only its usage: it was billed although its reply was no answer. */
export interface CallResult<Question, Answer> {
  readonly answers: readonly { readonly question: Question; readonly answer: Answer }[];
  /** Given up after all retries. */
  readonly unscored: readonly Unscored<Question>[];
  /** The call that was made, if one was. */
  readonly call?: MadeCall;
  /** What the call found in a part of a report that is too long. */
  readonly gathered?: Gathered;
}

/** Receives each result; the call keeps its place among the open calls until the returned promise settles. */
export type Sink<Question, Answer> = (result: CallResult<Question, Answer>) => Promise<void>;

/** Who a judge is. */
export interface JudgeIdentity {
  /** As shown: the model's name, usually. */
  readonly name: string;
  /** All that can change an answer, hashed into the identity of what this judge says. No keys. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** The model that is billed; absent when judging is free. */
  readonly model?: string;
}

export interface Judge<Request, Question, Answer> extends JudgeIdentity {
  /** @throws ModelError of kind permanent, Stopped, or the abort reason; everything else becomes a result. */
  judge(request: Request, sink: Sink<Question, Answer>, signal: AbortSignal): Promise<void>;
}

/** A result that holds nothing but what is given. */
export function resultOf<Question, Answer>(given: Partial<CallResult<Question, Answer>>): CallResult<Question, Answer> {
  return { answers: [], unscored: [], ...given };
}
