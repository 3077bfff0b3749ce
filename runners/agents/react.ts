/** The research agent: a model with search, pages and files in one scaffold, the same for every model. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { InputError } from '../../judge/errors.ts';
import { fingerprint } from '../../judge/hash.ts';
import { accessTo, addressOf } from '../http/access.ts';
import { addMoney, loadPrices, priceOf, searchPriceOf } from '../judging/prices.ts';
import { sleep } from '../judging/sleep.ts';
import type { Agent, AgentReply, AgentTask, Most } from './agent.ts';
import { runChild } from './child.ts';
import type { AgentDeps } from './deps.ts';
import { checkpointFields, concurrencySchema, endpointFields, nameSchema, timeoutSchema } from './entry.ts';
import { fingerprints, withoutKeys, withoutQuery } from './identity.ts';
import { contextSchema } from './research/context.ts';
import { type Live, Recorder, unkept } from './research/journal.ts';
import { limitsSchema } from './research/limits.ts';
import { research } from './research/loop.ts';
import { openSearch } from './research/open-search.ts';
import { promptLanguageOf } from './research/prompts.ts';
import { type SearchProvider, searchSchema } from './research/search.ts';
import { newLearnt, openTalk } from './research/talk.ts';
import { TOOL_NAMES, TOOLS } from './research/tools/tools.ts';
import { keysOf, Secrets } from './secrets.ts';

/** What the scaffold itself does; raised when a change of it makes other reports. */
const SCAFFOLD = 3;

export const reactSchema = z
  .strictObject({
    kind: z.literal('react').register(keys, { about: 'the built-in research agent' }),
    name: nameSchema,
    ...checkpointFields(),
    ...endpointFields('as the endpoint calls it', 'OpenAI-compatible endpoint, as in `http://localhost:8000/v1`'),
    api: z.enum(['chat', 'responses']).default('chat').register(keys, { about: 'chat completions, or the Responses API' }),
    toolCalls: z.enum(['auto', 'native', 'words']).default('auto').register(keys, {
      about:
        'how tools are offered: in the field for that, or in words; `auto` turns to words where the endpoint refuses the field, or keeps it from its model. Calls in words are always understood',
    }),
    search: searchSchema.register(keys, { about: 'who searches, as below' }),
    tools: z
      .array(z.enum(TOOL_NAMES))
      .min(1)
      .default(['search', 'open', 'todo', 'file'])
      .register(keys, { about: 'a list of search, open, todo, file and shell' }),
    shell: z.array(z.string()).min(1).exactOptional().register(keys, {
      about:
        'a list: program and arguments that run a command line, which is added as the last argument, as in `[bwrap, ..., sh, -c]`; without it there is no shell',
      absent: 'none',
    }),
    limits: limitsSchema
      .prefault({})
      .register(keys, { about: 'of one trial, as below; the end of one is a report, not a failure', absent: 'as below' }),
    context: contextSchema
      .prefault({})
      .register(keys, { about: '`{policy, keep, tokens}`: what of older results the model is shown, as below', absent: 'as below' }),
    instructions: z.string().min(1).exactOptional().register(keys, { about: 'added to the system prompt', absent: 'none' }),
    today: z.iso
      .date()
      .exactOptional()
      .register(keys, { about: 'the date that the model is told', absent: "the search's own, else the clock's" }),
    temperature: z.number().min(0).max(2).exactOptional().register(keys, { about: 'of the model', absent: 'not sent' }),
    params: z
      .record(z.string(), z.unknown())
      .refine(
        (params) => !['model', 'messages', 'input', 'stream', 'n', 'tools'].some((name) => name in params),
        'params set neither model, messages, input, tools, stream nor n',
      )
      .default({})
      .register(keys, { about: "sent as they are in the request's body" }),
    timeoutSeconds: timeoutSchema(600, 'deadline of one answer of the model'),
    concurrency: concurrencySchema(8, 'trials at once'),
  })
  .refine(
    ({ tools, shell }) => !tools.includes('shell') || shell !== undefined,
    'tools: shell needs the program that runs it, as shell: [bwrap, ..., sh, -c]',
  )
  .refine(
    ({ context, tools }) => context.policy !== 'summarise' || tools.includes('file'),
    'context: policy summarise needs the tool file',
  );

export type ReactConfig = z.infer<typeof reactSchema>;

/** @param search who searches; what the entry names where absent */
export function createReactAgent(config: ReactConfig, deps: AgentDeps, search: SearchProvider = searchOf(config, deps)): Agent {
  const address = addressOf(config.url, deps.env);
  const state = newLearnt(new URL(address).hostname === 'api.openai.com', config.toolCalls);
  return {
    name: config.name,
    identity: withoutKeys(
      {
        kind: 'react',
        scaffold: SCAFFOLD,
        model: config.model,
        url: withoutQuery(address),
        api: config.api,
        search: search.identity,
        tools: config.tools,
        ...(config.shell !== undefined && { shell: config.shell }),
        limits: config.limits,
        context: config.context,
        instructions: config.instructions === undefined ? null : fingerprint(config.instructions),
        today: config.today ?? null,
        temperature: config.temperature ?? null,
        params: config.params,
        ...(Object.keys(config.headers).length > 0 && { headers: fingerprints(config.headers) }),
      },
      deps.env,
      { key: deps.env[config.apiKeyEnv] },
    ),
    concurrency: config.concurrency,
    endsItself: true,
    most: mostOf(config, deps),
    check: async () => {
      accessTo(config, deps.env, `agent "${config.name}"`);
      search.check?.();
      checkPriced(config, deps);
    },
    attempt: (task, repeat, signal, stopping, live) =>
      attempt(config, deps, { search, state }, { task, repeat, live: live ?? unkept() }, signal, stopping),
    close: async () => search.close?.(),
  };
}

function searchOf(config: ReactConfig, deps: AgentDeps): SearchProvider {
  return openSearch(config.search, { ...deps, sleep: deps.sleep ?? sleep, random: deps.random ?? Math.random });
}

/** A report may be asked for twice, continued, and asked for with citations. */
const REPORT_CALLS = 3;

/** The limit in money, else all tokens at the dearer price, with searches where they are bounded, too. */
function mostOf({ limits, model, search, context }: ReactConfig, deps: AgentDeps): Most {
  const calls = limits.turns * (context.policy === 'compress' ? 2 : 1) + REPORT_CALLS;
  const { amount, currency, tokens, searches } = limits;
  if (amount !== undefined && currency !== undefined) return { calls, cost: { amount, currency } };
  const prices = deps.prices ?? loadPrices();
  const [price, each] = [priceOf(prices, model), searchPriceOf(prices, search.kind)];
  const isBounded = tokens !== undefined && price !== undefined && each !== undefined && (searches !== undefined || each.amount === 0);
  if (!isBounded) return { calls };
  const words = { amount: (tokens * Math.max(price.input, price.output, price.reasoning ?? 0)) / 1e6, currency: price.currency };
  const cost = addMoney(prices, [words, { ...each, amount: each.amount * (searches ?? 0) }]);
  return cost === null ? { calls } : { calls, cost };
}

/** A limit in money can only be kept of what has a price. @throws InputError */
function checkPriced(config: ReactConfig, deps: AgentDeps): void {
  if (config.limits.amount === undefined) return;
  const prices = deps.prices ?? loadPrices();
  const missing =
    priceOf(prices, config.model) === undefined
      ? config.model
      : searchPriceOf(prices, config.search.kind) === undefined
        ? `search ${config.search.kind}`
        : undefined;
  if (missing !== undefined)
    throw new InputError(`agent "${config.name}": limits.amount needs a price for "${missing}": add it with --prices FILE`);
}

interface Shared {
  readonly search: SearchProvider;
  readonly state: ReturnType<typeof newLearnt>;
}

interface Asked {
  readonly task: AgentTask;
  readonly repeat: number;
  readonly live: Live;
}

/** How often a paused trial looks whether it may go on. */
const PAUSE_MS = 500;

async function attempt(
  config: ReactConfig,
  deps: AgentDeps,
  { search, state }: Shared,
  { task, repeat, live }: Asked,
  signal: AbortSignal,
  stopping: AbortSignal,
): Promise<AgentReply> {
  const who = `agent "${config.name}"`;
  const access = accessTo(config, deps.env, who);
  const secrets = new Secrets(keysOf(deps.env, { key: access.key }, access.headers), access.secrets);
  const prices = deps.prices ?? loadPrices();
  const tools = config.tools.map((name) => TOOLS[name]);
  return research(
    task,
    {
      who,
      model: config.model,
      talk: openTalk({ who, access, secrets, deps, learnt: state, ...pick(config) }),
      learnt: state,
      search: search.forTrial({ task: task.id, repeat, lookups: live.lookups }),
      lookups: live.lookups,
      tools,
      parameters: PARAMETERS,
      shell: config.shell === undefined ? undefined : shellOf(config.shell, deps),
      limits: config.limits,
      context: config.context,
      prices: { model: priceOf(prices, config.model), search: searchPriceOf(prices, config.search.kind), rates: prices },
      language: promptLanguageOf(task),
      instructions: config.instructions,
      recorder: new Recorder(live.journal, () => performance.now() / 1000),
      wishes: live.wishes,
      affords: live.affords ?? (() => true),
      today: () => config.today ?? new Date().toISOString().slice(0, 10),
      mark: () => randomBytes(6).toString('hex'),
      now: () => new Date().toISOString(),
      keep: (value) => secrets.keep(value),
      waitWhilePaused: async (inner) => {
        while (live.wishes().paused) {
          stopping.throwIfAborted();
          await sleep(PAUSE_MS, inner);
        }
      },
    },
    signal,
    stopping,
  );
}

const PARAMETERS: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(
  Object.values(TOOLS).map((tool) => {
    const { $schema: _, ...schema } = z.toJSONSchema(tool.schema, { io: 'input' }) as Record<string, unknown>;
    return [tool.name, schema];
  }),
);

function pick({ model, api, apiKeyEnv, temperature, params, timeoutSeconds }: ReactConfig) {
  return { model, api, apiKeyEnv, temperature, params, timeoutSeconds };
}

const SHELL_SECONDS = 60;
const SHELL_BYTES = 1024 * 1024;

/** The program sees no key: its environment is the least that programs need. */
function shellOf(program: readonly string[], { env, killGraceMs = 2_000 }: AgentDeps) {
  return async (command: string, cwd: string, signal: AbortSignal): Promise<{ status: string; output: string }> => {
    const [first = '', ...rest] = program;
    const result = await runChild(
      {
        argv: [first, ...rest, command],
        cwd,
        env: { PATH: env.PATH ?? '/usr/bin:/bin', HOME: cwd, LANG: env.LANG ?? 'C.UTF-8', TMPDIR: cwd },
        stdin: '',
        timeoutMs: SHELL_SECONDS * 1000,
        maxOutputBytes: SHELL_BYTES,
        killGraceMs,
      },
      signal,
    ).catch((error: NodeJS.ErrnoException) => {
      signal.throwIfAborted();
      throw new InputError(`shell: ${first} cannot be started (${error.code ?? error.message})`, { cause: error });
    });
    const status =
      result.ended === 'exited'
        ? typeof result.status === 'number'
          ? `exit ${result.status}`
          : `ended by ${result.status}`
        : result.ended;
    return {
      status,
      output: `${result.stdout.toString('utf8')}${result.stderr.length > 0 ? `\n${result.stderr.toString('utf8')}` : ''}`.trim(),
    };
  };
}
