/** todoTool: the model's own list of what is to be done, replaced as a whole. */
import { z } from 'zod';
import type { Tool } from './tool.ts';

const schema = z.object({
  items: z
    .array(
      z.union([
        z.object({ task: z.string().trim().min(1).max(500), done: z.boolean().default(false) }),
        z
          .string()
          .trim()
          .min(1)
          .max(500)
          .transform((task) => ({ task, done: false })),
      ]),
    )
    .max(50),
});

export const todoTool: Tool<z.infer<typeof schema>> = {
  name: 'todo',
  about: {
    en: 'Replace your list of things to do: items of {"task": "...", "done": false}. Shows the list.',
    zh: '更新待办清单（整体替换）：每项为 {"task": "……", "done": false}。返回清单。',
  },
  schema,
  example: { items: [{ task: '...', done: false }] },
  async run({ items }, desk) {
    desk.todo.list = items;
    const lines = items.map(({ task, done }) => `- [${done ? 'x' : ' '}] ${task}`);
    return { text: lines.length === 0 ? 'The list is empty.' : lines.join('\n'), output: items };
  },
};
