/** A store in which two judges have labelled two agents' reports, for the tests of labelling by people. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '../../../../benchmarks/task.ts';
import type { Store } from '../../../../runners/store/store.ts';
import { storeOf, task } from '../../../runners/annotation/fixture.ts';
import { importFile, lines } from '../../../runners/exchange/verdict-files.ts';

export const RUBRIC = [
  { id: 'c1', criterion: 'Names the bay', weight: 3 },
  { id: 'c2', criterion: 'Gives <b>a</b> date', weight: 1 },
  { id: 'c3', criterion: 'Invents a source', weight: -2 },
];

export const HOSTILE = `<script>alert('script')</script> <img src="https://evil.example/a.png" onerror="alert('img')"> ![p](https://evil.example/b.png)
[j](javascript:alert('link')) <style>@import url(https://evil.example/c.css)</style> <a href="https://evil.example/" autofocus onfocus="alert(1)">z</a>`;

/** The judges differ on c1 of the report of "two" on the first task, are unsure of c2 there, and sure and of one mind elsewhere. */
/** @param quote that every verdict on c1 gives */
export async function judgedStore(quote?: string): Promise<{ readonly store: Store; readonly tasks: readonly Task[] }> {
  const tasks = [task('t1', { rubric: RUBRIC }), task('t2', { rubric: RUBRIC, query: '它在哪里？', language: 'zh' })];
  const store = storeOf(
    tasks.map((each) => ({
      task: each,
      reports: { one: '# On it\n\nBy one: in the **North Bay**.', two: `${HOSTILE}\n\nNothing of ${each.id}.` },
    })),
  );
  const said = (judge: string, agent: string, id: string, criterion: string, label: string, confidence = 1) => ({
    agent,
    benchmark: 'bench',
    task: id,
    repeat: 1,
    criterion,
    label,
    confidence,
    judge,
    by: 'program',
    reason: `${judge} says <i>so</i>`,
    ...(quote !== undefined && criterion === 'c1' && { quotes: [{ text: quote, verified: true }] }),
    trial: 1,
  });
  const rows = ['severe', 'mild'].flatMap((judge) =>
    tasks.flatMap(({ id }) =>
      ['one', 'two'].flatMap((agent) => {
        const first = agent === 'two' && id === 't1';
        return [
          said(judge, agent, id, 'c1', first && judge === 'severe' ? 'unsatisfied' : 'satisfied'),
          said(judge, agent, id, 'c2', 'satisfied', first ? 0.5 : 1),
          said(judge, agent, id, 'c3', 'unsatisfied'),
        ];
      }),
    ),
  );
  await importText(store, lines(rows), tasks);
  return { store, tasks };
}

export async function importText(store: Store, text: string, tasks: readonly Task[], name = 'v.jsonl'): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gavel-labels-'));
  writeFileSync(join(folder, name), text);
  await importFile(store, join(folder, name), tasks);
  rmSync(folder, { recursive: true });
}
