/** `gavel agreement --then` and `--queue`: judges of known faults, replayed without a call, and what people should label next. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { lines } from '../../runners/exchange/verdict-files.ts';
import { taskOf } from '../../runners/work.ts';
import { type Desk, desk } from '../desk.ts';

/** Ten tasks of eight criteria. The cheap judge is right where it is sure (0.9), wrong where it is not (0.3); the dear one is always right. */
const TASKS = Array.from({ length: 10 }, (_, i) => taskOf(`t${i}`, [1, 1, 1, 1, 1, 1, 1, -1]));
const TRUTH = ['satisfied', 'unsatisfied', 'partial', 'satisfied', 'satisfied', 'unsatisfied', 'partial', 'unsatisfied'];

let place: Desk;
const run = (...words: string[]) => gavel(['agreement', ...words, '--store', 's.db'], { cwd: place.path });

beforeAll(async () => {
  place = desk(TASKS);
  const on = (label: (c: number, truth: string) => object | undefined) =>
    TASKS.flatMap(({ id }, t) =>
      TRUTH.flatMap((truth, c) => {
        const said = label(c, truth);
        // The last two tasks are not labelled by people.
        return said === undefined || ('by' in said && said.by === 'person' && t > 7)
          ? []
          : [{ agent: 'x', task: id, criterion: `c0${c + 1}`, ...said }];
      }),
    );
  const isSure = (c: number) => c % 4 !== 1;
  place.write('people.jsonl', lines(on((_, label) => ({ label, judge: 'ann', by: 'person' }))));
  place.write(
    'cheap.jsonl',
    lines(on((c, label) => ({ label: isSure(c) ? label : 'satisfied', confidence: isSure(c) ? 0.9 : 0.3, judge: 'cheap', by: 'program' }))),
  );
  place.write('dear.jsonl', lines(on((_, label) => ({ label, confidence: 0.99, judge: 'dear', by: 'model' }))));
  for (const file of ['people.jsonl', 'cheap.jsonl', 'dear.jsonl'])
    expect(
      await gavel(['import', 'verdicts', file, '--benchmark', 'bench=tasks.jsonl', '--store', 's.db'], { cwd: place.path }),
    ).toMatchObject({ code: 0 });
});

describe('gavel agreement --then', () => {
  it('finds the cheapest threshold that agrees as the best does, and writes the card of the cascade', async () => {
    const words = ['--judge', 'cheap', '--then', 'dear', '--against', 'people'];
    const { code, stdout } = await run(...words, '--json', '--card', 'cascade.json');
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as {
      all: { curve: { threshold: number; passedOn: number; accuracy: { value: number } }[]; chosen: number };
    };
    expect(found).toMatchObject({ n: 64, tasks: 8, cascade: { passedOn: 0.25, accuracy: { value: 1 } } });
    const at = (threshold: number) => found.all.curve.find((point) => point.threshold === threshold);
    // Of eight criteria the cheap one is wrong about two, and about those it is not sure.
    // A program costs nothing; what the calls of an imported model cost is unknown.
    expect(at(0.3)).toMatchObject({ passedOn: 0, accuracy: { value: 0.75 }, per1000: { amount: 0, basis: 'measured' } });
    expect(at(0.35)).toMatchObject({ passedOn: 0.25, accuracy: { value: 1 }, per1000: { amount: null, basis: 'unknown' } });
    expect(at(1.01)).toMatchObject({ passedOn: 1 });
    const card = JSON.parse(readFileSync(join(place.path, 'cascade.json'), 'utf8')) as object;
    expect(card).toMatchObject({ judge: 'cheap, then dear', cascade: { thresholds: { default: 0.35, claim: 0.35 } } });
    expect(card).not.toHaveProperty('cascade.thresholds.flawed claim');
    expect((await run(...words)).stdout).toMatch(/0\.35 \*.*25\.0%.*unknown/);
  });

  it('says in a judge card which settings were measured', async () => {
    expect((await run('--judge', 'dear', '--against', 'people', '--card', 'dear.json')).code).toBe(0);
    expect(JSON.parse(readFileSync(join(place.path, 'dear.json'), 'utf8'))).toMatchObject({
      judge: 'dear',
      identity: expect.stringMatching(/^[0-9a-f]{64}$/),
      agreement: { measures: { kappa: { value: 1 } } },
    });
  });

  it('says what is missing', async () => {
    expect(await run('--judge', 'cheap', '--then', 'dear')).toMatchObject({ code: 2, stderr: expect.stringContaining('--against NAME') });
    expect(await run('--judge', 'cheap', '--then', 'deer', '--against', 'people')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean `dear`?'),
    });
  });
});

describe('gavel agreement --queue', () => {
  it('asks about what judges differ on and a random part, of what no person has labelled', async () => {
    const { stdout } = await run('--queue', '6', '--json');
    const { open, queue } = JSON.parse(stdout) as {
      open: number;
      queue: { why: string; task: string; criterionId: string; said: object[] }[];
    };
    expect(open).toBe(16);
    // What judges differ on goes first, but for what the random part has taken.
    expect(queue.map(({ why }) => why).slice(-2)).toEqual(['random', 'random']);
    expect(queue[0]?.why).toBe('differ');
    expect(new Set(queue.map(({ task }) => task))).toEqual(new Set(['t8', 't9']));
    for (const { why, criterionId } of queue) if (why === 'differ') expect(['c02', 'c06']).toContain(criterionId);
    expect(queue[0]?.said).toHaveLength(2);
    expect((await run('--queue', '6', '--json')).stdout).toBe(stdout);
    expect((await run('--queue', '6', '--seed', '2', '--json')).stdout).not.toBe(stdout);
  });

  it('has every criterion once where more are wanted than there are', async () => {
    const { stdout, stderr } = await run('--queue', '100');
    expect(new Set(stdout.trim().split('\n')).size).toBe(16);
    expect(stderr).toContain('16 of 16 criteria without a person');
  });
});
