/** joinRedis: judges that share what they say with other gavels, or have workers ask. */
import type { OpenJudge } from '../judges/judge-kind.ts';
import type { Stop } from '../judging/stop.ts';
import { openRedis, redisSecrets } from './connect.ts';
import { openQueue } from './judging-queue.ts';
import { shareVerdicts } from './shared-verdicts.ts';
import { sharing } from './sharing-judge.ts';

/** One Redis that several gavels know. */
export interface RedisTerms {
  /** Its address. */
  readonly redis?: string | undefined;
  /** Whether workers ask in place of this gavel. */
  readonly workers?: boolean | undefined;
}

export interface Joined {
  readonly judges: readonly OpenJudge[];
  /** Of its address. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** @throws InputError where no Redis answers */
export async function joinRedis(
  judges: readonly OpenJudge[],
  { redis: url, workers = false }: RedisTerms & { readonly redis: string },
  { stop, onNotice }: { readonly stop: Stop; readonly onNotice: (line: string) => void },
): Promise<Joined> {
  const redis = await openRedis(url, { lasting: workers });
  const closing: (() => Promise<void>)[] = [];
  const secrets = [...judges.flatMap((judge) => judge.secrets), ...redisSecrets(url)];
  const shared = workers ? undefined : shareVerdicts(redis, secrets, onNotice);
  const joined = (judge: OpenJudge): OpenJudge => {
    const { panel } = judge;
    // A panel is asked through its members.
    if (panel !== undefined) return { ...judge, panel: { ...panel, members: panel.members.map(joined) } };
    if (shared !== undefined) return { ...judge, checklist: sharing(judge.checklist, shared, (ms) => stop.sleep(ms)) };
    const queue = openQueue(judge.checklist, redis);
    closing.push(() => queue.close());
    return { ...judge, checklist: queue.checklist };
  };
  return {
    judges: judges.map(joined),
    secrets: redisSecrets(url),
    async close() {
      for (const close of closing) await close();
      await shared?.close();
      redis.disconnect();
    },
  };
}
