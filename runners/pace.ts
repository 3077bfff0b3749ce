/** pace: the keys of a sweep that are options of other commands as well. */
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
