import { expect, it } from 'vitest';
import type { Agent } from '../../../runners/agents/agent.ts';
import { extract, partsOf } from '../../../runners/agents/extractive/extract.ts';
import { createExtractiveAgent, extractiveSchema } from '../../../runners/agents/extractive.ts';
import { NEVER, networkDeps } from './fixtures.ts';

const agent = (): Agent =>
  createExtractiveAgent(extractiveSchema.parse({ kind: 'extractive', name: 'e', search: { kind: 'world' } }), networkDeps());
const task = (query: string, language: string) => ({ id: 't', query, language });

it('cites the page of every passage, and takes each word for word', async () => {
  const query = 'How many people died when the ferry Petrel sank? What did the inquiry recommend?';
  const reply = await agent().attempt(task(query, 'en'), 1, NEVER, NEVER);
  expect(reply?.report).toContain('Eleven people died; 85 were saved, 62 of them by the fishing boat Good Intent.');
  expect(reply?.report).toContain('(https://inquiry.gov.lanmere.test/petrel/report)');
  expect(reply?.report.match(/^## .*/gm)).toEqual([
    '## How many people died when the ferry Petrel sank?',
    '## What did the inquiry recommend?',
  ]);
  const searches = reply?.trace?.filter(({ name }) => name === 'search').length;
  expect([searches, reply?.usage?.toolCalls]).toEqual([3, reply?.trace?.length]);
});

it('writes the same report twice, in the language of the query', async () => {
  const asked = task('特伏林的效果如何？', 'zh');
  const [first, again] = [await agent().attempt(asked, 1, NEVER, NEVER), await agent().attempt(asked, 2, NEVER, NEVER)];
  expect(first?.report).toBe(again?.report);
  expect(first?.report).toMatch(/^# 特伏林的效果如何？\n\n以下内容逐字摘自\d+个网页/);
});

it('makes no claim where nothing is found, and says so', async () => {
  const reply = await agent().attempt(task('Zzyzx?', 'en'), 1, NEVER, NEVER);
  expect(reply).toMatchObject({ notes: ['no-evidence'], report: expect.stringContaining('makes no claim') });
});

it('takes a query apart at its sentences, five at most', () => {
  expect(partsOf('比较A与B。为什么？请给出结论，并附表格。')).toEqual(['比较A与B。 为什么？', '请给出结论，并附表格。']);
  const parts = partsOf(
    'One sentence is here. Two? Three is a sentence too. Four is one of them. Five comes next now. Six is one too many. Seven, too.',
  );
  expect([parts.length, parts.at(-1)]).toEqual([5, 'Six is one too many. Seven, too.']);
});

it('keeps tables whole and leaves out what fits far less than the best', () => {
  const page = {
    url: 'https://a.test/',
    title: 'Rents',
    text: '# Rents\nRents in Hollin rose by a fifth after the works had grown.\n\n| Rents in Hollin | 2025 |\n|---|---|\n| two rooms | 955 |\n\nNobody knows why the gulls left.',
  };
  const [section] = extract(['Rents in Hollin in 2025'], [page]);
  expect(section?.passages.map(({ text }) => text)).toEqual([
    '| Rents in Hollin | 2025 |\n|---|---|\n| two rooms | 955 |',
    'Rents in Hollin rose by a fifth after the works had grown.',
  ]);
});
