/** Importing traces: what agents did in attempts that the store holds, event by event. */
import { check } from '../benchmarks/files/check.ts';
import { InputError } from '../judge/errors.ts';
import type { TraceEvent } from './agents/trace.ts';
import { type BenchmarkSource, ImportedTasks } from './exchange/imported-tasks.ts';
import { columnsOfAny, lineBatches } from './exchange/line-batches.ts';
import { once } from './exchange/once.ts';
import { type TraceLine, traceLine } from './exchange/trace-line.ts';
import { importedAgent } from './store/agents.ts';
import type { Store } from './store/store.ts';
import { hasTrace, newestTrial, storeTrace } from './store/traces.ts';

const COLUMNS = columnsOfAny(traceLine);

export interface TraceImport {
  readonly file: string;
  readonly benchmarks: BenchmarkSource;
  /** For rows that name no agent. */
  readonly agent: string | undefined;
  readonly at: string;
}

export interface TraceCount {
  readonly events: number;
  /** Events of attempts that had a trace before. */
  readonly known: number;
  readonly attempts: number;
}

/** The attempt that lines belong to, and whether its trace was there before the file. */
interface Traced {
  readonly trial: number;
  readonly known: boolean;
}

/**
 * Appends the events of a file, all or none, in their order; those of an attempt that has a trace already are left out.
 *
 * @throws InputError naming file, line and field, or an attempt that the store does not hold
 */
export async function importTraces(store: Store, { file, benchmarks, at, ...options }: TraceImport): Promise<TraceCount> {
  const tasks = new ImportedTasks(store, benchmarks);
  const attempts = new Map<string, Traced>();
  const count = { events: 0, known: 0 };
  const attemptOf = (line: TraceLine, where: string): Traced => {
    const { agent = options.agent, repeat } = line;
    if (agent === undefined) throw new InputError(`${where}: agent: missing; give --agent NAME for rows without one`);
    const { benchmark, stored } = tasks.find(line, where);
    return once(attempts, `${agent}\0${benchmark}\0${stored.id}\0${repeat}`, () => {
      const trial = newestTrial(store, importedAgent(store, agent), stored.queryId, repeat);
      if (trial === undefined)
        throw new InputError(`${where}: ${agent} has no attempt ${repeat} at ${line.task}: import its reports first`);
      return { trial, known: hasTrace(store, trial) };
    });
  };
  await store.longTransaction(async () => {
    for await (const { rows, lineOf } of lineBatches(file, COLUMNS)) {
      const lines = rows.map((row, i) => check(traceLine, row, `${file}:${lineOf(i)}`));
      await tasks.open(lines);
      for (const [i, line] of lines.entries()) {
        const { trial, known } = attemptOf(line, `${file}:${lineOf(i)}`);
        if (!known) storeTrace(store, trial, [eventOf(line)], at);
        count[known ? 'known' : 'events']++;
      }
    }
    if (attempts.size === 0) throw new InputError(`${file}: no events in it`);
  });
  return { ...count, attempts: attempts.size };
}

function eventOf({ benchmark: _benchmark, task: _task, agent: _agent, repeat: _repeat, ...event }: TraceLine): TraceEvent {
  return event as TraceEvent;
}
