/** sweepSchema: what stands in a sweep: which agents run over which benchmarks, who judges, and what it may cost. */
import { z } from 'zod';
import { keys } from '../benchmarks/files/keys.ts';
import { agentSchema } from './agents/create.ts';
import { judgeSchema, offlineWord, oneJudgeSchema } from './judges/open.ts';
import { pace, whole } from './option-keys.ts';
import { stressSchema } from './stress/stress-schema.ts';

const tasksBy = (what: string) =>
  z
    .array(z.string())
    .optional()
    .register(keys, { about: `a list: only tasks ${what}`, absent: 'all' });

export const benchmarkSchema = z.strictObject({
  name: z.string().min(1).register(keys, { about: 'a known benchmark (`gavel data list`), or a name for `file`' }),
  file: z.string().min(1).optional().register(keys, { about: 'your own task file, relative to this one', absent: 'none' }),
  ids: tasksBy('with one of these ids'),
  domains: tasksBy('of one of these domains'),
  languages: tasksBy('in one of these languages'),
  tracks: tasksBy('of one of these tracks'),
  sample: whole()
    .optional()
    .register(keys, { about: 'that many, drawn by `seed`; a larger sample holds every smaller one', absent: 'all' }),
  seed: z.int().optional().register(keys, { about: 'of the sample', absent: '1' }),
  limit: whole().optional().register(keys, { about: 'the first ones, in the order of the file', absent: 'all' }),
});

export const sweepSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}]*$/u, 'a name has no control characters')
    .register(keys, { about: 'what `gavel leaderboard`, `battle`, `rejudge` and the others call it' }),
  benchmarks: z
    .array(z.union([z.string().min(1), benchmarkSchema]))
    .min(1)
    .register(keys, { about: 'a list: a name, `NAME=FILE`, or an object as below' }),
  agents: z
    .array(agentSchema)
    .min(1)
    .refine((agents) => new Set(agents.map((agent) => agent.name)).size === agents.length, 'two agents have the same name')
    .register(keys, { about: 'a list of agents, each with a name of its own; their kinds are below' }),
  judge: z
    .union([offlineWord, judgeSchema])
    .default({ kind: 'offline', trials: 1 })
    .register(keys, { about: '`offline` alone, or one judge as below', absent: '`offline`' }),
  battles: z
    .strictObject({ judges: z.array(oneJudgeSchema).min(1) })
    .optional()
    .register(keys, {
      about: '`{judges: [...]}`: judges for `gavel battle SWEEP --config sweep.yaml`; `gavel run` does not ask them',
      absent: 'none',
    }),
  ...pace,
  budget: z
    .strictObject({
      amount: z.number().positive().optional(),
      currency: z.string().length(3).optional(),
      calls: whole().optional(),
      tokens: whole().optional(),
    })
    .refine((budget) => (budget.amount === undefined) === (budget.currency === undefined), 'amount and currency go together')
    .optional()
    .register(keys, {
      about:
        '`amount` with `currency`, `calls`, `tokens`: no more calls are started once one is spent; earlier commands on the sweep count',
      absent: 'none',
    }),
  stress: stressSchema.optional().register(keys, {
    about:
      '`{rates, kinds, lasting, seed}`, as below: the agents once more under faults of the offline world; read by `gavel stress SWEEP`',
    absent: 'none',
  }),
  store: z.string().min(1).optional().register(keys, {
    about: 'the store, relative to this file; without the key `gavel.db` in the folder that gavel is started in. `--store` wins',
    absent: '`gavel.db`',
  }),
});

export type Sweep = z.infer<typeof sweepSchema>;
