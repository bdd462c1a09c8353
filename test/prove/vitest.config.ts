// How `npm run prove` runs: the big randomized suites at their full sizes, with their seeds printed.
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/prove/**/*.prove.ts'],
    globalSetup: ['test/template.ts'],
    maxWorkers: 2,
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
  },
})
