import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Packages that ship source maps without their sources are not worth a line each.
  logLevel: 'error',
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/setup.ts',
    // The whole pipeline runs inside many tests; on two loaded cores five seconds are not enough.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    // Every file would load all checks and facts anew; no test changes what another one loads.
    isolate: false,
    // It imports its schema as JSON in a way that Node 20 refuses.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
  },
});
