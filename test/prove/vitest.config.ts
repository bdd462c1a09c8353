// How `npm run prove` runs: the big randomized suites at their full sizes, with their seeds printed.
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: [
      'test/prove/**/*.prove.ts',
      // Tests of `npm test` whose properties take their size from sizes.ts.
      'test/adapters/slack/{mutants,replays,verify}.test.ts',
      'test/config/mutations.test.ts',
      'test/conversation/flood.test.ts',
      'test/gate/store-faults.test.ts',
      'test/jumpcloud/target.test.ts',
      'test/ledger/mutations.test.ts',
      'test/organisation/mutations.test.ts',
      'test/people/{nuisance,telling}.test.ts',
      'test/requests/{charts,flips,interleavings,many-accounts,outsiders,races,replays,restored}.test.ts',
    ],
    provide: { scale: 'prove' },
    // recheck runs in this process: it starts neither a program of its own nor a Java one.
    env: { RECHECK_SYNC_BACKEND: 'pure' },
    globalSetup: ['test/template.ts'],
    maxWorkers: 2,
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
  },
})
