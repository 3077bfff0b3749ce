/**
 * What the research agent's scaffold takes beside its model and its pages: CPU a turn, as long trials less short ones, and memory of 64
 * trials at once. The model is a script on the loopback, the web is the bundled one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Measured, measure } from './measure.ts';
import { startEndpoint } from './start-endpoint.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const SHORT = 4;
const LONG = 28;
/** Trials of one measurement: the bundled web's tasks. */
const TRIALS = 40;
const REPEATS_AT_ONCE = 2;
const AT_ONCE = 64;

export type Row = readonly [what: string, measured: string, bound: string];

/** @param rounds of which the median counts */
export async function scaffoldRows(rounds: number): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), 'gavel-scaffold-'));
  try {
    const costs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const short = await trials(dir, { name: `short${round}`, turns: SHORT, concurrency: 8, repeats: 1, latencyMs: 0 });
      const long = await trials(dir, { name: `long${round}`, turns: LONG, concurrency: 8, repeats: 1, latencyMs: 0 });
      costs.push(((long.cpuSeconds - short.cpuSeconds) * 1000) / ((LONG - SHORT) * TRIALS));
    }
    const crowd = await trials(dir, { name: 'crowd', turns: LONG, concurrency: AT_ONCE, repeats: REPEATS_AT_ONCE, latencyMs: 200 });
    return [
      [
        `CPU of the research agent a turn (${SHORT} against ${LONG} turns; search, pages and store included)`,
        `${(costs.toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN).toFixed(1)} ms`,
        '<= 5 ms',
      ],
      [`peak memory, ${AT_ONCE} research agents at once`, `${Math.round(crowd.peakMegabytes)} MB`, '<= 1,000 MB'],
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Load {
  readonly name: string;
  readonly turns: number;
  readonly concurrency: number;
  readonly repeats: number;
  readonly latencyMs: number;
}

async function trials(dir: string, { name, turns, concurrency, repeats, latencyMs }: Load): Promise<Measured> {
  const { url, stop } = await startEndpoint('./mock-researcher.js', turns, latencyMs);
  try {
    const file = join(dir, `${name}.yaml`);
    writeFileSync(
      file,
      `name: ${name}\nbenchmarks: [world]\nrepeats: ${repeats}\nagents:\n  - {kind: react, name: a, model: bench, url: "${url}", search: {kind: world}, concurrency: ${concurrency}}\njudge: offline\n`,
    );
    return await measure([here('../cli/gavel.js'), 'run', file, '--store', join(dir, `${name}.db`)], { quiet: true });
  } finally {
    stop();
  }
}
