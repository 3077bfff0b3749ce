/** A chat completion read as an agent's reply. */

import { AgentError, ModelError, type Spent } from '../../judge/errors.ts';
import { chatCompletionSchema } from '../../judge/model/chat-completion.ts';
import type { AgentReply } from './agent.ts';
import { checkedReport, firstIssue } from './answer.ts';
import type { Secrets } from './secrets.ts';

interface Called {
  readonly who: string;
  readonly url: string;
  readonly model: string;
  readonly secrets: Secrets;
}

/** @throws ModelError (transient) when `body` is no completion; AgentError (agent) when it holds no report */
export function parseCompletion(body: unknown, { who, url, model, secrets }: Called): AgentReply {
  const parsed = chatCompletionSchema.safeParse(body);
  if (!parsed.success) {
    const got = typeof body === 'string' ? `"${secrets.quote(body)}"` : firstIssue(parsed.error);
    throw new ModelError('transient', `${who}: ${url} answered without a chat completion (${got}): a base URL usually ends in /v1`);
  }
  const { choices, usage } = parsed.data;
  const [{ message, finish_reason: finish }] = choices;
  const spent: Spent = { ...(usage && { usage }), model };
  const failed = (what: string) => new AgentError('agent', `${who}${what}`, { spent });
  if (finish === 'content_filter') throw failed(': the report was withheld by a content filter');
  const text = secrets.keep(message.content ?? '');
  if (text.trim() === '' && message.refusal) throw failed(` refused: ${secrets.quote(message.refusal)}`);
  if (text.trim() === '' && finish === 'length') throw failed(' used up its tokens before it wrote a report (maxTokens)');
  return { report: checkedReport(text, who, spent), ...spent, ...(finish === 'length' && { notes: ['truncated'] }) };
}
