import { describe, expect, it } from 'vitest';
import { blindTo } from '../../../judge/blind/blind.ts';
import { renderReport } from '../../../reports/rendering/report.ts';

const render = (text: string, names: readonly string[] = []) => renderReport(text, blindTo(names)).html;

const SHOWN = [
  'p',
  'a',
  'span',
  'pre',
  'code',
  'div',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'h3',
  'br',
  'sub',
  'details',
  'summary',
];
const FOOTNOTES = ['sup', 'section', 'ol', 'li', 'hr'];
const MATH = ['math', 'mrow', 'mi', 'mo', 'mn', 'mtext', 'mspace', 'mtable', 'mtr', 'mtd'];

describe('a report', () => {
  it('keeps its headings, below those of the page, its lists and tables', () => {
    const page = render('# One\n\n##### Five\n\n- item\n\n| a |\n|---|\n| 1 |');
    expect(page).toContain('<h3 id="report-h1">One</h3>');
    expect(page).toContain('<h6 id="report-h2">Five</h6>');
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
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a> <a href="data:text/html,x">y</a>',
    '<img src="javascript:alert(1)"><img src="data:image/svg+xml;base64,PHN2Zz4=" onload=alert(1)>',
    '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    '<br onclick=alert(1)><sub style="position:fixed">x',
    '$\\href{javascript:alert(1)}{x}$ $\\htmlStyle{color:red}{x}$ $<img src=x onerror=alert(1)>$',
    '$$\n</math><script>alert(1)</script>\n$$',
    '\\cite{<script>alert(1)</script>} <cite id="&lt;i&gt;"></cite>',
    'a[^1]\n\n[^1]: <script>alert(1)</script>',
    '<details ontoggle=alert(1)><summary>s</summary>\n\n<script>alert(1)</script>\n\n</details>',
  ])('that is hostile does nothing: %s', (text) => {
    const page = render(text);
    const tags = [...page.matchAll(/<([a-z]\w*)([^>]*)>/g)];
    for (const [, tag, attributes] of tags) {
      expect([...SHOWN, ...FOOTNOTES, ...MATH]).toContain(tag);
      for (const [, name] of (attributes ?? '').matchAll(/\s([\w-]+)=/g))
        expect([
          'href',
          'target',
          'rel',
          'class',
          'tabindex',
          'id',
          'display',
          'fence',
          'form',
          'lspace',
          'rspace',
          'stretchy',
          'separator',
        ]).toContain(name);
      const href = /href="([^"]*)"/.exec(attributes ?? '')?.[1];
      if (href !== undefined) expect(href).toMatch(/^(https:\/\/x\.example\/|#fn)/);
    }
  });

  it.each([
    ['an alignment of columns', '| a | b |\n|--:|:-:|\n| 1 | 2 |', '<td class="right">1</td>\n<td class="center">2</td>'],
    ['a line broken in a cell', '| a |\n|---|\n| 1<br>2 |', '<td>1<br>\n2</td>'],
    ['what stands high and low', 'H<sub>2</sub>O x<sup>2</sup>', 'H<sub>2</sub>O x<sup>2</sup>'],
    ['a list of tasks', '- [x] done\n- [ ] open', '<li>☑ done</li>\n<li>☐ open</li>'],
    ['marks of citations', 'So \\cite{web:3} and <cite id="web:4"></cite>.', 'So [web:3] and [web:4].'],
    ['a formula', 'where $a^2$ and \\(b\\)', '<math><msup><mi>a</mi><mn>2</mn></msup></math> and <math><mi>b</mi></math>'],
    ['a formula on lines of its own', '\\[\nx=1\n\\]', '<div class="math" tabindex="0"><math'],
    ['a formula that is none as it was written', 'by $\\nosuch{x}$', 'by <code>\\nosuch{x}</code>'],
    ['sums of money', 'from $5 to $6 or US$7', 'from $5 to $6 or US$7'],
    ['tags that say only how it is laid out as nothing', '<div align="center">\n\n<span style="x">mid</span>\n\n</div>', '<p>mid</p>\n'],
    ['a comment as nothing', 'a<!-- b -->c', '<p>ac</p>'],
    ['tags that nothing closes, closed where they end', '<sub>a *b\n\nc</sub> d', '<p><sub>a *b</sub></p>\n<p>c d</p>'],
    ['tags that it does not know as they were written', '<blink>x</blink>', '&lt;blink&gt;x&lt;/blink&gt;'],
    [
      'a picture that it holds on a click',
      '![p](data:image/png;base64,AAAA)',
      '<button type="button" class="image" data-picture="data:image/png;base64,AAAA">p</button>',
    ],
  ])('shows %s', (_what, text, shown) => {
    expect(render(text)).toContain(shown);
  });

  it('shows what folds open, with its markdown, and closes it with the list that it stands in', () => {
    const page = render('<details>\n<summary>More **here**</summary>\n\n- a\n\n</details>\n\n- b\n  <details>\n\n  c\n\nd');
    expect(page).toContain('<details open>\n<summary>More <strong>here</strong></summary>\n<ul>\n<li>a</li>\n</ul>\n</details>');
    expect(page.indexOf('</details>', page.indexOf('<p>c</p>'))).toBeLessThan(page.indexOf('</ul>', page.indexOf('<p>c</p>')));
    expect(page.match(/<details/g)).toHaveLength(page.match(/<\/details>/g)?.length ?? 0);
  });

  it('links footnotes within itself, beside another report', () => {
    const page = renderReport('a[^n]\n\n[^n]: note', blindTo([]), 'left').html;
    expect(page).toContain('<a href="#fn-left-1" id="fnref-left-1">');
    expect(page).toContain('id="fn-left-1"');
  });

  it('has an outline', () => {
    expect(renderReport('# A *b*\n\n### By kimi-k2', blindTo(['kimi-k2']), 'left').headings).toEqual([
      { id: 'left-h1', level: 1, text: 'A b' },
      { id: 'left-h2', level: 3, text: 'By […]' },
    ]);
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

  it.each([
    '[',
    '*a ',
    '![a](',
    '<',
    '`a',
    '> ',
    '|a',
    '&',
    'http://a',
    'I am an AI ',
    '$a',
    '$a$',
    '\\(',
    '<b>',
    '<!--',
    '<details>\n',
    '[^a]',
  ])('of 100,000 characters of "%s" is shown in reasonable time', (text) => {
    const before = performance.now();
    render(text.repeat(100_000 / text.length), ['kimi-k2']);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
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
    const drawn = render('$\\text{ki}\\text{mi-k2}$ ki<b></b>mi-k2 <sub>kimi</sub>-k2 \\cite{kimi-k2} <cite id="kimi-k2">', names);
    expect(drawn.replace(/<[^>]*>/g, '').toLowerCase()).not.toMatch(/kimi.?k2/);
  });

  it('that a report gives itself are hidden also where no agent is called so', () => {
    expect(render('As an AI model by OpenAI, I wrote this about OpenAI.')).toBe(
      '<p>As an AI model by […], I wrote this about OpenAI.</p>\n',
    );
  });
});
