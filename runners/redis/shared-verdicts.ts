/** shareVerdicts: verdicts that several gavels have in common in one Redis, and which of them asks what nobody has asked yet. */
import { randomUUID } from 'node:crypto';
import type { ChainableCommander, Redis } from 'ioredis';
import type { Verdict } from '../../judge/checklist/verdict.ts';
import { scrub } from '../../judge/model/excerpt.ts';

export interface SharedVerdicts {
  /** Those that are there, by key. */
  known(keys: readonly string[]): Promise<ReadonlyMap<string, Verdict>>;
  /** Which of them are this gavel's to ask: held until they are told or left, or it is gone for LOCK_MS. */
  claim(keys: readonly string[]): Promise<ReadonlySet<string>>;
  tell(verdicts: ReadonlyMap<string, Verdict>): Promise<void>;
  leave(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** A gavel that was killed holds its questions no longer than this. */
const LOCK_MS = 15_000;
/** How long a verdict stays for the others; each has it in its own store, too. */
const KEPT_SECONDS = 7 * 24 * 3600;

const LEAVE = `for i, key in ipairs(KEYS) do if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end end`;

/**
 * Where Redis does not answer, nothing is known and everything is this gavel's to ask: it judges as it would alone.
 *
 * @param secrets that may stand in nothing which is shared
 */
export function shareVerdicts(
  redis: Redis,
  secrets: readonly string[],
  onNotice: (line: string) => void,
  lockMs = LOCK_MS,
): SharedVerdicts {
  const token = randomUUID();
  const held = new Set<string>();
  let down = false;
  async function orElse<T>(without: T, work: () => Promise<T>): Promise<T> {
    try {
      const done = await work();
      if (down) onNotice('Redis answers again: verdicts are shared');
      down = false;
      return done;
    } catch (error) {
      if (!down) onNotice(`Redis does not answer (${(error as Error).message}): judging goes on without sharing`);
      down = true;
      return without;
    }
  }
  const renewing = setInterval(() => {
    if (held.size === 0) return;
    const pipeline = redis.pipeline();
    for (const key of held) pipeline.pexpire(lockOf(key), lockMs);
    void orElse(undefined, async () => void (await answersTo(pipeline)));
  }, lockMs / 3);
  renewing.unref();
  return {
    known: async (keys) => {
      if (keys.length === 0) return new Map();
      return orElse(new Map(), async () => {
        const found = await redis.mget(...keys.map(verdictOf));
        return new Map(
          found.flatMap((text, i): [string, Verdict][] => (text === null ? [] : [[keys[i] ?? '', JSON.parse(text) as Verdict]])),
        );
      });
    },
    claim: async (keys) => {
      if (keys.length === 0) return new Set();
      return orElse(new Set(keys), async () => {
        const pipeline = redis.pipeline();
        for (const key of keys) pipeline.set(lockOf(key), token, 'PX', lockMs, 'NX');
        const answers = await answersTo(pipeline);
        const mine = new Set(keys.filter((_, i) => answers[i] === 'OK'));
        for (const key of mine) held.add(key);
        return mine;
      });
    },
    tell: (verdicts) =>
      orElse(undefined, async () => {
        const pipeline = redis.pipeline();
        for (const [key, verdict] of verdicts) {
          pipeline.set(verdictOf(key), scrub(JSON.stringify(verdict), secrets), 'EX', KEPT_SECONDS);
          pipeline.del(lockOf(key));
          held.delete(key);
        }
        await answersTo(pipeline);
      }),
    async leave(keys) {
      const mine = keys.filter((key) => held.delete(key));
      if (mine.length > 0) await orElse(undefined, async () => void (await redis.eval(LEAVE, mine.length, ...mine.map(lockOf), token)));
    },
    async close() {
      clearInterval(renewing);
      redis.disconnect();
    },
  };
}

/** @throws the first failure among them */
async function answersTo(pipeline: ChainableCommander): Promise<unknown[]> {
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
}

function verdictOf(key: string): string {
  return `gavel:verdict:${key}`;
}

function lockOf(key: string): string {
  return `gavel:asking:${key}`;
}
