import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../judge/errors.ts';
import { leaderboardCharts } from '../../../reports/leaderboard/charts.ts';
import { leaderboardPage } from '../../../reports/leaderboard/page.ts';
import { embeddedJson, html } from '../../../reports/page/html.ts';
import { board, cost, HOSTILE, row } from './fixture.ts';

const hostile = board(
  HOSTILE.map((name, i) => row(name, 50 - i, { costPerReport: cost(i === 0 ? null : 1) })),
  { benchmark: '</script><b>bench', judge: '"><i>judge' },
);
const page = leaderboardPage([hostile, board([row('a', 1)])], { language: 'en' });
const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');

const markup = page.replace(/<script>[\s\S]*?<\/script>/g, '');

describe('the page', () => {
  test('loads and sends nothing: no address outside itself, and a policy that forbids it', () => {
    expect([...markup.matchAll(/<[^>]*\s(?:src|href|action|srcset|poster|data)="([^"]*)"/g)].map((match) => match[1])).toEqual([
      'data:,',
      '#b0',
      '#b1',
    ]);
    expect(/@import|url\(|sourceMappingURL/.exec(page)).toBeNull();
    expect(markup).toContain('default-src &#39;none&#39;');
    expect(page.includes('unsafe-inline')).toBe(false);
  });

  test('allows exactly its own scripts and style', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(scripts).toHaveLength(3);
    for (const text of [...scripts, style]) {
      expect(page.includes(`sha256-${createHash('sha256').update(text).digest('base64')}`)).toBe(true);
    }
    expect(/<[^>]* (?:style|on[a-z]+)="/.exec(markup)).toBeNull();
  });

  test('holds scripts that parse', () => {
    for (const script of scripts) expect(() => new Script(script)).not.toThrow();
  });

  test('shows hostile names as text', () => {
    expect(page.match(/<script/g)).toHaveLength(4);
    expect(page.match(/<\/script/g)).toHaveLength(4);
    expect(page.includes('<b>bench')).toBe(false);
    expect(page.includes('<i>judge')).toBe(false);
    expect(page.includes('<img')).toBe(false);
    expect(page.includes('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')).toBe(true);
    expect(page.includes('\u202e')).toBe(false);
  });

  test('carries the configs that the pictures are drawn from', () => {
    const data = JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '');
    const [score] = leaderboardCharts(hostile, { language: 'zh', theme: 'dark' });
    expect(data.charts['b0-score'].zh.dark).toEqual(score?.config);
    expect(Object.keys(data.charts)).toEqual([
      'b0-score',
      'b0-cost',
      'b0-domains',
      'b0-axes',
      'b1-score',
      'b1-cost',
      'b1-domains',
      'b1-axes',
    ]);
    for (const name of Object.keys(data.charts)) expect(page.includes(`data-chart="${name}"`)).toBe(true);
  });

  test('says unknown for an unknown cost, in both languages', () => {
    expect(page.includes('<span class="en" lang="en">unknown</span><span class="zh" lang="zh-CN">未知</span>')).toBe(true);
  });

  test('warns of sample data, and only of those', () => {
    const notice = 'These are bundled sample data';
    expect(page.includes(notice)).toBe(false);
    expect(leaderboardPage([board([row('a', 1)], { sample: true })], { language: 'zh' })).toContain(notice);
  });

  test('opens in the language asked for and is the same bytes every time', () => {
    const again = () => leaderboardPage([hostile], { language: 'zh' });
    expect(again()).toContain('<html lang="zh">');
    expect(again()).toBe(again());
  });

  test('of nothing is an error', () => {
    expect(() => leaderboardPage([], { language: 'en' })).toThrow(InputError);
    expect(() => leaderboardPage([board([])], { language: 'en' })).toThrow(InputError);
  });
});

describe('HTML templates', () => {
  test('escape what is put in, unless it is HTML', () => {
    expect(html`<p title="${'"&\''}">${'<b>'}${html`<i>${1}</i>`}</p>`.html).toBe('<p title="&quot;&amp;&#39;">&lt;b&gt;<i>1</i></p>');
  });

  test('embed JSON that cannot end its element', () => {
    const { html: text } = embeddedJson({ name: '</script><!--' });
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toEqual({ name: '</script><!--' });
  });
});
