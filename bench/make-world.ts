/** Writes data/world from what is written in bench/world. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageData, packageRoot } from '../benchmarks/files/paths.ts';
import { makeWorld } from './world/world.ts';

for (const [name, text] of Object.entries(makeWorld(join(packageRoot(), 'bench', 'world', 'written')))) {
  writeFileSync(join(packageData(), 'world', name), text);
  console.log(`${name}: ${text.trimEnd().split('\n').length} lines, ${Buffer.byteLength(text)} bytes`);
}
