import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { resolveBenchmark } from '../../../benchmarks/benchmark.ts';
import { packageData } from '../../../benchmarks/files/paths.ts';
import type { Task } from '../../../benchmarks/task.ts';
import { InputError } from '../../../judge/errors.ts';
import { tasksPage } from '../../../reports/web/tasks-page.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)>"\'&\u202e';
const tasks: Task[] = [
  {
    id: 'a',
    query: `谁？\n${HOSTILE}`,
    language: 'zh',
    domain: 'Law',
    track: 'professional',
    tags: { kind: 'decision', scenario: HOSTILE, timeSensitivity: 'high' },
    rubric: [
      { id: 'c01', criterion: '写明日期', weight: 5, axis: 'explicit' },
      { id: 'c02', criterion: HOSTILE, weight: -3, fatal: true },
    ],
  },
  { id: 'b', query: 'Why?', language: 'en', domain: HOSTILE, track: 'general', notes: HOSTILE },
];
const page = tasksPage({ name: 'mine', version: 'v1', tasks }, { language: 'zh' });
const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';

describe('the tasks page', () => {
  it('shows hostile text as text, and nothing that turns the text around it', () => {
    expect(page).not.toContain('<img');
    expect(page.match(/<\/script/g)).toHaveLength(2);
    expect(page).not.toContain('\u202e');
    expect(page).toContain('谁？\n&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;');
  });

  it('loads nothing, and allows exactly its own script and style', () => {
    const markup = page.replace(/<script>[\s\S]*?<\/script>/g, '');
    const addresses = [...markup.matchAll(/<[^>]*\s(?:src|href|action|srcset|data)="([^"]*)"/g)].map((match) => match[1]);
    expect(addresses).toEqual(['data:,', '#d0', '#d1']);
    expect(/@import|url\(|unsafe-inline/.exec(page)).toBeNull();
    expect(/<[^>]* (?:style|on[a-z]+)="/.exec(markup)).toBeNull();
    for (const text of [script, style]) expect(page).toContain(`sha256-${createHash('sha256').update(text).digest('base64')}`);
    expect(() => new Script(script)).not.toThrow();
  });

  it('marks languages, weights and fatal flaws, and says what has no rubric', () => {
    expect(page).toContain('<html lang="zh">');
    expect(page).toContain('<p class="query" lang="en" dir="auto">Why?</p>');
    expect(page).toContain('<tr class="plus"><td class="n">+5</td>');
    expect(page).toMatch(/<tr class="minus fatal"><td class="n">−3<\/td><td><span class="badge">.*致命/);
    expect(page).toContain('无评分标准');
    expect(style).toContain('line-height:1.8');
  });

  it('offers the values there are as filters, in both languages', () => {
    const of = (name: string) => [
      ...(new RegExp(`<select data-filter="${name}">(.*?)</select>`, 's').exec(page)?.[1] ?? '').matchAll(/value="([^"]*)"/g),
    ];
    expect(of('track').map((match) => match[1])).toEqual(['', 'professional', 'general']);
    expect(page).toContain('data-en="Professional" data-zh="专业"');
    // One kind alone is no choice.
    expect(of('kind')).toEqual([]);
  });

  it('shows every task of the bundled benchmark once, the same at every call', async () => {
    const set = await resolveBenchmark('adr-bench', { dataDir: packageData(), cacheDir: '' });
    const whole = tasksPage(set, { language: 'en' });
    expect(whole.match(/<article /g)).toHaveLength(set.tasks.length);
    expect(whole.match(/<tr class="(?:plus|minus)/g)).toHaveLength(set.tasks.flatMap((task) => task.rubric ?? []).length);
    expect(tasksPage(set, { language: 'en' })).toBe(whole);
  });

  it('refuses to show nothing', () => {
    expect(() => tasksPage({ name: 'x', version: 'y', tasks: [] }, { language: 'en' })).toThrow(InputError);
  });
});
