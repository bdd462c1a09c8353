// Handles: random, for one reader, for a while, and worth nothing to whoever copies the database.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, movableClock } from '../../src/clock.ts'
import type { Account } from '../../src/ids.ts'
import { planHash } from '../../src/ids.ts'
import type { Intent } from '../../src/intent.ts'
import { createKeys } from '../../src/keys.ts'
import { findIntent, mintHandle } from '../../src/outbox/handles.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { aHash, anId, aUser } from '../store/rows.ts'
import { openTestStore } from '../store.ts'

const clock = movableClock()
const deps = { clock, keys: createKeys('a-secret-of-thirty-two-characters') }
const mei: Account = { platform: 'slack', tenant: 'T1', user: 'UMEI' }
let store: OpenStore
beforeAll(async () => {
  store = await openTestStore({ clock })
})
afterAll(() => store.close())

const mint = (meaning: Intent, reader = mei) => store.tx((tx) => mintHandle(tx.db, deps, reader, meaning))
const find = (handle: string, presser = mei, on = deps) => findIntent(store.db, on, presser, handle)
const onPlan = () => ({ request: anId(), hash: planHash.parse(aHash()) })

test.each<Intent>([
  { do: 'approve', ...onPlan() },
  { do: 'narrow', ...onPlan(), input: { days: 1 } },
  { do: 'cancel', request: anId() },
  { do: 'ask', skill: 'join-group', input: { group: 'Looker – Analyst', reason: '"quoted" \u202e {x}' } },
  { do: 'fill', skill: 'join-group', input: {}, subject: aUser() },
])('means for its reader what it was made for: %j', async (meaning) => {
  expect(await find(await mint(meaning))).toEqual(meaning)
})

test('is worth nothing in another account, even of the same person on another platform', async () => {
  const handle = await mint({ do: 'cancel', request: anId() })
  for (const other of [
    { ...mei, user: 'ULEO' },
    { ...mei, tenant: 'T2' },
    { ...mei, platform: 'teams' },
    { ...mei, user: 'umei' },
  ])
    expect(await find(handle, other)).toBeUndefined()
  expect(await find(handle)).toBeDefined()
})

test('is known only as it was made', async () => {
  const handle = await mint({ do: 'cancel', request: anId() })
  for (const changed of [
    '',
    ' ',
    handle.toLowerCase(),
    `${handle} `,
    handle.slice(1),
    `${handle}=`,
    '%',
    'x'.repeat(10_000),
  ])
    expect(await find(changed)).toBeUndefined()
})

test('has 128 random bits and is never the same twice', async () => {
  const meaning: Intent = { do: 'cancel', request: anId() }
  const handles = await store.tx(async (tx) => {
    const made: string[] = []
    for (let n = 0; n < 50; n += 1) made.push(await mintHandle(tx.db, deps, mei, meaning))
    return made
  })
  expect(new Set(handles).size).toBe(50)
  for (const handle of handles) expect(Buffer.from(handle, 'base64url')).toHaveLength(16)
})

test('stands nowhere in the database, and means nothing under another secret', async () => {
  const handle = await mint({ do: 'cancel', request: anId() })
  const rows = await store.db.selectFrom('handle').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(handle)
  for (const { digest } of rows) expect(await find(digest)).toBeUndefined()
  expect(await find(handle, mei, { clock, keys: createKeys('another-secret-of-32-characters!') })).toBeUndefined()
})

test('outlives every request, and then is too old', async () => {
  const handle = await mint({ do: 'cancel', request: anId() })
  clock.advance(days(30))
  expect(await find(handle)).toBeDefined()
  clock.advance(days(5))
  expect(await find(handle)).toBeUndefined()
})

test('that was not committed is unknown', async () => {
  let handle = ''
  const failing = store.tx(async (tx) => {
    handle = await mintHandle(tx.db, deps, mei, { do: 'cancel', request: anId() })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await find(handle)).toBeUndefined()
})
