/** Several gavels and one Redis: verdicts are paid for once, and what workers bring is stored once. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChecklistJudge } from '../../../judge/checklist/judge.ts';
import type { Question, Verdict } from '../../../judge/checklist/verdict.ts';
import { ModelError } from '../../../judge/errors.ts';
import type { CallResult } from '../../../judge/judge.ts';
import { NO_USAGE } from '../../../judge/model/usage.ts';
import { openRedis } from '../../../runners/redis/connect.ts';
import { openQueue, serveQueue } from '../../../runners/redis/judging-queue.ts';
import { shareVerdicts } from '../../../runners/redis/shared-verdicts.ts';
import { sharing } from '../../../runners/redis/sharing-judge.ts';
import { HAS_REDIS, startRedis } from './redis-server.ts';

const RUBRIC = Array.from({ length: 6 }, (_, i) => ({ id: `c${i}`, criterion: `Criterion ${i}.`, weight: i === 0 ? -1 : 1 }));
const OWED = RUBRIC.map(({ id }): Question => ({ criterion: id, trial: 1 }));
const request = (report: string) => ({ query: 'q', report, rubric: RUBRIC, owed: OWED });
const NEVER = new AbortController().signal;

/** Says the criterion's id back, one call a criterion. @param paid hears of every call. @param gate is waited for before each */
function judgeSaying(name: string, paid: string[], gate: () => Promise<void> = async () => {}): ChecklistJudge {
  return {
    name,
    identity: { kind: 'test', name },
    async judge({ report, owed }, sink) {
      for (const question of owed) {
        paid.push(`${report} ${question.criterion}`);
        await gate();
        const answer: Verdict = { label: 'partial', reason: `of ${question.criterion}, key sk-secret-1`, quotes: [] };
        await sink({ answers: [{ question, answer }], unscored: [], call: { usage: { ...NO_USAGE, inputTokens: 7 } } });
      }
    },
  };
}

async function said(judge: ChecklistJudge, report: string): Promise<CallResult<Question, Verdict>[]> {
  const results: CallResult<Question, Verdict>[] = [];
  await judge.judge(request(report), async (result) => void results.push(result), NEVER);
  return results;
}
const reasons = (results: readonly CallResult<Question, Verdict>[]) =>
  results.flatMap(({ answers }) => answers.map(({ answer }) => answer.reason)).sort();

describe.skipIf(!HAS_REDIS)('with Redis (skipped where there is no redis-server)', () => {
  let server: Awaited<ReturnType<typeof startRedis>>;
  const closing: (() => unknown)[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    server?.stop();
  });

  /** As another machine would be. */
  async function gavel(judge: ChecklistJudge, lockMs?: number, notices: string[] = []) {
    const redis = await openRedis(server.url);
    const shared = shareVerdicts(redis, ['sk-secret-1'], (line) => notices.push(line), lockMs);
    closing.push(() => shared.close());
    return { judge: sharing(judge, shared, () => delay(5)), shared, redis };
  }

  it('asks each question once, however many ask it at the same time, and shares no key', async () => {
    const paid: string[] = [];
    const gavels = await Promise.all([1, 2, 3].map(() => gavel(judgeSaying('once', paid, () => delay(1)))));
    const all = await Promise.all(gavels.map(({ judge }) => said(judge, 'r1')));
    expect(paid.sort()).toEqual(OWED.map(({ criterion }) => `r1 ${criterion}`));
    for (const results of all) expect(results.flatMap(({ answers }) => answers)).toHaveLength(6);
    // One gavel has paid for each; the others were told.
    expect(all.flat().filter(({ call }) => call !== undefined)).toHaveLength(6);
    const later = await said((await gavel(judgeSaying('once', paid))).judge, 'r1');
    expect([paid.length, reasons(later)[0]]).toEqual([6, 'of c0, key [key]']);
  });

  it('keeps apart other judges, other reports and other signs', async () => {
    const paid: string[] = [];
    await said((await gavel(judgeSaying('other', paid))).judge, 'r1');
    await said((await gavel(judgeSaying('other', paid))).judge, 'r2');
    expect(paid).toHaveLength(12);
    const { judge } = await gavel(judgeSaying('other', paid));
    const turned = RUBRIC.map((criterion) => ({ ...criterion, weight: -criterion.weight }));
    await judge.judge({ ...request('r1'), rubric: turned }, async () => {}, NEVER);
    expect(paid).toHaveLength(18);
  });

  it('takes over what a gavel held that is gone, and leaves what one gives up', async () => {
    const paid: string[] = [];
    const gone = await gavel(
      judgeSaying('gone', paid, () => new Promise(() => {})),
      60,
    );
    void said(gone.judge, 'r1');
    while (paid.length === 0) await delay(1);
    await gone.shared.close();
    await said((await gavel(judgeSaying('gone', paid), 60)).judge, 'r1');
    expect(paid).toHaveLength(7);
    const failing: ChecklistJudge = { ...judgeSaying('fails', paid), judge: async () => Promise.reject(new ModelError('permanent', 'no')) };
    await expect(said((await gavel(failing)).judge, 'r1')).rejects.toThrow('no');
    expect(await said((await gavel(judgeSaying('fails', paid))).judge, 'r1')).toHaveLength(6);
  });

  it('judges alone where Redis has gone, and says so once', async () => {
    const [paid, notices]: [string[], string[]] = [[], []];
    const { judge, redis } = await gavel(judgeSaying('alone', paid), undefined, notices);
    redis.disconnect();
    expect(await said(judge, 'r1')).toHaveLength(6);
    expect(notices).toEqual([expect.stringContaining('judging goes on without sharing')]);
  });

  async function worker(judge: ChecklistJudge, jobs: (string | undefined)[] = [], lockMs = 1000) {
    const redis = await openRedis(server.url, { lasting: true });
    const queue = serveQueue(judge, redis, { concurrency: 2, signal: NEVER, onJob: (error) => jobs.push(error), lockMs });
    closing.push(
      () => redis.disconnect(),
      () => queue.close(),
    );
    return queue;
  }

  async function coordinator(judge: ChecklistJudge, lookMs?: number) {
    const redis = await openRedis(server.url, { lasting: true });
    const queue = openQueue(judge, redis, lookMs);
    closing.push(
      () => redis.disconnect(),
      () => queue.close(),
    );
    return queue.checklist;
  }

  it('has workers ask: every report once, spread over them, with what its calls took', async () => {
    const paid: string[][] = [[], [], []];
    await Promise.all(paid.map((mine) => worker(judgeSaying('spread', mine, () => delay(2)))));
    const judge = await coordinator(judgeSaying('spread', []));
    const reports = Array.from({ length: 9 }, (_, i) => `report ${i}`);
    const all = await Promise.all(reports.map((report) => said(judge, report)));
    expect(paid.flat().sort()).toEqual(reports.flatMap((report) => OWED.map(({ criterion }) => `${report} ${criterion}`)).sort());
    expect(paid.filter((mine) => mine.length > 0).length).toBeGreaterThan(1);
    expect(all.flat().filter(({ call }) => call?.usage?.inputTokens === 7)).toHaveLength(54);
    // Who asks the same again while it is kept is told the same.
    await said(judge, 'report 0');
    expect(paid.flat()).toHaveLength(54);
  });

  it('counts what a worker had paid before it was gone, and asks only the rest', async () => {
    const before: string[] = [];
    const dies = await gavel(
      judgeSaying('paid', before, () => (before.length > 2 ? new Promise(() => {}) : Promise.resolve())),
      100,
    );
    const redis = await openRedis(server.url, { lasting: true });
    void serveQueue(dies.judge, redis, { concurrency: 1, signal: NEVER, onJob: () => {}, lockMs: 200 });
    const results = said(await coordinator(judgeSaying('paid', [])), 'r1');
    while (before.length < 3) await delay(5);
    redis.disconnect();
    await dies.shared.close();
    const after: string[] = [];
    await worker((await gavel(judgeSaying('paid', after), 100)).judge, [], 200);
    const all = await results;
    expect(all.flatMap(({ answers }) => answers)).toHaveLength(6);
    expect([before.length, after.length]).toEqual([3, 4]);
    // The third call of the first worker never came back: it was in flight.
    expect(all.filter(({ call }) => call !== undefined)).toHaveLength(6);
  });

  it('puts a report into the queue again that a Redis which was started anew has forgotten', async () => {
    const redis = await openRedis(server.url);
    closing.push(() => redis.disconnect());
    const results = said(await coordinator(judgeSaying('forgotten', []), 50), 'r1');
    while ((await redis.keys('bull:*:wait')).length === 0) await delay(5);
    await redis.flushall();
    const paid: string[] = [];
    await worker(judgeSaying('forgotten', paid));
    expect((await results).flatMap(({ answers }) => answers)).toHaveLength(6);
    expect(paid).toHaveLength(6);
  });

  it('gives the report of a worker that is gone to another, and says what a worker cannot ask', async () => {
    const lost: string[] = [];
    const redis = await openRedis(server.url, { lasting: true });
    const dying = serveQueue(
      judgeSaying('lost', lost, () => new Promise(() => {})),
      redis,
      { concurrency: 1, signal: NEVER, onJob: () => {}, lockMs: 200 },
    );
    const judge = await coordinator(judgeSaying('lost', []));
    const results = said(judge, 'r1');
    while (lost.length === 0) await delay(5);
    redis.disconnect();
    void dying;
    const found: string[] = [];
    await worker(judgeSaying('lost', found), [], 200);
    expect((await results).flatMap(({ answers }) => answers)).toHaveLength(6);
    expect(found).toHaveLength(6);
    const refused: ChecklistJudge = {
      ...judgeSaying('refused', []),
      judge: async () => Promise.reject(new ModelError('permanent', 'wrong key')),
    };
    await worker(refused);
    await expect(said(await coordinator(judgeSaying('refused', [])), 'r1')).rejects.toThrow('a worker cannot ask: wrong key');
  });
});

describe('openRedis', () => {
  it('says in one line what it expects, and that nobody answers, without the password', async () => {
    await expect(openRedis('localhost:6379')).rejects.toThrow('--redis: expected redis://HOST:PORT');
    const nobody = openRedis('redis://:hunter22@127.0.0.1:1');
    await expect(nobody).rejects.toThrow(/^--redis: no Redis answers at 127\.0\.0\.1:1/);
    await expect(nobody).rejects.not.toThrow('hunter22');
  });
});
