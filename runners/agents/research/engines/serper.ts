/** serper: Serper's search of Google. */
import { z } from 'zod';
import { type Engine, JSON_HEADERS, plainText } from './engine.ts';

const schema = z.object({
  organic: z.array(z.object({ title: z.string().nullish(), link: z.string(), snippet: z.string().nullish(), date: z.string().nullish() })),
});

export const serper: Engine = {
  url: 'https://google.serper.dev/search',
  keyEnv: 'SERPER_API_KEY',
  most: 20,
  request: (url, query, count, key) => ({
    method: 'POST',
    url,
    headers: { ...JSON_HEADERS, 'x-api-key': key ?? '' },
    body: JSON.stringify({ q: query, num: count }),
  }),
  read: (body) =>
    schema.safeParse(body).data?.organic.map(({ title, link, snippet, date }) => ({
      title: plainText(title),
      url: link,
      snippet: plainText(snippet),
      ...(date != null && { date }),
    })),
};
