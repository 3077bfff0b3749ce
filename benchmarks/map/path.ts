/** parsePath, cellsOf: where a field stands in a row, written in a few signs, and what stands there. */
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';

type Step =
  | { readonly kind: 'key'; readonly name: string }
  /** `[]`: each element, or its place from 1. */
  | { readonly kind: 'each'; readonly as: string; readonly name: boolean }
  /** `{}`: each key, or its name. */
  | { readonly kind: 'keys'; readonly as: string; readonly name: boolean }
  /** `[rubric]`: the element at the place where `rubric[]` stands. */
  | { readonly kind: 'at'; readonly as: string }
  /** `[0]`, `[-1]`: the first element, the last. */
  | { readonly kind: 'one'; readonly place: number };

export interface Path {
  readonly text: string;
  /** From the top of the file, not from the row. */
  readonly fromTop: boolean;
  readonly steps: readonly Step[];
  /** What it goes through: paths that share one go together. */
  readonly variables: readonly string[];
}

/** Which element of each list, and which key of each object. */
export type Binding = Readonly<Record<string, string | number>>;

export interface Cell {
  readonly at: Binding;
  readonly value: unknown;
}

/** @throws InputError for other signs */
export function parsePath(text: string): Path {
  const fromTop = text.startsWith('^.');
  const body = fromTop ? text.slice(2) : text;
  const steps: Step[] = [];
  let keys = 0;
  let at = 0;
  while (at < body.length) {
    const rest = body.slice(at);
    const sign = /^(?:\[\](@key)?|\[([^[\]]+)\]|\{\}(@key)?|\.?([^.[\]{}]+)|\.(?=\{))/.exec(rest);
    if (sign === null) throw new InputError(`"${printable(text, 80)}": expected a path as in a.b, a[].b, a.{} or a.{}@key`);
    const [found, nth, place, name, key] = sign;
    if (found.startsWith('[]')) steps.push({ kind: 'each', as: body.slice(0, at + 2), name: nth !== undefined });
    else if (place !== undefined && /^-?\d+$/.test(place)) steps.push({ kind: 'one', place: Number(place) });
    else if (place !== undefined) steps.push({ kind: 'at', as: `${place}[]` });
    else if (found.startsWith('{}')) steps.push({ kind: 'keys', as: `{}${++keys}`, name: name !== undefined });
    else if (key !== undefined) steps.push({ kind: 'key', name: key });
    at += found.length;
  }
  return { text, fromTop, steps, variables: steps.flatMap((step) => ('as' in step ? [step.as] : [])) };
}

/** A name that stands in the rows as it is, dots and all. */
export function keyPath(name: string): Path {
  return { text: name, fromTop: false, steps: [{ kind: 'key', name }], variables: [] };
}

/** Everything that stands at the path, with its place; nothing where the row has no such thing. */
export function cellsOf({ steps }: Path, root: unknown): Cell[] {
  let cells: Cell[] = [{ at: {}, value: root }];
  for (const step of steps) cells = cells.flatMap((cell) => stepped(step, cell));
  return cells;
}

function stepped(step: Step, { at, value: packed }: Cell): Cell[] {
  const value = unpacked(packed);
  if (typeof value !== 'object' || value === null) return [];
  switch (step.kind) {
    case 'key':
      return Object.hasOwn(value, step.name) ? [{ at, value: Reflect.get(value, step.name) }] : [];
    case 'keys':
      return Array.isArray(value)
        ? []
        : Object.entries(value).map(([key, inner]) => ({ at: { ...at, [step.as]: key }, value: step.name ? key : inner }));
    case 'one':
      return Array.isArray(value) && value.at(step.place) !== undefined ? [{ at, value: value.at(step.place) as unknown }] : [];
    default: {
      if (!Array.isArray(value)) return [];
      const isPlace = step.kind === 'each' && step.name;
      return value.map((inner: unknown, i) => ({ at: { ...at, [step.as]: i }, value: isPlace ? i + 1 : inner }));
    }
  }
}

/** Tables hold lists and objects as JSON in a cell. */
function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
