/** Judging a folder of reports: files named after the tasks of a benchmark, under the name of the agent that wrote them. */
import type { Benchmark } from '../benchmarks/benchmark.ts';
import { printable } from '../benchmarks/files/check.ts';
import { InputError } from '../judge/errors.ts';
import { createFolderAgent } from './agents/folder.ts';
import { checkFolder, patternOf } from './agents/folder-files.ts';
import type { JudgeConfig } from './judges/open.ts';
import { carryOut, noteExpired, planAgents, type RunAround, type RunOutcome } from './judging/carry-out.ts';
import type { Terms } from './judging/paid-work.ts';
import type { Checkpoint } from './store/checkpoints.ts';
import type { StoreAt } from './store/store.ts';

export interface FolderRequest extends Terms {
  readonly benchmark: Benchmark;
  /** Each an agent's name and its folder, as an absolute path. */
  readonly agents: readonly {
    readonly name: string;
    readonly dir: string;
    readonly files?: string | undefined;
    readonly checkpoint?: Checkpoint | undefined;
  }[];
  /** Attempts at a task: `<task-id>.md`, `<task-id>.2.md`, ... */
  readonly repeats: number;
  /** The name under which the run is kept. */
  readonly sweep: string;
  readonly judge: JudgeConfig;
}

/** @throws InputError where a folder has a report on none of the tasks; otherwise as carryOut does */
export async function judgeFolder(at: StoreAt, request: FolderRequest, around: RunAround): Promise<RunOutcome> {
  const { benchmark, repeats } = request;
  noteExpired(benchmark, around);
  const ids = benchmark.tasks.map((task) => task.id);
  for (const { dir, files } of request.agents) await checkStrays(dir, files, ids, around);
  const agents = request.agents.map(({ name, dir, files, checkpoint }) => ({
    ...createFolderAgent({ kind: 'folder', name, dir, ...(files !== undefined && { files }) }, { baseDir: dir }),
    ...(checkpoint !== undefined && { checkpoint }),
  }));
  return carryOut(at, { ...request, plan: (store) => planAgents(store, [benchmark], agents, repeats) }, around);
}

/** No report at all is a mistyped folder or benchmark. */
async function checkStrays(dir: string, files: string | undefined, taskIds: readonly string[], { onNotice }: RunAround): Promise<void> {
  const { found, unread, ambiguous } = await checkFolder(dir, taskIds, files);
  const expected = files ?? `${taskIds[0]}.md`;
  if (found === 0) {
    const got = unread[0] === undefined ? '' : `, got ${printable(unread[0], 80)}`;
    const pattern = patternOf(unread, taskIds);
    const remedy = pattern === undefined ? '' : `: give --name '${printable(pattern, 80)}'`;
    throw new InputError(`${dir}: no report in it for any of ${taskIds.length} tasks; expected files like ${expected}${got}${remedy}`);
  }
  if (unread.length > 0)
    onNotice(
      `${unread.length === 1 ? '1 file belongs' : `${unread.length} files belong`} to no task asked for and ${unread.length === 1 ? 'is' : 'are'} left out, such as ${printable(unread.slice(0, 3).join(', '))}: a report is named as its task, as ${expected}`,
    );
  if (ambiguous.length > 0) onNotice(`${ambiguous.join(', ')}: named both like a task and like a repeat of another`);
}
