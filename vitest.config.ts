/** Tests run from source; the counts go to a file that CI reads. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The table library asks the environment, too, whether to colour; a test of colour must not depend on where it runs.
    env: { FORCE_COLOR: '1' },
    globalSetup: ['test/temp-folder.ts', 'test/compile-client.ts'],
    // Loading the modules again for every file takes as long as the tests; no test replaces a module or leaves anything behind in one.
    isolate: false,
    // One worker fewer than there are cores is the default, which is one of two.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
  },
});
