/**
 * Looks for the words that adr-bench quotes, by machine:
 *
 *     git clone https://github.com/LawRefBook/Laws laws && git clone https://github.com/lawtext/laws lawtext
 *     npm run bench:quotes -- laws lawtext OTHER-FOLDER... [--online]
 *
 * Quotes whose address names a file at a commit are compared with it letter by letter, in whichever folder has that file. All other
 * quotes are looked for in all text files of all folders (of a git repository, bare or not, those at HEAD), and with `--online` all
 * quotes on the pages that they name; there width, blanks and ends of lines do not count, and nothing else is forgiven.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageData } from '../benchmarks/files/paths.ts';
import { loadTasks } from '../benchmarks/load.ts';
import { pageOpener } from '../runners/agents/research/pages/open-page.ts';
import { fileAt, onPage, placesOf, type QuotedWords, quotedWords, type ReadPage, readPage } from './quoted-words.ts';

const FILE_AT_COMMIT = /^https:\/\/github\.com\/[^/]+\/[^/]+\/blob\/([0-9a-f]{40})\/(.+)$/;
const PAGE_MS = 20_000;

const { values, positionals: folders } = parseArgs({ options: { online: { type: 'boolean' } }, allowPositionals: true });
const missing = folders.find((folder) => !existsSync(folder));
if (missing !== undefined) refuse(`${missing}: there is no such folder`);
if (folders.length === 0 && values.online !== true) refuse('usage: npm run bench:quotes -- FOLDER... [--online]');

const quoted = quotedWords(await loadTasks(join(packageData(), 'adr-bench', 'tasks.jsonl')));
const inFiles = quoted.filter(({ url = '' }) => FILE_AT_COMMIT.test(url));
const others = quoted.filter((one) => !inFiles.includes(one));

if (folders.length > 0) {
  compareFiles();
  searchFolders();
}
if (values.online === true) await readPages();

function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}

function compareFiles(): void {
  const compared = inFiles.map((one) => ({ one, is: inItsFile(one) }));
  const counts = (['stands', 'not in the file', 'file not had'] as const).map(
    (is) => `${compared.filter((each) => each.is === is).length} ${is}`,
  );
  console.log(`files at a fixed commit: of ${inFiles.length} quotes ${counts.join(', ')}`);
  for (const { one, is } of compared) if (is !== 'stands') print(is, one, one.url ?? '');
  if (compared.some(({ is }) => is === 'not in the file')) process.exitCode = 1;
}

function inItsFile({ url = '', quote }: QuotedWords): 'stands' | 'not in the file' | 'file not had' {
  const [, commit = '', path = ''] = FILE_AT_COMMIT.exec(url) ?? [];
  const texts = folders.flatMap((folder) => fileAt(folder, commit, decodeURIComponent(path)) ?? []);
  if (texts.length === 0) return 'file not had';
  return texts.some((text) => text.includes(quote)) ? 'stands' : 'not in the file';
}

function searchFolders(): void {
  const searched = folders.map((folder) =>
    placesOf(
      folder,
      others.map(({ quote }) => quote),
    ),
  );
  for (const { folder, commit, read, leftOut } of searched)
    console.log(`folder\t${folder}\t${commit ?? 'no repository'}\t${read} text files read, ${leftOut} others left out`);
  const found = others.map((one) => ({
    one,
    places: searched.flatMap(({ folder, places }) => {
      const path = places.get(one.quote);
      return path === undefined ? [] : [`${folder}: ${path}`];
    }),
  }));
  console.log(`other pages: ${found.filter(({ places }) => places.length > 0).length} of ${others.length} quotes stand in these folders`);
  for (const { one, places } of found) print(places.length > 0 ? 'stands' : 'not found', one, places.join('; '));
}

/** One page after the other, each once: no site is asked twice at the same time. */
async function readPages(): Promise<void> {
  const opener = pageOpener({ env: process.env, timeoutMs: PAGE_MS });
  const pages = new Map<string, ReadPage>();
  const counts = { stands: 0, 'not in the page': 0, 'page not had': 0 };
  for (const one of quoted) {
    const page =
      one.url === undefined ? { why: 'the quote names no page' } : (pages.get(one.url) ?? (await readPage(opener, plainAddress(one.url))));
    if (one.url !== undefined) pages.set(one.url, page);
    const on = onPage(page, one.quote);
    counts[on.is]++;
    print(on.is, one, [one.url ?? 'no address', ...('why' in on ? [on.why] : [])].join('\t'));
  }
  await opener.close();
  const sums = Object.entries(counts).map(([is, count]) => `${count} ${is}`);
  console.log(`online: ${sums.join(', ')}`);
}

/** A file of GitHub's as plain text: its page shows it by script alone. */
function plainAddress(url: string): string {
  return url.replace(/^https:\/\/github\.com\/([^/]+\/[^/]+)\/blob\//, 'https://raw.githubusercontent.com/$1/');
}

function print(is: string, { where, quote }: QuotedWords, place: string): void {
  console.log([is, where, quote, place].join('\t'));
}
