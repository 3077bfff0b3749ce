import { expect, test } from 'vitest';
import { answerIn, besideCode, withoutThoughts } from '../../../../runners/agents/research/answer-text.ts';
import { citedReport } from '../../../../runners/agents/research/citations.ts';
import { Sources } from '../../../../runners/agents/research/sources.ts';
import { textCalls } from '../../../../runners/agents/research/text-calls.ts';

const hidden = (text: string) => besideCode(text, (rest) => rest.replace(/[a-z]/g, '.'));

test.each([
  ['a `code` b', '. `code` .'],
  ['a\n```xml\ncode\n```\nb', '.\n```xml\ncode\n```\n.'],
  ['~~~\ncode\n~~~', '~~~\ncode\n~~~'],
  // A block is closed by as many marks or more, and by nothing else on the line.
  ['````\ncode\n```\ncode\n`````  \na', '````\ncode\n```\ncode\n`````  \n.'],
  ['```\ncode\n``` code\n```\na', '```\ncode\n``` code\n```\n.'],
  ['```\ncode\n~~~\ncode\n```', '```\ncode\n~~~\ncode\n```'],
  // One that never ends is none; one after it may be.
  ['````\na\n```\ncode\n```\na', '````\n.\n```\ncode\n```\n.'],
  ['```\na', '```\n.'],
  ['```code``` a', '```code``` .'],
])('code is out of reach: %j', (text, shown) => {
  expect(hidden(text)).toBe(shown);
});

test.each([
  ['<think>a</think>b', 'b'],
  ['<think>a<thought>b</thought>c</think>d', 'd'],
  ['<think>a</THINK>b<mm:think>c</mm:think>d', 'bd'],
  ['<think>a</thought>b</think>c', 'c'],
  ['a</think>b', 'b'],
  ['a<think>b', 'a'],
  ['a<think>b<answer>c</answer>', 'a<answer>c</answer>'],
  ['<think>a</think>b</think>c', 'c'],
  ['a `<think>` b', 'a `<think>` b'],
])('thoughts are left out: %j', (text, said) => {
  expect(withoutThoughts(text)).toBe(said);
});

const LONG = 200_000;
const ENDLESS = [
  '`',
  '```\n',
  '~~~a\n',
  '<think>',
  '<think></thought>',
  '<answer>',
  '\\cite[',
  '\\cite{a',
  '<cite id=',
  '<cite id="s1">',
  '<arg_key>',
  '<invoke name="a">',
  '[',
  '(',
  '\n#',
];

test.each(ENDLESS)('a model that repeats %j without end is read to its end', (piece) => {
  const text = piece.repeat(LONG / piece.length);
  expect(answerIn(text).report.length).toBeLessThanOrEqual(LONG);
  expect(textCalls(`<tool_call>search${text}`, new Set(['search'])).length).toBeLessThan(2);
  expect(citedReport(text, new Sources(), 'en').text.length).toBeGreaterThan(0);
});
