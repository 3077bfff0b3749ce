import { describe, expect, it } from 'vitest';
import { lintFile } from '../../../benchmarks/lint/lint.ts';
import { loadTasks, readTaskFile } from '../../../benchmarks/load.ts';
import { testFolder } from '../folder.ts';

const folder = testFolder();
const table = (name: string, ...lines: string[]) => folder.write(name, lines.join('\n'));

describe('ADR-Bench in its original layouts', () => {
  it('reads a table with Chinese column names, quoted line breaks and a rubric of numbered lines', async () => {
    const file = table(
      'zh.csv',
      '\ufeff编号,问题,领域,赛道,评分标准,难度',
      '1,"两份合同冲突，\n以""后签""的为准吗？",法律,专业,"1. 指出后签合同的效力（5分）',
      '2、说明举证责任',
      '的分配（3分）',
      '3. 断言先签的合同一律无效（-5分，致命）",高',
      '2,怎么给孩子选科？,教育,通用,,中',
    );
    const { source, rows } = await readTaskFile(file);
    expect(source?.name).toBe('adr-bench');
    expect(rows.map((row) => row.line)).toEqual([2, 7]);
    expect(rows[0]?.value).toEqual({
      id: '1',
      query: '两份合同冲突，\n以"后签"的为准吗？',
      language: 'zh',
      domain: 'Law',
      track: 'professional',
      rubric: [
        { id: 'c01', criterion: '指出后签合同的效力', weight: 5 },
        { id: 'c02', criterion: '说明举证责任的分配', weight: 3 },
        { id: 'c03', criterion: '断言先签的合同一律无效', weight: -5, fatal: true },
      ],
      tags: { 难度: '高' },
    });
    expect(rows[1]?.value).toMatchObject({ id: '2', domain: 'Education', track: 'general' });
    expect(rows[1]?.value).not.toHaveProperty('rubric');
  });

  it('reads English columns, rubrics in JSON, and finds the track from the domain where none is given', async () => {
    const rubric = JSON.stringify([{ text: 'States the rate.', points: '4', dimension: 'explicit' }, 'Names the statute. [weight: 2]']);
    const file = table(
      'en.csv',
      'Prompt,Category,Criteria',
      `"How is it taxed?",Finance,"${rubric.replaceAll('"', '""')}"`,
      'Which phone?,Computer & IT,',
    );
    const tasks = await loadTasks(file);
    expect(tasks[0]).toEqual({
      id: 'adr-001',
      query: 'How is it taxed?',
      language: 'en',
      domain: 'Finance',
      track: 'professional',
      rubric: [
        { id: 'c01', criterion: 'States the rate.', weight: 4, axis: 'explicit' },
        { id: 'c02', criterion: 'Names the statute.', weight: 2 },
      ],
    });
    expect(tasks[1]).toMatchObject({ id: 'adr-002', domain: 'Computer & IT', track: 'general' });
  });

  it('reads JSON lines by their Chinese keys, and leaves our own layout to its own schema', async () => {
    const zh = folder.write('zh.jsonl', JSON.stringify({ 编号: 7, 题目: '为什么下雨？', 领域: '科学与工程', 类型: '综述' }));
    expect(await loadTasks(zh)).toEqual([
      { id: '7', query: '为什么下雨？', language: 'zh', domain: 'Science & Engineering', track: 'general', tags: { kind: '综述' } },
    ]);
    const own = folder.write('own.jsonl', JSON.stringify({ id: 'a', query: 'Why?', domain: 'Law' }));
    await expect(loadTasks(own)).rejects.toThrow('language: missing');
  });

  it.each([
    ['（5分）', 5],
    ['(-3)', -3],
    ['【权重：2】', 2],
    [' | 4', 4],
    ['，分值：1.5', 1.5],
  ])('reads the weight in "%s"', async (ending, weight) => {
    const file = folder.write(
      'weights.jsonl',
      JSON.stringify({ 问题: '谁？', 领域: '法律', 评分标准: `1. 写明日期${ending}\n2. 写明地点（1分）` }),
    );
    expect((await loadTasks(file))[0]?.rubric?.[0]).toMatchObject({ criterion: '写明日期', weight });
  });

  it('names the place of a criterion without a weight, and of a table that is broken', async () => {
    const weightless = table('weightless.csv', '问题,领域,评分标准', '谁？,法律,1. 写明日期');
    await expect(loadTasks(weightless)).rejects.toThrow(`${weightless}:2: rubric[0]: expected a weight`);
    await expect(loadTasks(table('ragged.csv', '问题,领域', '谁？'))).rejects.toThrow(':2: expected 2 cells as in the first line, got 1');
    await expect(loadTasks(table('quote.csv', '问题,领域', '"谁？,法律'))).rejects.toThrow(':2: not CSV: Quote Not Closed');
    await expect(loadTasks(table('none.csv', 'a,b', '1,2'))).rejects.toThrow(
      ":1: expected ADR-Bench's columns (a query, a domain, and a track or a rubric; none for a single criterion or weight), got a, b",
    );
    const sheet = table('rows.csv', 'case,question,check,points', '7,Why?,Names A,5', '7,Why?,Names B,3');
    await expect(loadTasks(sheet)).rejects.toThrow(
      /got case, question, check, points \(one question stands on lines 2 and 3\): gavel data map shows how to read it$/,
    );
    const rubric = table('rubric.csv', 'id,query,domain,criteria,weight', '7,Why?,Law,Names A,5');
    await expect(loadTasks(rubric)).rejects.toThrow('got id, query, domain, criteria, weight');
    const gb = folder.write('gb.csv', Buffer.from([0xce, 0xca, 0xcc, 0xe2, 0x0a]));
    await expect(loadTasks(gb)).rejects.toThrow('expected UTF-8');
  });

  it('lists what differs from the benchmark as findings: domains, rubrics that are missing, numbers of tasks', async () => {
    const rows = [
      '编号,问题,领域,赛道',
      ...Array.from({ length: 70 }, (_, i) => `g${i},问题${i}？,教育,通用`),
      'p1,问题？,法律,专业',
      'p2,问题？,占星,专业',
    ];
    const messages = (await lintFile(table('odd.csv', ...rows))).findings.map(
      ({ rule, line, message }) => `${rule} ${line ?? ''} ${message}`,
    );
    expect(messages).toEqual([
      'layout 72 a professional task without a rubric: it can be compared pairwise, but not scored',
      expect.stringContaining('layout 73 unknown domain "占星": expected one of Computer & IT, Education'),
      'layout 73 a professional task without a rubric: it can be compared pairwise, but not scored',
      'layout  expected 10 general tasks a domain; another number in: Computer & IT, Education, Science & Engineering, Social Life, Literature & Arts, Healthcare, Politics',
      'layout  expected 20 or 40 professional tasks, got 2',
      'layout  no professional task in: Finance',
    ]);
  });
});
