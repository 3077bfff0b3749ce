/** A chat completion read as an agent's reply. */

import { z } from 'zod';
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
  const report = withSources(checkedReport(text, who, spent), secrets.keep(body));
  return { report, ...spent, ...(finish === 'length' && { notes: ['truncated'] }) };
}

/** Models that search by themselves name their sources beside the text, which cites them by number. */
const sourcesSchema = z.object({
  citations: z.array(z.string()).nullish().catch(undefined),
  search_results: z
    .array(z.object({ url: z.string(), title: z.string().nullish() }))
    .nullish()
    .catch(undefined),
});

/** The report, with the list of sources that stands beside it, where it cites by number and lists none itself. */
function withSources(report: string, body: unknown): string {
  const { citations, search_results: found } = sourcesSchema.safeParse(body).data ?? {};
  const listed = (found ?? []).map(({ url, title }) => ({ url, title: title ?? url }));
  const sources = citations == null ? listed : citations.map((url) => listed.find((source) => source.url === url) ?? { url, title: url });
  const isCited = /\[\d+\]/.test(report);
  if (!isCited || sources.length === 0 || sources.some(({ url }) => report.includes(url))) return report;
  return `${report.trimEnd()}\n\n## Sources\n\n${sources.map(({ url, title }, i) => `[${i + 1}] ${title.replace(/\s+/g, ' ')} ${url}`).join('\n')}\n`;
}
