import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { resolveBenchmark } from '../../benchmarks/benchmark.ts';
import { cacheFolder, packageData, packageRoot } from '../../benchmarks/files/paths.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const folders = { dataDir: packageData(), cacheDir: join(folder.path, 'cache') };
const row = { sample_id: 's1', prompt: 'Why?', domain: 'STEM', rubrics: [{ criterion: 'c', weight: 1, axis: 'a' }] };
const file = folder.write('own=file.jsonl', `${JSON.stringify(row)}\n`);

describe('resolveBenchmark', () => {
  it('loads a bundled benchmark by name', async () => {
    const demo = await resolveBenchmark('demo', folders);
    expect(demo.name).toBe('demo');
    expect(demo.tasks.length).toBeGreaterThan(0);
    expect(demo.version).toMatch(/^sha256:[0-9a-f]{12}$/);
  });

  it('loads any file as NAME=FILE, split at the first equals sign', async () => {
    const benchmark = await resolveBenchmark(`researchrubrics=${file}`, folders);
    expect(benchmark).toMatchObject({ name: 'researchrubrics', source: file });
    expect(benchmark.tasks.map((task) => task.id)).toEqual(['s1']);
  });

  it('says how to get a benchmark that is not here yet, and loads it once it is', async () => {
    await expect(resolveBenchmark('researchrubrics', folders)).rejects.toThrow(
      'run `gavel data pull researchrubrics`, or name its file: --benchmark researchrubrics=FILE, in a sweep {name: researchrubrics, file: FILE}',
    );
    mkdirSync(join(folders.cacheDir, 'researchrubrics'), { recursive: true });
    writeFileSync(join(folders.cacheDir, 'researchrubrics', 'processed_data.jsonl'), JSON.stringify(row));
    expect((await resolveBenchmark('researchrubrics', folders)).tasks).toHaveLength(1);
  });

  it.each([
    ['demoo', 'unknown benchmark "demoo" (did you mean `demo`?); known: demo, adr-bench, researchrubrics, world, or NAME=FILE'],
    [file.replace('own=', 'own'), 'unknown benchmark'],
    ['=x.jsonl', 'expected NAME or NAME=FILE'],
    ['a=', 'expected NAME or NAME=FILE'],
    ['../a=x', 'expected NAME or NAME=FILE'],
    ['mine=/no/such/file', 'benchmark mine: /no/such/file: no such file'],
  ])('refuses %s', async (spec, message) => {
    await expect(resolveBenchmark(spec, folders)).rejects.toThrow(message);
  });

  it('tells how to use a file that was given without a name', async () => {
    const plain = folder.write('plain.jsonl', '');
    await expect(resolveBenchmark(plain, folders)).rejects.toThrow(`to use this file give NAME=${plain}`);
  });
});

describe('paths', () => {
  it('finds the package from the source tree and from a compiled copy', () => {
    const root = packageRoot();
    expect(packageData()).toBe(join(root, 'data'));
    expect(packageRoot(pathToFileURL(join(root, 'dist', 'benchmarks', 'paths.js')).href)).toBe(root);
    expect(packageRoot(pathToFileURL(join(root, 'reports', 'canvas', 'x.js')).href)).toBe(root);
    expect(() => packageRoot(pathToFileURL(join(folder.path, 'x.js')).href)).toThrow('no package.json named gavel');
  });

  it('takes the cache folder from the environment', () => {
    expect(cacheFolder({}, '/home/a')).toBe('/home/a/.cache/gavel');
    expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, '/home/a')).toBe('/x/gavel');
    expect(cacheFolder({ XDG_CACHE_HOME: '', GAVEL_CACHE: '/g' }, '/home/a')).toBe('/g');
  });
});
