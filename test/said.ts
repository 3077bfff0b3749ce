/** A command in this process: what it says, and how it would end. */
import { outcomeOf } from '../cli/exit.ts';
import { createProgram } from '../cli/program.ts';

export interface Said {
  readonly out: string;
  readonly err: string;
  readonly code: number;
  /** What would be the last line on stderr. */
  readonly line: string | undefined;
}

export async function said(words: readonly string[], cwd = process.cwd()): Promise<Said> {
  const written = { out: [] as string[], err: [] as string[] };
  const io = {
    stdout: { write: (text: string) => written.out.push(text) },
    stderr: { write: (text: string) => written.err.push(text) },
    env: {},
    cwd,
    home: '/nowhere',
    onInterrupt: () => () => {},
  };
  const ended = await createProgram(io, words[0])
    .then((program) => program.parseAsync([...words], { from: 'user' }))
    .then(() => ({ code: 0, line: undefined }), outcomeOf);
  return { out: written.out.join(''), err: written.err.join(''), ...ended };
}
