// What happens to a credential is told on every known way; a way that fails is not counted (security reference, T-F1).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CredentialEvent } from '../../src/action.ts'
import { hours, later, minutes } from '../../src/clock.ts'
import { type SmtpSink, startSmtpSink } from '../../src/demo/smtp.ts'
import { createVisitor } from '../../src/demo/visitor.ts'
import { noticesAccepted } from '../../src/outbox/accepted.ts'
import { credentialReaders, tellCredentialEvent } from '../../src/outbox/credential-events.ts'
import type { Request } from '../../src/requests/request.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { joining } from '../requests/quietly.ts'

let sink: SmtpSink
let it: TestLatchkey
beforeAll(async () => {
  sink = await startSmtpSink()
  it = await startTestLatchkey({ pages: true, mail: sink.settings, platforms: ['test', 'other'] })
})
afterAll(async () => {
  await it.stop()
  await sink.close()
})

const maya = idFor('maya.alvarez')
const work = 'maya.alvarez@northwind.example'
const recovery = 'maya@alvarez.example'
const managerMail = 'priya.nair@northwind.example'

async function tell(event: CredentialEvent, request?: Request, alsoTo: string[] = []) {
  const readers = await credentialReaders(it.core, maya)
  await it.core.store.tx((tx) => tellCredentialEvent(tx, it.core, readers, { event, request, alsoTo }))
  await it.settled()
}
const accepted = (request: Request) => noticesAccepted(it.db, it.core, request)
/** Quoted-printable, as it crossed the wire. */
const decoded = (raw: string) =>
  raw
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString())

test('the person on each account and address, their manager and security; each with a link that halts', async () => {
  await tell('mfa-reset')
  for (const chat of it.chats) {
    const card = await chat.waitFor('maya.alvarez', /Your second factor was reset/)
    expect(card.buttons).toEqual(['This wasn’t me'])
    expect((await chat.waitFor('priya.nair', /The second factor of Maya Alvarez was reset/)).buttons).toEqual([
      'This wasn’t them',
    ])
    expect((await chat.waitFor('nadia.petrova', /The second factor of Maya Alvarez was reset/)).buttons).toEqual([])
  }
  for (const address of [work, recovery, managerMail]) expect(sink.to(address), address).toHaveLength(1)
  expect(sink.mails).toHaveLength(3)
  const link = /https?:\/\/\S+\/p\/not-me\/[\w-]{22}/.exec(decoded(sink.to(recovery)[0]?.raw ?? ''))?.[0] ?? ''
  const visitor = createVisitor()
  expect((await visitor.get(link)).status).toBe(200)
  expect(await it.core.freezes.isFrozen(maya)).toBe(false)
  await visitor.press('halt')
  expect(await it.core.freezes.isFrozen(maya)).toBe(true)
  await it.core.freezes.unfreeze(maya, { by: 'host', why: 'test' })
})

test('an address of one’s own that was verified just now is written to, and counts as no way of its own', async () => {
  const user = it.sandbox.state.users.get(maya)
  const before = user?.recoveryEmail
  const ways = async () => (await credentialReaders(it.core, maya)).own.mails
  expect(await ways()).toContainEqual({ address: recovery, channel: 'mail/recovery' })
  for (const ago of [hours(71), undefined]) {
    const verifiedAt = ago === undefined ? {} : { verifiedAt: later(it.clock.now(), -ago).toISOString() }
    Object.assign(user ?? {}, { recoveryEmail: { address: recovery, verified: true, ...verifiedAt } })
    expect(await ways()).toContainEqual({ address: recovery, channel: undefined })
  }
  // Another name of the work mail, and a box below it, open with the work mail.
  for (const address of ['maya.alvarez+home@northwind.example', 'maya@mail.NORTHWIND.example']) {
    Object.assign(user ?? {}, { recoveryEmail: { ...before, address } })
    expect(await ways()).toContainEqual({ address, channel: undefined })
  }
  Object.assign(user ?? {}, { recoveryEmail: before })
})

test('while JumpCloud does not answer, what must be told of is not begun', async () => {
  await it.sandbox.fault({ match: { method: 'GET' }, kind: 'status', status: 503 })
  await expect(credentialReaders(it.core, maya, { mustAnswer: true })).rejects.toThrow(/JumpCloud/)
  expect((await credentialReaders(it.core, maya)).own.accounts).toHaveLength(2)
  await it.sandbox.noFaults()
})

test('an address that was changed hears of it too; the manager does not', async () => {
  sink.mails.length = 0
  await tell('address-changed', undefined, ['maya.before@alvarez.example'])
  expect(sink.mails.flatMap(({ to }) => to).toSorted()).toEqual(
    [work, 'maya.before@alvarez.example', recovery].toSorted(),
  )
})

test('the same event of the same request is told once', async () => {
  const request = await joining(it, 'maya.alvarez', 'Looker – Analyst')
  sink.mails.length = 0
  await tell('password-asked', request)
  await tell('password-asked', request)
  expect(sink.mails).toHaveLength(3)
})

describe('ways that fail', () => {
  const failing = {
    'mail/work': (on: boolean) => toggle(work, on),
    'mail/recovery': (on: boolean) => toggle(recovery, on),
    manager: (on: boolean) => {
      toggle(managerMail, on)
      for (const { troubles } of it.chats) if (on) troubles.unreachable.add('priya.nair')
      for (const { troubles } of it.chats) if (!on) troubles.unreachable.delete('priya.nair')
    },
    'chat/other': (on: boolean) => {
      const troubles = it.chats[1]?.troubles
      if (on) troubles?.unreachable.add('maya.alvarez')
      else troubles?.unreachable.delete('maya.alvarez')
    },
  }
  const toggle = (address: string, on: boolean) =>
    void (on ? sink.troubles.refuses.add(address) : sink.troubles.refuses.delete(address))
  const names = Object.keys(failing) as (keyof typeof failing)[]
  const subsets = Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_, i) => bits & (1 << i)))

  test('only those that took it are counted, for all sixteen ways to fail', { timeout: 180_000 }, async () => {
    for (const broken of subsets) {
      const request = await joining(it, 'maya.alvarez', 'Looker – Analyst')
      for (const name of broken) failing[name](true)
      await tell('mfa-asked', request)
      expect(await accepted(request), `without ${broken}`).toBe(names.length - broken.length)
      for (const name of broken) failing[name](false)
      await it.db.updateTable('request').set({ state: 'cancelled' }).where('id', '=', request.id).execute()
    }
  })

  test('what waits is counted once it was taken, and not before', async () => {
    const request = await joining(it, 'maya.alvarez', 'Looker – Analyst')
    sink.troubles.status = 451
    await tell('mfa-asked', request)
    const before = await accepted(request)
    sink.troubles.status = undefined
    await it.advance(minutes(10))
    expect(await accepted(request)).toBe(before + 2)
  })

  test('a row that somebody else writes is not counted: it stops the request, and people are told', async () => {
    const request = await joining(it, 'leo.brandt', 'Looker – Analyst')
    const [real] = await it.db.selectFrom('accepted_notice').selectAll().execute()
    const rows = ['mail/work', 'manager'].map((channel) => ({
      ...{ request_id: request.id, channel, at: new Date() },
      mac: real?.mac ?? '',
    }))
    await it.db.insertInto('accepted_notice').values(rows).execute()
    await expect(accepted(request)).rejects.toMatchObject({ code: 'tampered' })
  })
})
