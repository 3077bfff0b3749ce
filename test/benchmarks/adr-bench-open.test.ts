/** The bundled adr-bench: composition, rules of its rubrics, no two tasks alike, what a wrong and an empty report are worth. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { queryShare } from '../../benchmarks/composition.ts';
import { packageData } from '../../benchmarks/files/paths.ts';
import { loadTasks } from '../../benchmarks/load.ts';
import type { Task } from '../../benchmarks/task.ts';
import { byCode, verdictByCode } from '../../judge/checklist/by-code.ts';
import type { Check } from '../../judge/checklist/check.ts';
import { reward } from '../../judge/checklist/reward.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import { createSmallJudge } from '../../judge/small/small-judge.ts';
import { bundledModel } from '../../runners/judges/small.ts';

const folder = join(packageData(), 'adr-bench');
const samples = join(folder, 'samples');
const AGENTS = ['sample-notes', 'sample-prose', 'sample-tables'] as const;

let tasks: Task[] = [];
beforeAll(async () => {
  tasks = await loadTasks(join(folder, 'tasks.jsonl'));
});

const met = (check: Check, report: string) => verdictByCode(check, report).label === 'satisfied';

const ofTrack = (track: string) => tasks.filter((task) => task.track === track);

function rows<T>(file: string): T[] {
  return readFileSync(join(samples, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/** What the counts, tables and sections of these rubrics look for; one that none of them matches fails. */
const WORDS = [
  '《民法典》第五百八十五条',
  '2028年2月',
  '2027年6月30日',
  '赵某',
  '听证',
  '利息',
  '月供',
  '老板',
  '大白话',
  '结论',
  '健身年卡',
  '安装调试',
];

/** A report that meets the check by the skin of its teeth, and one that does not. */
function crafted({ kind, of, min = 1, max, value, within = 0 }: Check): { readonly enough: string; readonly less: string } {
  const word = of === undefined ? '' : (WORDS.find((one) => new RegExp(of, 'i').test(one)) ?? 'nothing');
  const times = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join('\n');
  if (kind === 'number') return { enough: `${word}合计为${value}。`, less: `${word}合计为${Number(value) + 2 * within + 1}。` };
  if (kind === 'date') return { enough: `最晚${value}。`, less: '最晚2026-03-25。' };
  if (kind === 'link')
    return { enough: times(min, (i) => `https://www.a${i}.gov.cn/page.html`), less: times(min, (i) => `https://www.a${i}.gov.cn/`) };
  const table = (rows: number) => `| 事项 | 说明 |\n|---|---|\n${times(rows, (i) => `| ${word}${i} | 某 |`)}`;
  if (kind === 'table') return { enough: table(min), less: table(min - 1) };
  const section = (n: number) => `${of === undefined ? '' : `## ${word}\n\n`}${'字'.repeat(n)}`;
  if (kind === 'length') return { enough: section(min + 30), less: section((max ?? min) + 60) };
  return { enough: times(min, () => `${word}。`), less: times(min - 1, () => `${word}。`) };
}

describe('the tasks', () => {
  it('are 70 general ones in seven domains of ten, and ten each in law and finance', () => {
    const counts = new Map<string, number>();
    for (const { track, domain } of tasks) counts.set(`${track} ${domain}`, (counts.get(`${track} ${domain}`) ?? 0) + 1);
    const general = ['Computer & IT', 'Education', 'Science & Engineering', 'Social Life', 'Literature & Arts', 'Healthcare', 'Politics'];
    expect(Object.fromEntries(counts)).toEqual({
      ...Object.fromEntries(general.map((domain) => [`general ${domain}`, 10])),
      'professional Law': 10,
      'professional Finance': 10,
    });
  });

  it('are Chinese, of 30 to 600 characters, with scenario, kind and time sensitivity', () => {
    const kinds = ['learning', 'decision', 'planning', 'research', 'analysis', 'creative'];
    for (const { id, query, language, tags } of tasks) {
      expect(language, id).toBe('zh');
      const length = Array.from(query).length;
      expect(length, id).toBeGreaterThanOrEqual(30);
      expect(length, id).toBeLessThanOrEqual(600);
      expect(tags, id).toMatchObject({ scenario: expect.any(String), timeSensitivity: expect.stringMatching(/^(low|medium|high)$/) });
      expect(tags, id).toMatchObject({ canary: expect.stringContaining('7d1c9b52-3e0f-4c6a-9a58-2f6b0c7e41d3') });
      expect(kinds, id).toContain((tags as Record<string, unknown>).kind);
    }
  });

  it('are unlike each other: no two share an eighth of their runs of four characters', () => {
    const grams = tasks.map(({ query }) => {
      const characters = Array.from(query.replace(/\s/g, ''));
      return new Set(characters.slice(3).map((_, i) => characters.slice(i, i + 4).join('')));
    });
    const alike: string[] = [];
    for (const [i, mine] of grams.entries()) {
      for (const [j, other] of grams.entries()) {
        if (j <= i) continue;
        const shared = [...mine].filter((gram) => other.has(gram)).length;
        if (shared / (mine.size + other.size - shared) > 0.12) alike.push(`${tasks[i]?.id} ${tasks[j]?.id}`);
      }
    }
    expect(alike).toEqual([]);
  });

  it('have judging notes with one scale of severity where reports are compared, and a rubric where they are checked', () => {
    for (const { id, notes, rubric } of ofTrack('general')) {
      expect(notes?.length, id).toBeGreaterThan(30);
      expect(rubric, id).toBeUndefined();
    }
    const severe = /硬伤|降档|失分|低分|重扣|重罚|判负(?!；)/;
    expect(ofTrack('general').flatMap(({ id, notes = '' }) => (severe.test(notes) ? [id] : []))).toEqual([]);
    expect(ofTrack('professional').every(({ rubric }) => rubric !== undefined)).toBe(true);
  });
});

describe('the rubrics', () => {
  it('have 25 to 36 criteria on four axes, a dated basis for each, and need research: half of the merit at most is in the query', () => {
    for (const { id, rubric = [], asOf, validUntil = '', version } of ofTrack('professional')) {
      expect(rubric.length, id).toBeGreaterThanOrEqual(25);
      expect(rubric.length, id).toBeLessThanOrEqual(36);
      expect(new Set(rubric.map(({ axis }) => axis)).size, id).toBeGreaterThanOrEqual(4);
      expect(
        rubric.filter(({ basis }) => basis === undefined).map((criterion) => criterion.id),
        id,
      ).toEqual([]);
      expect(queryShare(rubric), id).toBeLessThanOrEqual(0.5);
      expect([version, asOf !== undefined && asOf < validUntil], id).toEqual([expect.stringMatching(/^1\.[23456]$/), true]);
    }
  });

  it('make the ruinous answer cost a third of what can be earned, and call at most one flaw fatal', () => {
    for (const { id, rubric = [] } of ofTrack('professional')) {
      const merit = rubric.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
      expect(Math.min(...rubric.map(({ weight }) => weight)) / merit, id).toBeLessThanOrEqual(-1 / 3);
      expect(rubric.filter(({ fatal }) => fatal === true).length, id).toBeLessThanOrEqual(1);
    }
  });

  it('ask for pages of sources, counted by code, and rest on quoted words in three criteria at least', () => {
    for (const { id, rubric = [] } of ofTrack('professional')) {
      expect(rubric.filter(({ check }) => check?.kind === 'link').length, id).toBe(1);
      expect(rubric.filter(({ basis }) => basis?.quote !== undefined).length, id).toBeGreaterThanOrEqual(id === 'adr-fin-07' ? 1 : 2);
    }
  });

  it('ask that the words of a source stand in the report, once a task', () => {
    for (const { id, rubric = [] } of ofTrack('professional'))
      expect(rubric.filter(({ criterion }) => criterion.includes('写出所引来源中支持它的原文')).length, id).toBe(1);
  });

  it('quote in one line words that a page has, which is no home page; a file of a repository at a fixed commit, a statute by its own name', () => {
    const bare = (name: string) => name.replace(/[《》（）()]|中华人民共和国/g, '');
    for (const { id, rubric = [], validUntil = '' } of ofTrack('professional'))
      for (const { id: criterion, basis } of rubric) {
        const where = `${id} ${criterion}`;
        expect(basis?.source.trim(), where).toBe(basis?.source);
        expect(basis?.asOf, where).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect((basis?.asOf ?? '') <= validUntil, where).toBe(true);
        if (basis?.url !== undefined) expect(basis.url, where).toMatch(/^https?:\/\/[^/\s]+\/\S+$/);
        if (basis?.quote === undefined) continue;
        expect(basis.quote, where).toMatch(/^\S.{7,}\S$/u);
        expect(basis.url, where).toBeDefined();
        if (!/github\.com/.test(basis.url ?? '')) continue;
        expect(basis.url, where).toMatch(/^https:\/\/github\.com\/[^/]+\/[^/]+\/blob\/[0-9a-f]{40}\/\S+$/);
        // Only these two mirrors name their files as the statutes are named.
        const [, folder = '', file = ''] =
          /\/(?:LawRefBook\/Laws|Theonefkguy\/Chinese-Laws)\/blob\/[0-9a-f]{40}\/(?:.+\/)?(.+)\/(.+)\.md$/.exec(
            decodeURIComponent(basis.url ?? ''),
          ) ?? [];
        if (file === '') continue;
        const names = [folder, file.replace(/[（(]?\d{4}-.*$/, '')].map(bare).filter((name) => name !== '');
        expect([names.some((name) => bare(basis.source).includes(name)), where]).toEqual([true, where]);
      }
  });

  it.each([
    ['an empty report', ''],
    ['one that says nothing', '抱歉，这个问题涉及专业意见，我无法作出判断，建议您咨询持证的律师或者会计师，由他们结合材料给出答复。'],
  ])('give %s nothing for what code decides', (_, report) => {
    for (const { id, rubric = [] } of ofTrack('professional')) {
      const earned = rubric.filter(({ check, weight }) => check !== undefined && weight > 0 && met(check, report));
      expect(
        earned.map((criterion) => criterion.id),
        id,
      ).toEqual([]);
    }
  });

  it('are met by crafted reports with what code looks for, and not by the same with less of it or something else', () => {
    const wrong: string[] = [];
    for (const { id, rubric = [] } of ofTrack('professional'))
      for (const { id: criterion, check } of rubric) {
        if (check === undefined) continue;
        const { enough, less } = crafted(check);
        if (!met(check, enough) || met(check, less)) wrong.push(`${id} ${criterion}`);
      }
    expect(wrong).toEqual([]);
  });

  it('take no figure for another that comes out the same', () => {
    const checkOf = (task: string, criterion: string) =>
      tasks.find(({ id }) => id === task)?.rubric?.find(({ id }) => id === criterion)?.check;
    const dance = '舞蹈课已上20节，消费20×120＝2400元，应退7200元。';
    const tail = '5%尾款为56.4万元。';
    expect(
      [checkOf('adr-law-04', 'c05'), checkOf('adr-fin-01', 'c03')].map((check, i) => check && met(check, [dance, tail][i] ?? '')),
    ).toEqual([false, false]);
  });

  it('are worth 0 or less to an empty report, whoever judges', async () => {
    for (const { query, rubric = [] } of ofTrack('professional')) {
      const given = new Map<string, Label[]>();
      const owed = rubric.map(({ id }) => ({ criterion: id, trial: 1 }));
      const sink = async ({ answers }: { answers: readonly { question: { criterion: string }; answer: { label: Label } }[] }) => {
        for (const { question, answer } of answers) given.set(question.criterion, [answer.label]);
      };
      await byCode(createSmallJudge(bundledModel())).judge({ query, report: '', rubric, owed }, sink, new AbortController().signal);
      const { reward: value, judged } = reward(rubric, given, 'ternary');
      expect([judged, value]).toEqual([rubric.length, 0]);
    }
  });
});

describe('the samples', () => {
  type Row = { agent: string; task: string; criterion: string; label: Label };
  type Battle = { task: string; a: string; b: string; dimension: string; outcome: 'a' | 'b' | 'tie' };
  const read = (agent: string, task: string) => readFileSync(join(samples, 'reports', agent, `${task}.md`), 'utf8');
  const of = (agent: string) => readdirSync(join(samples, 'reports', agent)).map((file) => file.replace(/\.md$/, ''));
  const all = () => AGENTS.flatMap((agent) => of(agent).map((task) => ({ name: `${agent} ${task}`, report: read(agent, task) })));

  it('are three reports for each of their tasks, general and professional', () => {
    const [first = [], ...others] = AGENTS.map((agent) => of(agent).sort());
    for (const other of others) expect(other).toEqual(first);
    for (const [track, least] of [
      ['general', 6],
      ['professional', 5],
    ] as const)
      expect(first.filter((id) => ofTrack(track).some((task) => task.id === id)).length).toBeGreaterThanOrEqual(least);
  });

  it('are as long as real ones, cite as densely, and link to pages', () => {
    const lengths = all()
      .map(({ report }) => Array.from(report).length)
      .sort((a, b) => a - b);
    expect(lengths[0]).toBeGreaterThan(5000);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeGreaterThanOrEqual(8000);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(9000);
    for (const { name, report } of all()) {
      const links = new Set(report.match(/https?:\/\/[^\s)]+/g));
      expect(links.size, name).toBeGreaterThanOrEqual(11);
      expect([...links].filter((link) => /^https?:\/\/[^/]+\/?$/.test(link)).length, name).toBeLessThanOrEqual(1);
      const marks = report.match(/\[\^?\d+\](?!:)/g)?.length ?? 0;
      expect((1000 * marks) / report.length, name).toBeGreaterThan(7);
    }
  });

  it('have a label for every criterion; one report of three is good, one middling, one weak, and no agent always the same', () => {
    const labels = rows<Row>('labels.jsonl');
    const best = new Set<string>();
    for (const task of ofTrack('professional')) {
      const mine = labels.filter((label) => label.task === task.id);
      if (mine.length === 0) continue;
      const scores = AGENTS.map((agent): [string, number] => {
        const given = new Map(mine.filter((label) => label.agent === agent).map(({ criterion, label }) => [criterion, [label]]));
        const { reward: value, judged, criteria } = reward(task.rubric ?? [], given, 'ternary');
        expect(judged, `${task.id} ${agent}`).toBe(criteria);
        return [agent, value ?? Number.NaN];
      }).sort(([, a], [, b]) => b - a);
      const [good, middling, weak] = scores.map(([, score]) => score) as [number, number, number];
      expect([good >= 0.85, middling >= 0.45 && middling <= 0.8, weak <= 0.45], `${task.id} ${good} ${middling} ${weak}`).toEqual([
        true,
        true,
        true,
      ]);
      best.add(scores[0]?.[0] ?? '');
    }
    expect([...best].sort()).toEqual([...AGENTS].sort());
  });

  it('differ in what they get: two merits of five at most are met by all three reports of a task', () => {
    const satisfied = rows<Row>('labels.jsonl').filter(({ label }) => label === 'satisfied');
    let [all, merits] = [0, 0];
    for (const { id, rubric = [] } of ofTrack('professional').filter((task) => satisfied.some((row) => row.task === task.id))) {
      const mine = rubric.filter(({ weight }) => weight > 0);
      const met = mine.filter(
        ({ id: criterion }) => satisfied.filter((row) => row.task === id && row.criterion === criterion).length === 3,
      );
      expect(met.length / mine.length, id).toBeLessThanOrEqual(0.4);
      [all, merits] = [all + met.length, merits + mine.length];
    }
    expect([all, merits]).toEqual([51, 145]);
  });

  it('are worth more neither for being longer nor for more layout, where a rubric scores them', () => {
    const labels = rows<Row>('labels.jsonl');
    const marks = (report: string) => report.match(/^\s*(?:#{1,6} |[-*] |\d+\. |\|)|\*\*/gm)?.length ?? 0;
    let [pairs, longer, marked] = [0, 0, 0];
    for (const { id, rubric = [] } of ofTrack('professional').filter(({ id }) => labels.some(({ task }) => task === id))) {
      const worth = AGENTS.map((agent) => {
        const mine = labels.filter((row) => row.task === id && row.agent === agent);
        return {
          report: read(agent, id),
          score: reward(rubric, new Map(mine.map((row) => [row.criterion, [row.label]])), 'ternary').reward ?? 0,
        };
      }).sort((a, b) => b.score - a.score);
      for (const [i, more] of worth.entries())
        for (const less of worth.slice(i + 1)) {
          pairs++;
          if (more.report.length > less.report.length) longer++;
          if (marks(more.report) > marks(less.report)) marked++;
        }
    }
    expect(pairs).toBe(15);
    for (const right of [longer, marked]) {
      expect(right / pairs).toBeGreaterThanOrEqual(0.3);
      expect(right / pairs).toBeLessThanOrEqual(0.6);
    }
  });

  const checkOf = (task: string, criterion: string) =>
    tasks.find(({ id }) => id === task)?.rubric?.find(({ id }) => id === criterion)?.check;

  it('are labelled by code where code decides', () => {
    for (const { agent, task, criterion, label } of rows<Row>('labels.jsonl')) {
      const check = checkOf(task, criterion);
      if (check !== undefined) expect(verdictByCode(check, read(agent, task)).label, `${agent} ${task} ${criterion}`).toBe(label);
    }
  });

  it('were read a second time but for three flaws of 1.6: all but five labels are those of the second reading, and no outcome is its opposite', () => {
    const key = ({ agent, task, criterion }: Row) => `${agent} ${task} ${criterion}`;
    const readOnce = ['adr-fin-10 c36', 'adr-law-01 c36', 'adr-law-10 c38'];
    const second = new Map(rows<Row>('second-labels.jsonl').map((row) => [key(row), row.label]));
    const asked = rows<Row>('labels.jsonl').filter(
      ({ task, criterion }) => checkOf(task, criterion) === undefined && !readOnce.includes(`${task} ${criterion}`),
    );
    expect(asked.length).toBe(435);
    expect(new Set(asked.map(key))).toEqual(new Set(second.keys()));
    expect(asked.filter((row) => second.get(key(row)) !== row.label).map(key)).toEqual([
      'sample-notes adr-fin-08 c32',
      'sample-prose adr-fin-08 c25',
      'sample-prose adr-fin-08 c28',
      'sample-notes adr-law-01 c17',
      'sample-notes adr-law-01 c27',
    ]);
    const place = ({ task, a, b, dimension }: Battle) => `${task} ${a} ${b} ${dimension}`;
    const seen = new Map(rows<Battle>('second-battles.jsonl').map((row) => [place(row), row.outcome]));
    const pairs = rows<Battle>('battles-general.jsonl').flatMap((row) => {
      const other = seen.get(place(row));
      return other === undefined ? [] : [[row.outcome, other]];
    });
    expect(pairs.length).toBe(85);
    expect(pairs.filter(([one, other]) => one === other).length).toBe(70);
    expect(pairs.filter((pair) => pair.includes('a') && pair.includes('b'))).toEqual([]);
  });

  it('have an expected outcome for every pair on every dimension, which neither place, length nor layout decides', () => {
    const battles = rows<Battle>('battles-general.jsonl');
    const overall = battles.filter(({ dimension }) => dimension === 'overall');
    const general = of('sample-notes').filter((id) => ofTrack('general').some((task) => task.id === id));
    expect(overall.length).toBe(3 * general.length);
    expect(new Set(battles.map(({ task, a, b, dimension }) => `${task} ${[a, b].sort()} ${dimension}`)).size).toBe(5 * overall.length);
    const decided = overall.filter(({ outcome }) => outcome !== 'tie');
    expect(decided.length / overall.length).toBeLessThanOrEqual(0.8);
    const share = (more: (winner: string, loser: string) => boolean) =>
      decided.filter(({ task, a, b, outcome }) =>
        outcome === 'a' ? more(read(a, task), read(b, task)) : more(read(b, task), read(a, task)),
      ).length / decided.length;
    const marks = (report: string) => report.match(/^\s*(?:#{1,6} |[-*] |\d+\. |\|)|\*\*/gm)?.length ?? 0;
    const guesses = [
      decided.filter(({ outcome }) => outcome === 'a').length / decided.length,
      share((winner, loser) => winner.length > loser.length),
      share((winner, loser) => marks(winner) > marks(loser)),
    ];
    for (const right of guesses) {
      expect(right).toBeGreaterThanOrEqual(0.3);
      expect(right).toBeLessThanOrEqual(0.6);
    }
  });
});
