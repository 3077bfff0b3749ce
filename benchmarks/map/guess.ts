/** guess: what a file seems to hold, for a person to look at: its fields, a map by their names, and what is open. */
import type { SourceRow } from './container.ts';
import { NUMBER } from './field.ts';
import { FIELDS, type FieldName, type MapPlan } from './plan.ts';
import { queryText, textOf } from './texts.ts';

export interface SeenField {
  readonly path: string;
  /** Places at which something stands. */
  readonly filled: number;
  readonly places: number;
  /** Different texts. */
  readonly kinds: number;
  readonly example: string;
  readonly chat: boolean;
}

export interface Guess {
  /** Of the first thousand rows. */
  readonly seen: readonly SeenField[];
  readonly map: MapPlan['map'];
  /** Fields for which several would do. */
  readonly open: ReadonlyMap<FieldName, readonly string[]>;
  /** Where rows may stand within a file that is one row itself, for `--rows`. */
  readonly within: readonly { readonly path: string; readonly rows: number }[];
}

const ROWS = 1_000;
const MOST_PATHS = 500;
const DEEPEST = 6;
/** Elements of one list that are looked at. */
const ELEMENTS = 50;

/** Names that the fields of other people bear, the commonest first. A list of texts under such a name in the plural is the criteria. */
const NAMES: Partial<Record<FieldName, readonly string[]>> = {
  id: words('id task uid qid q_id query_id prompt_id task_id sample_id question_id item item_id case_id instance_id index idx arxiv_id'),
  query: words('query prompt question input instruction user_input pergunta messages 问题 题目'),
  criterion: words('criterion criteria check desc description requirement requirements rubric rubrics 评分标准'),
  weight: words('weight points share 分值 权重'),
  axis: words('axis category dimension'),
  agent: words('agent model model_name system'),
  report: words('report article submission response completion prediction generation actual_output actualoutput'),
  repeat: words('repeat run'),
  label: words('label verdict criteria_met met passed correct score rating grade value truth'),
  reason: words('reason reasoning explanation rationale feedback critique justification'),
  judge: words('judge rater annotator grader evaluator worker'),
  a: words('a model_a model_1 agent_a generator_1 left'),
  b: words('b model_b model_2 agent_b generator_2 right'),
  outcome: words('outcome winner win preference vote'),
  language: words('language lang'),
  domain: words('domain topic theme field'),
};

function words(text: string): readonly string[] {
  return text.split(' ');
}

export function guess(rows: readonly SourceRow[]): Guess {
  const seen = seenFields(rows.slice(0, ROWS));
  const map: Partial<Record<FieldName, string>> = {};
  const open = new Map<FieldName, readonly string[]>();
  for (const field of FIELDS) {
    const found = candidates(field, seen);
    const only = found.find((path) => path === field) ?? (found.length === 1 ? found[0] : undefined);
    if (only !== undefined) map[field] = only;
    else if (found.length > 1) open.set(field, found);
  }
  // For want of an id, each query that differs has a number.
  if (map.id === undefined && !open.has('id') && rows.length > 1 && isInEach(seen, map.query, rows.length))
    map.id = `${NUMBER}${map.query}`;
  return { seen, map, open, within: rows.length === 1 ? within(rows[0]?.value, '', 0) : [] };
}

function isInEach(seen: readonly SeenField[], path: string | undefined, rows: number): boolean {
  return seen.some((field) => field.path === path && field.filled === Math.min(rows, ROWS));
}

/** Lists of objects, and objects under keys that hold the same. */
function within(value: unknown, path: string, depth: number): Guess['within'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 3) return [];
  const inner = Object.entries(value).slice(0, MOST_PATHS);
  const keyed = inner.length > 1 && inner.every(([, one]) => isAlike(one, inner[0]?.[1]));
  if (keyed) return [{ path: path === '' ? '{}' : `${path}.{}`, rows: Object.keys(value).length }];
  return inner.flatMap(([name, one]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const isRows =
      Array.isArray(one) && one.length > 0 && one.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));
    return isRows ? [{ path: at, rows: one.length }] : within(one, at, depth + 1);
  });
}

function isAlike(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return false;
  const [names, others] = [Object.keys(one), Object.keys(Object(other))];
  return names.length > 1 && names.filter((name) => others.includes(name)).length * 2 > names.length;
}

/** Names that say something only within a rubric. */
const WITHIN_RUBRIC = /^(?:.*\.)?(?:rubrics?|criteria|checklist)\[\]\.(?:text|title|outcome|name)$/i;

function candidates(field: FieldName, seen: readonly SeenField[]): string[] {
  const found = named(field, seen);
  if (field !== 'criterion' || found.length > 0) return found;
  return seen.flatMap(({ path, filled }) => (filled > 0 && WITHIN_RUBRIC.test(path) ? [path] : []));
}

function named(field: FieldName, seen: readonly SeenField[]): string[] {
  const names = NAMES[field] ?? [field];
  return (
    seen
      .filter(({ path, filled, chat }) => filled > 0 && names.includes(lastName(path)) && (!chat || field === 'query'))
      // One and the same everywhere, deep within, tells nothing apart.
      .filter(({ path, filled, kinds }) => field !== 'id' || filled === 1 || kinds > 1 || !/[.[]/.test(path))
      .filter(({ path, chat }) => field === 'criterion' || chat || !path.endsWith('[]'))
      .map(({ path }) => path)
  );
}

function lastName(path: string): string {
  return (
    path
      .replace(/(\[\])+$/, '')
      .split('.')
      .at(-1) ?? ''
  )
    .replace(/\[\]$/, '')
    .toLowerCase();
}

interface Tally {
  filled: number;
  places: number;
  readonly texts: Set<string>;
  example: string;
  chat: boolean;
}

function seenFields(rows: readonly SourceRow[]): SeenField[] {
  const tallies = new Map<string, Tally>();
  for (const { value } of rows) look(value, '', 0, tallies);
  return [...tallies].map(([path, { texts, ...tally }]) => ({ path, ...tally, kinds: texts.size }));
}

function look(value: unknown, path: string, depth: number, tallies: Map<string, Tally>): void {
  const chat = Array.isArray(value) && queryText(value) !== undefined;
  if (Array.isArray(value) && !chat) {
    if (depth < DEEPEST) for (const inner of value.slice(0, ELEMENTS)) look(inner, `${path}[]`, depth + 1, tallies);
    return;
  }
  if (typeof value === 'object' && value !== null && !chat) {
    const inner = depth < DEEPEST ? Object.entries(value) : [];
    for (const [name, one] of inner.slice(0, MOST_PATHS)) look(one, path === '' ? name : `${path}.${name}`, depth + 1, tallies);
    return;
  }
  tally(chat ? (queryText(value)?.text ?? '') : (textOf(value) ?? ''), path, chat, tallies);
}

function tally(text: string, path: string, chat: boolean, tallies: Map<string, Tally>): void {
  const before = tallies.get(path);
  if (before === undefined && tallies.size >= MOST_PATHS) return;
  const entry = before ?? { filled: 0, places: 0, texts: new Set<string>(), example: '', chat };
  tallies.set(path, entry);
  entry.places++;
  if (text.trim() === '') return;
  entry.filled++;
  entry.texts.add(text);
  if (entry.example === '') entry.example = text;
}
