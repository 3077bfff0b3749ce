/** A chat completion as an agent's reply. */
import { chatCompletionSchema } from '../../judge/chat-completion.ts';
import { AgentError, ModelError } from '../../judge/errors.ts';
import { excerpt } from '../../judge/excerpt.ts';
import type { AgentReply } from '../agent.ts';
import { firstIssue, reportText } from './answer.ts';

/**
 * @throws ModelError (transient) when `body` is no completion; AgentError (agent) when it holds no report
 */
export function parseCompletion(body: unknown, who: string, url: string): AgentReply {
  const parsed = chatCompletionSchema.safeParse(body);
  if (!parsed.success) {
    const got = typeof body === 'string' ? `"${excerpt(body)}"` : firstIssue(parsed.error);
    throw new ModelError('transient', `${who}: ${url} answered without a chat completion (${got}): a base URL usually ends in /v1`);
  }
  const { choices, usage } = parsed.data;
  const [{ message, finish_reason: finish }] = choices;
  if (finish === 'content_filter') throw new AgentError('agent', `${who}: the report was withheld by a content filter`);
  const text = message.content ?? '';
  if (text.trim() === '' && message.refusal) throw new AgentError('agent', `${who} refused: ${excerpt(message.refusal)}`);
  if (text.trim() === '' && finish === 'length')
    throw new AgentError('agent', `${who} used up its tokens before it wrote a report (maxTokens)`);
  return {
    report: reportText(text, who),
    ...(usage && { usage }),
    ...(finish === 'length' && { trace: { truncated: true } }),
  };
}
