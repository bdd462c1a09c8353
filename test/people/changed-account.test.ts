// A binding stands for the account as it was: another address or a deactivation freezes it, and only a new proof revives it.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Profile } from '../../src/adapter.ts'
import { movableClock } from '../../src/clock.ts'
import type { Account } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger, readLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { type Bindings, createBindings } from '../../src/people/bindings.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { aUser } from '../store/rows.ts'
import { openTestStore } from '../store.ts'

const clock = movableClock()
const keys = createKeys('a-secret-of-thirty-two-characters')
let store: OpenStore
let bindings: Bindings
beforeAll(async () => {
  store = await openTestStore({ clock })
  const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
  bindings = createBindings({ store, keys, clock, ledger })
})
afterAll(() => store.close())

const employee = (email: string | undefined): Profile => ({
  kind: 'employee',
  displayName: 'Maya',
  email,
  language: 'en',
  timeZone: 'UTC',
})

async function bound(): Promise<Account> {
  const account = { platform: 'slack', tenant: 'T0LATCHKEY', user: `U${aUser()}` }
  await bindings.bind(account, aUser())
  return account
}

async function note(account: Account, email: string): Promise<void> {
  const found = await bindings.find(account)
  if (found) await store.tx((tx) => bindings.noteAddress(tx, found, email))
}

async function freeze(account: Account): Promise<boolean> {
  const found = await bindings.find(account)
  return found ? store.tx((tx) => bindings.freeze(tx, found, 'address')) : false
}

const change = async (account: Account, profile: Profile) => (await bindings.compare(account, profile))?.change

test('the first address is noted, whatever its case; another one is a change', async () => {
  const account = await bound()
  expect(await change(account, employee('maya@northwind.example'))).toBe('first-address')
  await note(account, 'Maya@Northwind.example')
  expect(await change(account, employee('maya@NORTHWIND.example'))).toBe('none')
  expect(await change(account, employee('ceo@northwind.example'))).toBe('address')
  expect(await bindings.isBound(account, (await bindings.find(account))?.user ?? aUser())).toBe(true)
})

test('an address that is not told is no change, and every refusal is one', async () => {
  const account = await bound()
  await note(account, 'maya@northwind.example')
  expect(await change(account, employee(undefined))).toBe('none')
  expect(await change(account, { kind: 'refused', why: 'deactivated' })).toBe('deactivated')
  for (const why of ['guest', 'bot', 'stranger', 'foreign-tenant', 'unconfirmed-email'] as const)
    expect(await change(account, { kind: 'refused', why })).toBe('outsider')
  expect(await bindings.compare({ ...account, user: 'U0NOBODY' }, employee('x@y.example'))).toBeUndefined()
})

test('the address itself is not stored', async () => {
  const account = await bound()
  await note(account, 'maya@northwind.example')
  const row = await store.db.selectFrom('binding').selectAll().where('account_user', '=', account.user).execute()
  expect(JSON.stringify(row)).not.toContain('northwind')
})

test('a frozen binding proves nothing, is frozen once, and is told to the ledger without the account', async () => {
  const account = await bound()
  const before = await bindings.find(account)
  expect(await freeze(account)).toBe(true)
  expect(await bindings.find(account)).toBeUndefined()
  expect(before && (await bindings.accountsOf(before.user))).toEqual([])
  expect(before && (await store.tx((tx) => bindings.freeze(tx, before, 'address')))).toBe(false)
  const [record] = await readLedger(store, { limit: 1, newestFirst: true })
  expect(record).toMatchObject({
    event: 'binding.frozen',
    about: before?.user,
    body: { platform: 'slack', why: 'address' },
  })
  expect(JSON.stringify(record?.body)).not.toContain(account.user)
})

test.each([
  ['clearing the time', sql`frozen_at = NULL`],
  ['clearing the time and the address', sql`frozen_at = NULL, address = NULL`],
])('%s in the database revives nothing', async (_, tampering) => {
  const account = await bound()
  await note(account, 'maya@northwind.example')
  await freeze(account)
  await sql`UPDATE binding SET ${tampering} WHERE account_user = ${account.user}`.execute(store.db)
  await expect(bindings.find(account)).rejects.toMatchObject({ code: 'tampered' })
})

test('another address in the database is no address of that account', async () => {
  const [mine, theirs] = [await bound(), await bound()]
  await note(mine, 'maya@northwind.example')
  await note(theirs, 'ceo@northwind.example')
  await sql`UPDATE binding SET address = (SELECT address FROM binding WHERE account_user = ${theirs.user})
    WHERE account_user = ${mine.user}`.execute(store.db)
  await expect(bindings.find(mine)).rejects.toMatchObject({ code: 'tampered' })
})

test('a new proof revives it, under whatever address is told then', async () => {
  const account = await bound()
  await note(account, 'maya@northwind.example')
  await freeze(account)
  const again = aUser()
  await bindings.bind(account, again)
  expect(await bindings.isBound(account, again)).toBe(true)
  expect(await change(account, employee('maya.alvarez@northwind.example'))).toBe('first-address')
})

test('an address noted while the binding is being frozen does not keep it alive', async () => {
  const account = await bound()
  const seen = await bindings.find(account)
  await freeze(account)
  if (seen) await store.tx((tx) => bindings.noteAddress(tx, seen, 'maya@northwind.example'))
  expect(await bindings.find(account)).toBeUndefined()
})
