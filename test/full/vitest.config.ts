// How `npm run test:full` runs what needs a browser, starts whole processes, or kills them at a reduced size.
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/full/**/*.test.ts', 'test/**/*.whole.test.ts'],
    globalSetup: ['test/template.ts'],
    // One after the other: a browser and a process under load would only disturb each other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
