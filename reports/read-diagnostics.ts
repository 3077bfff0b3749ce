/** Reading diagnostics of stored reports and traces: how agents search, write and cite, without a model. */
import { z } from 'zod';
import { tagOf } from '../benchmarks/task.ts';
import { InputError } from '../judge/errors.ts';
import { bundledModel } from '../runners/judges/small.ts';
import { keptText } from '../runners/store/lookups.ts';
import { checkSweep } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { storedTask } from '../runners/store/tasks.ts';
import { type StoredEvent, trialTrace } from '../runners/store/traces.ts';
import { countedTrials, reportText } from '../runners/store/trials.ts';
import { isWorldAddress, openWorld, worldAddress } from '../runners/world/world.ts';
import { authorityOfHost, type CitedPage } from './diagnostics/citations.ts';
import { diagnoseReport, type FamilyMeasures, type Measure, type MeasureEstimate, summarise } from './diagnostics/diagnose.ts';
import { supportBy } from './diagnostics/support.ts';

export interface DiagnosticsOptions {
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
}

export interface AgentDiagnostics {
  readonly agent: string;
  readonly reports: number;
  readonly measures: Readonly<Partial<Record<Measure, MeasureEstimate>>>;
}

/** By agent, in order of name. @throws InputError where there is no report */
export function readDiagnostics(at: StoreAt, options: DiagnosticsOptions): Promise<readonly AgentDiagnostics[]> {
  return withStore(at, { mode: 'read' }, (store) => read(store, options));
}

function read(store: Store, { sweep, benchmark }: DiagnosticsOptions): AgentDiagnostics[] {
  if (sweep !== undefined) checkSweep(store, sweep);
  const supports = supportBy(bundledModel());
  const found = new Map<string, FamilyMeasures[]>();
  for (const { id: trial, agent, taskId, reportId } of [...countedTrials(store, { sweep, benchmark })]) {
    const report = reportId === null ? undefined : reportText(store, reportId);
    if (report === undefined) continue;
    const { task } = storedTask(store, taskId);
    const { query, language, id } = task;
    const trace = trialTrace(store, trial);
    // A task may say in which time it is asked; else it was that of the run.
    const today = task.asOf ?? tagOf(task, 'asOf') ?? trace.at(-1)?.at.slice(0, 10);
    const measures = diagnoseReport({ report, query, language, today, trace, pageOf: pagesOf(store, trace) }, supports);
    found.set(agent, [...(found.get(agent) ?? []), { family: tagOf(task, 'family') ?? id, measures }]);
  }
  if (found.size === 0) throw new InputError(`${store.path}: no report to diagnose${benchmark === undefined ? '' : ` on ${benchmark}`}`);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([agent, reports]) => ({ agent, reports: reports.length, measures: summarise(reports) }));
}

/** What a trace says of one page. */
interface Told {
  readonly opened: boolean;
  readonly missing: boolean;
  /** Under which its text is kept. */
  readonly hash?: string | undefined;
  readonly date?: string | undefined;
}

const itemSchema = z.looseObject({
  url: z.string(),
  asked: z.string().optional(),
  text: z.string().optional(),
  date: z.string().optional(),
  error: z.unknown().optional(),
  kind: z.string().optional(),
});

/** By address in normal form. */
function toldOf(trace: readonly StoredEvent[]): Map<string, Told> {
  const told = new Map<string, Told>();
  const add = (url: string, one: Told) => {
    const key = normal(url);
    const before = told.get(key);
    told.set(key, {
      opened: one.opened || before?.opened === true,
      missing: one.missing || before?.missing === true,
      hash: one.hash ?? before?.hash,
      date: one.date ?? before?.date,
    });
  };
  for (const { name, output } of trace)
    for (const item of itemsIn(output)) {
      const failed = item.error != null;
      const one = {
        opened: name === 'open' && !failed,
        missing: name === 'open' && failed && item.kind === 'missing',
        hash: name === 'open' ? item.text : undefined,
        date: item.date,
      };
      for (const url of item.asked === undefined ? [item.url] : [item.url, item.asked]) add(url, one);
    }
  return told;
}

function itemsIn(value: unknown): z.infer<typeof itemSchema>[] {
  if (Array.isArray(value)) return value.flatMap(itemsIn);
  const item = itemSchema.safeParse(value).data;
  if (item !== undefined) return [item];
  return typeof value === 'object' && value !== null && 'results' in value ? itemsIn(value.results) : [];
}

function normal(url: string): string {
  return worldAddress(url) ?? url;
}

/** The offline world is known whole: what is not in it is dead. Of the web it is known what was opened or is missing. */
function pagesOf(store: Store, trace: readonly StoredEvent[]): (url: string) => CitedPage {
  const told = toldOf(trace);
  return (url) => {
    const { opened = false, missing = false, hash, date } = told.get(normal(url)) ?? {};
    const inWorld = isWorldAddress(url);
    const page = inWorld ? openWorld().pages.get(normal(url)) : undefined;
    const kept = hash === undefined ? undefined : keptText(store, hash);
    return {
      text: opened ? (kept ?? page?.text) : undefined,
      date: date ?? page?.modified ?? page?.published,
      opened,
      dead: inWorld ? page === undefined : missing,
      known: inWorld || opened || missing,
      authority: page?.authority ?? authorityOfHost(url),
    };
  };
}
