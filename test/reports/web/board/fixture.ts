/** A judged store of two agents on two tasks, and the app over it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '../../../../benchmarks/task.ts';
import { createViewApp } from '../../../../reports/web/app.ts';
import type { Store } from '../../../../runners/store/store.ts';
import { AT, storeOf, task } from '../../../runners/annotation/fixture.ts';
import { importFile, lines } from '../../../runners/exchange/verdict-files.ts';

export const rubric = [
  { id: 'c1', criterion: 'Names the bay', weight: 3 },
  { id: 'c2', criterion: 'Gives <b>a</b> date', weight: 1 },
  { id: 'c3', criterion: 'Invents a source', weight: -2 },
];
export const TASKS: Task[] = [task('t-1', { rubric }), task('t2', { rubric, query: 'Where is <i>it</i>?' })];

/** "one" meets everything on both tasks; "two" misses the bay on the first and invents a source. */
export async function judgedStore() {
  const store = storeOf(
    TASKS.map((each) => ({
      task: each,
      reports: { one: '# On it\n\nIt lies in the **North Bay**.', two: 'Nothing <script>alert(1)</script> here.' },
    })),
  );
  const said = (agent: string, id: string, criterion: string, label: string, more = {}) => ({
    agent,
    benchmark: 'bench',
    task: id,
    repeat: 1,
    criterion,
    label,
    trial: 1,
    ...more,
  });
  const rows = TASKS.flatMap(({ id }) => [
    said('one', id, 'c1', 'satisfied', { reason: 'It is <b>named</b>.', quotes: [{ text: 'the North Bay', verified: true }] }),
    said('one', id, 'c2', 'satisfied'),
    said('one', id, 'c3', 'unsatisfied'),
    said('two', id, 'c1', id === 't2' ? 'partial' : 'unsatisfied', { quotes: [{ text: 'no such words', verified: false }] }),
    said('two', id, 'c2', 'satisfied'),
    said('two', id, 'c3', 'satisfied'),
  ]);
  await importFile(store, written(rows), TASKS);
  return store;
}

/** @param more.second another judge, which says of two criteria that "two" partly meets them */
export async function app(
  tokens: { owner?: string; people: ReadonlyMap<string, string> } = { people: new Map() },
  more: { readonly second?: boolean } = {},
) {
  const store = await judgedStore();
  if (more.second === true) {
    const line = { agent: 'two', benchmark: 'bench', task: 't-1', repeat: 1, label: 'partial', trial: 1, judge: 'second' };
    await importFile(
      store,
      written([
        { ...line, criterion: 'c1' },
        { ...line, criterion: 'c2' },
      ]),
      TASKS,
    );
  }
  return over(store, tokens);
}

/** The app over a store, as something to get pages from. */
export function over(store: Store, tokens: { owner?: string; people: ReadonlyMap<string, string> } = { people: new Map() }) {
  const view = createViewApp({
    store,
    host: '127.0.0.1',
    tokens,
    overlap: 2,
    language: 'en',
    now: () => AT,
    onError: (error) => {
      throw error;
    },
  });
  return async (path: string, headers: Record<string, string> = {}) => {
    const response = await view.request(new Request(`http://127.0.0.1:8080${path}`, { headers: { host: '127.0.0.1:8080', ...headers } }));
    return { status: response.status, to: response.headers.get('location'), text: await response.text() };
  };
}

/** A file of these lines. */
export function written(rows: readonly unknown[]): string {
  const file = `${mkdtempSync(join(tmpdir(), 'gavel-board-'))}/v.jsonl`;
  writeFileSync(file, lines(rows));
  return file;
}
