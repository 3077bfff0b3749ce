/** brave: Brave's web search. */
import { z } from 'zod';
import { type Engine, plainText } from './engine.ts';

const schema = z.object({
  web: z
    .object({
      results: z.array(
        z.object({
          title: z.string().nullish(),
          url: z.string(),
          description: z.string().nullish(),
          page_age: z.string().nullish(),
          age: z.string().nullish(),
        }),
      ),
    })
    .nullish(),
});

export const brave: Engine = {
  url: 'https://api.search.brave.com/res/v1/web/search',
  keyEnv: 'BRAVE_API_KEY',
  most: 20,
  request: (url, query, count, key) => ({
    method: 'GET',
    url: withQuery(url, { q: query.slice(0, 400), count: String(count) }),
    headers: { accept: 'application/json', 'x-subscription-token': key ?? '' },
  }),
  read: (body) => {
    const { data } = schema.safeParse(body);
    if (data === undefined || (data.web == null && !isAnswer(body))) return undefined;
    return (data.web?.results ?? []).map(({ title, url, description, page_age: age }) => ({
      title: plainText(title),
      url,
      snippet: plainText(description),
      ...(age != null && { date: age }),
    }));
  },
};

/** Without any result it leaves the list of them out. */
function isAnswer(body: unknown): boolean {
  return z.object({ type: z.literal('search') }).safeParse(body).success;
}

export function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}
