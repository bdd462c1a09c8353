// What happens by itself while nobody decides: reminder, escalation and expiry, at hours at which people work.
import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { eligiblePeople, rulesFor } from '../../src/requests/approvers.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { joining, load } from './quietly.ts'

/** Reminded after 30 minutes, the next in line after two hours, over after 72; working hours are 09:00 to 17:30. */
const organisation = (example: Organisation): Organisation => ({
  ...example,
  groups: [
    ...example.groups,
    ...['Server Operators', 'Contractors'].flatMap((name) => {
      const [like] = example.groups
      // An owner whom JumpCloud does not know: nobody.
      return like ? [{ ...like, name, aliases: [], owners: ['nobody@northwind.example'] }] : []
    }),
  ],
})

let it: TestLatchkey
beforeAll(async () => {
  // A Friday afternoon.
  it = await startTestLatchkey({
    organisation,
    startsAt: '2026-11-27T16:30:00',
    unbound: ['zoe.laurent', 'marcus.reed', 'dana.whitfield'],
  })
})
afterAll(() => it.stop())

const berlin = (instant: Date | null | undefined) =>
  instant ? DateTime.fromJSDate(instant, { zone: 'Europe/Berlin' }).toFormat('ccc HH:mm') : undefined
/** Moves the clock to this weekday and time in Berlin, always forward. */
async function until(weekday: string, time: string): Promise<void> {
  let at = DateTime.fromJSDate(it.clock.now(), { zone: 'Europe/Berlin' })
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  do at = at.plus({ days: at.set({ hour, minute }) > at ? 0 : 1 }).set({ hour, minute, second: 5 })
  while (at.setLocale('en').toFormat('ccc') !== weekday)
  await it.advance(at.toMillis() - it.clock.now().getTime())
}
const titles = async (username: string) => (await it.chat.messages(username)).map(({ title }) => title)
const reminders = async (username: string, number: number) =>
  (await titles(username)).filter((title) => title.startsWith(`R-${number} still waits`)).length

describe('while nobody decides', () => {
  test('the owners are reminded once, the next in line joins on Monday morning, and on Monday afternoon it is over', async () => {
    await askForGroup(it, 'leo.brandt')
    await it.chat.waitFor('leo.brandt', /Waiting for Mei Tanaka and Tom Okafor/)
    const { id, number } = await it.requestOf('leo.brandt')
    expect(await reminders('mei.tanaka', number)).toBe(0)
    await it.advance(minutes(31))
    await it.advance(minutes(20))
    expect([await reminders('mei.tanaka', number), await reminders('tom.okafor', number)]).toEqual([1, 1])
    // Two hours are over at 18:30, when nobody works: not on Friday evening, and not on Sunday.
    await until('Fri', '19:00')
    await until('Sun', '12:00')
    expect(await titles('omar.farouk')).toEqual([])
    expect((await load(it, id)).row.escalated_at).toBeNull()
    await until('Mon', '09:01')
    await it.chat.waitFor('omar.farouk', /Leo Brandt asks/)
    await it.chat.waitFor('leo.brandt', /Waiting for .*Omar Farouk/)
    const events = await it.ledger(id)
    expect(events.filter((event) => event === 'approval.reminded')).toHaveLength(1)
    expect(events.filter((event) => event === 'approval.escalated')).toHaveLength(1)
    await until('Mon', '16:29')
    expect(await it.stateOf(id)).toBe('approving')
    await until('Mon', '16:31')
    const told = await it.chat.waitFor('leo.brandt', new RegExp(`R-${number}: nobody decided in time`))
    expect(told.body.join()).toMatch(/nothing was done/)
    expect(await it.stateOf(id)).toBe('expired')
    const card = await it.chat.waitFor('mei.tanaka', /Leo Brandt asks[\s\S]*Nobody decided in time/)
    expect(card.buttons).toEqual([])
    expect((await it.sandbox.writes()).length).toBe(0)
  })

  test('the next in line may decide only from then on', async () => {
    await until('Tue', '10:00')
    const request = await joining(it, 'grace.mbeki', 'Looker – Analyst')
    await it.core.store.tx((tx) => tx.enqueue('ask-approvers', { request: request.id }))
    await it.chat.waitFor('mei.tanaka', /Grace Mbeki asks/)
    const meaning = { do: 'approve', request: request.id, hash: request.planHash } as const
    await it.chat.pressHandle('omar.farouk', await it.handleFor('omar.farouk', meaning))
    await it.chat.waitFor('omar.farouk', /not yours to make/)
    // Nor from a row on which somebody wrote that it was so: nobody is asked, nobody new may decide, and it comes in its time.
    const rewrite = (at: Date | null) =>
      it.db.updateTable('request').set({ escalated_at: at }).where('id', '=', request.id).execute()
    await rewrite(it.clock.now())
    const changed = await load(it, request.id)
    expect(changed.row.escalated_at).not.toBeNull()
    expect(await rulesFor(it.core, changed, idFor('omar.farouk'))).toEqual([])
    expect(await eligiblePeople(it.core, changed)).not.toContain(idFor('omar.farouk'))
    await rewrite(null)
    await it.advance(hours(2) + minutes(1))
    await it.chat.press('omar.farouk', 'Approve 7 days', /Grace Mbeki asks/)
    await it.chat.waitFor('grace.mbeki', /approved and done/)
  })

  test('two wake-ups at the same moment remind once and escalate once', async () => {
    await until('Wed', '10:00')
    const request = await joining(it, 'jonas.weber', 'Looker – Analyst')
    const quiet = withoutJobs(it.core)
    await it.db
      .updateTable('request')
      .set({ asked_approvers_at: it.clock.now() })
      .where('id', '=', request.id)
      .execute()
    it.clock.advance(hours(2) + minutes(1))
    await Promise.all([1, 2, 3, 4].map(() => wakeRequest(quiet, request.id)))
    const events = await it.ledger(request.id)
    expect(events.filter((event) => event === 'approval.reminded')).toHaveLength(1)
    expect(events.filter((event) => event === 'approval.escalated')).toHaveLength(1)
  })
})

test('a row that was changed while it waits alarms once and then rests', async () => {
  const request = await joining(it, 'yuki.sato', 'Looker – Analyst')
  const wide = await joining(it, 'chloe.martin', 'Looker – Analyst')
  await it.db.updateTable('request').set({ plan_hash: wide.planHash }).where('id', '=', request.id).execute()
  for (let times = 0; times < 3; times += 1) await wakeRequest(it.core, request.id)
  await it.settled()
  expect(await it.stateOf(request.id)).toBe('failed')
  expect((await it.ledger(request.id)).filter((event) => event === 'row.tampered')).toHaveLength(1)
  await it.chat.waitFor('#audit', new RegExp(`R-${request.number}: a stored row was changed`))
})

describe('whoever cannot be asked', () => {
  test('because nobody has connected them: the next in line is asked at once, visibly, and they are invited', async () => {
    await until('Thu', '10:00')
    await askForGroup(it, 'chloe.martin', { group: 'Figma – Editors', days: 3 })
    // Zoe owns Figma, Marcus is Chloe's manager: neither is connected, so the service desk is asked as well.
    await it.chat.waitFor('ben.carter', /Chloe Martin asks/)
    const { id } = await it.requestOf('chloe.martin')
    expect(await it.ledger(id)).toContain('approval.escalated')
    await it.chat.waitFor('chloe.martin', /Waiting for .*Ben Carter/)
    const invited = await it.chat.waitFor('zoe.laurent', /Somebody needs your decision/)
    expect(JSON.stringify(invited)).not.toMatch(/Chloe|Figma/)
    expect((await titles('zoe.laurent')).filter((title) => /needs your decision/.test(title))).toHaveLength(1)
    await it.chat.press('ben.carter', 'Approve 3 days', /Chloe Martin asks/)
    await it.chat.waitFor('chloe.martin', /approved and done/)
  })

  test('because their chat accounts are closed: found out before, so that nothing depends on them', async () => {
    const owners = ['mei.tanaka', 'tom.okafor'] as const
    for (const owner of owners) it.chat.person(owner).outsider = 'deactivated'
    await askForGroup(it, 'patrick.byrne', { days: 3 })
    await it.chat.waitFor('ben.carter', /Patrick Byrne asks/)
    await it.chat.waitFor('patrick.byrne', /Waiting for .*Ben Carter/)
    for (const owner of owners) {
      expect(await titles(owner)).not.toContainEqual(expect.stringMatching(/Patrick Byrne asks/))
      it.chat.person(owner).outsider = undefined
    }
  })

  test('because no card could be left with them: the next in line is asked then', async () => {
    const owners = ['mei.tanaka', 'tom.okafor']
    for (const owner of owners) it.chat.troubles.unreachable.add(owner)
    await askForGroup(it, 'maya.alvarez', { days: 3 })
    await it.chat.waitFor('ben.carter', /Maya Alvarez asks/)
    const { id } = await it.requestOf('maya.alvarez')
    await it.settled()
    const events = await it.ledger(id)
    expect(events.filter((event) => event === 'approval.escalated')).toHaveLength(1)
    await it.chat.press('ben.carter', 'Approve 3 days', /Maya Alvarez asks/)
    await it.chat.waitFor('maya.alvarez', /approved and done/)
    for (const owner of owners) it.chat.troubles.unreachable.delete(owner)
  })

  test('because there is nobody, and the next in line is there: they are asked', async () => {
    await askForGroup(it, 'tomas.novak', { group: 'Contractors', days: 2 })
    await it.chat.waitFor('ben.carter', /Tomas Novak asks/)
    expect(await it.ledger((await it.requestOf('tomas.novak')).id)).toContain('approval.escalated')
  })

  test('because there is nobody at all: it is refused, and both are told', async () => {
    const members = ['dana.whitfield', 'ben.carter', 'omar.farouk']
    for (const username of members) await it.sandbox.changeMember('IT – Service Desk', username, 'remove')
    await askForGroup(it, 'hana.suzuki', { group: 'Contractors', days: 2 })
    const told = await it.chat.waitFor('hana.suzuki', /Nobody is set up who may approve this/)
    expect(told.buttons).toEqual(['Talk to a person'])
    await it.chat.waitFor('#audit', /nobody is set up who may approve it/)
    expect((await it.requestOf('hana.suzuki')).state).toBe('refused')
    for (const username of members) await it.sandbox.changeMember('IT – Service Desk', username, 'add')
  })
})

describe('a request of one person alone', () => {
  test('that is not confirmed within the hour is over', async () => {
    await it.sandbox.changeUser('patrick.byrne', { account_locked: true })
    await it.chat.say('patrick.byrne', 'I’m locked out')
    await it.chat.waitFor('patrick.byrne', /shall I/)
    const yes = await it.chat.buttonOf('patrick.byrne', 'Do it')
    await it.advance(hours(1) + minutes(1))
    await it.chat.waitFor('patrick.byrne', /too late, nothing was done/)
    await it.chat.pressHandle('patrick.byrne', yes)
    await it.settled()
    expect((await it.requestOf('patrick.byrne')).state).toBe('expired')
    expect(berlin(it.clock.now())).toBeDefined()
    expect(await it.phone('patrick.byrne').count()).toBe(0)
    expect(it.sandbox.state.users.get(idFor('patrick.byrne'))?.account_locked).toBe(true)
  })
})
