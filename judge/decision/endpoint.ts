/** connectDecisions: an endpoint that speaks one of the formats of decision models, as the `complete` of a model: an answer's body is its reply. */
import { ModelError } from '../errors.ts';
import { endpointUrl, headersOf, usableKey } from '../model/address.ts';
import type { Endpoint, EndpointOptions } from '../model/endpoint.ts';
import { promptTokens } from '../model/estimate.ts';
import { networkError, type Place, statusError } from '../model/failure.ts';
import { ANY_TEXT, type Completion, type ModelRequest } from '../model/model.ts';
import { openTransport } from '../model/transport.ts';
import { NO_USAGE } from '../model/usage.ts';
import { type DecisionFormat, type DecisionQuestion, decisionBody, decisionUsage } from './wire.ts';

export type DecisionOptions = EndpointOptions & {
  readonly wire: DecisionFormat;
  /** Longest request, in estimated tokens. */
  readonly contextTokens: number;
};

/** Whether an endpoint works at all is asked with this. */
const ANY_QUESTION: DecisionQuestion = {
  name: 'q1',
  instructions: 'Is the text empty?',
  choices: [
    { value: 'yes', description: 'It holds no word.' },
    { value: 'no', description: 'It holds a word.' },
  ],
};

/** @throws InputError when the URL is no http(s) URL, or the key or a header cannot be sent */
export function connectDecisions(options: DecisionOptions): Endpoint {
  const { wire, model } = options;
  const url = endpointUrl(options.baseUrl, wire);
  const key = usableKey(options.apiKey);
  const transport = openTransport({ origin: url.origin, ...options });
  const headers = headersOf(key, options.headers);
  const state = { proven: false, failures: 0 };
  const place = (): Place => ({
    where: `${url.origin}${url.pathname}`,
    model,
    secrets: [...(key === undefined ? [] : [key]), ...(options.secrets ?? [])],
    settings: { key: options.apiKeyName ?? 'OPENAI_API_KEY', url: 'url', model: 'model' },
    proven: state.proven,
  });

  async function complete(request: ModelRequest, signal: AbortSignal): Promise<Completion> {
    const prompt = promptTokens(request);
    if (prompt > options.contextTokens) throw tooLong(prompt, options.contextTokens);
    const body = Buffer.from(JSON.stringify({ ...decisionBody(wire, model, textOf(request), questionsOf(request)), ...options.extraBody }));
    const path = `${url.pathname}${url.search}`;
    const answer = await transport.send({ method: 'POST', path, headers, body }, signal).catch((error) => {
      throw signal.aborted ? signal.reason : networkError(error, place(), ++state.failures);
    });
    if (answer.status < 200 || answer.status >= 300) {
      const failure = statusError(answer, place());
      // It works, so it is this request that it does not take.
      throw failure.kind === 'refused' && state.proven ? new ModelError('rejected', failure.message, { usage: NO_USAGE }) : failure;
    }
    state.proven = true;
    return { text: answer.body, finish: 'stop', usage: decisionUsage(parsed(answer.body)) };
  }

  return { complete, format: () => undefined, window: () => Number.POSITIVE_INFINITY, close: () => transport.close() };
}

function textOf({ opening, user, schema }: ModelRequest): string {
  return schema === ANY_TEXT ? user : (opening?.text ?? '');
}

/** The questions stand in the words of the request, so that they are counted with them. */
function questionsOf({ user, schema }: ModelRequest): readonly DecisionQuestion[] {
  return schema === ANY_TEXT ? [ANY_QUESTION] : (JSON.parse(user) as DecisionQuestion[]);
}

/** Nothing can be gathered from parts by a model that writes no word. */
function tooLong(prompt: number, most: number): ModelError {
  const line = `the report and its questions take about ${prompt} tokens, and contextTokens is ${most}: a decision model reads a report as a whole`;
  return new ModelError('rejected', line, { sent: false });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
