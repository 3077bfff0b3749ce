/** Messages of a chat, as trainers send prompts and answers: what one of them says. */
import { z } from 'zod';

const partSchema = z.union([z.string(), z.looseObject({ text: z.string().optional() })]);

export const messageSchema = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(partSchema)]).nullish(),
});

export type Message = z.infer<typeof messageSchema>;

/** The text alone: pictures and calls of tools say nothing. */
export function textOf({ content }: Message): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => (typeof part === 'string' ? part : (part.text ?? ''))).join('');
}

/** What the last message of this role says; '' where there is none. */
export function lastOf(messages: readonly Message[], role: string): string {
  const last = messages.findLast((message) => message.role === role);
  return last === undefined ? '' : textOf(last);
}
