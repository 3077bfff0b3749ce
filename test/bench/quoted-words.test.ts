/** Words that tasks quote are found whole in repositories, folders and pages, whatever their width and lines, and nowhere else. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MockAgent } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { fileAt, onPage, placesOf, plain, quotedWords, readPage } from '../../bench/quoted-words.ts';
import { taskSchema } from '../../benchmarks/task.ts';
import { pageOpener } from '../../runners/agents/research/pages/open-page.ts';
import { testFolder } from '../benchmarks/folder.ts';

const folder = testFolder();

test('width, blanks and ends of lines do not count, letters and marks do', () => {
  expect(plain('（二）前３个月，\n　书面 告知')).toBe(plain('(二)前3个月,书面告知'));
  expect(plain('3个月')).not.toBe(plain('三个月'));
  expect(plain('author’s')).not.toBe(plain("author's"));
  expect(plain('Act')).not.toBe(plain('act'));
});

test('quotes are those of bases that have words, with the page they name', () => {
  const criteria = [
    { id: 'c01', criterion: 'A.', weight: 1, basis: { source: 'S', asOf: '2025-01-01', quote: 'words', url: 'http://a.test/x' } },
    { id: 'c02', criterion: 'B.', weight: 1, basis: { source: 'S', asOf: '2025-01-01' } },
    { id: 'c03', criterion: 'C.', weight: 1 },
  ];
  const task = taskSchema.parse({ id: 't1', language: 'en', domain: 'D', query: 'Q?', rubric: criteria });
  expect(quotedWords([task])).toEqual([{ where: 't1 c01', quote: 'words', url: 'http://a.test/x' }]);
});

test('in a folder all text files count, those within it too, and files of other kinds are counted as left out', () => {
  const place = mkdtempSync(join(folder.path, 'plain-'));
  mkdirSync(join(place, '办法'));
  writeFileSync(join(place, '办法', 'a.md'), '最长不超过\n３年。');
  writeFileSync(join(place, 'b.bin'), Buffer.from('\0另一句话在此'));
  const { commit, read, leftOut, places } = placesOf(place, ['最长不超过3年。', '另一句话在此', '最长不超过4年。']);
  expect({ commit, read, leftOut }).toEqual({ commit: undefined, read: 1, leftOut: 1 });
  expect([...places]).toEqual([['最长不超过3年。', join('办法', 'a.md')]]);
});

test('of a repository, bare too, the files at HEAD are read, and a file as of a commit', () => {
  const place = mkdtempSync(join(folder.path, 'git-'));
  const git = (...words: string[]) => execFileSync('git', ['-C', place, ...words], { encoding: 'utf8', stdio: 'pipe' }).trim();
  git('init', '-q');
  const commit = (text: string) => {
    writeFileSync(join(place, '法.md'), text);
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.test', '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'a');
    return git('rev-parse', 'HEAD');
  };
  const old = commit('旧的条文在此');
  const now = commit('第一条 新的\n条文在此');
  writeFileSync(join(place, 'untracked.md'), '旧的条文在此');
  for (const repository of [place, join(place, '.git')]) {
    const { places, commit: at, read } = placesOf(repository, ['旧的条文在此', '新的条文在此']);
    expect([[...places], at, read]).toEqual([[['新的条文在此', '法.md']], now, 1]);
    expect(fileAt(repository, old, '法.md')).toBe('旧的条文在此');
    expect(fileAt(repository, old, 'none.md')).toBeUndefined();
  }
  expect(fileAt(folder.path, old, '法.md')).toBeUndefined();
});

test('a page is told apart: it has the words, has not, or was not had', async () => {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const serve = (path: string, status: number, body: string | Buffer, headers: Record<string, string>) =>
    agent.get('http://a.test').intercept({ path }).reply(status, body, { headers });
  serve('/moved', 302, '', { location: '/page' });
  // In GB2312, which the page's own words name: 退休时间前3个月 by a page that breaks the line.
  const words = Buffer.from('cdcbd0ddcab1bce4c7b03c62723e33b8f6d4c2', 'hex');
  serve('/page', 200, Buffer.concat([Buffer.from('<html><meta charset="gb2312"><p>'), words]), { 'content-type': 'text/html' });
  serve('/gone', 404, '', { 'content-type': 'text/html' });
  serve('/login', 200, '<p>请先登录</p>', { 'content-type': 'text/html; charset=utf-8' });
  const opener = pageOpener({ env: {}, dispatcher: agent });
  onTestFinished(() => opener.close());
  const page = await readPage(opener, 'http://a.test/moved');
  expect(onPage(page, '退休时间前３个月')).toEqual({ is: 'stands' });
  expect(onPage(page, '退休时间前4个月')).toEqual({ is: 'not in the page' });
  const gone = await readPage(opener, 'http://a.test/gone');
  expect(onPage(gone, 'words')).toEqual({ is: 'page not had', why: expect.stringContaining('404') });
  const login = await readPage(opener, 'http://a.test/login');
  expect(onPage(login, 'words')).toEqual({ is: 'page not had', why: expect.stringContaining('login') });
});
