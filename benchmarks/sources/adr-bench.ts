/** adrBench: 90 bundled tasks in the shape of ADR-Bench, and ADR-Bench as people hold it: tables or JSON lines with Chinese or English column names. */

import { InputError } from '../../judge/errors.ts';
import { check, printable } from '../files/check.ts';
import type { Row } from '../files/jsonl.ts';
import type { Finding } from '../lint/finding.ts';
import { isChinese } from '../lint/text.ts';
import { type Task, taskSchema } from '../task.ts';
import { rubricOf } from './rubric-cell.ts';
import type { Source } from './source.ts';

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

export const adrBench: Source = {
  name: 'adr-bench',
  about: "Chinese research queries in ADR-Bench's shape",
  file: 'bundled',
  layout: {
    recognises,
    table: {
      needs: "ADR-Bench's columns (a query, a domain, and a track or a rubric; none for a single criterion or weight)",
      fits: isTable,
    },
    toTask,
    findings: (rows) => [...rows.flatMap(taskFindings), ...countFindings(rows.map((row) => row.value))],
  },
  names: {
    'Computer & IT': { en: 'Computer & IT', zh: '计算机与信息技术' },
    Education: { en: 'Education', zh: '教育' },
    'Science & Engineering': { en: 'Science & Engineering', zh: '科学与工程' },
    'Social Life': { en: 'Social Life', zh: '社会生活' },
    'Literature & Arts': { en: 'Literature & Arts', zh: '文学与艺术' },
    Healthcare: { en: 'Healthcare', zh: '医疗健康' },
    Politics: { en: 'Politics', zh: '政治' },
    Law: { en: 'Law', zh: '法律' },
    Finance: { en: 'Finance', zh: '金融' },
    explicit: { en: 'Explicit requirements', zh: '显性要求' },
    implicit: { en: 'Implicit requirements', zh: '隐性要求' },
    synthesis: { en: 'Synthesis', zh: '信息综合' },
    references: { en: 'References', zh: '参考与引用' },
    communication: { en: 'Communication', zh: '表达质量' },
    'instruction-following': { en: 'Instruction following', zh: '遵循指令' },
    general: { en: 'General', zh: '通用' },
    professional: { en: 'Professional', zh: '专业' },
    decision: { en: 'Decision', zh: '决策' },
    learning: { en: 'Learning', zh: '学习' },
    research: { en: 'Research', zh: '调研' },
    planning: { en: 'Planning', zh: '规划' },
    analysis: { en: 'Analysis', zh: '分析' },
    creative: { en: 'Creative', zh: '创作' },
    low: { en: 'low', zh: '低' },
    medium: { en: 'medium', zh: '中等' },
    high: { en: 'high', zh: '高' },
  },
};

/** By column names in Chinese, or a track, which rows of other layouts do not have. */
function recognises(row: unknown): boolean {
  if (typeof row !== 'object' || row === null || 'sample_id' in row || 'language' in row) return false;
  const columns = Object.keys(row).map((key) => ({ key, column: columnOf(key) }));
  const query = columns.find(({ column }) => column === 'query');
  return query !== undefined && (isChinese(query.key) || columns.some(({ column }) => column === 'track'));
}

/** Columns of tables with a row a criterion, which no column of this benchmark is. */
const ROW_A_CRITERION = /^(criterion|check|requirement|description|desc|weight|points?|score|importance|label|verdict|权重|分值|得分)$/;

function isTable(columns: readonly string[]): boolean {
  const found = new Set(columns.map(columnOf));
  const whole = found.has('query') && found.has('domain') && (found.has('track') || found.has('rubric'));
  return whole && !columns.some((name) => ROW_A_CRITERION.test(plain(name)));
}

/** A task without an id is named by its position, as in `adr-007`. */
function toTask(row: unknown, where: string, position: number): Task {
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

/** A domain that is none of the nine, and a professional task that cannot be scored. */
function taskFindings({ line, value: task }: Row<Task>): Finding[] {
  const found: Finding[] = [];
  const warn = (message: string) => found.push({ severity: 'warning', rule: 'layout', task: task.id, line, message });
  if (!Object.hasOwn(DOMAINS, task.domain))
    warn(`unknown domain "${printable(task.domain, 40)}": expected one of ${Object.keys(DOMAINS).join(', ')}, or their Chinese names`);
  if (task.track === 'professional' && task.rubric === undefined)
    warn('a professional task without a rubric: it can be compared pairwise, but not scored');
  return found;
}

/** How many tasks there are of what. */
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
