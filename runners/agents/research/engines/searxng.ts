/** searxng: a SearXNG of one's own. */
import { z } from 'zod';
import { withQuery } from './brave.ts';
import { type Engine, EngineTrouble, plainText } from './engine.ts';

const schema = z.object({
  results: z.array(
    z.object({ title: z.string().nullish(), url: z.string(), content: z.string().nullish(), publishedDate: z.string().nullish() }),
  ),
  unresponsive_engines: z.array(z.unknown()).nullish(),
});

export const searxng: Engine = {
  url: undefined,
  keyEnv: undefined,
  most: 20,
  request: (url, query) => ({
    method: 'GET',
    url: withQuery(/\/search\/?$/.test(new URL(url).pathname) ? url : `${url.replace(/\/+$/, '')}/search`, { q: query, format: 'json' }),
    headers: { accept: 'application/json' },
  }),
  read: (body) => {
    const { data } = schema.safeParse(body);
    if (data === undefined) return undefined;
    const down = data.unresponsive_engines ?? [];
    // An empty list because nobody looked is no answer.
    if (data.results.length === 0 && down.length > 0)
      throw new EngineTrouble(`its engines do not answer (${JSON.stringify(down).slice(0, 200)})`);
    return data.results.map(({ title, url, content, publishedDate: date }) => ({
      title: plainText(title),
      url,
      snippet: plainText(content),
      ...(date != null && { date }),
    }));
  },
  advice: (status) =>
    status === 403
      ? 'allow JSON in its settings.yml (search.formats: [html, json])'
      : status === 429
        ? 'turn its limiter off in settings.yml (server.limiter: false), or lower perSecond'
        : undefined,
};
