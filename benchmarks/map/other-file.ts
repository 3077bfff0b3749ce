/** joinOther: rows with what a second file says of the same id, under a name of its own. */
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';
import type { Container, SourceRow } from './container.ts';
import { compileField, joined } from './field.ts';
import { namesOf } from './fields.ts';
import { cellsOf, parsePath } from './path.ts';
import type { MapPlan } from './plan.ts';
import { textOf } from './texts.ts';

export interface OtherFile {
  readonly name: string;
  readonly key: string;
  readonly container: Container;
}

/** `NAME=FILE:KEY`. @throws InputError for other words */
export function parseWith(text: string): { readonly name: string; readonly file: string; readonly key: string } {
  const [, name, file, key] = /^([\p{L}\p{N}_-]+)=(.+):([^:]+)$/u.exec(text) ?? [];
  if (name === undefined || file === undefined || key === undefined)
    throw new InputError(`--with ${printable(text, 80)}: expected NAME=FILE:KEY`);
  return { name, file, key };
}

/** A key that stands once everywhere gives its row; else all give lists. @throws InputError where the two have no key in common */
export function joinOther(rows: readonly SourceRow[], plan: MapPlan, { name, key, container }: OtherFile): SourceRow[] {
  const path = parsePath(key);
  const byKey = new Map<string, unknown[]>();
  for (const { value } of container.rows) {
    const of = textOf(cellsOf(path, value)[0]?.value);
    if (of === undefined) continue;
    const values = byKey.get(of);
    if (values === undefined) byKey.set(of, [value]);
    else values.push(value);
  }
  const once = [...byKey.values()].every((values) => values.length === 1);
  const id = compileField(plan.map.id ?? 'id', namesOf(rows));
  let found = 0;
  const all = rows.map((row) => {
    const values = byKey.get(textOf(joined(id, row)({})) ?? '');
    if (values === undefined || typeof row.value !== 'object' || row.value === null) return row;
    found++;
    return { ...row, value: { ...row.value, [name]: once ? values[0] : values } };
  });
  if (found === 0) throw new InputError(`--with ${name}: no id of the one file is a ${key} of the other`);
  return all;
}
