/** bocha: Bocha's web search. */
import { z } from 'zod';
import { type Engine, EngineTrouble, JSON_HEADERS, plainText } from './engine.ts';

const schema = z.object({
  code: z.union([z.number(), z.string()]).nullish(),
  msg: z.string().nullish(),
  data: z
    .object({
      webPages: z
        .object({
          value: z.array(
            z.object({
              name: z.string().nullish(),
              url: z.string(),
              snippet: z.string().nullish(),
              summary: z.string().nullish(),
              datePublished: z.string().nullish(),
            }),
          ),
        })
        .nullish(),
    })
    .nullish(),
});

export const bocha: Engine = {
  url: 'https://api.bochaai.com/v1/web-search',
  keyEnv: 'BOCHA_API_KEY',
  most: 50,
  request: (url, query, count, key) => ({
    method: 'POST',
    url,
    headers: { ...JSON_HEADERS, authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, count, summary: true, freshness: 'noLimit' }),
  }),
  read: (body) => {
    const { data } = schema.safeParse(body);
    if (data === undefined || (data.data == null && data.code == null)) return undefined;
    if (data.code != null && Number(data.code) !== 200) throw new EngineTrouble(`code ${data.code}: ${data.msg ?? 'no reason given'}`);
    return (data.data?.webPages?.value ?? []).map(({ name, url, snippet, summary, datePublished: date }) => ({
      title: plainText(name),
      url,
      snippet: plainText(summary ?? snippet),
      ...(date != null && { date }),
    }));
  },
};
