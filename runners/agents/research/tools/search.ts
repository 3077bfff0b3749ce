/** searchTool: looks several queries up at once, each with results, nothing or an error of its own. */
import { z } from 'zod';
import { SearchError, type SearchResult } from '../search.ts';
import type { Desk, Outcome, Tool } from './tool.ts';

const MOST_QUERIES = 5;
const COUNT = 8;
/** Characters of a snippet, as the room for a look at a page has it; and of title, address and date around it. */
const LONGEST_SNIPPET = 600;
const LEAST_SNIPPET = 100;
const AROUND_SNIPPET = 150;
/** Where room is short there are fewer results, down to so many, before snippets are shorter than this. */
const FEWEST = 3;
const GOOD_SNIPPET = 300;

const schema = z.object({
  queries: z
    .array(z.string().trim().max(500))
    .min(1)
    .max(100)
    .refine((queries) => queries.some((query) => query !== ''), 'a query holds words'),
  count: z.int().min(1).max(20).default(COUNT),
});

export const searchTool: Tool<z.infer<typeof schema>> = {
  name: 'search',
  about: {
    en: `Search the web for up to ${MOST_QUERIES} queries at once. Gives for each query results with an id (s1, s2, ...), title, address, date and snippet.`,
    zh: `检索网页，一次最多 ${MOST_QUERIES} 个查询。每个查询返回带编号（s1、s2……）、标题、网址、日期和摘要的结果。`,
  },
  schema,
  example: { queries: ['first query', 'second query'] },
  async run({ queries, count }, desk) {
    const asked = [...new Set(queries)].filter((query) => query !== '');
    const unique = asked.slice(0, MOST_QUERIES);
    const left = asked.slice(MOST_QUERIES);
    const answers = await Promise.all(unique.map((query) => one(query, count, desk)));
    const share = Math.floor(desk.pageCharacters / unique.length);
    const outcomes = unique.map((query, i) => told(query, answers[i] ?? new SearchError('failed', 'no answer'), share, desk));
    return {
      text: [
        ...outcomes.map(({ text }) => text),
        ...(left.length > 0 ? [`Not searched, as ${MOST_QUERIES} queries go at once: ${left.length} more.`] : []),
      ].join('\n\n'),
      output: outcomes.map(({ output }) => output),
      ...(outcomes.every(({ failed }) => failed === true) && { failed: true as const }),
      ...(outcomes.some(({ evidence }) => evidence === true) && { evidence: true as const }),
    };
  },
};

function one(query: string, count: number, desk: Desk): Promise<readonly SearchResult[] | SearchError> {
  return desk.search(query, count).catch((error: unknown) => {
    if (error instanceof SearchError) return error;
    throw error;
  });
}

function told(query: string, answer: readonly SearchResult[] | SearchError, share: number, desk: Desk): Outcome {
  if (answer instanceof SearchError)
    return {
      text: `"${query}": the search failed (${answer.message}). Nothing is known of what there is.`,
      output: { query, error: answer.message },
      failed: true,
    };
  if (answer.length === 0) return { text: `"${query}": nothing found.`, output: { query, results: [] } };
  const most = Math.max(FEWEST, Math.floor(share / (AROUND_SNIPPET + GOOD_SNIPPET)));
  const found = answer.slice(0, most).map((result) => ({ source: desk.sources.found(result), result }));
  const snippet = Math.max(LEAST_SNIPPET, Math.min(LONGEST_SNIPPET, Math.floor(share / found.length) - AROUND_SNIPPET));
  const lines = found.map(({ source, result }) => {
    const date = result.date === undefined ? '' : ` (${result.date})`;
    return `[${source.id}] ${result.title}${date}\n${result.url}\n${result.snippet.slice(0, snippet)}`;
  });
  return {
    text: `"${query}":\n${desk.fence(lines.join('\n\n'))}`,
    output: {
      query,
      results: found.map(({ source, result: { title, url, date } }) => ({
        id: source.id,
        title,
        url,
        ...(date !== undefined && { date }),
      })),
    },
    evidence: true,
  };
}
