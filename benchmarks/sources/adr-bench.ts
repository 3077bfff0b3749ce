/** ADR-Bench as people hold it: tables or JSON lines with Chinese or English column names, as tasks. */

import { InputError } from '../../judge/errors.ts';
import { check, printable } from '../files/check.ts';
import { readCsv } from '../files/csv.ts';
import type { Row } from '../files/jsonl.ts';
import type { Finding } from '../lint/finding.ts';
import { isChinese } from '../lint/text.ts';
import { type Task, taskSchema } from '../task.ts';
import { rubricOf } from './adr-bench-rubric.ts';

const COLUMNS = {
  id: ['id', 'taskid', 'no', 'number', 'index', '编号', '序号', '题号', '任务编号'],
  query: ['query', 'prompt', 'question', 'task', '问题', '题目', '查询', '提问', '用户问题', '任务'],
  domain: ['domain', 'category', 'field', 'topic', '领域', '类别', '学科', '一级领域'],
  track: ['track', 'split', 'subset', '赛道', '类型', '子集', '任务类型'],
  rubric: ['rubric', 'rubrics', 'criteria', 'checklist', '评分标准', '评分细则', '评分项', '细则', '评价标准'],
  notes: ['notes', 'note', 'remark', '备注', '说明'],
} as const;
type Column = keyof typeof COLUMNS;

/** The nine domains, in the order in which the benchmark names them. */
const DOMAINS: Readonly<Record<string, readonly string[]>> = {
  'Computer & IT': [
    'computerit',
    'computer',
    'it',
    'computerandit',
    'computerscience',
    '计算机与信息技术',
    '计算机',
    '信息技术',
    '计算机与it',
    '计算机it',
    '计算机和信息技术',
    '互联网',
  ],
  Education: ['education', '教育'],
  'Science & Engineering': [
    'scienceengineering',
    'scienceandengineering',
    'science',
    'engineering',
    '科学与工程',
    '科学工程',
    '科学',
    '工程',
    '理工',
    '科技与工程',
    '科学和工程',
  ],
  'Social Life': ['sociallife', 'life', 'society', '社会生活', '生活', '社会'],
  'Literature & Arts': [
    'literaturearts',
    'literatureandarts',
    'literatureart',
    'arts',
    'literature',
    '文学与艺术',
    '文学艺术',
    '文艺',
    '文学',
    '艺术',
    '文学和艺术',
  ],
  Healthcare: ['healthcare', 'health', 'medicine', 'medical', '医疗健康', '医疗', '健康', '医学', '医疗与健康', '医药健康'],
  Politics: ['politics', '政治', '时政', '政治时事'],
  Law: ['law', 'legal', '法律', '法学'],
  Finance: ['finance', '金融', '财经', '金融财经', '财务'],
};
const PROFESSIONAL: readonly string[] = ['Law', 'Finance'];
const TRACKS: Readonly<Record<string, readonly string[]>> = {
  general: ['general', 'generaltrack', 'open', '通用', '通用赛道', '综合', '一般', '通用类', '通用任务'],
  professional: [
    'professional',
    'professionaltrack',
    'expert',
    'specialised',
    'specialized',
    '专业',
    '专业赛道',
    '专业类',
    '专业任务',
    '专家',
  ],
};

/** Told by column names that rows of other layouts do not have. */
export function isAdrBenchRow(row: unknown): boolean {
  if (typeof row !== 'object' || row === null || 'sample_id' in row || 'language' in row) return false;
  const columns = Object.keys(row).map((key) => ({ key, column: columnOf(key) }));
  const query = columns.find(({ column }) => column === 'query');
  return query !== undefined && (isChinese(query.key) || columns.some(({ column }) => column === 'track'));
}

/** The records of a table as rows by column name; a file that is no table with a header and queries is reported, and has no rows. */
export async function readAdrBenchTable(path: string, report: (problem: InputError) => void): Promise<readonly Row<unknown>[]> {
  try {
    const { columns, rows } = await readCsv(path);
    if (columns.length > 0 && !columns.some((name) => columnOf(name) === 'query'))
      throw new InputError(`${path}:1: expected a column query, prompt or 问题, got ${printable(columns.join(', '), 120)}`);
    return rows;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    report(error);
    return [];
  }
}

/**
 * @param position from 1; names a task whose row has no id, as in `adr-007`.
 * @throws InputError opening with `where`.
 */
export function adrBenchTask(row: unknown, where: string, position: number): Task {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new InputError(`${where}: expected an object`);
  const cells = new Map<Column, unknown>();
  const tags: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(row)) {
    const column = columnOf(key);
    if (column === 'track' && trackOf(value) === undefined) tags.kind = String(value);
    else if (column !== undefined && !cells.has(column)) cells.set(column, value);
    else if (['string', 'number', 'boolean'].includes(typeof value)) tags[key] = value;
  }
  const query = String(cells.get('query') ?? '');
  if (query.trim() === '') throw new InputError(`${where}: query: missing, expected text`);
  const domain = domainOf(String(cells.get('domain') ?? 'unknown'));
  const rubric = rubricOf(cells.get('rubric'), where);
  const task = {
    id: String(cells.get('id') ?? `adr-${String(position).padStart(3, '0')}`).trim(),
    query,
    language: isChinese(query) ? 'zh' : 'en',
    domain,
    track: trackOf(cells.get('track')) ?? (PROFESSIONAL.includes(domain) ? 'professional' : 'general'),
    ...(rubric !== undefined && { rubric }),
    ...(cells.get('notes') !== undefined && { notes: String(cells.get('notes')) }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
  return check(taskSchema, task, where);
}

/** What differs from the benchmark as it is described: domains, missing rubrics, and how many tasks there are of what. */
export function adrBenchFindings(rows: readonly Row<Task>[]): Finding[] {
  const findings = rows.flatMap(({ line, value: task }): Finding[] => {
    const at = { severity: 'warning', rule: 'layout', task: task.id, line } as const;
    const unknown = !Object.hasOwn(DOMAINS, task.domain);
    const bare = task.track === 'professional' && task.rubric === undefined;
    return [
      ...(unknown
        ? [
            {
              ...at,
              message: `unknown domain "${printable(task.domain, 40)}": expected one of ${Object.keys(DOMAINS).join(', ')}, or their Chinese names`,
            },
          ]
        : []),
      ...(bare ? [{ ...at, message: 'a professional task without a rubric: it can be compared pairwise, but not scored' }] : []),
    ];
  });
  return [...findings, ...countFindings(rows.map((row) => row.value))];
}

function countFindings(tasks: readonly Task[]): Finding[] {
  const count = (track: string, domain?: string) =>
    tasks.filter((task) => task.track === track && (domain === undefined || task.domain === domain)).length;
  const [general, professional] = [count('general'), count('professional')];
  const uneven = Object.keys(DOMAINS).filter((domain) => !PROFESSIONAL.includes(domain) && count('general', domain) !== 10);
  const missing = PROFESSIONAL.filter((domain) => count('professional', domain) === 0);
  const messages = [
    ...(general !== 70 ? [`expected 70 general tasks, got ${general}`] : []),
    ...(general === 70 && uneven.length > 0 ? [`expected 10 general tasks a domain; another number in: ${uneven.join(', ')}`] : []),
    ...(professional !== 20 && professional !== 40 ? [`expected 20 or 40 professional tasks, got ${professional}`] : []),
    ...(missing.length > 0 ? [`no professional task in: ${missing.join(', ')}`] : []),
  ];
  return messages.map((message) => ({ severity: 'warning', rule: 'layout', message }));
}

/** Names differ by case, blanks and signs only. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-&/、，,.·]+/g, '');
}

function columnOf(name: string): Column | undefined {
  const key = plain(name).replace(/[(（].*$/u, '');
  return (Object.keys(COLUMNS) as Column[]).find((column) => (COLUMNS[column] as readonly string[]).includes(key));
}

/** A name that is not known stays as it is. */
function domainOf(name: string): string {
  const key = plain(name).replace(/领域$/u, '');
  return Object.entries(DOMAINS).find(([, names]) => names.includes(key))?.[0] ?? (name.trim() || 'unknown');
}

function trackOf(value: unknown): string | undefined {
  const key = plain(String(value ?? ''));
  return Object.entries(TRACKS).find(([, names]) => names.includes(key))?.[0];
}
