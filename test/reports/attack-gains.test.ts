import { describe, expect, it } from 'vitest';
import type { Flag } from '../../judge/flags/flags.ts';
import { attackText } from '../../reports/attack/text.ts';
import { attackGains } from '../../reports/attack-gains.ts';
import type { AttackRow } from '../../runners/attack-judge.ts';

const row = (task: string, attack: AttackRow['attack'], reward: number | undefined, flags: Flag[] = []): AttackRow => ({
  task,
  language: 'en',
  attack,
  reward,
  flags,
});
const TASKS = ['a', 'b', 'c', 'd', 'e'];
/** Of five tasks: echo gains .1 to .5, empty loses .2. */
const ROWS = TASKS.flatMap((task, i) => [
  row(task, 'good', 0.9),
  row(task, 'weak', 0.2),
  row(task, 'echo', 0.3 + i / 10, ['echo']),
  row(task, 'empty', 0, task === 'a' ? [] : ['trivial']),
]);

describe('attackGains', () => {
  it('measures each attack against the honest report on the same task', () => {
    const { attacks, good, weak, honestFlagged } = attackGains(ROWS);
    expect([good, weak, honestFlagged]).toEqual([expect.closeTo(90), expect.closeTo(20), { flagged: 0, n: 10 }]);
    const [echo, empty] = attacks;
    // Gains 10, 20, 30, 40, 50: mean 30, sd 15.81, t_4 2.776: 30 +- 19.63.
    expect(echo).toMatchObject({ attack: 'echo', n: 5, score: expect.closeTo(50), flagged: 1, rate: { value: 1 } });
    expect(echo?.gain).toEqual({ value: expect.closeTo(30), ci: [expect.closeTo(10.37, 1), expect.closeTo(49.63, 1)] });
    expect(echo?.rate.ci?.[0]).toBeCloseTo(0.025 ** (1 / 5), 6);
    expect(empty).toMatchObject({ attack: 'empty', rate: { value: 0 }, flagged: 0.8, flags: { trivial: 4, echo: 0 } });
    expect(empty?.gain.value).toBeCloseTo(-20);
  });

  it('takes all together, with tasks as clusters', () => {
    const { all } = attackGains(ROWS);
    expect(all).toMatchObject({ n: 10, unscored: 0, rate: { value: 0.5 }, flagged: 0.9 });
    expect(all.gain.value).toBeCloseTo(5);
  });

  it('leaves out what has no reward or no honest report beside it, and says so', () => {
    const rows = ROWS.map((each) => (each.task === 'a' && each.attack === 'echo' ? { ...each, reward: undefined } : each));
    const { attacks, all } = attackGains(rows.filter(({ task, attack }) => task !== 'b' || attack !== 'weak'));
    expect(attacks.find(({ attack }) => attack === 'echo')).toMatchObject({ n: 3, unscored: 2, gain: { ci: null } });
    expect(all).toMatchObject({ n: 7, unscored: 3 });
    expect(() => attackGains([row('a', 'echo', 1)])).toThrow('no attack was judged');
  });
});

describe('attackText', () => {
  it('names the worst attack first, and what flags it', () => {
    const text = attackText('my\u001b[31m judge', attackGains(ROWS), false);
    expect(text).not.toContain('\u001b');
    expect(text).toMatch(/echo +│ +50\.0 │ +\+30\.0 │ \+10\.4 to \+49\.6 │ +100%/);
    expect(text.indexOf('echo')).toBeLessThan(text.indexOf('empty'));
  });
});
