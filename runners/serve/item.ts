/** RewardItem: what one reward is asked for, read from the label that a trainer's row carries: a rubric in any of its spellings, or a task. */
import { z } from 'zod';
import type { Benchmark } from '../../benchmarks/benchmark.ts';
import { check, printable } from '../../benchmarks/files/check.ts';
import { type Rubric, rubricSchema } from '../../judge/checklist/rubric.ts';
import { InputError } from '../../judge/errors.ts';
import { Recent } from '../../judge/lru.ts';

export interface RewardItem {
  readonly id: string;
  readonly query: string;
  /** As the trainer sent it, thoughts and tags with it. */
  readonly completion: string;
  /** What is judged. */
  readonly report: string;
  readonly rubric: Rubric;
  /** Samples of one group are compared with one another in training. */
  readonly group?: string;
}

/** An item that no judge can be asked about: what is wrong with it is its result. */
export interface BadItem {
  readonly id: string;
  readonly bad: string;
}

export interface Label {
  /** Where it says one. */
  readonly query?: string;
  readonly rubric: Rubric;
  /** Whether the report stands in an `<answer>` tag, as with labels of open-instruct. */
  readonly tagged: boolean;
}

/** Labels that are kept as read: the samples of a prompt share one, and trainers ask again. */
const MOST_KEPT = 4096;
const MOST_CRITERIA = 1000;

const criterionSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  criterion: z.string().optional(),
  /** open-instruct's word for it. */
  description: z.string().optional(),
  weight: z.number().min(-1e6).max(1e6),
  axis: z.string().nullish(),
  fatal: z.boolean().nullish(),
  check: z.unknown().optional(),
});

const criteriaSchema = z.array(criterionSchema).max(MOST_CRITERIA);

const labelSchema = z.looseObject({
  query: z.string().nullish(),
  rubrics: z.unknown().optional(),
  rubric: z.unknown().optional(),
  task: z.string().nullish(),
  rubrics_types: z.unknown().optional(),
});

export interface LabelReader {
  /** @throws InputError for what cannot give a reward */
  label(given: unknown): Label;
  /** The label of the task with this query, for trainers that send none. */
  task(query: string): Label | undefined;
}

/**
 * What reads labels: a rubric as a list or in an object, both also as JSON text, or the id of a task of these benchmarks, with the
 * benchmark's name before it (`NAME/ID`) or, where only one has such a task, without.
 */
export function labelReader(benchmarks: readonly Benchmark[]): LabelReader {
  const tasks = tasksById(benchmarks);
  const kept = new Recent<Label>(MOST_KEPT);
  const read = (label: unknown, depth = 0): Label => {
    if (typeof label === 'string') return /^\s*[[{"]/.test(label) && depth < 2 ? read(fromJson(label), depth + 1) : taskNamed(tasks, label);
    if (Array.isArray(label)) return { rubric: rubricOf(label), tagged: false };
    const { query, rubrics, rubric, task, ...rest } = check(labelSchema, label, 'rubric');
    const given = rubrics ?? rubric ?? task ?? undefined;
    if (given === undefined) throw new InputError('rubric: missing, expected {rubrics: [{criterion, weight}]} or the id of a task');
    const inner = typeof given === 'object' ? { rubric: rubricOf(given), tagged: isTagged(given, rest) } : read(given, depth + 1);
    return typeof query === 'string' && query !== '' ? { ...inner, query } : inner;
  };
  const byQuery = new Map([...tasks.values()].flatMap((known) => (known === 'twice' ? [] : [[known.query?.trim() ?? '', known]])));
  return {
    label: (given) => kept.get(given ?? null, () => read(given)),
    task: (query) => byQuery.get(query.trim()),
  };
}

function rubricOf(given: unknown): Rubric {
  const criteria = check(criteriaSchema, given, 'rubric').map(({ id, criterion, description, weight, axis, fatal, check }) => ({
    ...(id !== undefined && { id: String(id) }),
    criterion: criterion ?? description,
    weight,
    ...(typeof axis === 'string' && axis !== '' && { axis }),
    ...(typeof fatal === 'boolean' && { fatal }),
    ...(check !== undefined && check !== null && { check }),
  }));
  return check(rubricSchema, criteria, 'rubric');
}

function isTagged(given: unknown, { rubrics_types }: { readonly rubrics_types?: unknown }): boolean {
  return rubrics_types !== undefined || (Array.isArray(given) && given.some((each) => typeof each?.description === 'string'));
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`rubric: not JSON: ${printable((error as Error).message)}`, { cause: error });
  }
}

function tasksById(benchmarks: readonly Benchmark[]): ReadonlyMap<string, Label | 'twice'> {
  const found = new Map<string, Label | 'twice'>();
  for (const { name, tasks } of benchmarks)
    for (const { id, query, rubric } of tasks) {
      if (rubric === undefined) continue;
      const label = { query, rubric, tagged: false };
      found.set(`${name}/${id}`, label);
      found.set(id, found.has(id) ? 'twice' : label);
    }
  return found;
}

function taskNamed(tasks: ReadonlyMap<string, Label | 'twice'>, id: string): Label {
  const found = tasks.get(id.trim());
  const shown = printable(JSON.stringify(id.trim()), 80);
  if (found === 'twice')
    throw new InputError(`rubric: ${shown} is a task of several benchmarks: put the name of one before it, as in NAME/ID`);
  if (found !== undefined) return found;
  const known =
    tasks.size === 0 ? 'the server was started without --benchmark' : 'as in NAME/ID of a --benchmark that the server was started with';
  throw new InputError(`rubric: expected a rubric or the id of a task (${known}), got ${shown}`);
}

/** What of a completion is its report: no thoughts, no marks of the chat template, and where reports are tagged, the last `<answer>` alone. */
export function reportIn(completion: string, tagged = false): string {
  const said = withoutThoughts(withoutEndMarks(completion));
  if (!tagged) return said;
  const from = said.lastIndexOf('<answer>');
  if (from === -1) return said;
  const to = said.indexOf('</answer>', from);
  return said.slice(from + '<answer>'.length, to === -1 ? undefined : to).trim();
}

/** Thoughts that never end leave no report. */
function withoutThoughts(text: string): string {
  const end = text.lastIndexOf('</think>');
  if (end !== -1) return text.slice(end + '</think>'.length).trimStart();
  return /^\s*<think>/.test(text) ? '' : text;
}

const END_MARK =
  /(?:<\|(?:im_end|eot_id|end_of_text|endoftext|end|eom_id)\|>|<\/s>|<end_of_turn>|<｜end▁of▁sentence｜>|<pad>|<\|pad\|>)\s*$/;
const LONGEST_MARK = 64;

function withoutEndMarks(text: string): string {
  let kept = text;
  for (;;) {
    const mark = END_MARK.exec(kept.slice(-LONGEST_MARK));
    if (mark === null) return kept;
    kept = kept.slice(0, kept.length - mark[0].length);
  }
}

/** What of a text that a chat template made stands in it as words of the last turn that is a user's: the query. */
export function queryIn(prompt: string): string {
  const turns = prompt.split(TURN);
  const last = turns.map((turn) => turn.replace(MARKS, '').trim()).filter((turn) => turn !== '');
  return last.at(-1) ?? '';
}

/** Where a turn begins: the mark and the role that speaks. */
const TURN =
  /<\|im_start\|>\w+\s|<\|start_header_id\|>\w+<\|end_header_id\|>|<start_of_turn>\w+|\[INST\]|<\|(?:user|assistant|system)\|>|<｜(?:User|Assistant)｜>/;
const MARKS = /<\|[\w-]{1,40}\|>|<\/?s>|<\/?(?:start|end)_of_turn>|\[\/INST\]|<｜[^｜]{1,40}｜>/g;
