// Binding a chat account: written to our own store, never to JumpCloud, and only for an active person.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import bindAccount from '../../src/actions/bind-account.ts'
import { systemClock as clock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { createBindings } from '../../src/people/bindings.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { personId } from '../skills/ask.ts'
import { openTestStore } from '../store.ts'
import { actionContract } from './contract.ts'

let store: OpenStore
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => void (await store.db.deleteFrom('binding').execute()))
afterAll(() => store.close())

const keys = createKeys('a secret of the tests, 32 letters and more')
const bindings = () =>
  createBindings({ store, keys, clock, ledger: createLedger({ clock, keys, sealer: createSealer({ keys, clock }) }) })

const account = { platform: 'slack', tenant: 'T1', user: 'U1' }
const maya = { user: personId('maya.alvarez'), account }

actionContract(
  bindAccount,
  {
    toDo: maya,
    already: undefined,
    impossible: [[{ user: personId('elif.yilmaz'), account }, /not active/]],
    will: /^Connect this Slack account to Maya Alvarez’s JumpCloud account$/,
    done: 'Connected this chat account to Maya Alvarez’s JumpCloud account',
  },
  bindings,
)

test('an account belongs to one person, whoever proved it last', async () => {
  const leo = personId('leo.brandt')
  await bindings().bind(account, maya.user)
  await bindings().bind(account, leo)
  expect([await bindings().isBound(account, maya.user), await bindings().isBound(account, leo)]).toEqual([false, true])
})
