/** makeWorld: the files of data/world, made from what is written in this folder; what does not agree with itself is refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filingPages } from './firms.ts';
import { lawPages } from './laws.ts';
import type { Role, WorldPage } from './page.ts';
import { authorityOf } from './sites.ts';
import type { Asked, Proven } from './task.ts';
import { TASKS_EN } from './tasks-en.ts';
import { TASKS_ZH } from './tasks-zh.ts';

/** The world's today. */
const TODAY = '2026-09-15';

/** Characters that a page has at least. Agents drop pages that are shorter than a few lines. */
const SHORTEST = 60;

/** File names of data/world, each with its contents. @throws where a page or a proof is missing */
export function makeWorld(written: string): Readonly<Record<string, string>> {
  const pages = [...readWritten(written), ...filingPages(), ...lawPages()].map(quoted).sort((a, b) => (a.url < b.url ? -1 : 1));
  checkPages(pages);
  const asked = [...TASKS_EN, ...TASKS_ZH];
  const known = new Map(pages.map((page) => [page.url, page]));
  for (const task of asked) for (const proven of task.rubric) checkProof(task, proven, known);
  return {
    'pages.jsonl': lines(pages.map((page) => ({ ...page, authority: authorityOf(page.url) }))),
    'tasks.jsonl': lines(asked.map(toTask)),
    'truth.jsonl': lines(asked.flatMap((task) => task.rubric.map((proven, i) => toTruth(task, proven, i)))),
  };
}

/** Chinese texts are written with straight marks and read with curved ones. */
function curved(text: string): string {
  let open = false;
  return text.replace(/"/g, () => {
    open = !open;
    return open ? '“' : '”';
  });
}

function quoted(page: WorldPage): WorldPage {
  return page.language === 'zh' ? { ...page, title: curved(page.title), text: curved(page.text) } : page;
}

const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Pages between lines `%%% URL | language | date | role | options`. */
function readWritten(folder: string): WorldPage[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split(/^%%% /m)
        .slice(1)
        .map((block) => readBlock(block, name)),
    );
}

function readBlock(block: string, file: string): WorldPage {
  const [head = '', title = '', ...body] = block.trimEnd().split('\n');
  const [url = '', language, published = '', role, ...options] = head.split('|').map((cell) => cell.trim());
  if (!title.startsWith('# ') || (language !== 'en' && language !== 'zh')) throw new Error(`${file}: ${head}: no title or no language`);
  const by = options.find((option) => option.startsWith('by='))?.slice(3);
  return {
    url,
    language,
    title: title.slice(2),
    published,
    kind: options.includes('pdf') ? 'pdf' : 'html',
    role: role as Role,
    ...(by !== undefined && { supersededBy: by }),
    text: body.join('\n'),
  };
}

function checkPages(pages: readonly WorldPage[]): void {
  const urls = new Set(pages.map(({ url }) => url));
  if (urls.size !== pages.length) throw new Error('two pages have the same address');
  for (const page of pages) {
    const wrong =
      page.text.length < SHORTEST
        ? 'is too short'
        : page.published > TODAY
          ? 'is of the future'
          : (page.role === 'stale') !== (page.supersededBy !== undefined)
            ? 'is stale without a page that holds now, or the other way round'
            : page.supersededBy !== undefined && !urls.has(page.supersededBy)
              ? 'is superseded by a page that is not there'
              : undefined;
    if (wrong !== undefined) throw new Error(`${page.url} ${wrong}`);
  }
}

function checkProof(task: Asked, { criterion, page, words, weight }: Proven, pages: ReadonlyMap<string, WorldPage>): void {
  const proof = pages.get(`https://${page}`);
  const lacks = proof === undefined ? page : words.find((each) => !`${proof.title}\n${proof.text}`.includes(each));
  if (lacks !== undefined) throw new Error(`${task.id}: "${criterion}": not there: ${lacks}`);
  if (weight < 0 && (proof?.role === 'source' || proof?.role === 'secondary'))
    throw new Error(`${task.id}: "${criterion}": ${page} is right`);
}

const criterionId = (i: number) => `c${String(i + 1).padStart(2, '0')}`;

function toTask({ id, domain, query, family, trap, rubric }: Asked) {
  const language = id.includes('-zh-') ? 'zh' : 'en';
  const shown = (text: string) => (language === 'zh' ? curved(text) : text);
  return {
    id,
    query: shown(query),
    language,
    domain,
    rubric: rubric.map(({ criterion, weight }, i) => ({
      id: criterionId(i),
      criterion: shown(criterion),
      weight,
      axis: axisOf(criterion),
    })),
    tags: { asOf: TODAY, ...(family !== undefined && { family }), ...(trap !== undefined && { trap }) },
  };
}

function axisOf(criterion: string): string {
  if (/^(Cites|引用)/.test(criterion)) return 'references';
  if (/^(Concludes|Argues|Explains|Corrects|Computes|Weighs|说明|以时间|按2026|评价|明确)/.test(criterion)) return 'synthesis';
  return 'explicit';
}

function toTruth({ id }: Asked, { page, words }: Proven, i: number) {
  return { task: id, criterion: criterionId(i), page: `https://${page}`, words };
}
