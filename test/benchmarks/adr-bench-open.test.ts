/** The bundled adr-bench: composition, rules of its rubrics, no two tasks alike, and fatal errors that cost the whole score. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageData } from '../../benchmarks/files/paths.ts';
import { loadTasks } from '../../benchmarks/load.ts';
import type { Task } from '../../benchmarks/task.ts';
import { reward } from '../../judge/checklist/reward.ts';
import type { Label } from '../../judge/checklist/verdict.ts';

const folder = join(packageData(), 'adr-bench');
const samples = join(folder, 'samples');
const AGENTS = ['sample-fatal', 'sample-listy', 'sample-strong'] as const;

let tasks: Task[] = [];
beforeAll(async () => {
  tasks = await loadTasks(join(folder, 'tasks.jsonl'));
});

const ofTrack = (track: string) => tasks.filter((task) => task.track === track);

function rows<T>(file: string): T[] {
  return readFileSync(join(samples, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
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

  it('are Chinese, of 60 to 600 characters, with scenario, kind and time sensitivity', () => {
    const kinds = ['learning', 'decision', 'planning', 'research', 'analysis', 'creative'];
    for (const { id, query, language, tags } of tasks) {
      expect(language, id).toBe('zh');
      const length = Array.from(query).length;
      expect(length, id).toBeGreaterThanOrEqual(60);
      expect(length, id).toBeLessThanOrEqual(600);
      expect(tags, id).toMatchObject({ scenario: expect.any(String), timeSensitivity: expect.stringMatching(/^(low|medium|high)$/) });
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

  it('have judging notes where reports are compared, and a rubric where they are checked', () => {
    for (const { id, notes, rubric } of ofTrack('general')) {
      expect(notes?.length, id).toBeGreaterThan(30);
      expect(rubric, id).toBeUndefined();
    }
    expect(ofTrack('professional').every(({ rubric }) => rubric !== undefined)).toBe(true);
  });
});

describe('the rubrics', () => {
  it('have 12 to 25 criteria, 2 to 5 flaws of which one or two are fatal, four axes, and a dated basis for each criterion', () => {
    for (const { id, rubric = [] } of ofTrack('professional')) {
      expect(rubric.length, id).toBeGreaterThanOrEqual(12);
      expect(rubric.length, id).toBeLessThanOrEqual(25);
      const flaws = rubric.filter(({ weight }) => weight < 0);
      expect(flaws.length, id).toBeGreaterThanOrEqual(2);
      expect(flaws.length, id).toBeLessThanOrEqual(5);
      expect([1, 2], id).toContain(flaws.filter(({ fatal }) => fatal === true).length);
      expect(new Set(rubric.map(({ axis }) => axis)).size, id).toBeGreaterThanOrEqual(4);
      expect(
        rubric.filter(({ basis }) => basis === undefined).map((criterion) => criterion.id),
        id,
      ).toEqual([]);
    }
  });
});

describe('the samples', () => {
  it('are three reports for each of six general and six professional tasks, of 1,500 to 6,000 characters', () => {
    const [first = [], ...others] = AGENTS.map((agent) => readdirSync(join(samples, 'reports', agent)).sort());
    for (const other of others) expect(other).toEqual(first);
    const ids = first.map((file) => file.replace(/\.md$/, ''));
    expect(ids.filter((id) => ofTrack('general').some((task) => task.id === id))).toHaveLength(6);
    expect(ids.filter((id) => ofTrack('professional').some((task) => task.id === id))).toHaveLength(6);
    for (const agent of AGENTS) {
      for (const file of first) {
        const length = Array.from(readFileSync(join(samples, 'reports', agent, file), 'utf8')).length;
        expect(length, `${agent} ${file}`).toBeGreaterThanOrEqual(1500);
        expect(length, `${agent} ${file}`).toBeLessThanOrEqual(6000);
      }
    }
  });

  it('have a label of the second reader for every criterion, by which a fatal error costs the whole score', () => {
    const labels = rows<{ agent: string; task: string; criterion: string; label: Label }>('labels.jsonl');
    for (const task of ofTrack('professional')) {
      const mine = labels.filter((label) => label.task === task.id);
      if (mine.length === 0) continue;
      const scores = AGENTS.map((agent) => {
        const given = new Map(mine.filter((label) => label.agent === agent).map(({ criterion, label }) => [criterion, [label]]));
        const { reward: value, judged, criteria } = reward(task.rubric ?? [], given, 'ternary');
        expect(judged, `${task.id} ${agent}`).toBe(criteria);
        return value ?? Number.NaN;
      });
      const [fatal = Number.NaN, listy = Number.NaN, strong = Number.NaN] = scores;
      expect(fatal, task.id).toBe(0);
      expect(strong, task.id).toBeGreaterThan(listy);
    }
    expect(new Set(labels.map(({ task }) => task)).size).toBe(6);
  });

  it('have a second, blind reading of every label, which agrees nearly everywhere and finds the same fatal errors', () => {
    type Row = { agent: string; task: string; criterion: string; label: Label };
    const [first, blind] = [rows<Row>('labels.jsonl'), rows<Row>('labels-blind.jsonl')];
    const key = ({ agent, task, criterion }: Row) => `${agent} ${task} ${criterion}`;
    const again = new Map(blind.map((row) => [key(row), row.label]));
    expect([...again.keys()]).toEqual(first.map(key));
    const differ = first.filter((row) => again.get(key(row)) !== row.label);
    expect(differ.length / first.length).toBeLessThan(0.02);
    const fatal = new Set(tasks.flatMap(({ id, rubric = [] }) => rubric.filter((one) => one.fatal).map((one) => `${id} ${one.id}`)));
    expect(differ.filter(({ task, criterion }) => fatal.has(`${task} ${criterion}`))).toEqual([]);
  });

  it('have an expected outcome for every pair on every dimension of the general tasks', () => {
    for (const file of ['battles-general.jsonl', 'battles-general-blind.jsonl']) {
      const battles = rows<{ task: string; a: string; b: string; dimension: string }>(file);
      expect(new Set(battles.map(({ task, a, b, dimension }) => `${task} ${[a, b].sort()} ${dimension}`)).size).toBe(6 * 3 * 5);
    }
  });
});
