/** The results agent: reports that another harness has made already, in the files that it wrote. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { AgentError } from '../../judge/errors.ts';
import type { Agent } from './agent.ts';
import type { AgentDeps } from './deps.ts';
import { checkpointFields, nameSchema } from './entry.ts';
import { FORMAT_NAMES, leftOutText, type PlacedResult, readResults } from './results/read-results.ts';

export const resultsSchema = z.strictObject({
  kind: z.literal('results').register(keys, { about: 'result files of other harnesses' }),
  name: nameSchema,
  ...checkpointFields(),
  path: z.string().min(1).register(keys, { about: 'a `.json` or `.jsonl` file, or a folder of them, relative to this file' }),
  format: z.enum(FORMAT_NAMES).exactOptional().register(keys, { about: 'what they are', absent: 'told by what is in them' }),
});

export type ResultsConfig = z.infer<typeof resultsSchema>;

const CONCURRENCY = 8;

/** A result is found by the id of its task, else by its query; one that is not there leaves the trial owed. */
export function createResultsAgent(config: ResultsConfig, deps: Pick<AgentDeps, 'baseDir' | 'onNotice'>): Agent {
  const path = resolve(deps.baseDir, config.path);
  let index: Promise<ReadonlyMap<string, PlacedResult>> | undefined;
  const found = () => {
    index ??= indexed(path, config.format, (line) => deps.onNotice?.(`${config.name}: ${line}`));
    return index;
  };
  return {
    name: config.name,
    identity: { kind: 'reports' },
    concurrency: CONCURRENCY,
    rereads: true,
    check: async () => void (await found()),
    attempt: async ({ id, query }, repeat, signal) => {
      signal.throwIfAborted();
      const results = await found();
      const result = results.get(keyOf('task', id, repeat)) ?? results.get(keyOf('query', plainQuery(query), repeat));
      if (result === undefined) return undefined;
      const { reply, failure, where } = result;
      if (failure !== undefined) throw new AgentError(failure.status === 'failed' ? 'agent' : 'harness', `${where}: ${failure.message}`);
      return reply;
    },
  };
}

async function indexed(
  path: string,
  format: string | undefined,
  onNotice: (line: string) => void,
): Promise<ReadonlyMap<string, PlacedResult>> {
  const index = new Map<string, PlacedResult>();
  const leftOut: string[] = [];
  for await (const result of readResults(path, format, (file) => leftOut.push(file))) {
    const { task, query, repeat = 1 } = result;
    // A run made again stands in a later file.
    if (query !== undefined) index.set(keyOf('query', plainQuery(query), repeat), result);
    if (task !== undefined) index.set(keyOf('task', task, repeat), result);
  }
  if (leftOut.length > 0) onNotice(leftOutText(leftOut));
  return index;
}

function keyOf(by: 'task' | 'query', text: string, repeat: number): string {
  return `${by} ${repeat} ${text}`;
}

/** Blanks and line ends differ from one harness to the next. */
export function plainQuery(query: string): string {
  return query.normalize('NFC').replace(/\s+/g, ' ').trim();
}
