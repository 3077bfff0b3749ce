/** work: a worker that judges what others have put into a queue, until it is told to stop. It keeps no store: who asked does. */
import { once } from 'node:events';
import type { JudgeConfig } from './judges/open.ts';
import { type Around, type Terms, withJudges } from './judging/paid-work.ts';
import { openRedis } from './redis/connect.ts';
import { serveQueue } from './redis/judging-queue.ts';

export interface WorkRequest extends Terms {
  readonly judge: JudgeConfig;
  readonly redis: string;
  /** Reports judged at once. */
  readonly reports: number;
}

export interface WorkAround extends Around {
  readonly onReady: (judges: readonly string[]) => void;
  readonly onJob: (error: string | undefined) => void;
}

/** @throws InputError where Redis or the judge cannot be had, or what every further job would meet, such as a wrong key */
export async function work(request: WorkRequest, around: WorkAround): Promise<void> {
  const { redis: url, reports } = request;
  await withJudges([request.judge], { ...request, workers: false }, around, async ({ judges, stop }) => {
    const redis = await openRedis(url, { lasting: true });
    const asked = judges.flatMap((judge) => judge.panel?.members ?? [judge]);
    const queues = asked.map(({ checklist }) =>
      serveQueue(checklist, redis, { concurrency: reports, signal: stop.aborting, onJob: around.onJob }),
    );
    try {
      around.onReady(asked.map(({ name }) => name));
      if (!stop.stopping.aborted) await once(stop.stopping, 'abort');
      // What was begun is finished, unless it is broken off.
      await Promise.race([Promise.all(queues.map((queue) => queue.close())), aborted(stop.aborting)]);
    } finally {
      redis.disconnect();
    }
    if (stop.failure !== undefined) throw stop.failure;
  });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
