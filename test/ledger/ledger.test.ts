// The ledger: one unbroken chain, every change of it found, and people who can be forgotten.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { movableClock } from '../../src/clock.ts'
import { hasCode } from '../../src/errors.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger, type LedgerEntry, readLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { readHead, verifyLedger } from '../../src/ledger/verify.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { anId, aUser } from '../store/rows.ts'
import { openTestStore, testedStores } from '../store.ts'

const clock = movableClock()
const keys = createKeys('a-secret-of-thirty-two-characters')
const sealer = createSealer({ keys, clock })
const ledger = createLedger({ clock, keys, sealer })

describe.each(testedStores)('the ledger on the %s store', (on) => {
  let store: OpenStore
  beforeAll(async () => {
    store = await openTestStore({ on, clock })
  })
  afterAll(() => store.close())

  const append = (entry: Partial<LedgerEntry> = {}): Promise<number> =>
    store.tx((tx) => ledger.append(tx, { actor: 'system', event: 'request.asked', body: {}, ...entry }))

  test('chains what many append at once, and reads it back in order', async () => {
    const request = anId()
    const before = await readHead(store)
    const numbers = await Promise.all(Array.from({ length: 20 }, (_, n) => append({ request, body: { n } })))
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => before.seq + n + 1))
    expect(await verifyLedger(store, [before])).toMatchObject({ ok: true, head: { seq: before.seq + 20 } })
    const first = await readLedger(store, { request, limit: 15 })
    const rest = await readLedger(store, { request, limit: 15, after: first.at(-1)?.seq })
    expect([...first, ...rest].map(({ seq }) => seq)).toEqual(numbers)
    const newest = await readLedger(store, { limit: 2, newestFirst: true })
    expect(newest.map(({ seq }) => seq)).toEqual([before.seq + 20, before.seq + 19])
  })

  test('keeps a record exactly when its transaction is kept', async () => {
    const before = await readHead(store)
    const failing = store.tx(async (tx) => {
      await ledger.append(tx, { actor: 'system', event: 'request.asked', body: {} })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await readHead(store)).toEqual(before)
  })

  test('keeps hostile text as one record, word for word', async () => {
    const body = { reason: 'line\r\nbreak \u001b[31m"quoted"|5:x', emoji: '🙂', '|': null }
    const actor = 'a|b\n3:x'
    const seq = await append({ actor, body })
    const [record] = await readLedger(store, { limit: 1, after: seq - 1 })
    expect(record).toMatchObject({ actor, body, event: 'request.asked', request: undefined, about: undefined })
    expect(await verifyLedger(store)).toMatchObject({ ok: true })
  })

  test('seals personal text under the key of its person, until they are forgotten', async () => {
    const maya = aUser()
    const fields = { reason: 'my cat sat on the keyboard' }
    const seq = await append({ about: maya, personal: { of: maya, fields } })
    const read = async () => {
      const [record] = await readLedger(store, { limit: 1, after: seq - 1 })
      const sealed = record?.personal?.sealed.reason ?? ''
      return { sealed, text: await sealer.open(store, maya, sealed) }
    }
    expect((await read()).text).toBe(fields.reason)
    expect((await read()).sealed).not.toContain('cat')

    await store.tx((tx) => sealer.forget(tx, maya))
    expect((await read()).text).toBeUndefined()
    expect(await verifyLedger(store)).toMatchObject({ ok: true })
    // What is written after that has a key of its own; the old text stays closed.
    const again = await store.tx((tx) => sealer.seal(tx, maya, 'new words'))
    expect(await sealer.open(store, maya, again)).toBe('new words')
    expect((await read()).text).toBeUndefined()
  })

  test('opens a sealed text for its person only, and knows a changed one', async () => {
    const [maya, leo] = [aUser(), aUser()]
    const sealed = await store.tx((tx) => sealer.seal(tx, maya, 'private'))
    await store.tx((tx) => sealer.seal(tx, leo, 'private too'))
    expect(await sealer.open(store, leo, sealed)).toBeUndefined()
    const tampered = await sealer.open(store, maya, `${sealed.slice(0, -3)}AAA`).catch((error: unknown) => error)
    expect(hasCode(tampered, 'tampered')).toBe(true)
    // A key row that was moved to another person does not open either.
    await sql`UPDATE person_key SET sealed_key = (SELECT sealed_key FROM person_key WHERE user_id = ${maya})
      WHERE user_id = ${leo}`.execute(store.db)
    const moved = await sealer.open(store, leo, sealed).catch((error: unknown) => error)
    expect(hasCode(moved, 'tampered')).toBe(true)
  })

  test('makes one key for a person whom two transactions meet at once', async () => {
    const maya = aUser()
    const sealed = await Promise.all(['a', 'b', 'c'].map((text) => store.tx((tx) => sealer.seal(tx, maya, text))))
    expect(await Promise.all(sealed.map((text) => sealer.open(store, maya, text)))).toEqual(['a', 'b', 'c'])
  })
})
