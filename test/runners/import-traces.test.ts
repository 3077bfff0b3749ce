import { beforeEach, describe, expect, it } from 'vitest';
import { traceLines } from '../../runners/export-lines.ts';
import { importReports } from '../../runners/import-reports.ts';
import { importTraces } from '../../runners/import-traces.ts';
import { Store } from '../../runners/store/store.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { lines, onTasks } from './exchange/verdict-files.ts';
import { taskOf } from './work.ts';

const folder = testFolder();
const about = { benchmarks: onTasks([taskOf('a')]), agent: undefined, at: '2026-01-01T00:00:00.000Z' };
let store: Store;
beforeEach(async () => {
  store = new Store(':memory:', { mode: 'write' });
  await importReports(store, {
    ...about,
    sweep: 'import',
    file: folder.write('r.jsonl', lines([{ task: 'a', agent: 'x', report: 'Text.' }])),
  });
});
const read = (rows: readonly unknown[]) => importTraces(store, { ...about, file: folder.write('t.jsonl', lines(rows)) });

const EVENT = {
  benchmark: 'bench',
  task: 'a',
  agent: 'x',
  repeat: 1,
  turn: 2,
  kind: 'tool',
  name: 'search',
  input: { q: 'bees' },
  output: [1, 2],
  seconds: 0.5,
  usage: { inputTokens: 3 },
  at: '2026-02-03T00:00:00.000Z',
};

describe('importing traces', () => {
  it('keeps every event in the order of the file, and a file that comes again adds nothing', async () => {
    const events = [EVENT, { ...EVENT, turn: 1, kind: 'message', input: 'text' }];
    expect(await read(events)).toEqual({ events: 2, known: 0, attempts: 1 });
    expect([...traceLines(store)]).toEqual(events);
    expect(await read(events)).toEqual({ events: 0, known: 2, attempts: 1 });
    expect([...traceLines(store)]).toEqual(events);
  });

  it.each([
    [{ ...EVENT, repeat: 2 }, /:2: x has no attempt 2 at a: import its reports first/],
    [{ ...EVENT, kind: 'thought' }, /:2: kind: expected one of "message", "tool", "error", got "thought"/],
    [{ ...EVENT, turn: 0 }, /:2: turn: expected a number of more than 0/],
    [{ ...EVENT, agent: undefined }, /:2: agent: missing; give --agent NAME/],
  ])('refuses an event by file and line, and stores nothing of the file: %j', async (event, message) => {
    await expect(read([EVENT, event])).rejects.toThrow(message);
    expect([...traceLines(store)]).toEqual([]);
  });
});
