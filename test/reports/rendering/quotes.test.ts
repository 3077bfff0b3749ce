import { expect, it } from 'vitest';
import type { CitedPassage } from '../../../reports/rendering/quotes.ts';
import { OPEN, renderReport } from '../../../reports/rendering/report.ts';

const cited = (id: string, text: string, tone: CitedPassage['tone'] = 'met') => ({ id, text, tone });
const render = (text: string, ...passages: CitedPassage[]) => renderReport(text, OPEN, 'report', passages);

it('a quote is underlined where it stands, over emphasis and links, and leads to its verdict', () => {
  const { html, marked } = render('Rents **rose by 5%** in [May](https://x.example/).', cited('0-0', 'rose by 5% in May'));
  expect(marked).toEqual(['0-0']);
  expect(html).toBe(
    '<p>Rents <strong><mark id="q-0-0" class="quote met" data-cited="0-0">rose by 5%</mark></strong><mark class="quote met" data-cited="0-0"> in </mark><a href="https://x.example/" target="_blank" rel="noopener noreferrer nofollow"><mark class="quote met" data-cited="0-0">May</mark></a>.</p>\n',
  );
});

it('quotes that overlap are all named where they do', () => {
  const { html } = render('one two three', cited('0-0', 'one two'), cited('1-0', 'two three', 'flaw'));
  expect(html).toContain('data-cited="0-0">one </mark>');
  expect(html).toContain('id="q-1-0" class="quote met" data-cited="0-0 1-0">two</mark>');
  expect(html).toContain('class="quote flaw" data-cited="1-0"> three</mark>');
});

it('a quote over several paragraphs is marked in each; one that is not there is left out', () => {
  const { html, marked } = render('# Head\n\nfirst part\n\nsecond part', cited('0-0', 'part second'), cited('1-0', 'nowhere'));
  expect(marked).toEqual(['0-0']);
  expect(html.match(/<mark/g)).toHaveLength(2);
});

it('hostile words in a quote stay words', () => {
  const { html } = render('a <script>alert(1)</script> b', cited('"><script>', '<script>alert(1)</script>'));
  expect(html).not.toContain('<script');
});
