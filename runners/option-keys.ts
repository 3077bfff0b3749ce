/** pace, filesKey: the keys of a sweep and its agents that are options of other commands as well. */
import { z } from 'zod';
import { keys } from '../benchmarks/files/keys.ts';

export const whole = () => z.int().min(1);

export const pace = {
  repeats: whole().default(1).register(keys, { about: 'attempts of every agent at every task', flag: '--repeats <n>' }),
  concurrency: whole().max(10_000).default(64).register(keys, {
    about: "judge calls at once; how many attempts run at once is each agent's own `concurrency`",
    flag: '--concurrency <n>',
  }),
};

/** Of a folder of reports. */
export const filesKey = z
  .string()
  .regex(
    /^(?:[^/\\{}]|\{repeat\})*\{id\}(?:[^/\\{}]|\{repeat\})*$/,
    'a name of files holds {id} once, beside it {repeat} or no brace, and no folder',
  )
  .exactOptional()
  .register(keys, {
    about: 'how the files are named where it is not `<task-id>.md`: `qid_{id}_report.md`; `{repeat}` is the number of the attempt',
    absent: '`{id}.md`',
    flag: '--name <pattern>',
  });
