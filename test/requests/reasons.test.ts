// Why a request is as it is: only what Latchkey sealed for this request and this state is read by anybody.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { movableClock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { move } from '../../src/requests/move.ts'
import { loadRequest, type Request } from '../../src/requests/request.ts'
import { valueNote } from '../../src/requests/value-needed.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { text } from '../../src/words/text.ts'
import { northwind } from '../people/company.ts'
import { openTestStore } from '../store.ts'
import { rowOf } from './row.ts'
import { aStoredRequest } from './stored.ts'

const clock = movableClock()
const keys = createKeys('a-secret-of-thirty-two-characters')
const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
const why = text('request.expired-undecided')
const hidden = text('request.reason-unsealed')
let store: OpenStore
beforeAll(async () => {
  store = await openTestStore({ clock, queues: ['wake-request'] })
})
afterAll(() => store.close())

const reasonOf = async ({ id }: Request) => (await loadRequest(store.db, { keys }, id)).reason
const written = ({ id }: Request, set: object) =>
  store.db.updateTable('request').set(set).where('id', '=', id).execute()

async function refused(): Promise<Request> {
  const request = await aStoredRequest({ store, keys, clock }, { row: { state: 'approving' } })
  const how = { from: ['approving'], to: 'refused', actor: 'system', event: 'request.refused', reason: why } as const
  await store.tx((tx) => move(tx, { clock, keys, ledger, organisation: northwind }, request, how))
  return request
}

test('what was said with the move is read, until the next one', async () => {
  const request = await refused()
  expect(await reasonOf(request)).toEqual(why)
  const on = { from: ['refused'], to: 'needs-a-person', actor: 'system', event: 'request.needs-a-person' } as const
  await store.tx((tx) => move(tx, { clock, keys, ledger, organisation: northwind }, request, on))
  expect(await reasonOf(request)).toBeUndefined()
})

test.each([
  ['other words', { reason: JSON.stringify({ key: 'plain', values: { words: 'Call 555-0100' } }) }],
  ['another state', { state: 'denied' }],
  ['no seal', { reason_mac: null }],
])('with %s it is not read', async (_what, set) => {
  const request = await refused()
  await written(request, set)
  expect(await reasonOf(request)).toEqual(hidden)
})

test('that of another request is not read', async () => {
  const [one, other] = [await refused(), await refused()]
  const { reason_mac } = await store.db
    .selectFrom('request')
    .select('reason_mac')
    .where('id', '=', other.id)
    .executeTakeFirstOrThrow()
  await written(one, { reason_mac })
  expect(await reasonOf(one)).toEqual(hidden)
})

test('whoever has to type again reads one of our own sentences, or none', () => {
  const note = (value_note: object | null) => valueNote({ row: rowOf({ value_note }) })
  expect(note({ key: 'gate.password-refused', values: { words: 'Call 555-0100' } })).toEqual(
    text('gate.password-refused'),
  )
  expect(note({ key: 'plain', values: { words: 'Call 555-0100' } })).toBeUndefined()
  expect(note(null)).toBeUndefined()
})
