/** learnWhatIsTaken: what an endpoint takes beside the words of a request: schema, temperature, a bound, no stream. Learnt from its refusals, in any words. */
import { ANY_TEXT, type ModelRequest } from './model.ts';
import type { Asked, ReplyForm } from './request-body.ts';

export interface Learnt {
  /** What the request is to ask for. */
  of(request: ModelRequest): Asked;
  /** It was answered: what it asked for works. */
  worked(request: ModelRequest): void;
  /** It was refused, as these words say. Where it is to be sent again, it asks for less: for what the words `named`, or for what is tried `next`. */
  refused(request: ModelRequest, said: string): 'named' | 'next' | undefined;
  /** The form of replies that has worked; undefined while none has. */
  format(): ReplyForm | undefined;
}

const EVERYTHING: Asked = { format: 'schema', temperature: true, bound: 'max_tokens', stream: false, logprobs: true };

const KEYS = Object.keys(EVERYTHING) as readonly (keyof Asked)[];

/** Requests that may be tried with less although all that they ask for has worked before, as long as that never helped. */
const FUTILE = 3;

const NOTICES: Partial<Record<keyof Asked, (refused: Asked, asked: Asked) => string | undefined>> = {
  temperature: () => 'the endpoint refuses a temperature: its own default is used, and repeated judgments may differ',
  logprobs: () => 'the endpoint refuses to give probabilities of tokens (logprobs): verdicts of this judge have no confidence',
  format: (refused, asked) => {
    const instead = `asking for JSON ${asked.format === 'object' ? 'mode' : 'in words'} instead`;
    return `the endpoint refuses ${refused.format === 'schema' ? 'a JSON schema' : 'JSON mode'}: ${instead}`;
  },
};

/** @param notice receives one line for a person when something is left out from then on */
export function learnWhatIsTaken(notice: (line: string) => void, first: Partial<Asked> = {}): Learnt {
  let usual: Asked = { ...EVERYTHING, ...first };
  /** What of `usual` has been in a request that was answered. */
  const proven = new Set<keyof Asked>();
  const less = new WeakMap<ModelRequest, Asked>();
  let futile = 0;
  const of = (request: ModelRequest) => {
    const asked = less.get(request);
    // Where nothing but a stream is taken, what was left out before that was known was not at fault.
    return asked !== undefined && (asked.stream || !usual.stream) ? asked : usual;
  };
  const learn = (key: keyof Asked, asked: Asked) => {
    if (asked[key] !== usual[key] && !proven.has(key)) {
      const line = NOTICES[key]?.(usual, asked);
      usual = { ...usual, [key]: asked[key] };
      if (line !== undefined) notice(line);
    }
    if (asked[key] === usual[key]) proven.add(key);
    else futile = 0;
  };
  return {
    of,
    worked(request) {
      const asked = of(request);
      if (asked === usual && proven.size === KEYS.length) return;
      // A short question leaves more out than it has to; but a stream is no less.
      if (request.schema === ANY_TEXT) return asked.stream ? learn('stream', asked) : undefined;
      for (const key of KEYS) if (key !== 'logprobs' || request.tokens === true) learn(key, asked);
    },
    refused(request, said) {
      const asked = of(request);
      const named = withoutNamed(asked, said, proven);
      const next =
        named ?? (request.schema === ANY_TEXT ? barer(asked) : lessThan(asked, proven, request.tokens === true && usual.logprobs));
      if (next === undefined) return undefined;
      if (proven.has('format') && next.format !== asked.format && futile++ >= FUTILE) return undefined;
      less.set(request, next);
      return named === undefined ? 'next' : 'named';
    },
    format: () => (proven.has('format') ? usual.format : undefined),
  };
}

/** Without what the words name, by the names that it has in a request, where it is not known to work. */
function withoutNamed(asked: Asked, said: string, proven: ReadonlySet<keyof Asked>): Asked | undefined {
  if (/temperature/i.test(said) && asked.temperature && !proven.has('temperature')) return { ...asked, temperature: false };
  if (/max_(completion_|output_|new_)?tokens/i.test(said) && asked.bound !== 'none' && !proven.has('bound'))
    return { ...asked, bound: asked.bound === 'max_tokens' ? 'max_completion_tokens' : 'none' };
  if (/stream/i.test(said) && !asked.stream && !proven.has('stream')) return { ...asked, stream: true };
  if (/logprobs/i.test(said) && asked.logprobs && !proven.has('logprobs')) return { ...asked, logprobs: false };
  return /response_format|json_schema/i.test(said) && !proven.has('format') ? simpler(asked) : undefined;
}

function simpler(asked: Asked): Asked | undefined {
  return asked.format === 'words' ? undefined : { ...asked, format: asked.format === 'schema' ? 'object' : 'words' };
}

/**
 * The form of the reply first, and at last everything.
 *
 * @param logprobs whether they are asked for and not known to be refused: left out before every other thing, and tried with it again
 */
function lessThan(asked: Asked, proven: ReadonlySet<keyof Asked>, logprobs: boolean): Asked | undefined {
  if (logprobs && asked.logprobs && !proven.has('logprobs')) return { ...asked, logprobs: false };
  const next = simpler(asked);
  if (next !== undefined) return { ...next, logprobs };
  return proven.has('format') ? undefined : barer(asked);
}

/** Nothing beside the words, and then as a stream. */
function barer(asked: Asked): Asked | undefined {
  if (asked.temperature || asked.bound !== 'none') return { ...asked, temperature: false, bound: 'none' };
  return asked.stream ? undefined : { ...asked, stream: true };
}
