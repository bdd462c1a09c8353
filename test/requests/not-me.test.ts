// "This wasn't me" by a link that was sent: without signing in, not by looking, at every moment, and as often as one likes.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days } from '../../src/clock.ts'
import { createVisitor, wordsOf } from '../../src/demo/visitor.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import { findPageLink, mintPageLink } from '../../src/outbox/page-links.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { confirmed, joining, proven } from './quietly.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
})
afterAll(() => it.stop())

const looker = 'Looker – Analyst'

/** As it stands in a mail: bound to no account. */
async function mailed(username: string, request?: RequestId): Promise<string> {
  const page = { purpose: 'not-me' as const, person: idFor(username), request }
  const url = await it.core.store.tx((tx) => mintPageLink(tx.db, it.core, page, undefined))
  if (url === undefined) throw new Error('there are pages in this test')
  return url
}

async function halt(url: string) {
  const visitor = createVisitor()
  await visitor.get(url)
  return visitor.press('halt')
}
const isFrozen = (username: string) => it.core.freezes.isFrozen(idFor(username))
const alerts = async (id: RequestId) => (await it.ledger(id)).filter((event) => event === 'security.alert').length

/** Whatever shape it has: whoever can only write to the database adds it to the ledger. */
const added = (event: string, body: string) =>
  sql`SELECT ledger_append(now(), 'system', ${event}::text, NULL, ${body}::text)`.execute(it.db)

test('records of others, of whatever shape, keep nobody from being paused', async () => {
  const about = idFor('ruth.adler')
  await added('security.alert', JSON.stringify({ about, data: { why: 'not-me' } }))
  await added('security.alert', JSON.stringify({ about, data: { why: 'not-me' }, seal: 5 }))
  await added('security.alert', JSON.stringify({ about, data: [], seal: null }))
  await halt(await mailed('ruth.adler'))
  expect(await isFrozen('ruth.adler')).toBe(true)
})

describe('at every moment of a request', () => {
  test('confirmed and proving, approving, ready: nothing runs, and the person is paused', async () => {
    await it.sandbox.changeUser('leo.brandt', { account_locked: true })
    const proving = await confirmed(it, 'leo.brandt', { skill: 'unlock-account' })
    const approving = await joining(it, 'hana.suzuki', looker)
    const ready = await proven(it, 'alex.kim')
    for (const request of [proving, approving, ready]) {
      const { username } = it.sandbox.state.users.get(request.subject) ?? { username: '' }
      const shown = await halt(await mailed(username, request.id))
      expect(wordsOf(shown.html)).toMatch(/Stopped.*paused until IT or security/)
      await runRequest(withoutJobs(it.core), request.id, AbortSignal.timeout(10_000))
      expect(await it.stateOf(request.id)).toBe('cancelled')
      expect(await isFrozen(username)).toBe(true)
    }
    expect(await it.sandbox.writes()).toEqual([])
    await it.chat.waitFor('#audit', /says “this wasn’t me”/)
    await it.chat.waitFor('nadia.petrova', /says “this wasn’t me”/)
  })

  test('after it was done: it pauses and pages all the same', async () => {
    const request = await proven(it, 'viktor.lund')
    await runRequest(withoutJobs(it.core), request.id, AbortSignal.timeout(10_000))
    expect(await it.stateOf(request.id)).toBe('done')
    await halt(await mailed('viktor.lund', request.id))
    expect(await isFrozen('viktor.lund')).toBe(true)
    expect(await alerts(request.id)).toBe(1)
  })

  test('about no request, such as a factor that somebody added', async () => {
    await halt(await mailed('yuki.sato'))
    expect(await isFrozen('yuki.sato')).toBe(true)
    await it.chat.waitFor('#audit', /Yuki Sato says “this wasn’t me” about a change of their factors/)
  })
})

describe('the link', () => {
  test('does nothing when it is looked at, by whatever program, and works in any browser afterwards', async () => {
    const request = await joining(it, 'jonas.weber', looker)
    const url = await mailed('jonas.weber', request.id)
    const before = await it.ledger()
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'PUT', 'DELETE'])
      for (const agent of ['Slackbot-LinkExpanding 1.0', 'Mozilla/5.0 (compatible; SafeLinks)', 'BarracudaCentral'])
        await fetch(url, { method, headers: { connection: 'close', 'user-agent': agent } })
    await fetch(url, { method: 'POST', body: new URLSearchParams({ do: 'halt' }) })
    expect(await it.ledger()).toEqual(before)
    expect(await isFrozen('jonas.weber')).toBe(false)
    const shown = await halt(url)
    expect(wordsOf(shown.html)).toContain('Stopped')
    expect(await it.stateOf(request.id)).toBe('cancelled')
  })

  test('used twice gives the same answer, pauses once and pages once', async () => {
    const request = await joining(it, 'aisha.rahman', looker)
    const url = await mailed('aisha.rahman', request.id)
    const first = wordsOf((await halt(url)).html)
    await it.settled()
    const told = (await it.chat.messages('nadia.petrova')).length
    expect(wordsOf((await halt(url)).html)).toBe(first)
    await it.settled()
    expect(await it.chat.messages('nadia.petrova')).toHaveLength(told)
    expect((await it.ledger()).filter((event) => event === 'person.frozen').length).toBeGreaterThan(0)
  })

  test('pauses nobody again whom two people let go on, and says so to both sides', async () => {
    const request = await joining(it, 'tomas.novak', looker)
    const links = [await mailed('tomas.novak', request.id), await mailed('tomas.novak')]
    for (const url of links) await halt(url)
    await it.core.freezes.unfreeze(idFor('tomas.novak'), { by: 'host', why: 'test' })
    for (const url of links) {
      expect(wordsOf((await halt(url)).html)).toContain('You said so before')
      expect(await isFrozen('tomas.novak')).toBe(false)
    }
    await it.chat.waitFor('nadia.petrova', /Tomas Novak says “this wasn’t me”.*not paused again/s)
    const later = await joining(it, 'tomas.novak', looker)
    await halt(await mailed('tomas.novak', later.id))
    expect(await isFrozen('tomas.novak')).toBe(true)
  })

  test('of an old lifting a copy in the ledger keeps nobody from being paused', async () => {
    const request = await joining(it, 'felix.braun', looker)
    const person = idFor('felix.braun')
    await it.core.freezes.freeze(person, { by: 'host', why: 'test' })
    await it.core.freezes.unfreeze(person, { by: 'host', why: 'test' })
    const copy = async (event: string) => {
      const { at, actor, body } = await it.db
        .selectFrom('ledger')
        .selectAll()
        .where('event', '=', event)
        .orderBy('seq', 'desc')
        .executeTakeFirstOrThrow()
      await sql`SELECT ledger_append(${at}, ${actor}::text, ${event}::text, NULL, ${body}::text)`.execute(it.db)
    }
    await it.core.store.tx((tx) =>
      it.core.ledger.append(tx, {
        actor: person,
        event: 'security.alert',
        request: request.id,
        about: person,
        body: { why: 'not-me' },
      }),
    )
    await copy('person.unfrozen')
    expect(wordsOf((await halt(await mailed('felix.braun', request.id))).html)).toContain('paused until IT')
  })

  test('that nobody made leads nowhere', { timeout: 120_000 }, async () => {
    const made = await mailed('diego.fernandez')
    const base = made.slice(0, made.lastIndexOf('/'))
    for (let i = 0; i < 5; i += 1)
      expect((await fetch(`${base}/${randomBytes(16).toString('base64url')}`)).status).toBe(404)
    for (let i = 0; i < 1000; i += 1) {
      const guess = randomBytes(16).toString('base64url')
      expect(await findPageLink(it.db, it.core, 'not-me', guess)).toBeUndefined()
    }
    expect(await isFrozen('diego.fernandez')).toBe(false)
  })

  test('lasts thirty days', async () => {
    const url = await mailed('noor.haddad')
    it.clock.advance(days(29))
    expect((await createVisitor().get(url)).status).toBe(200)
    it.clock.advance(days(2))
    expect((await createVisitor().get(url)).status).toBe(410)
  })
})
