/** shellTool: one command line, run by the program that the sweep names for it, in the trial's folder; without such a program there is none. */
import { z } from 'zod';
import type { Tool } from './tool.ts';

const LONGEST_OUTPUT = 20_000;

const schema = z.object({ command: z.string().trim().min(1).max(10_000) });

export const shellTool: Tool<z.infer<typeof schema>> = {
  name: 'shell',
  about: {
    en: 'Run one command line in your own folder, for calculations and for work on your files. There may be no network.',
    zh: '在你自己的文件夹中运行一条命令，用于计算和处理文件。可能没有网络。',
  },
  schema,
  example: { command: '...' },
  async run({ command }, desk) {
    if (desk.shell === undefined) return { text: 'There is no shell here.', output: { error: 'no shell' }, failed: true };
    const { status, output } = await desk.shell(command);
    const shown = output.length > LONGEST_OUTPUT ? `${output.slice(0, LONGEST_OUTPUT)}\n(cut)` : output;
    return {
      text: `${status}\n${desk.fence(shown)}`,
      output: { status, output: shown.slice(0, 2000) },
      ...(status !== 'exit 0' && { failed: true as const }),
    };
  },
};
