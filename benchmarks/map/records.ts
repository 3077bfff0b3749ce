/** recordsOf: what stands at each place of a field, with the other fields of the same place. */
import type { Complaints } from './complaints.ts';
import type { SourceRow } from './container.ts';
import { joined } from './field.ts';
import type { Fields } from './fields.ts';
import { type Binding, cellsOf, parsePath } from './path.ts';
import { FIELDS, type FieldName } from './plan.ts';

export interface FieldRecord {
  readonly where: string;
  readonly at: Binding;
  readonly get: (name: FieldName) => unknown;
}

/** Reads one row's records, however many fields ask for them. */
export function recordReader(fields: Fields, row: SourceRow): (driver: FieldName) => FieldRecord[] {
  const lookups = new Map<FieldName, (at: Binding) => unknown>();
  for (const name of FIELDS) {
    const field = fields[name];
    if (field !== undefined) lookups.set(name, joined(field, row));
  }
  return (driver) => (fields[driver]?.read(row) ?? []).map(({ at }) => ({ where: row.where, at, get: (name) => lookups.get(name)?.(at) }));
}

/** Labels by position need as many elements as the list by whose places they are told. @returns whether they have them */
export function hasLengths(fields: Fields, row: SourceRow, complaints: Complaints): boolean {
  let right = true;
  for (const path of Object.values(fields).flatMap(({ paths }) => paths)) {
    for (const step of path.steps) {
      if (step.kind !== 'at') continue;
      const expected = cellsOf(parsePath(step.as), row.value).length;
      const lengths = new Map<string, number>();
      for (const { at } of cellsOf(path, row.value)) {
        const { [step.as]: _, ...others } = at;
        const place = Object.entries(others)
          .map(([name, index]) => `${name} ${Number(index) + 1}`)
          .join(', ');
        lengths.set(place, (lengths.get(place) ?? 0) + 1);
      }
      for (const [place, length] of lengths) {
        if (length === expected) continue;
        right = false;
        complaints.add(row.where, `${path.text} has ${length} elements (${place}), ${step.as} has ${expected}`);
      }
    }
  }
  return right;
}
