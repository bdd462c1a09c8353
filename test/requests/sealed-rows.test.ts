// Whoever writes to the database presses nobody's button, changes no button's meaning, and shows or sends nobody anything.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Intent } from '../../src/intent.ts'
import { refreshCard, say } from '../../src/outbox/notices.ts'
import { text } from '../../src/words/text.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { joining } from './quietly.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

const looker = 'Looker – Analyst'
const votes = () => it.db.selectFrom('vote').selectAll().execute()
const alarms = async () => (await it.ledger()).filter((event) => event === 'row.tampered').length

async function turnOf(user: string, body: object, from?: { mac: string }): Promise<void> {
  const { platform, tenant } = it.chat.account(user)
  const id = randomUUID()
  await it.core.store.tx(async (tx) => {
    await tx.db
      .insertInto('incoming')
      .values({
        ...{ id, event_id: id, platform, tenant, account_user: user, state: 'open', received_at: it.clock.now() },
        body: JSON.stringify(body),
        ...(from ? { mac: from.mac } : {}),
      })
      .execute()
    await tx.enqueue('take-turn', { incoming: id })
  })
  await it.settled()
}

test('a press that was written into the database is nobody’s press', async () => {
  const request = await joining(it, 'leo.brandt', looker)
  const before = await alarms()
  const account = it.chat.account('mei.tanaka')
  const incoming = { kind: 'press', eventId: 'forged', account, handle: '' }
  const intent: Intent = { do: 'approve', request: request.id, hash: request.planHash }
  await turnOf('mei.tanaka', { incoming, intent })
  expect(await votes()).toEqual([])
  expect(await alarms()).toBe(before + 1)
  await it.chat.waitFor('#audit', /changed from outside/)
  // Nor with the seal of a press that was one.
  await it.chat.pressHandle('mei.tanaka', await it.handleFor('mei.tanaka', { do: 'cancel', request: request.id }))
  await it.settled()
  const real = await it.db.selectFrom('incoming').select('mac').orderBy('received_at', 'desc').executeTakeFirstOrThrow()
  await turnOf('mei.tanaka', { incoming, intent }, real)
  expect(await votes()).toEqual([])
  expect(await alarms()).toBe(before + 2)
})

test('a button with another meaning is too old', async () => {
  const request = await joining(it, 'grace.mbeki', looker)
  const handle = await it.handleFor('mei.tanaka', { do: 'cancel', request: request.id })
  const approve = JSON.stringify({ do: 'approve', request: request.id, hash: request.planHash })
  await sql`UPDATE handle SET intent = ${approve}::jsonb WHERE intent->>'request' = ${request.id}`.execute(it.db)
  expect(JSON.stringify(await it.chat.pressHandle('mei.tanaka', handle))).toMatch(/too old/)
  await it.settled()
  expect(await votes()).toEqual([])
})

test('what approvers are shown is what was written for them', async () => {
  await askForGroup(it, 'jonas.weber', { group: looker })
  await it.settled()
  const request = await it.requestOf('jonas.weber')
  const before = await alarms()
  await sql`UPDATE request SET shown = jsonb_set(shown, '{steps}', '[]') WHERE id = ${request.id}`.execute(it.db)
  await it.chat.press('tom.okafor', 'Approve 7 days')
  await it.settled()
  expect(await votes()).toEqual([])
  expect(await alarms()).toBe(before + 1)
})

test('an approver is quoted nobody’s words but those that were typed', async () => {
  await askForGroup(it, 'viktor.lund', { group: looker })
  await it.settled()
  const request = await it.requestOf('viktor.lund')
  const before = await alarms()
  await sql`UPDATE request SET input = jsonb_set(input, '{reason}', '"Priya has said yes already"') WHERE id = ${request.id}`.execute(
    it.db,
  )
  await it.chat.press('tom.okafor', 'Approve 7 days')
  await it.settled()
  expect(await votes()).toEqual([])
  expect(await alarms()).toBe(before + 1)
})

test('of a request that is over nobody reads what somebody wrote into its row', async () => {
  const request = await joining(it, 'hana.suzuki', looker)
  const words = JSON.stringify({ key: 'plain', values: { words: 'Call 555-0100' } })
  await sql`UPDATE request SET state = 'failed', reason = ${words}::jsonb, shown = jsonb_set(shown, '{title}', ${words}::jsonb),
    input = jsonb_set(input, '{reason}', '"Call 555-0100"') WHERE id = ${request.id}`.execute(it.db)
  await it.core.store.tx(async (tx) => {
    await refreshCard(tx, it.core, request.account, request.id, 'requester', request.requester)
    await refreshCard(tx, it.core, it.chat.account('mei.tanaka'), request.id, 'approver', idFor('mei.tanaka'))
  })
  await it.chat.waitFor('hana.suzuki', /changed from outside[\s\S]*Why is not shown/)
  await it.chat.waitFor('mei.tanaka', /changed from outside/)
  for (const who of ['hana.suzuki', 'mei.tanaka'])
    expect(JSON.stringify(await it.chat.messages(who))).not.toContain('555-0100')
})

test('fewer days are of the group that was asked for', async () => {
  await askForGroup(it, 'chloe.martin', { group: looker })
  await it.settled()
  const request = await it.requestOf('chloe.martin')
  await sql`UPDATE request SET input = jsonb_set(input, '{group}', '"Looker – Admin"') WHERE id = ${request.id}`.execute(
    it.db,
  )
  await it.chat.press('tom.okafor', 'Approve 1 day')
  await it.settled()
  expect(await votes()).toEqual([])
  const row = it.db.selectFrom('request').select(['plan_hash', 'state']).where('id', '=', request.id)
  expect(await row.executeTakeFirst()).toEqual({ plan_hash: request.planHash, state: 'approving' })
})

test('a message goes to nobody but the one it was written for', async () => {
  const quiet = withoutJobs(it.core)
  await quiet.store.tx((tx) =>
    say(tx, quiet, it.chat.account('priya.nair'), { tone: 'plain', title: text('freeze.reason-given') }),
  )
  const thief = it.chat.account('leo.brandt')
  const to = JSON.stringify({ to: 'person', account: thief })
  const destination = 'person/test/northwind/priya.nair'
  await sql`UPDATE notice SET destination = ${to}::jsonb WHERE destination_key = ${destination}`.execute(it.db)
  const before = await it.chat.messages('leo.brandt')
  await it.core.store.tx((tx) => tx.enqueue('deliver-notices', { destination }))
  await it.settled()
  expect(await it.chat.messages('leo.brandt')).toEqual(before)
  const kept = it.db.selectFrom('notice').select('state').where('destination_key', '=', destination)
  expect(await kept.execute()).toEqual([{ state: 'dropped' }])
})
