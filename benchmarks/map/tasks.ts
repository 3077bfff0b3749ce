/** TaskBook: rows with one id are one task, whose criteria stand in as many of them. */
import { InputError } from '../../judge/errors.ts';
import { check, MisfitError, printable } from '../files/check.ts';
import { isChinese } from '../lint/text.ts';
import { type Task, taskSchema } from '../task.ts';
import type { Complaints } from './complaints.ts';
import type { Fields } from './fields.ts';
import { type Note, note } from './notes.ts';
import type { MapPlan } from './plan.ts';
import type { FieldRecord } from './records.ts';
import { type Ids, queryText, textOf } from './texts.ts';
import { settleNegative, signed, Weights } from './weights.ts';

interface OpenCriterion {
  readonly criterion: string;
  readonly id?: string;
  readonly axis?: string;
  readonly fatal?: boolean;
  weight: number;
  readonly said?: boolean;
}

interface OpenTask {
  readonly id: string;
  readonly where: string;
  query?: string;
  language?: string;
  domain?: string;
  readonly criteria: OpenCriterion[];
  readonly seen: Set<string>;
}

export class TaskBook {
  readonly #fields: Fields;
  readonly #plan: MapPlan;
  readonly #complaints: Complaints;
  readonly #weights: Weights;
  readonly #tasks = new Map<string, OpenTask>();
  readonly notes: Note[] = [];
  #chats = 0;
  #answered = 0;

  constructor(fields: Fields, plan: MapPlan, complaints: Complaints) {
    this.#fields = fields;
    this.#plan = plan;
    this.#complaints = complaints;
    this.#weights = new Weights(plan);
  }

  addQuery(id: string, record: FieldRecord): void {
    const query = queryText(record.get('query'));
    if (query === undefined || query.text.trim() === '') return this.#complaints.add(record.where, 'query: expected text or a chat');
    if (query.turns > 1) this.#chats++;
    if (query.answered === true) this.#answered++;
    const task = this.#task(id, record.where);
    if (task.query !== undefined && task.query !== query.text)
      this.#complaints.add(record.where, `id "${id}" has another query here than at ${task.where}`);
    task.query = query.text;
    const [language, domain] = [textOf(record.get('language')), textOf(record.get('domain'))];
    if (language) task.language = language;
    if (domain) task.domain = domain;
  }

  addCriterion(id: string, record: FieldRecord): void {
    const { where, get } = record;
    const criterion = textOf(get('criterion'))?.trim();
    if (!criterion) {
      // A query may stand in a row of its own.
      if (get('criterion') !== '' && get('criterion') != null) this.#complaints.add(where, 'criterion: expected text');
      return;
    }
    const [own, axis, fatal] = [textOf(get('criterionId')), textOf(get('axis')), textOf(get('fatal'))];
    const weight = this.#fields.weight === undefined ? 1 : this.#weights.of(get('weight'), where, this.#complaints);
    const polarity = textOf(get('polarity')) ?? '';
    const given = polarity === '' ? weight : signed(weight, polarity);
    if (given === undefined)
      this.#complaints.add(where, `polarity: expected flaw or merit (or negative or positive), got "${printable(polarity, 40)}"`);
    const open = {
      criterion,
      ...(own && { id: own }),
      ...(axis && { axis }),
      ...(/^(true|yes|1|是)$/i.test(fatal ?? '') && { fatal: true }),
      weight: given ?? weight,
      ...(polarity !== '' && { said: true }),
    };
    const task = this.#task(id, where);
    // Each label on a criterion names it again.
    const key = JSON.stringify([own ?? criterion, open.weight, axis]);
    if (this.#fields.label !== undefined && task.seen.has(key)) return;
    task.seen.add(key);
    task.criteria.push(open);
  }

  /** @throws InputError for what makes no task */
  finish(ids: Ids, file: string): Task[] {
    this.#weights.check(file);
    const tasks = [...this.#tasks.values()];
    this.#settle(tasks, file);
    if (this.#fields.query === undefined) this.notes.push(note('noQuery'));
    if (this.#fields.weight === undefined && tasks.some(({ criteria }) => criteria.length > 0)) this.notes.push(note('noWeight'));
    if (this.#answered > 0) this.notes.push(note('answered', { n: this.#answered }));
    if (this.#chats > 0) this.notes.push(note('chats', { n: this.#chats }));
    if (ids.changed > 0) this.notes.push(note('changedIds', { n: ids.changed }));
    const made = tasks.flatMap((task) => this.#made(task, ids) ?? []);
    this.#complaints.throwAny();
    return made;
  }

  #settle(tasks: readonly OpenTask[], file: string): void {
    const turned = settleNegative(
      tasks.flatMap(({ criteria }) => criteria),
      this.#plan.negative,
      file,
    );
    const negative = tasks.flatMap(({ criteria }) => criteria.filter(({ weight }) => weight < 0));
    if (turned.length === 0) return;
    for (const criterion of turned.slice(0, 20)) this.notes.push(note('turned', { criterion: printable(criterion, 100) }));
    if (turned.length > 20) this.notes.push(note('moreTurned', { n: turned.length - 20 }));
    for (const { criterion } of negative.slice(0, 20)) this.notes.push(note('keptFlaw', { criterion: printable(criterion, 100) }));
  }

  #made({ id, where, query, language, domain, criteria }: OpenTask, ids: Ids): Task | undefined {
    const source = ids.sourceOf(id);
    if (query === undefined && this.#fields.query !== undefined) this.#complaints.add(where, 'query: missing');
    const task = {
      id,
      query: query ?? id,
      language: language ?? (isChinese(query ?? id) ? 'zh' : 'en'),
      domain: domain ?? 'unknown',
      ...(criteria.length > 0 && { rubric: criteria.map(({ said: _, ...criterion }) => criterion) }),
      ...(source !== undefined && { tags: { sourceId: source } }),
    };
    try {
      return check(taskSchema, task, where);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const complaint = error instanceof MisfitError ? (error.complaints[0] ?? error.message) : error.message;
      // Which criterion it was does not make another cause of it.
      this.#complaints.add(where, complaint.slice(where.length + 2).replace(/\[\d+\]/, '[]'));
      return undefined;
    }
  }

  #task(id: string, where: string): OpenTask {
    const before = this.#tasks.get(id);
    if (before !== undefined) return before;
    const task: OpenTask = { id, where, criteria: [], seen: new Set() };
    this.#tasks.set(id, task);
    return task;
  }
}
