// The freeze as rows: it holds until it is lifted, and whatever somebody does to its row leaves it frozen.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock as clock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { createFreezes, type Scope } from '../../src/people/freeze.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { personId } from '../skills/ask.ts'
import { openTestStore } from '../store.ts'

let store: OpenStore
const keys = createKeys('a secret of the tests, 32 letters and more')
const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
const freezes = () => createFreezes({ store, keys, clock, ledger })
const by = { by: 'host' as const, why: 'asked' }
const maya = personId('maya.alvarez')
const leo = personId('leo.brandt')

beforeAll(async () => {
  store = await openTestStore({ queues: ['run-request'] })
})
beforeEach(async () => {
  for (const scope of ['house', maya, leo] as const)
    if (await freezes().isFrozen(scope)) {
      await store.db.deleteFrom('freezing').where('scope', '=', scope).execute()
      await freezes().unfreeze(scope, by)
    }
})
afterAll(() => store.close())

test('holds for its own scope, from the first moment, until it is lifted', async () => {
  for (const scope of ['house', maya] as const) {
    expect(await freezes().isFrozen(scope)).toBe(false)
    expect(await freezes().freeze(scope, by)).toBe(true)
    expect(await freezes().freeze(scope, by)).toBe(false)
    expect(await freezes().isFrozen(scope)).toBe(true)
    expect(await freezes().isFrozen(leo)).toBe(false)
    expect(await freezes().unfreeze(scope, by)).toBe(true)
    expect(await freezes().unfreeze(scope, by)).toBe(false)
    expect(await freezes().isFrozen(scope)).toBe(false)
  }
})

test('many who freeze and lift at once follow one another', async () => {
  const done = await Promise.all(
    Array.from({ length: 12 }, (_, i) => (i % 2 ? freezes().unfreeze('house', by) : freezes().freeze('house', by))),
  )
  expect(done.filter(Boolean).length).toBeGreaterThan(0)
  const row = await store.db.selectFrom('freezing').selectAll().where('scope', '=', 'house').executeTakeFirstOrThrow()
  expect(await freezes().isFrozen('house')).toBe(row.is_frozen)
})

describe.each([
  'house',
  maya,
] as const)('whoever writes to the database without the secret, scope %s', (scope: Scope) => {
  const row = () => store.db.selectFrom('freezing').selectAll().where('scope', '=', scope).executeTakeFirstOrThrow()
  const put = (change: object) => store.db.updateTable('freezing').set(change).where('scope', '=', scope).execute()

  test('cannot lift it: not by changing any column', async () => {
    await freezes().freeze(scope, by)
    const before = await row()
    const changes: object[] = [
      { is_frozen: false },
      { is_frozen: false, mac: '' },
      { is_frozen: false, mac: 'a'.repeat(64) },
      { changes: before.changes + 1 },
      { by: 'system' },
      { why: 'another' },
      { at: new Date(0) },
      { mac: keys.mac('binding', {}) },
    ]
    for (const change of changes) {
      await put(change)
      expect(await freezes().isFrozen(scope), JSON.stringify(change)).toBe(true)
      await put(before)
    }
  })

  test('nor by deleting its row, or putting an older one back', async () => {
    await freezes().freeze(scope, by)
    await freezes().unfreeze(scope, by)
    const lifted = await row()
    await freezes().freeze(scope, by)
    await put(lifted)
    expect(await freezes().isFrozen(scope)).toBe(true)
    await store.db.deleteFrom('freezing').where('scope', '=', scope).execute()
    expect(await freezes().isFrozen(scope)).toBe(true)
  })

  test('nor by moving the row of somebody who is not frozen', async () => {
    await freezes().freeze(leo, by)
    await freezes().unfreeze(leo, by)
    const free = await store.db.selectFrom('freezing').selectAll().where('scope', '=', leo).executeTakeFirstOrThrow()
    await freezes().freeze(scope, by)
    await put({ ...free, scope })
    expect(await freezes().isFrozen(scope)).toBe(true)
  })

  test('and what was spoilt can be lifted by who may', async () => {
    await freezes().freeze(scope, by)
    await put({ mac: 'spoilt' })
    expect(await freezes().unfreeze(scope, by)).toBe(true)
    expect(await freezes().isFrozen(scope)).toBe(false)
  })
})

test('another secret trusts nothing of it', async () => {
  await freezes().freeze('house', by)
  await freezes().unfreeze('house', by)
  const others = createFreezes({ store, keys: createKeys('another secret of thirty-two letters'), clock, ledger })
  expect(await others.isFrozen('house')).toBe(true)
})
