/** SOURCES: the benchmarks known by name, in the order in which they are listed and their layouts tried. */
import { adrBench } from './adr-bench.ts';
import { demo } from './demo.ts';
import { researchRubrics } from './research-rubrics.ts';
import type { Source } from './source.ts';
import { world } from './world.ts';

export const SOURCES: readonly Source[] = [demo, adrBench, researchRubrics, world];
