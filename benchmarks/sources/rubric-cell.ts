/** rubricOf: a rubric as it stands in one cell of a table, in JSON or as lines with a weight each. */
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';

interface CellCriterion {
  readonly id?: string;
  readonly criterion: string;
  readonly weight: number;
  readonly axis?: string;
  readonly fatal?: true;
}

const KEYS = {
  criterion: ['criterion', 'text', 'description', 'content', 'title', '标准', '内容', '描述', '评分点', '评分项', '细则'],
  weight: ['weight', 'score', 'points', 'point', '权重', '分值', '分数', '得分'],
  axis: ['axis', 'dimension', 'type', '维度', '类别'],
  fatal: ['fatal', 'veto', '致命', '一票否决', '致命错误'],
  id: ['id', '编号', '序号'],
} as const;

/** Undefined for an empty cell. @throws InputError, opening with `where`, for a criterion without text or weight. */
export function rubricOf(cell: unknown, where: string): CellCriterion[] | undefined {
  if (cell === undefined || cell === null || cell === '') return undefined;
  const value = typeof cell === 'string' ? (parsed(cell) ?? cell) : cell;
  if (typeof value === 'string') return fromLines(value, where);
  const list = Array.isArray(value) ? value : listIn(value);
  if (list === undefined) throw new InputError(`${where}: rubric: expected a list of criteria, or lines with a weight each`);
  if (list.length === 0) return undefined;
  return list.map((item: unknown, i) => (typeof item === 'string' ? fromLine(item, where, i) : fromObject(item, where, i)));
}

function parsed(cell: string): unknown {
  if (!/^\s*[[{]/.test(cell)) return undefined;
  try {
    return JSON.parse(cell);
  } catch {
    // "[+5] …" opens a line of text as well.
    return undefined;
  }
}

function listIn(value: unknown): unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const lists = Object.values(value).filter(Array.isArray);
  return lists.length === 0 ? undefined : lists.flat();
}

function fromObject(item: unknown, where: string, i: number): CellCriterion {
  if (typeof item !== 'object' || item === null) throw new InputError(`${where}: rubric[${i}]: expected an object or text`);
  const of = (names: readonly string[]): unknown => Object.entries(item).find(([key]) => names.includes(key.trim().toLowerCase()))?.[1];
  const [criterion, axis, fatal, id] = [of(KEYS.criterion), of(KEYS.axis), of(KEYS.fatal), of(KEYS.id)];
  if (typeof criterion !== 'string' || criterion.trim() === '')
    throw new InputError(`${where}: rubric[${i}].criterion: missing, expected text`);
  const given = of(KEYS.weight);
  const weight = typeof given === 'string' && given.trim() !== '' ? numberOf(given.replace(/\s*(?:分|points?)$/i, '')) : given;
  if (typeof weight !== 'number' || !Number.isFinite(weight)) throw new InputError(`${where}: rubric[${i}].weight: expected a number`);
  const veto = fatal === true || /^(?:是|true|yes|1|致命)$/i.test(String(fatal ?? ''));
  return {
    ...(id !== undefined && { id: String(id) }),
    criterion,
    weight,
    ...(typeof axis === 'string' && axis !== '' && { axis }),
    ...(veto && { fatal: true }),
  };
}

const NUMBERING = /^\s*(?:[-*•●]\s+|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:[.、．)）:：]|[.)]\s)\s*)/u;

/** Where lines are numbered, one without a number goes on with the line before. */
function fromLines(cell: string, where: string): CellCriterion[] {
  const lines = cell.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const numbered = lines.filter((line) => NUMBERING.test(line)).length > lines.length / 2;
  const whole: string[] = [];
  for (const line of lines) {
    const last = whole.at(-1);
    if (numbered && !NUMBERING.test(line) && last !== undefined) whole[whole.length - 1] = last + line.trim();
    else whole.push(line);
  }
  return whole.map((line, i) => fromLine(line, where, i));
}

const SIGNED = String.raw`([+\-−–]?\s*\d+(?:\.\d+)?)`;
/** `（5分）`, `[weight: -3]`, `| 5` at the end of a line; `【-3】`, `+5：` at its beginning. */
const WEIGHTS = [
  new RegExp(
    String.raw`[（(［[【]\s*(?:权重|分值|weight|points?)?\s*[:：=]?\s*${SIGNED}\s*(?:分|points?|pts?)?\s*[)）\]］】]\s*[.。；;]?\s*$`,
    'iu',
  ),
  new RegExp(String.raw`[|｜\t]\s*(?:权重|分值|weight)?\s*[:：=]?\s*${SIGNED}\s*(?:分|points?)?\s*$`, 'iu'),
  new RegExp(String.raw`[，,：:；;\s](?:权重|分值|weight)\s*[:：=]?\s*${SIGNED}\s*(?:分|points?)?\s*$`, 'iu'),
  new RegExp(String.raw`^[（([【]\s*(?:权重|分值|weight)?\s*[:：=]?\s*${SIGNED}\s*(?:分|points?)?\s*[)）\]】]\s*`, 'iu'),
  /^([+\-−–]\s*\d+(?:\.\d+)?)\s*分?\s*[:：|\s]\s*/u,
];
const VETO = /[,，、;；]?\s*(?:致命(?:错误)?|一票否决|fatal|veto)\s*[,，、;；]?\s*(?=[^（(［[【]*[)）\]］】])/iu;
const EMPTY_BRACKETS = /\s*(?:（\s*）|\(\s*\)|\[\s*\]|【\s*】)\s*/gu;

function fromLine(line: string, where: string, i: number): CellCriterion {
  const fatal = VETO.test(line);
  const text = line.replace(VETO, '').replace(EMPTY_BRACKETS, '').replace(NUMBERING, '').trim();
  for (const pattern of WEIGHTS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const criterion = text.replace(match[0], '').trim();
    if (criterion !== '') return { criterion, weight: numberOf(match[1] ?? ''), ...(fatal && { fatal: true }) };
  }
  throw new InputError(
    `${where}: rubric[${i}]: expected a weight, as in "…（5分）" or "… [weight: -3]", got "${printable(line.trim(), 60)}"`,
  );
}

function numberOf(text: string): number {
  return Number(text.replace(/[−–]/g, '-').replace(/\s+/g, ''));
}
