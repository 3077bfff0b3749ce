/** Failures of the endpoint behind an agent: told apart as a judge's are, and then whose fault each of them is. */
import { errors } from 'undici';
import { AgentError, ModelError, type Spent } from '../../judge/errors.ts';
import { type Answer, isHtml, networkError, type Place, statusError } from '../../judge/model/failure.ts';
import { retryAfter } from '../../judge/model/retry-after.ts';

export interface AgentPlace extends Place {
  /** Begins messages of what the agent itself did. */
  readonly who: string;
  /** What a refusal took, from its body. */
  readonly spentIn: (body: string) => Spent;
  /** Whether a first request that is refused shows a wrong entry, and not a task that the agent does not take. */
  readonly firstIsEntry: boolean;
}

/** Words of refusals: a judge asks a short question to tell these apart, and an agent is never asked for what no task wants. */
const OF_THIS_TASK =
  /context.?(length|window)|too (long|large|many tokens)|maximum.{0,20}tokens|content.?(filter|policy|management)|moderat|flagged|inappropriate|high risk|unsafe|safety|敏感|不安全/i;
const OF_THE_KEY = /key|auth|credential|permission|token|access|country|region|账号|权限|密钥/i;

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
  const contentType = response.headers.get('content-type') ?? '';
  const failure = statusError(
    {
      status: response.status,
      contentType,
      wait: retryAfter((name) => response.headers.get(name), Date.now()),
      body,
    },
    place,
  );
  throw refused(failure, { status: response.status, contentType, body }, place);
}

/** No task of a server that is not there is its agent's failure: each is tried in its own time, and then owed. */
function broken(error: unknown, place: AgentPlace): Error {
  if (error instanceof errors.ResponseExceededMaxSizeError) return new AgentError('agent', `${place.who} answered with more than is read`);
  return networkError(error, place, 0);
}

function refused(failure: ModelError, answer: Pick<Answer, 'status' | 'contentType' | 'body'>, place: AgentPlace): Error {
  const { kind, message } = failure;
  if (kind !== 'refused' && kind !== 'rejected') return failure;
  if (kind === 'refused' && isOfEveryTask(answer, place)) return new ModelError('permanent', message);
  return new AgentError('agent', message, { spent: place.spentIn(answer.body) });
}

function isOfEveryTask({ status, contentType, body }: Pick<Answer, 'status' | 'contentType' | 'body'>, place: AgentPlace): boolean {
  if (status === 403 && place.proven) return !isHtml({ contentType }) && OF_THE_KEY.test(body);
  if (place.proven) return false;
  return status === 404 || ((place.firstIsEntry || status === 403) && status !== 413 && !OF_THIS_TASK.test(body));
}

/** What is thrown of an attempt whose tries are over: what may pass is nobody's fault, and owed again. */
export function lastFailure(error: unknown): unknown {
  if (!(error instanceof ModelError) || error.kind === 'permanent') return error;
  return new AgentError('harness', error.message, { cause: error });
}
