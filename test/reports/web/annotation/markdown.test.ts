import { describe, expect, it } from 'vitest';
import { blindTo } from '../../../../judge/blind/blind.ts';
import { renderReport } from '../../../../reports/web/annotation/markdown.ts';

const render = (text: string, names: readonly string[] = []) => renderReport(text, blindTo(names));

describe('a report', () => {
  it('keeps its headings, below those of the page, its lists and tables', () => {
    const page = render('# One\n\n##### Five\n\n- item\n\n| a |\n|---|\n| 1 |');
    expect(page).toContain('<h3>One</h3>');
    expect(page).toContain('<h6>Five</h6>');
    expect(page).toContain('<li>item</li>');
    expect(page).toContain('<td>1</td>');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:x)',
    '<javascript:alert(1)>',
    '[x]: javascript:alert(1)\n\n[x]',
    '![x](javascript:alert(1))',
    '![x"onerror="alert(1)](https://x.example/y.png)',
    '[x](https://x.example/"onmouseover="alert(1))',
    '```"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```',
    '    </code><script>alert(1)</script>',
    '| <script>alert(1)</script> |\n|-|\n| `</td><script>` |',
    '[x](file:///etc/passwd) [y](//evil.example) [z](/agreement)',
  ])('that is hostile does nothing: %s', (text) => {
    const page = render(text);
    const tags = [...page.matchAll(/<([a-z]\w*)([^>]*)>/g)];
    for (const [, tag, attributes] of tags) {
      expect(['p', 'a', 'span', 'pre', 'code', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'h3']).toContain(tag);
      for (const [, name] of (attributes ?? '').matchAll(/\s([\w-]+)=/g))
        expect(['href', 'target', 'rel', 'class', 'tabindex']).toContain(name);
      const href = /href="([^"]*)"/.exec(attributes ?? '')?.[1];
      if (href !== undefined) expect(href).toMatch(/^https:\/\/x\.example\//);
    }
  });

  it('opens links apart, without telling where from, and loads no picture', () => {
    const page = render('[a](https://x.example/) ![pic](https://x.example/p.png) [![in](https://x.example/i.png)](https://y.example/)');
    expect(page).toContain('<a href="https://x.example/" target="_blank" rel="noopener noreferrer nofollow">a</a>');
    expect(page).toContain('<a class="image" href="https://x.example/p.png" target="_blank" rel="noopener noreferrer nofollow">pic</a>');
    expect(page).not.toContain('<img');
    expect(page.match(/<a /g)).toHaveLength(3);
  });

  it('of a size that is no report is shown as plain text, and what is left out is said', () => {
    const page = render(`# x <b>\n${'y'.repeat(2_000_100)}`);
    expect(page.startsWith('<pre class="plain"># x &lt;b&gt;')).toBe(true);
    expect(page).toContain('[… +108]');
  });

  it.each(['[', '*a ', '![a](', '<', '`a', '> ', '|a', '&', 'http://a', 'I am an AI '])(
    'of 300,000 characters of "%s" is shown in reasonable time',
    (text) => {
      const before = performance.now();
      render(text.repeat(300_000 / text.length), ['kimi-k2']);
      expect(performance.now() - before).toBeLessThan(10_000);
    },
  );
});

describe('names', () => {
  const names = ['kimi-k2', 'Sample Strong', 'o3', '智谱', 'ab', 'C++ agent'];

  it.each([
    ['By Kimi-K2.', 'By […].'],
    ['kimi k2, KIMI_K2, kimik2', '[…], […], […]'],
    ['samplestrong', '[…]'],
    ['o3 but not proto3 or o35', '[…] but not proto3 or o35'],
    ['由智谱撰写', '由[…]撰写'],
    ['abbey ab', 'abbey ab'],
    ['the C++ agent', 'the […]'],
  ])('%s -> %s', (text, masked) => {
    expect(blindTo(names).mask(text)).toBe(masked);
  });

  it('that run over several pieces leave one mark', () => {
    expect(blindTo(names).maskPieces(['by ki', 'mi', '', '-k2 now'])).toEqual(['by […]', '', '', ' now']);
    expect(blindTo([]).maskPieces(['', 'kimi-k2', 'kimi'])).toEqual(['', 'kimi-k2', 'kimi']);
  });

  it('are hidden however they are marked up', () => {
    const page = render(
      '**Kimi**-k2 ki*mi-k2* `kimi-k2` &#107;imi-k2 kimi\\-k2 ki\u200bmi-k2 <https://kimi-k2.example> [x](https://e.example/kimi%2Dk2 "kimi-k2")\n\n```kimi-k2\nkimi-k2\n```',
      names,
    );
    expect(page.toLowerCase()).not.toMatch(/kimi.?.?.?k2/);
    expect(page).not.toContain('href');
  });

  it('that a report gives itself are hidden also where no agent is called so', () => {
    expect(render('As an AI model by OpenAI, I wrote this about OpenAI.')).toBe(
      '<p>As an AI model by […], I wrote this about OpenAI.</p>\n',
    );
  });
});
