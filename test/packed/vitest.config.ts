/** The packed product's test, apart from the others: it needs the network, and minutes where better-sqlite3 is compiled. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/packed/install.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    reporters: ['default', ['json', { outputFile: 'test-results-packed.json' }]],
  },
});
