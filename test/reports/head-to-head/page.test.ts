import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../judge/errors.ts';
import { headToHeadCharts } from '../../../reports/head-to-head/charts.ts';
import { headToHeadPage } from '../../../reports/head-to-head/page.ts';
import { HOSTILE } from '../leaderboard/fixture.ts';
import { ratingRow, ratingsOf } from '../ratings/fixture.ts';
import { nine, nineTogether, versus } from './fixture.ts';

const ratings = ratingsOf(
  HOSTILE.map((agent) => ratingRow(agent, 1000, { shuffled: 1001, spread: [990, 1010] })),
  { method: 'elo' },
);
const hostile = HOSTILE.slice(1).map((name) =>
  versus(HOSTILE[0] ?? '', name, [30, 17, 23], { byDomain: { '<b>d': { wins: 1, ties: 0, losses: 0 } } }),
);
const page = headToHeadPage(hostile, { language: 'en', ratings });
const markup = page.replace(/<script>[\s\S]*?<\/script>/g, '');

describe('the head-to-head page', () => {
  test('runs exactly its own scripts, and loads and sends nothing', () => {
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
    expect(scripts).toHaveLength(3);
    for (const script of scripts) {
      expect(() => new Script(script)).not.toThrow();
      expect(page.includes(`sha256-${createHash('sha256').update(script).digest('base64')}`)).toBe(true);
    }
    expect([...markup.matchAll(/<[^>]*\s(?:src|href|action)="([^"]*)"/g)].map((match) => match[1])).toEqual(['data:,']);
    expect(/<[^>]* (?:style|on[a-z]+)="/.exec(markup)).toBeNull();
  });

  test('shows hostile names as text', () => {
    expect(page.match(/<script/g)).toHaveLength(4);
    expect(page.includes('<img')).toBe(false);
    expect(page.includes('<b>d')).toBe(false);
    expect(page.includes('\u202e')).toBe(false);
  });

  test('carries the configs that the pictures are drawn from', () => {
    const data = JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '');
    const [first] = headToHeadCharts(hostile, { language: 'zh', theme: 'dark' }, { ratings });
    expect(data.charts['win-tie-lose'].zh.dark).toEqual(first?.config);
    expect(Object.keys(data.charts)).toEqual(['win-tie-lose', 'dimensions', 'ratings']);
    for (const name of Object.keys(data.charts)) expect(markup.includes(`data-chart="${name}"`)).toBe(true);
  });

  test('has every number in a table as well, and the verdict in both languages', () => {
    const plain = headToHeadPage(nineTogether, { language: 'zh' });
    expect(plain).toContain('<html lang="zh">');
    expect(plain).toContain('<td data-sort="{&quot;value&quot;:0.6714285714285714}">67.1%</td>');
    expect(plain).toContain('+10.0% <span class="muted">[-10.3%, 29.4%]</span>');
    expect(plain).toContain('4 / 140');
    expect(plain).toContain('Step-DeepResearch beats Qwen DeepResearch on these 70 queries');
    expect(plain).toContain('Step-DeepResearch 胜过 Qwen DeepResearch');
  });

  test('shows the margin test as the verdict reads it: after Holm where there are several, and the heading says so', () => {
    const several = nine.map(({ overall, ...rest }) => {
      const { margin } = overall;
      return { ...rest, overall: { ...overall, margin: margin && { ...margin, adjustedP: 0.2424 } } };
    });
    const text = headToHeadPage(several, { language: 'en' });
    expect(text).toContain('Not worse by more than 10.0%: Holm-adjusted p');
    expect(text).toContain('落后不超过 10.0%：Holm 校正 p');
    // 0.026941 alone.
    expect([text.includes('<td data-sort="{&quot;value&quot;:0.2424}">0.242</td>'), text.includes('0.027')]).toEqual([true, false]);
    const one = nine.slice(8);
    const alone = headToHeadPage(one, { language: 'en' });
    expect([alone.includes('Not worse by more than 10.0%: p'), alone.includes('0.027')]).toEqual([true, true]);
  });

  test('names both agents of a row where nobody is in all', () => {
    const triangle = [versus('x', 'y', [5, 1, 1]), versus('x', 'z', [4, 1, 2]), versus('y', 'z', [2, 2, 3])];
    const text = headToHeadPage(triangle, { language: 'en' });
    expect(text).toContain('<bdi>y</bdi> – <bdi>z</bdi>');
    expect(text).toContain('data-chart="pairs"');
  });

  test('is the same bytes every time, and of nothing is an error', () => {
    const again = () => headToHeadPage(nineTogether, { language: 'en' });
    expect(again()).toBe(again());
    expect(() => headToHeadPage([], { language: 'en' })).toThrow(InputError);
  });
});
