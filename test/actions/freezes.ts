// A store of its own for the tests of what freezes and lifts: the real freeze, in the state that each test begins with.
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { systemClock as clock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { createFreezes, type Freezes, type Scope } from '../../src/people/freeze.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { openTestStore } from '../store.ts'

const keys = createKeys('a secret of the tests, 32 letters and more')
const how = { by: 'host', why: 'asked' } as const

export function freezesForTests(scope: Scope, { isFrozen }: { isFrozen: boolean }): () => Freezes {
  let store: OpenStore
  const freezes = () =>
    createFreezes({ store, keys, clock, ledger: createLedger({ clock, keys, sealer: createSealer({ keys, clock }) }) })
  beforeAll(async () => {
    store = await openTestStore({ queues: ['run-request'] })
  })
  beforeEach(async () => void (await freezes()[isFrozen ? 'freeze' : 'unfreeze'](scope, how)))
  afterAll(() => store.close())
  return freezes
}
