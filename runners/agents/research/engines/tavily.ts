/** tavily: Tavily's search. */
import { z } from 'zod';
import { type Engine, JSON_HEADERS, plainText } from './engine.ts';

const schema = z.object({
  results: z.array(
    z.object({ title: z.string().nullish(), url: z.string(), content: z.string().nullish(), published_date: z.string().nullish() }),
  ),
});

export const tavily: Engine = {
  url: 'https://api.tavily.com/search',
  keyEnv: 'TAVILY_API_KEY',
  most: 20,
  request: (url, query, count, key) => ({
    method: 'POST',
    url,
    headers: { ...JSON_HEADERS, authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, max_results: count, search_depth: 'basic' }),
  }),
  read: (body) =>
    schema.safeParse(body).data?.results.map(({ title, url, content, published_date: date }) => ({
      title: plainText(title),
      url,
      snippet: plainText(content),
      ...(date != null && { date }),
    })),
};
