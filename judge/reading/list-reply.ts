/** Lists in replies: one item for each of several criteria. */
import { VerdictError } from '../errors.ts';
import { type Fields, field, hasField, isFields, unwrapped } from './fields.ts';
import type { Places } from './json.ts';
import { answerIn, type Stands } from './reply.ts';

export interface SoughtList {
  /** Name of the list in the object that is asked for. */
  readonly list: string;
  /** A field by which an item is known. */
  readonly item: string;
  readonly ids: readonly string[];
  /** Filled with where the items' fields begin. */
  readonly places?: Places | undefined;
}

export function idsOf(count: number): [string, ...string[]] {
  return Array.from({ length: count }, (_, i) => String(i + 1)) as [string, ...string[]];
}

/** Items of a list, each with one of the ids, in the order of the ids: also without the object around it, or as an object by id. */
export function listIn(text: string, { list, item: key, ids, places }: SoughtList, stands?: Stands): Fields[] {
  const answer = answerIn(
    text,
    {
      what: list,
      several: true,
      places,
      answers: (value) => hasField(value, list) || itemsOf(value, list).some((item) => hasField(item, key)),
    },
    stands,
  );
  const items = itemsOf(answer, list).filter(isFields);
  const found = new Map(items.map((item) => [idOf(field(item, 'id')), item]));
  const inOrder = ids.map((id) => found.get(id)).filter((item) => item !== undefined);
  if (items.length === ids.length && inOrder.length === ids.length) return inOrder;
  const got = items.map((item) => idOf(field(item, 'id')) ?? '?').join(', ');
  throw new VerdictError(`expected each of ${ids.length} criteria once, got ${got.slice(0, 200) || 'none'}`);
}

function itemsOf(value: unknown, name: string): readonly unknown[] {
  const inner = isFields(value) && hasField(value, name) ? field(value, name) : unwrapped(value);
  if (Array.isArray(inner)) return inner;
  if (!isFields(inner) || hasField(inner, 'id')) return [inner];
  return Object.entries(inner).map(([id, item]) => (isFields(item) && !hasField(item, 'id') ? { id, ...item } : item));
}

/** Also `1`, `"1."` and `"criterion 1"`. */
function idOf(given: unknown): string | undefined {
  const text = typeof given === 'number' ? String(given) : given;
  return typeof text === 'string' && text.length <= 20 ? /^\D*(\d+)\D*$/.exec(text)?.[1] : undefined;
}
