import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findBenchmark } from '../../../benchmarks/benchmark.ts';
import { packageData } from '../../../benchmarks/files/paths.ts';
import { readTaskFile } from '../../../benchmarks/load.ts';
import { SOURCES } from '../../../benchmarks/sources/sources.ts';
import { LANGUAGES, translateName } from '../../../reports/words/i18n.ts';

describe.each(SOURCES)('the source $name', ({ name, file, layout, names }) => {
  it('has its file in the package, or pins one whose address holds the revision', () => {
    const found = findBenchmark(name, { dataDir: packageData(), cacheDir: '/cache' });
    if (file === 'bundled') expect(existsSync(found.path)).toBe(true);
    else {
      expect(file.url).toContain(file.revision);
      expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(found.path).toMatch(new RegExp(`^/cache/${name}/`));
    }
  });

  it('names in both languages what its tasks are about', async () => {
    for (const [key, shown] of Object.entries(names))
      for (const language of LANGUAGES) expect(translateName(key, language)).toBe(shown[language]);
    if (file !== 'bundled') return;
    const { rows } = await readTaskFile(findBenchmark(name, { dataDir: packageData(), cacheDir: '' }).path);
    const told = rows.flatMap(({ value }) => [value.domain, ...(value.rubric ?? []).flatMap(({ axis }) => axis ?? [])]);
    expect([...new Set(told)].filter((each) => translateName(each, 'zh') === each)).toEqual([]);
  });

  it('does not take a row of our own for one of its layout', () => {
    expect(layout?.recognises({ id: 'a', query: 'q', language: 'en', domain: 'd' }) ?? false).toBe(false);
  });
});
