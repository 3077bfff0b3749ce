/** openTool: reads pages, a piece at a time, and says which piece it is. */
import { z } from 'zod';
import { SearchError } from '../search.ts';
import type { Desk, Outcome, Tool } from './tool.ts';

const MOST_PAGES = 5;

const schema = z.object({
  urls: z.array(z.string().trim().min(1).max(4000)).min(1).max(100),
  offset: z.int().min(0).default(0),
});

export const openTool: Tool<z.infer<typeof schema>> = {
  name: 'open',
  about: {
    en: `Read up to ${MOST_PAGES} pages, each by its address or its id (s1). Long pages come in pieces: "offset" reads on from there.`,
    zh: `阅读网页，一次最多 ${MOST_PAGES} 个，用网址或编号（s1）指定。长网页分段返回，用 "offset" 续读。`,
  },
  schema,
  example: { urls: ['s1', 's2'] },
  async run({ urls, offset }, desk) {
    const asked = [...new Set(urls.flatMap(idsIn).map((url) => desk.sources.byId(url)?.url ?? url))];
    const addresses = asked.slice(0, MOST_PAGES);
    const share = Math.floor(desk.pageCharacters / addresses.length);
    const opened = await Promise.all(addresses.map((url) => one(url, desk)));
    const outcomes = addresses.map((url, i) => told(url, opened[i] ?? new SearchError('failed', 'not opened'), offset, share, desk));
    return {
      text: [
        ...outcomes.map(({ text }) => text),
        ...(asked.length > MOST_PAGES ? [`Not opened, as ${MOST_PAGES} pages go at once: ${asked.length - MOST_PAGES} more.`] : []),
      ].join('\n\n'),
      output: outcomes.map(({ output }) => output),
      ...(outcomes.every(({ failed }) => failed === true) && { failed: true as const }),
      ...(outcomes.some(({ evidence }) => evidence === true) && { evidence: true as const }),
    };
  },
};

/** Ids of sources that were written as one text, as in `[s1], s2`. */
function idsIn(said: string): readonly string[] {
  return /^[[【]?s\d+[\]】]?(\s*[,;，、\s]\s*[[【]?s\d+[\]】]?)*$/i.test(said) ? (said.match(/s\d+/gi) ?? [said]) : [said];
}

type Opened = Awaited<ReturnType<Desk['open']>>;

function one(url: string, desk: Desk): Promise<Opened | SearchError> {
  return desk.open(url).catch((error: unknown) => {
    if (error instanceof SearchError) return error;
    throw error;
  });
}

function told(url: string, opened: Opened | SearchError, offset: number, share: number, desk: Desk): Outcome {
  if (opened instanceof SearchError)
    return {
      text: `${desk.harmless(url)}: not opened (${opened.kind}): ${desk.harmless(opened.message)}`,
      output: { url, error: opened.message, kind: opened.kind },
      failed: true,
    };
  const { page, hash } = opened;
  const source = desk.sources.opened(url, page);
  const total = page.text.length;
  const from = Math.min(offset, total);
  const to = Math.min(total, from + share);
  const more = to < total ? `, next offset ${to}` : '';
  const notes = page.notes === undefined ? '' : `\nNote: ${page.notes.join('; ')}`;
  const date = page.date === undefined ? '' : `\nDate: ${desk.harmless(page.date)}`;
  return {
    text: `[${source.id}] ${desk.harmless(page.title)}\n${page.url}${date}\nCharacters ${from}-${to} of ${total}${more}${notes}\n${desk.fence(page.text.slice(from, to))}`,
    output: {
      id: source.id,
      url: page.url,
      ...(page.url !== url && { asked: url }),
      title: page.title,
      ...(page.date !== undefined && { date: page.date }),
      ...(page.notes !== undefined && { notes: page.notes }),
      ...(page.blocked === true && { blocked: true }),
      from,
      to,
      characters: total,
      text: hash,
    },
    ...(page.blocked === true ? { failed: true as const } : { evidence: true as const }),
  };
}
