/** Failures of the endpoint behind an agent: told apart as a judge's are, and then whose fault each of them is. */
import { errors } from 'undici';
import { AgentError, ModelError, type Spent } from '../../judge/errors.ts';
import { networkError, type Place, statusError } from '../../judge/model/failure.ts';
import { retryAfter } from '../../judge/model/retry-after.ts';

export interface AgentPlace extends Place {
  /** Begins messages of what the agent itself did. */
  readonly who: string;
  /** What a refusal took, from its body. */
  readonly spentIn: (body: string) => Spent;
  /** Whether a first request that is refused shows a wrong entry, and not a task that the agent does not take. */
  readonly firstIsEntry: boolean;
}

const TOO_LONG = /context.?(length|window)|too (long|large|many tokens)|maximum.{0,20}tokens/i;

/**
 * The answer of an endpoint that took the request.
 *
 * @throws ModelError where it did not: of kind permanent for what every task would meet, of another kind for what may pass; AgentError
 * (agent) for what concerns this task alone; the signal's reason
 */
export async function fetchFrom(
  place: AgentPlace,
  fetch: typeof globalThis.fetch,
  ...[input, init]: Parameters<typeof globalThis.fetch>
): Promise<Response> {
  const response = await fetch(input, init).catch((error: unknown) => {
    throw init?.signal?.aborted ? error : broken(error, place);
  });
  if (response.ok) return response;
  const body = new TextDecoder().decode(await response.arrayBuffer());
  const failure = statusError(
    {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      wait: retryAfter((name) => response.headers.get(name), Date.now()),
      body,
    },
    place,
  );
  throw refused(failure, response.status, body, place);
}

/** No task of a server that is not there is its agent's failure: each is tried in its own time, and then owed. */
function broken(error: unknown, place: AgentPlace): Error {
  if (error instanceof errors.ResponseExceededMaxSizeError) return new AgentError('agent', `${place.who} answered with more than is read`);
  return networkError(error, place, 0);
}

function refused(failure: ModelError, status: number, body: string, place: AgentPlace): Error {
  const { kind, message } = failure;
  if (kind !== 'refused' && kind !== 'rejected') return failure;
  const isEntry = status === 404 || (place.firstIsEntry && status !== 413 && !TOO_LONG.test(body));
  if (kind === 'refused' && !place.proven && isEntry) return new ModelError('permanent', message);
  return new AgentError('agent', message, { spent: place.spentIn(body) });
}

/** What is thrown of an attempt whose tries are over: what may pass is nobody's fault, and owed again. */
export function lastFailure(error: unknown): unknown {
  if (!(error instanceof ModelError) || error.kind === 'permanent') return error;
  return new AgentError('harness', error.message, { cause: error });
}
