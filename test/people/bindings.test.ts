// Bindings and who stands behind an account: proven once, sealed, and never taken from an address alone.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, movableClock } from '../../src/clock.ts'
import type { Account } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger, readLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { type Bindings, createBindings } from '../../src/people/bindings.ts'
import { identify } from '../../src/people/identify.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { aUser } from '../store/rows.ts'
import { openTestStore } from '../store.ts'
import { companyForTests, northwind, person } from './company.ts'

const company = companyForTests()
const clock = movableClock()
const keys = createKeys('a-secret-of-thirty-two-characters')
let store: OpenStore
let bindings: Bindings
beforeAll(async () => {
  store = await openTestStore({ clock })
  bindings = createBindings({
    store,
    keys,
    clock,
    ledger: createLedger({ clock, keys, sealer: createSealer({ keys, clock }) }),
  })
})
afterAll(() => store.close())

const anAccount = (): Account => ({ platform: 'slack', tenant: 'T0LATCHKEY', user: `U${aUser()}` })
const rowOf = ({ user }: Account) => store.db.selectFrom('binding').selectAll().where('account_user', '=', user)

test('binds one account to one person, and says so in the ledger', async () => {
  const [account, maya] = [anAccount(), aUser()]
  expect(await bindings.find(account)).toBeUndefined()
  await bindings.bind(account, maya)
  expect(await bindings.find(account)).toMatchObject({ account, user: maya, how: 'proof' })
  expect(await bindings.isBound(account, maya)).toBe(true)
  expect(await bindings.isBound(account, aUser())).toBe(false)
  for (const other of [
    { ...account, tenant: 'T0FOREIGN' },
    { ...account, platform: 'teams' },
    { ...account, user: account.user.toLowerCase() },
  ])
    expect(await bindings.find(other)).toBeUndefined()
  const [record] = await readLedger(store, { limit: 1, newestFirst: true })
  expect(record).toMatchObject({ event: 'binding.made', about: maya, actor: maya })
  expect(JSON.stringify(record?.body)).not.toContain(account.user)
})

test('a newer proof replaces the older one, and begins to rest anew', async () => {
  const [account, before, after] = [anAccount(), aUser(), aUser()]
  await bindings.bind(account, before, 'import')
  const first = await bindings.find(account)
  clock.advance(days(4))
  await bindings.bind(account, after)
  const second = await bindings.find(account)
  expect(second).toMatchObject({ user: after, how: 'proof' })
  expect((second?.since.getTime() ?? 0) - (first?.since.getTime() ?? 0)).toBeGreaterThanOrEqual(days(4))
  expect(await bindings.accountsOf(before)).toEqual([])
  expect(await bindings.isBound(account, before)).toBe(false)
})

test('finds all accounts of a person, the newest first', async () => {
  const maya = aUser()
  const [first, second] = [anAccount(), { ...anAccount(), platform: 'teams' }]
  await bindings.bind(first, maya)
  clock.advance(1000)
  await bindings.bind(second, maya)
  expect(await bindings.accountsOf(maya)).toEqual([second, first])
  expect(await store.tx((tx) => bindings.accountsOf(maya, tx.db))).toEqual([second, first])
})

test.each<[string, ReturnType<typeof sql>]>([
  ['user_id', sql`user_id = ${aUser()}`],
  ['how', sql`how = 'import'`],
  ['bound_at', sql`bound_at = bound_at - interval '4 days'`],
  ['mac', sql`mac = repeat('0', 64)`],
  ['mac', sql`mac = ''`],
])('a row whose %s was changed proves nothing', async (_column, change) => {
  const [account, maya] = [anAccount(), aUser()]
  await bindings.bind(account, maya)
  await sql`UPDATE binding SET ${change} WHERE account_user = ${account.user}`.execute(store.db)
  await expect(bindings.find(account)).rejects.toMatchObject({ code: 'tampered' })
  await expect(bindings.isBound(account, maya)).rejects.toMatchObject({ code: 'tampered' })
})

test('a row that was moved to another account, or sealed under another secret, proves nothing', async () => {
  const [mine, theirs, maya] = [anAccount(), anAccount(), aUser()]
  await bindings.bind(mine, maya)
  await sql`UPDATE binding SET account_user = ${theirs.user} WHERE account_user = ${mine.user}`.execute(store.db)
  await expect(bindings.find(theirs)).rejects.toMatchObject({ code: 'tampered' })
  // Nobody is written to there, and everybody else still is.
  expect(await bindings.accountsOf(maya)).toEqual([])
  const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
  const elsewhere = createBindings({ store, keys: createKeys('another-secret-of-32-characters!'), clock, ledger })
  const account = anAccount()
  await elsewhere.bind(account, maya)
  await expect(bindings.find(account)).rejects.toMatchObject({ code: 'tampered' })
})

test('a frozen binding proves nothing until it is made anew', async () => {
  const [account, maya] = [anAccount(), aUser()]
  await bindings.bind(account, maya)
  await sql`UPDATE binding SET frozen_at = ${clock.now()} WHERE account_user = ${account.user}`.execute(store.db)
  expect(await bindings.find(account)).toBeUndefined()
  expect(await bindings.accountsOf(maya)).toEqual([])
  await bindings.bind(account, maya)
  expect(await bindings.isBound(account, maya)).toBe(true)
})

test('binding twice at once leaves one row', async () => {
  const [account, maya] = [anAccount(), aUser()]
  await Promise.all([bindings.bind(account, maya), bindings.bind(account, maya)])
  expect(await rowOf(account).execute()).toHaveLength(1)
  expect(await bindings.isBound(account, maya)).toBe(true)
})

describe('identify', () => {
  const who = (email: string | undefined, account = anAccount()) =>
    identify({ bindings, organisation: northwind, directory: company.directory() }, account, {
      kind: 'employee',
      displayName: 'Ingrid Solberg',
      email,
      language: 'en',
      timeZone: 'UTC',
    })

  test('a bound account is its person, whatever address its profile shows now', async () => {
    const account = anAccount()
    await bindings.bind(account, person('maya.alvarez'))
    const before = (await company.journal()).length
    const found = { kind: 'bound', user: person('maya.alvarez') }
    expect(await who('ingrid.solberg@northwind.example', account)).toMatchObject(found)
    expect(await who(undefined, account)).toMatchObject(found)
    expect(await company.journal()).toHaveLength(before)
  })

  test('an address of the organisation is a hint, in whatever case', async () => {
    for (const email of ['maya.alvarez@northwind.example', 'Maya.Alvarez@NORTHWIND.example'])
      expect(await who(email)).toEqual({ kind: 'candidate', user: person('maya.alvarez') })
    expect(await who('tomas.novak@northwind.example')).toEqual({ kind: 'candidate', user: person('tomas.novak') })
  })

  test.each<[string | undefined, string]>([
    [undefined, 'people.no-email'],
    ['maya.alvarez@northwind.example.evil', 'people.foreign-domain'],
    ['maya.alvarez@evil.northwind.example', 'people.foreign-domain'],
    ['maya.alvarez@northwind.example@evil.example', 'people.foreign-domain'],
    ['northwind.example', 'people.no-match'],
    ['', 'people.no-match'],
    ['@northwind.example', 'people.no-match'],
    ['nobody@northwind.example', 'people.no-match'],
    ['maya.alvarez+x@northwind.example', 'people.no-match'],
    ['maya.alvare*@northwind.example', 'people.no-match'],
    ['sam.kowalski@northwind.example', 'people.no-match'],
    ['elif.yilmaz@northwind.example', 'people.no-match'],
    // Its third sign is not a "k" but the sign for Kelvin, which becomes one in lower case.
    ['alex.\u212Aim@northwind.example', 'people.no-match'],
  ])('%s is nobody: %s', async (email, why) => {
    expect(await who(email)).toMatchObject({ kind: 'unknown', why: { key: why } })
  })

  test('an address that was changed in any place is never somebody else', async () => {
    const own = 'alex.kim@northwind.example'
    const sign = fc.constantFrom('.', '+', '-', '\u200b', '\u0430', '\uff41', '\u0131', 'K', '\u212a', ' ', 'm', '')
    const changed = fc
      .tuple(fc.nat(own.length), sign, fc.nat(1))
      .map(([at, put, cut]) => own.slice(0, at) + put + own.slice(at + cut))
    await fc.assert(
      fc.asyncProperty(changed, async (email) => {
        const found = await who(email)
        const isOwn = email.toLowerCase() === own && /^[!-~]+$/.test(email)
        const isNamesake = email.toLowerCase() === 'alex.kimm@northwind.example'
        if (isOwn) expect(found).toEqual({ kind: 'candidate', user: person('alex.kim') })
        else if (isNamesake) expect(found).toEqual({ kind: 'candidate', user: person('alex.kimm') })
        else expect(found).toMatchObject({ kind: 'unknown' })
      }),
      { numRuns: 100 },
    )
  })

  test('two people with one address are nobody, and so is anybody while JumpCloud does not answer', async () => {
    await company.change('alex.kimm', { email: 'Tomas.NOVAK@northwind.example' })
    expect(await who('tomas.novak@northwind.example')).toMatchObject({ kind: 'unknown' })
    await company.fault({ kind: 'status', status: 503, match: { path: '/systemusers' } })
    expect(await who('maya.alvarez@northwind.example')).toMatchObject({ kind: 'unknown' })
  })
})
