// The audit after the kills: a clean run is clean, and each kind of harm is found and named.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { requestId } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger, type LedgerEvent } from '../../src/ledger/ledger.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { aRequest } from '../store/rows.ts'
import { openTestStore } from '../store.ts'
import { audit } from './kill-audit.ts'

const keys = createKeys('a-secret-of-thirty-two-characters')
const ledger = createLedger({ clock: systemClock, keys, sealer: { seal: async () => '' } })
const ask = {
  user: 'asker.n1',
  group: 'Wiki – Readers',
  eventId: 'say:1',
  number: 1001,
  ended: 'Get access to a group: done',
  trouble: undefined,
}
const write = { effect: 'add asker.n1 to Wiki – Readers', changed: true }
const seen = { acknowledged: [{ eventId: 'say:1', leavesRow: true }], asks: [ask], writes: [write] }
const clean = { requests: 1, lost: [], twice: [], stuck: [], ledger: [] }
const story: LedgerEvent[] = [
  'request.asked',
  'request.confirmed',
  'approval.asked',
  'approval.approved',
  'request.running',
  'step.about-to',
  'step.about-to',
  'step.did',
  'request.done',
]

let store: OpenStore
const id = requestId.parse(randomUUID())
const record = (event: LedgerEvent) =>
  store.tx((tx) => ledger.append(tx, { actor: 'system', event, request: id, body: {} }))

beforeAll(async () => {
  store = await openTestStore({ on: 'embedded' })
  const account = { platform: 'chat', tenant: 'northwind', account_user: ask.user }
  const came = { id: 'turn-1', event_id: ask.eventId, ...account, body: '{}', state: 'done' as const }
  await store.db
    .insertInto('incoming')
    .values({ ...came, received_at: new Date() })
    .execute()
  await store.db
    .insertInto('request')
    .values(aRequest({ id, source_key: 'turn/turn-1', skill: 'join-group', state: 'done' }))
    .execute()
  for (const event of story) await record(event)
})
afterAll(() => store.close())

test('a clean run is clean, however often a step was about to be done', async () => {
  expect(await audit(store, seen)).toEqual(clean)
})

test.each([
  ['a delivery that was acknowledged and is gone', { acknowledged: [{ eventId: 'say:2', leavesRow: true }] }, 'lost'],
  ['an ask without its request', { asks: [ask, { ...ask, user: 'asker.n2', eventId: 'say:2' }] }, 'lost'],
  ['a request that is done while nothing was changed', { writes: [] }, 'lost'],
  ['a call that was made again', { writes: [write, { ...write, changed: false }] }, 'twice'],
  ['a change that nobody asked for', { writes: [write, { ...write, effect: 'unlock asker.n2' }] }, 'twice'],
  ['somebody who never came to an end', { asks: [{ ...ask, ended: undefined }] }, 'stuck'],
  ['somebody who waited in vain', { asks: [{ ...ask, trouble: 'never saw a card' }] }, 'stuck'],
] as const)('%s is found', async (_, change, where) => {
  const found = await audit(store, { ...seen, ...change, asks: [...('asks' in change ? change.asks : seen.asks)] })
  expect(found[where]).toHaveLength(1)
  expect({ ...found, [where]: [] }).toEqual(clean)
})

test('a second effect in the ledger is found', async () => {
  await record('step.did')
  expect((await audit(store, seen)).ledger).toEqual([`R-1001: ${[...story, 'step.did'].join(' ')}`])
})
