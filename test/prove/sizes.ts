// How many random cases each property sees, in `npm test` and in `npm run prove`; and the seeds, printed and replayed.
import { randomInt } from 'node:crypto'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    scale: 'prove'
  }
}

export const sizes = {
  guesses: { test: 400, prove: 100_000 },
  deceptiveAsks: { test: 3, prove: 60 },
  deceptiveWords: { test: 150, prove: 2000 },
  hostileRouter: { test: 20, prove: 50_000 },
  lookAlikes: { test: 200, prove: 5000 },
  persuasion: { test: 6, prove: 300 },
  policy: { test: 20_000, prove: 1_000_000 },
  proofPairs: { test: 200, prove: 10_000 },
  stolenSessions: { test: 6, prove: 500 },
  /** Names, half of people who exist. */
  telling: { test: 48, prove: 1_000 },
  teamsForgeries: { test: 150, prove: 5_000 },
  teamsLoad: { test: 50, prove: 5_000 },
  teamsMutants: { test: 150, prove: 20_000 },
  slackMutants: { test: 60, prove: 20_000 },
  slackReplays: { test: 10, prove: 1_000 },
  slackSignatures: { test: 1_500, prove: 5_000 },
  jumpcloudCalls: { test: 1_000, prove: 20_000 },
  organisations: { test: 100, prove: 5_000 },
  environments: { test: 300, prove: 5_000 },
  ledgerMutations: { test: 100, prove: 10_000 },
  charts: { test: 25, prove: 1_000 },
  flips: { test: 150, prove: 5_000 },
  outsiders: { test: 25, prove: 1_000 },
  manyAccounts: { test: 200, prove: 100_000 },
  /** Requests whose clicks are delivered again and again. */
  deliveries: { test: 3, prove: 500 },
  /** Facts that change while a request is about to run. */
  changedFacts: { test: 9, prove: 1_000 },
  freezes: { test: 2, prove: 50 },
  /** On the light copy; and on the embedded database, which takes eight times as long. */
  interleavings: { test: 100, prove: 100_000 },
  interleavingsOnPostgres: { test: 60, prove: 2_000 },
  orders: { test: 50, prove: 1_500 },
  replayedPresses: { test: 100, prove: 10_000 },
  replayedOnNextVersion: { test: 50, prove: 2_000 },
  /** On a copy of the store that was put back: half of them while it is frozen. */
  restoredPresses: { test: 100, prove: 6_000 },
  /** Secrets typed in chats; those of them that are typed on pages as well. */
  canary: { test: 13, prove: 300 },
  canaryOnPages: { test: 4, prove: 72 },
  canaryOnWire: { test: 13, prove: 104 },
  windows: { test: 60, prove: 1_000 },
  forgedTokens: { test: 1_000, prove: 10_000 },
  nuisance: { test: 60, prove: 10_000 },
  /** Of the transactions of a run, how many are broken, one at a time; there are fewer than the larger number. */
  storeFaults: { test: 3, prove: 100 },
  floodingAsks: { test: 120, prove: 1_000 },
  floodingAccounts: { test: 40, prove: 200 },
  /** How long somebody writes as fast as they can while two hundred others ask, in milliseconds; only in `npm run prove`. */
  floodingMs: { test: 1_000, prove: 30_000 },
  /** Slow lines at once; and for how long, in milliseconds. */
  slowLines: { test: 60, prove: 500 },
  exhaustingMs: { test: 1_000, prove: 60_000 },
} as const

/** Of a test that runs in both: the config of `npm run prove` says which. */
export const sizeOf = (name: keyof typeof sizes): number => sizes[name][inject('scale') ?? 'test']

/** Put a printed seed here to run `npm run prove` with it again. */
const replayed: number | undefined = undefined

/** Says the seed before the work starts, so that a run that never ends can be repeated too. */
export function seedFor(what: string): number {
  const seed = replayed ?? randomInt(2 ** 31 - 1)
  process.stdout.write(`${what}: seed ${seed}\n`)
  return seed
}
