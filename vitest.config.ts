import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The whole pipeline runs inside many tests; on two loaded cores five seconds are not enough.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
  },
});
