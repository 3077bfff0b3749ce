/** The scripts of pages as text: TypeScript of client/, which the build compiles for the browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../benchmarks/files/paths.ts';

export type ClientScript =
  | 'shared'
  | 'standalone'
  | 'chart-page'
  | 'tasks-page'
  | 'language'
  | 'report'
  | 'find'
  | 'reading'
  | 'answer'
  | 'live'
  | 'map'
  | 'steer'
  | 'places'
  | 'keys'
  | 'label-here'
  | 'rows'
  | 'minimap'
  | 'upload'
  | 'site';

/** One script of several, in this order. Throws Error where they are not built. */
export function clientScript(...names: readonly ClientScript[]): string {
  const folder = join(packageRoot(), 'dist/reports/page/client');
  return names.map((name) => readFileSync(join(folder, `${name}.js`), 'utf8')).join('\n');
}
