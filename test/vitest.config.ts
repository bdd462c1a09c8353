// How `npm test` runs: everything that needs only Node; with TEST_DATABASE_URL the store's users run on PostgreSQL too.
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['test/**/*.test.ts'],
    // `*.whole.test.ts` starts whole processes and takes minutes: `npm run test:full` has it.
    exclude: ['test/**/*.whole.test.ts', 'test/e2e/**', 'test/full/**', 'test/prove/**', 'node_modules/**'],
    globalSetup: ['test/template.ts'],
    // Modules hold no state, so a worker loads them once for all its files.
    isolate: false,
    // Each worker may hold a database in memory.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
