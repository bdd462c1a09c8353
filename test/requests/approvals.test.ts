// Who may decide, and what a decision does: computed from person and plan at the click, whatever card or account it comes from.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import type { Intent } from '../../src/intent.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { approve, cancel, deny } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { readyLasts } from '../../src/requests/schedule.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { people as company } from '../../src/sandbox/company/people.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { approved, confirmed, decider, joining, load } from './quietly.ts'

/** Mei and Tom own Looker, Dana the VPN, and the members of the service desk Figma. */
const organisation = (example: Organisation): Organisation => ({
  ...example,
  groups: example.groups.map((group) =>
    group.name === 'Figma – Editors'
      ? { ...group, owners: [], ownerGroup: 'IT – Service Desk', approver: 'owner' }
      : group,
  ),
})

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ platforms: ['test', 'other'], organisation })
})
afterAll(() => it.stop())

const looker = 'Looker – Analyst'
const everybody = company.filter(({ first }) => first !== '').map(({ username }) => username)
const run = (id: RequestId) => runRequest(it.core, id, AbortSignal.timeout(10_000))
const other = () => it.chats[1] ?? it.chat

/** Presses a button that no card ever gave this account, on either platform. */
async function pressAs(username: string, meaning: Intent, chat = it.chat) {
  await chat.pressHandle(username, await it.handleFor(username, meaning, chat))
  await it.settled()
}
const votes = async ({ id }: Request) =>
  (await it.db.selectFrom('vote').select(['person', 'decision']).where('request_id', '=', id).execute()).map(
    ({ person, decision }) => `${decision} ${everybody.find((username) => idFor(username) === person)}`,
  )
const approveIt = ({ id, planHash }: Request): Intent => ({ do: 'approve', request: id, hash: planHash })

describe('who may decide', () => {
  test('of everybody, only the owners: each other press is refused and recorded', async () => {
    const request = await joining(it, 'leo.brandt', looker)
    const owners = ['mei.tanaka', 'tom.okafor']
    for (const username of everybody.filter((one) => !owners.includes(one) && one !== 'leo.brandt'))
      await it.chat.pressHandle(username, await it.handleFor(username, approveIt(request)))
    await pressAs('leo.brandt', approveIt(request))
    await pressAs('leo.brandt', approveIt(request), other())
    expect(await votes(request)).toEqual([])
    expect((await load(it, request.id)).state).toBe('approving')
    const refused = (await it.ledger(request.id)).filter((event) => event === 'approval.refused')
    expect(refused).toHaveLength(everybody.length - owners.length + 1)
    await it.chat.waitFor('ruth.adler', /not yours to make/)
    await pressAs('tom.okafor', approveIt(request), other())
    expect(await votes(request)).toEqual(['approve tom.okafor'])
    expect(await it.stateOf(request.id)).toBe('done')
  }, 60_000)

  test('the owner who asks cannot say yes, from no account; the next in line decides, and it is told why', async () => {
    await askForGroup(it, 'dana.whitfield', { group: 'VPN – Contractors', days: 7 })
    await it.chat.waitFor('ben.carter', /Dana Whitfield asks/)
    const request = await it.requestOf('dana.whitfield')
    expect((await it.chat.messages('dana.whitfield')).some(({ title }) => /Dana Whitfield asks/.test(title))).toBe(
      false,
    )
    await pressAs('dana.whitfield', approveIt(request))
    await pressAs('dana.whitfield', approveIt(request), other())
    expect(await votes(request)).toEqual([])
    expect(await it.ledger(request.id)).toContain('approval.escalated')
    const card = await it.chat.waitFor('dana.whitfield', /Waiting for/)
    expect(card.body.join()).toMatch(/Ben Carter/)
    expect(card.body.join()).not.toMatch(/Waiting for[^.]*Dana/)
    await it.chat.press('omar.farouk', 'Approve 7 days', /Dana Whitfield asks/)
    await it.chat.waitFor('dana.whitfield', /approved and done/)
  })

  test('neither the subject nor the requester, nor a second account of theirs', async () => {
    const asked = { skill: 'join-group', input: { group: looker, days: 7, reason: 'for the q3 numbers' } }
    // Mei, an owner, is the subject: Rafael, her manager, asks.
    await it.sandbox.changeMember(looker, 'mei.tanaka', 'remove')
    const request = await confirmed(it, 'rafael.costa', { ...asked, subject: idFor('mei.tanaka') })
    for (const chat of it.chats)
      for (const username of ['mei.tanaka', 'rafael.costa']) await pressAs(username, approveIt(request), chat)
    expect(await votes(request)).toEqual([])
    await pressAs('tom.okafor', approveIt(request))
    expect(await votes(request)).toEqual(['approve tom.okafor'])
    await it.sandbox.changeMember(looker, 'mei.tanaka', 'add')
  })

  test('nobody who is suspended, or who lost the role between card and click', async () => {
    await askForGroup(it, 'grace.mbeki', { group: 'Figma – Editors', days: 3 })
    await it.chat.waitFor('ben.carter', /Grace Mbeki asks/)
    const request = await it.requestOf('grace.mbeki')
    const handle = await it.chat.buttonOf('ben.carter', 'Approve 3 days')
    await it.sandbox.changeMember('IT – Service Desk', 'ben.carter', 'remove')
    await it.chat.pressHandle('ben.carter', handle)
    await it.settled()
    expect(await votes(request)).toEqual([])
    await it.sandbox.changeMember('IT – Service Desk', 'ben.carter', 'add')
    await it.sandbox.changeUser('ben.carter', { state: 'SUSPENDED' })
    await it.chat.pressHandle('ben.carter', handle)
    await it.settled()
    expect(await votes(request)).toEqual([])
    await it.sandbox.changeUser('ben.carter', { state: 'ACTIVATED' })
    await it.chat.pressHandle('ben.carter', handle)
    await it.chat.waitFor('grace.mbeki', /approved and done/)
  })

  test('nobody whose yes was given before the role was lost', async () => {
    const request = await approved(it, 'hana.suzuki', 'Figma – Editors', 'ben.carter', 3)
    expect(request.state).toBe('ready')
    await it.sandbox.changeMember('IT – Service Desk', 'ben.carter', 'remove')
    await run(request.id)
    expect(await it.stateOf(request.id)).toBe('failed')
    await it.sandbox.changeMember('IT – Service Desk', 'ben.carter', 'add')
  })

  test('nobody through an account that is not connected', async () => {
    const request = await joining(it, 'chloe.martin', looker)
    await it.db
      .updateTable('binding')
      .set({ frozen_at: it.clock.now() })
      .where('user_id', '=', idFor('mei.tanaka'))
      .execute()
    await pressAs('mei.tanaka', approveIt(request))
    await it.chat.waitFor('mei.tanaka', /must be connected/)
    expect(await votes(request)).toEqual([])
    await it.db.updateTable('binding').set({ frozen_at: null }).where('user_id', '=', idFor('mei.tanaka')).execute()
  })

  test('nobody with another’s button', async () => {
    await askForGroup(it, 'tomas.novak')
    const handle = await it.chat.buttonOf('mei.tanaka', 'Approve 7 days', /Tomas Novak asks/)
    expect((await it.chat.pressHandle('tom.okafor', handle)).line).toMatch(/not yours/)
    // The same person's account on the other platform is another account.
    expect((await other().pressHandle('mei.tanaka', handle)).line).toMatch(/not yours/)
    await it.settled()
    expect(await votes(await it.requestOf('tomas.novak'))).toEqual([])
  })
})

describe('a decision', () => {
  test('to deny reaches the requester with its reason, and closes every card', async () => {
    await askForGroup(it, 'patrick.byrne')
    await it.chat.waitFor('tom.okafor', /Patrick Byrne asks/)
    await it.chat.press('mei.tanaka', 'Deny…', /Patrick Byrne asks/)
    expect((await it.chat.submit('mei.tanaka', { reason: ' ' })).errors?.reason).toMatch(/few words/)
    expect(await it.chat.submit('mei.tanaka', { reason: 'Please ask for the small report' })).toEqual({})
    const told = await it.chat.waitFor('patrick.byrne', /was denied/)
    expect(told.body.join()).toMatch(/Mei Tanaka denied it: “Please ask for the small report”/)
    await it.settled()
    for (const chat of it.chats)
      for (const owner of ['mei.tanaka', 'tom.okafor']) {
        const card = (await chat.messages(owner)).findLast(({ title }) => /Patrick Byrne asks/.test(title))
        expect(card?.buttons).toEqual([])
        expect(card?.body.join()).toMatch(/Denied by Mei Tanaka/)
      }
    expect(await votes(await it.requestOf('patrick.byrne'))).toEqual(['deny mei.tanaka'])
  })

  test('to deny wins over a later yes', async () => {
    await askForGroup(it, 'jonas.weber')
    const yes = await it.chat.buttonOf('tom.okafor', 'Approve 7 days', /Jonas Weber asks/)
    await it.chat.press('mei.tanaka', 'Deny…', /Jonas Weber asks/)
    await it.chat.submit('mei.tanaka', { reason: 'not this quarter' })
    await it.chat.waitFor('jonas.weber', /was denied/)
    await it.chat.pressHandle('tom.okafor', yes)
    await it.settled()
    const request = await it.requestOf('jonas.weber')
    expect(request.state).toBe('denied')
    expect(await votes(request)).toEqual(['deny mei.tanaka'])
  })

  test('to deny wins over an earlier yes, too, until the gate has begun', async () => {
    const request = await approved(it, 'aisha.rahman', looker, 'mei.tanaka')
    const handle = await it.handleFor('tom.okafor', { do: 'deny', request: request.id, hash: request.planHash })
    await it.chat.pressHandle('tom.okafor', handle)
    await it.chat.submit('tom.okafor', { reason: 'not without training' })
    await it.chat.waitFor('aisha.rahman', /was denied/)
    await run(request.id)
    expect(await it.stateOf(request.id)).toBe('denied')
    expect((await it.sandbox.changes()).join()).not.toContain('aisha.rahman')
  })

  test('to deny wins while the requester is asked once more: the card of the approver is still there', async () => {
    const { id, planHash } = await approved(it, 'yuki.sato', looker, 'mei.tanaka')
    const handle = await it.handleFor('tom.okafor', { do: 'deny', request: id, hash: planHash })
    const late = { now: () => new Date(it.clock.now().getTime() + readyLasts) }
    await wakeRequest({ ...withoutJobs(it.core), clock: late }, id)
    expect(await it.stateOf(id)).toBe('confirming')
    await it.chat.pressHandle('tom.okafor', handle)
    await it.chat.submit('tom.okafor', { reason: 'not this quarter' })
    await it.settled()
    expect(await it.stateOf(id)).toBe('denied')
  })

  test('after the gate has begun changes nothing any more', async () => {
    const request = await approved(it, 'claire.dubois', looker, 'mei.tanaka')
    await run(request.id)
    const quiet = withoutJobs(it.core)
    const who = decider(it, 'tom.okafor')
    const late = await load(it, request.id)
    const on = { hash: request.planHash, reason: 'too late' }
    expect(await quiet.store.tx((tx) => deny(tx, quiet, late, who, on))).toBe(false)
    expect(await quiet.store.tx((tx) => cancel(tx, quiet, late, idFor('claire.dubois')))).toBe(false)
    expect(await it.stateOf(request.id)).toBe('done')
  })

  test('after the requester has cancelled is none: the card says so', async () => {
    await askForGroup(it, 'marcus.reed')
    const yes = await it.chat.buttonOf('mei.tanaka', 'Approve 7 days', /Marcus Reed asks/)
    await it.chat.press('marcus.reed', 'Cancel')
    await it.chat.waitFor('marcus.reed', /cancelled, nothing was done/)
    await it.chat.pressHandle('mei.tanaka', yes)
    const card = await it.chat.waitFor('mei.tanaka', /Marcus Reed asks[\s\S]*Cancelled by the requester/)
    expect(card.buttons).toEqual([])
    await it.settled()
    const request = await it.requestOf('marcus.reed')
    expect(request.state).toBe('cancelled')
    expect(await votes(request)).toEqual([])
  })

  test('is one, however often the same person presses', async () => {
    const request = await joining(it, 'viktor.lund', looker)
    const quiet = withoutJobs(it.core)
    const who = decider(it, 'mei.tanaka')
    const results = await Promise.all(
      Array.from({ length: 10 }, () => quiet.store.tx((tx) => approve(tx, quiet, request, who))),
    )
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await votes(request)).toEqual(['approve mei.tanaka'])
    expect((await it.ledger(request.id)).filter((event) => event === 'approval.approved')).toHaveLength(1)
  })

  test('is nobody’s to cancel but the requester’s', async () => {
    const request = await joining(it, 'diego.fernandez', looker)
    await pressAs('hannah.fischer', { do: 'cancel', request: request.id })
    await pressAs('mei.tanaka', { do: 'cancel', request: request.id })
    expect(await it.stateOf(request.id)).toBe('approving')
    // From another account of the same person it is theirs.
    await pressAs('diego.fernandez', { do: 'cancel', request: request.id }, other())
    expect(await it.stateOf(request.id)).toBe('cancelled')
  })

  test('to begin is bound to the place where it was asked', async () => {
    await it.chat.say('pavel.horak', `I need ${looker} for 7 days for the q3 numbers`)
    await it.chat.waitFor('pavel.horak', /shall I/)
    const { id, planHash } = await it.requestOf('pavel.horak')
    await pressAs('pavel.horak', { do: 'confirm', request: id, hash: planHash }, other())
    await pressAs('hana.suzuki', { do: 'confirm', request: id, hash: planHash })
    expect(await it.stateOf(id)).toBe('confirming')
  })
})
