// A person is who was bound, whatever the profile says (T-A2); and when either side describes them otherwise, the binding proves nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importBindings } from '../../src/people/import.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey, typeCode } from '../latchkey.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { checkLookAlikes, notBound } from './look-alikes.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ unbound: notBound })
})
afterAll(() => it.stop())

const isBound = (user: string) => it.core.bindings.isBound(it.chat.account(user), idFor(user))
const inJumpCloud = (user: string, change: object) =>
  Object.assign(it.sandbox.state.users.get(idFor(user)) ?? {}, change)
const frozenSoFar = async () => (await it.ledger()).filter((event) => event === 'binding.frozen').length

/** They have been here before, so that both sides have told who they are. */
async function known(...users: string[]): Promise<void> {
  for (const user of users) await it.chat.say(user, 'help')
  await it.settled()
}

test('whatever a profile looks like, it is the bound person, the one with exactly that address, or nobody', async () => {
  await expect(checkLookAlikes(it, sizes.lookAlikes.test, seedFor('look-alikes'))).resolves.toBeUndefined()
})

describe('a bound account proves nothing any more', () => {
  test.each([
    [
      'when its person has another address in JumpCloud',
      'viktor.lund',
      () => inJumpCloud('viktor.lund', { email: 'v.lund@northwind.example' }),
    ],
    [
      'when its person is another account, made on another day',
      'aisha.rahman',
      () => inJumpCloud('aisha.rahman', { created: '2026-11-20T08:00:00.000Z' }),
    ],
    [
      'when JumpCloud knows its person no more',
      'amara.diallo',
      () => void it.sandbox.state.users.delete(idFor('amara.diallo')),
    ],
    [
      'when its own address is another',
      'priya.nair',
      () => Object.assign(it.chat.person('priya.nair'), { email: 'p.nair@northwind.example' }),
    ],
  ])('%s', async (_, user, change) => {
    await it.sandbox.changeUser(user, { account_locked: true })
    await known(user)
    await it.chat.say(user, 'I’m locked out')
    const handle = await it.chat.buttonOf(user, 'Do it')
    const before = await frozenSoFar()
    change()
    await it.chat.pressHandle(user, handle)
    await it.chat.waitFor(user, /no longer connected/)
    await it.settled()
    expect(await isBound(user)).toBe(false)
    expect(await frozenSoFar()).toBe(before + 1)
    expect((await it.requestOf(user)).state).toBe('cancelled')
    expect(it.sandbox.state.pushes.filter((push) => push.user === idFor(user))).toEqual([])
  })

  test.each([
    'stranger',
    'deactivated',
    'guest',
  ] as const)('when the platform calls it %s, and not when it is back either', async (why) => {
    const user = { stranger: 'hana.suzuki', deactivated: 'tomas.novak', guest: 'chloe.martin' }[why]
    await known(user)
    it.chat.person(user).outsider = why
    await it.chat.receive({ kind: 'message', account: it.chat.account(user), eventId: why, text: 'help', mentions: [] })
    await it.settled()
    it.chat.person(user).outsider = undefined
    expect(await isBound(user)).toBe(false)
    await it.chat.say(user, 'what access do I have')
    await it.chat.waitFor(user, /cannot match|connect|Connect/)
  })

  test('not for a decision, and not for a plan that waits already', async () => {
    await known('leo.brandt', 'mei.tanaka', 'tom.okafor')
    await askForGroup(it, 'leo.brandt')
    await it.chat.waitFor('mei.tanaka', /Leo Brandt asks/)
    inJumpCloud('mei.tanaka', { email: 'm.tanaka@northwind.example' })
    await it.chat.press('mei.tanaka', 'Approve 7 days')
    await it.chat.waitFor('mei.tanaka', /no longer connected/)
    const request = await it.requestOf('leo.brandt')
    expect(await it.ledger(request.id)).not.toContain('approval.approved')
    inJumpCloud('leo.brandt', { created: '2026-11-20T08:00:00.000Z' })
    await it.chat.press('tom.okafor', 'Approve 7 days')
    await it.settled()
    expect(await it.stateOf(request.id)).toBe('failed')
    expect((await it.sandbox.changes()).filter((one) => one.startsWith('Looker'))).toEqual([])
  })
})

test('a new proof revives it, and so does an administrator', async () => {
  Object.assign(it.chat.person('viktor.lund'), { email: 'v.lund@northwind.example' })
  await it.chat.say('viktor.lund', 'connect my account')
  await it.chat.press('viktor.lund', 'Do it')
  const push = await it.phone('viktor.lund').ring()
  await typeCode(it, 'viktor.lund', push.code)
  await it.phone('viktor.lund').accept(push.id)
  await it.chat.waitFor('viktor.lund', /Connect my account: done/)
  expect(await isBound('viktor.lund')).toBe(true)
  const line = 'platform,tenant,account,email\ntest,northwind,aisha.rahman,aisha.rahman@northwind.example\n'
  expect(await importBindings(it.core, line)).toEqual({ done: 1, already: 0 })
  expect(await importBindings(it.core, line)).toEqual({ done: 0, already: 1 })
  await known('viktor.lund', 'aisha.rahman')
  expect([await isBound('viktor.lund'), await isBound('aisha.rahman')]).toEqual([true, true])
})
