/** A judge card from measuring to the leaderboard: kept with the judge, and said where scores lean on more than it measures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { taskOf } from '../../runners/work.ts';
import { type Desk, desk } from '../desk.ts';

/** Measured: 30 merits of English tasks. Leant on: a Chinese task with a flaw, three criteria of four like those that were measured. */
const MEASURED = [0, 1, 2].map((i) =>
  taskOf(
    `m${i}`,
    Array.from({ length: 10 }, () => 1),
  ),
);
const LEANT = [{ ...taskOf('l0', [1, 1, 1, -1]), language: 'zh' as const }];

let place: Desk;
const run = (...words: string[]) => gavel(words, { cwd: place.path });
const said = (tasks: typeof MEASURED, judge: object) =>
  lines(
    tasks.flatMap(({ id, rubric = [] }) =>
      rubric.map(({ id: criterion }, i) => ({ agent: 'x', task: id, criterion, label: i % 2 ? 'satisfied' : 'unsatisfied', ...judge })),
    ),
  );

beforeAll(async () => {
  place = desk(MEASURED);
  place.write('other.jsonl', lines(LEANT));
  place.write('people.jsonl', said(MEASURED, { judge: 'ann', by: 'person' }));
  place.write('bot.jsonl', said(MEASURED, { judge: 'bot', by: 'model', model: 'm' }));
  place.write('leant.jsonl', said(LEANT, { judge: 'bot', by: 'model', model: 'm' }));
  for (const [file, benchmark] of [
    ['people.jsonl', 'bench=tasks.jsonl'],
    ['bot.jsonl', 'bench=tasks.jsonl'],
    ['leant.jsonl', 'other=other.jsonl'],
  ] as const)
    expect((await run('import', 'verdicts', file, '--benchmark', benchmark, '--store', 's.db')).code).toBe(0);
  expect((await run('agreement', '--judge', 'bot', '--against', 'people', '--card', 'card.json', '--store', 's.db')).code).toBe(0);
});

it('says nothing without a card, and with one what of a leaderboard it does not measure', async () => {
  const board = async (...words: string[]) => (await run('leaderboard', '--store', 's.db', ...words)).stdout;
  expect(JSON.parse(await board('--benchmark', 'other', '--json'))).not.toHaveProperty('judgeCard');
  expect(await run('import', 'card', 'card.json', '--store', 's.db')).toMatchObject({ code: 0, stderr: 'kept the card of bot\n' });
  expect(JSON.parse(await board('--benchmark', 'other', '--json'))).toMatchObject({
    judgeCard: {
      set: '30 criteria of 3 tasks, against people',
      kappa: { value: 1 },
      beyond: [
        { cut: 'sign', name: 'negative', share: 0.25 },
        { cut: 'kind', name: expect.stringMatching(/^flawed/), share: 0.25 },
        { cut: 'language', name: 'zh', share: 1 },
      ],
    },
  });
  expect(await board('--benchmark', 'other', '--format', 'md')).toMatch(
    /nobody knows how far .*Weight: negative \(25.0% of the criteria\).*Language: Chinese \(100.0% of the criteria\)/,
  );
  expect(await board('--benchmark', 'other', '--format', 'md', '--language', 'zh')).toContain('语言：中文（占评分项的 100.0%）');
  // What was measured leans on nothing else.
  const own = await board('--benchmark', 'bench', '--format', 'md');
  expect(own).toContain('kappa 1.00');
  expect(own).not.toContain('nobody knows');
});

it('says where the only card is of other settings of that name, and what is no card', async () => {
  const card = JSON.parse(readFileSync(join(place.path, 'card.json'), 'utf8')) as { identity: string };
  place.write('namesake.json', JSON.stringify({ ...card, identity: '0'.repeat(64) }));
  await run('import', 'verdicts', 'leant.jsonl', '--benchmark', 'other=other.jsonl', '--store', 'n.db');
  await run('import', 'card', 'namesake.json', '--store', 'n.db');
  const { stdout, stderr } = await run('leaderboard', '--json', '--store', 'n.db');
  expect(JSON.parse(stdout)).toMatchObject({ judgeCard: { set: null, beyond: [] } });
  expect(stderr).toContain('of other settings: how far this one agrees with people is not known');
  place.write('bare.json', JSON.stringify({ ...card, identity: undefined }));
  expect(await run('import', 'card', 'bare.json', '--store', 'n.db')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('bare.json: identity'),
  });
  place.write('words.json', 'no card');
  expect(await run('import', 'card', 'words.json', '--store', 'n.db')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('words.json: not JSON'),
  });
});
