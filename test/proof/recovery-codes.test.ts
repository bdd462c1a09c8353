// Recovery codes: good once, for their own person, as people type them from paper; new ones make the old ones void.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, later } from '../../src/clock.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { hadAny, removeFactor } from '../../src/proof/factors.ts'
import { factorsOf } from '../../src/proof/read-factors.ts'
import { makeRecoveryCodes, useRecoveryCode } from '../../src/proof/recovery-codes.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

async function make(username: string, usableFrom = new Date(0)): Promise<string[]> {
  const readers = await credentialReaders(it.core, idFor(username))
  const how = { label: 'Recovery codes', addedBy: 'sign-in', usableFrom }
  return it.core.store.tx((tx) => makeRecoveryCodes(tx, it.core, readers, how))
}
async function use(username: string, typed: string): Promise<boolean> {
  const readers = await credentialReaders(it.core, idFor(username))
  return it.core.store.tx((tx) => useRecoveryCode(tx, it.core, readers, typed))
}

test('ten of 80 bits, each good once and for one person', async () => {
  const codes = await make('maya.alvarez')
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
  await make('leo.brandt')
  const [first = '', second = ''] = codes
  expect(await use('leo.brandt', first)).toBe(false)
  expect(await use('maya.alvarez', ` ${first.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `)).toBe(true)
  expect(await use('maya.alvarez', first)).toBe(false)
  await it.chat.waitFor('maya.alvarez', /A recovery code of yours was used[\s\S]*9 are left/)
  for (const wrong of ['', 'x', second.slice(1), `${second}0`]) expect(await use('maya.alvarez', wrong)).toBe(false)
  const both = await Promise.all([use('maya.alvarez', second), use('maya.alvarez', second)])
  expect(both.sort()).toEqual([false, true])
})

test('new ones make the old ones void, and rest before they count', async () => {
  const [old = ''] = await make('ida.lindqvist')
  const [fresh = ''] = await make('ida.lindqvist', later(it.clock.now(), days(3)))
  expect(await use('ida.lindqvist', old)).toBe(false)
  expect(await use('ida.lindqvist', fresh)).toBe(false)
  it.clock.advance(days(3))
  expect(await use('ida.lindqvist', fresh)).toBe(true)
})

test('a used code whose row is set back is not used again', async () => {
  const [code = ''] = await make('tom.okafor')
  expect(await use('tom.okafor', code)).toBe(true)
  await it.db.updateTable('recovery_code').set({ used_at: null }).where('person', '=', idFor('tom.okafor')).execute()
  await expect(use('tom.okafor', code)).rejects.toThrow(expect.objectContaining({ code: 'tampered' }))
})

test('those of before a store was put back count no more, also when their rows come back; new ones do', async () => {
  const [old = ''] = await make('jonas.weber')
  await it.core.store.tx((tx) => it.core.ledger.append(tx, { actor: 'host', event: 'store.restored', body: {} }))
  expect(await use('jonas.weber', old)).toBe(false)
  it.clock.advance(1000)
  const [fresh = ''] = await make('jonas.weber')
  expect(await use('jonas.weber', fresh)).toBe(true)
})

test('whoever had some once is no beginner any more, also when they are removed', async () => {
  const person = idFor('hannah.fischer')
  expect(await hadAny(it.core, person)).toBe(false)
  await make('hannah.fischer')
  const readers = await credentialReaders(it.core, person)
  const [codes] = await factorsOf(it.db, it.core, person)
  await it.core.store.tx((tx) => removeFactor(tx, it.core, readers, codes?.id ?? ''))
  expect(await factorsOf(it.db, it.core, person)).toEqual([])
  expect(await hadAny(it.core, person)).toBe(true)
})

test('what was put back from a copy is not taken, and what was deleted is missed', async () => {
  const person = idFor('chloe.martin')
  const rowsOf = (table: 'factor' | 'recovery_code') =>
    it.db.selectFrom(table).selectAll().where('person', '=', person).execute()
  const [code = '', other = ''] = await make('chloe.martin')
  const before = await rowsOf('recovery_code')
  expect(await use('chloe.martin', code)).toBe(true)
  await it.db.deleteFrom('recovery_code').where('person', '=', person).execute()
  await it.db.insertInto('recovery_code').values(before).execute()
  for (const again of [code, other]) await expect(use('chloe.martin', again)).rejects.toThrow('valid seal')

  const [factor] = await rowsOf('factor')
  if (!factor) throw new Error('there are codes')
  await it.db.deleteFrom('recovery_code').where('person', '=', person).execute()
  await it.db.deleteFrom('factor').where('person', '=', person).execute()
  await expect(factorsOf(it.db, it.core, person)).rejects.toThrow('valid seal')
  await it.db
    .insertInto('factor')
    .values({ ...factor, transports: '[]' })
    .execute()
  const readers = await credentialReaders(it.core, person)
  await it.core.store.tx((tx) => removeFactor(tx, it.core, readers, factor.id))
  await it.db.updateTable('factor').set({ removed_at: null, mac: factor.mac }).where('id', '=', factor.id).execute()
  await expect(factorsOf(it.db, it.core, person)).rejects.toThrow('valid seal')
})
