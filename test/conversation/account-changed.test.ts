// A changed or deactivated chat account is frozen, told and audited; the next ask must prove again. And what the command,
// the shortcut and a removed app do beyond the adapter.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SlackLatchkey, startSlackLatchkey } from '../slack-latchkey.ts'

let on: SlackLatchkey
beforeAll(async () => {
  on = await startSlackLatchkey({ over: 'socket' })
  for (const name of ['maya', 'leo', 'mei', 'tom']) await on.connect(name)
})
afterAll(() => on.stop())

const events = async () => (await on.ledger()).map(({ event }) => event)
const count = async (event: string) => (await events()).filter((one) => one === event).length
const isBound = async (name: string) => on.core.bindings.isBound(on.account(name), on.directoryId(name))

describe('the command', () => {
  test('asks for what its words say, in the direct conversation', async () => {
    expect(await on.slack.command('leo', 'I need Looker – Analyst for 7 days for the q3 numbers')).toMatch(
      /direct conversation/,
    )
    await on.slack.waitFor('leo', /Get access to a group: shall I\?/)
    expect(on.slack.channelMessages('C0GENERAL')).toEqual([])
  })

  test('without words, and with the words of somebody else, gives the menu', async () => {
    await on.slack.command('tom', '')
    await on.slack.waitFor('tom', /What do you need\?/)
    await on.slack.shortcut('tom', { by: 'maya', text: 'unlock my account please' })
    await on.slack.waitFor('tom', /somebody else’s words/)
    await on.settled()
    const asked = await on.core.store.db
      .selectFrom('request')
      .select('id')
      .where('requester', '=', on.directoryId('tom'))
      .execute()
    expect(asked).toEqual([])
  })

  test('with a password in it is told off, and the password is kept nowhere', async () => {
    await on.slack.command('tom', 'my password is Sommer-Regen-4711!')
    await on.slack.waitFor('tom', /never write a password/)
    await on.settled()
    const rows = await on.core.store.db.selectFrom('incoming').select('body').execute()
    expect(JSON.stringify(rows)).not.toContain('Regen-4711')
  })
})

describe('a changed account', () => {
  test('whose address is the same stays bound', async () => {
    await on.slack.change('leo', { realName: 'Leo B. Brandt', timeZone: 'Europe/London' })
    await on.settled()
    expect(await isBound('leo')).toBe(true)
    await on.slack.change('leo', { realName: 'Leo Brandt' })
  })

  test('of somebody who is not bound is not even kept', async () => {
    const before = await on.core.store.db.selectFrom('incoming').select('id').execute()
    await on.slack.change('gus', { email: 'gus@elsewhere.example' })
    expect(await on.core.store.db.selectFrom('incoming').select('id').execute()).toHaveLength(before.length)
  })

  test('whose address is another is frozen: what it asked is cancelled, its owner and the audit channel are told', async () => {
    await on.slack.change('leo', { email: 'l.brandt@northwind.example' })
    const told = await on.slack.waitFor('leo', /no longer connected/)
    expect(told.facts).toEqual([{ label: 'Why', value: 'Its e-mail address was changed.' }])
    await on.slack.waitFor('leo', /Get access to a group: cancelled/)
    await on.settled()
    expect(await isBound('leo')).toBe(false)
    expect(
      on.slack
        .channelMessages('C0AUDIT01')
        .map(({ title }) => title)
        .join(),
    ).toContain('no longer connected')
    expect(await count('binding.frozen')).toBe(1)
  })

  test('is a stranger to Latchkey until it proves itself again', async () => {
    await on.slack.say('leo', 'what access do I have?')
    await on.slack.waitFor('leo', /cannot match this chat account/)
    await on.slack.change('leo', { email: 'leo.brandt@northwind.example' })
    await on.slack.say('leo', 'connect my account')
    await on.slack.waitFor('leo', /Connect my account: shall I\?/)
    await on.slack.press('leo', 'Do it')
    const push = await on.phone('leo').ring()
    await on.phone('leo').accept(push.id)
    await on.slack.press('leo', 'Type the code')
    await on.slack.submit('leo', { code: push.code })
    await on.slack.waitFor('leo', /Connect my account: done/)
    expect(await isBound('leo')).toBe(true)
  })

  test('that Slack never told of is noticed at the next press, which then decides nothing', async () => {
    await on.slack.say('mei', 'help')
    await on.slack.waitFor('mei', /I help with/)
    await on.slack.say('leo', 'I need Looker – Analyst for 3 days for the board deck')
    await on.slack.waitFor('leo', /shall I\?/)
    await on.slack.press('leo', 'Do it')
    await on.slack.waitFor('mei', /Leo Brandt asks/)
    Object.assign(on.slack.state.findPerson('mei') ?? {}, { email: 'attacker@northwind.example' })
    await on.slack.press('mei', 'Approve 3 days')
    await on.slack.waitFor('mei', /no longer connected/)
    await on.settled()
    expect(await count('approval.approved')).toBe(0)
    expect(await isBound('mei')).toBe(false)
  })

  test('that was deactivated is frozen too, and nobody writes to it', async () => {
    const before = (await on.slack.messages('maya')).length
    await on.slack.change('maya', { flags: { deleted: true } })
    await on.settled()
    expect(await isBound('maya')).toBe(false)
    expect(await on.slack.messages('maya')).toHaveLength(before)
    expect(await count('binding.frozen')).toBe(3)
  })

  test('is looked at again later when Slack does not answer, and nobody is bothered', async () => {
    on.slack.fail({ method: 'users.info', times: 2, kind: 'status', status: 503 })
    const before = (await on.slack.messages('tom')).length
    await on.slack.change('tom', { email: 'tom.o@northwind.example' })
    await expect.poll(() => isBound('tom'), { timeout: 15_000 }).toBe(false)
    await on.slack.waitFor('tom', /no longer connected/)
    expect((await on.slack.messages('tom')).slice(before).map(({ title }) => title)).not.toContain('That did not work')
  })
})

test('a removed app is in the ledger, Latchkey is not ready, and what is to be said is kept', async () => {
  expect(await on.latchkey.isReady()).toBe(true)
  await on.slack.uninstall()
  await on.settled()
  expect(await on.latchkey.isReady()).toBe(false)
  expect(await count('platform.shut-out')).toBe(2)
  const kept = await on.core.store.db.selectFrom('notice').select('state').where('state', '=', 'pending').execute()
  expect(kept.length).toBeGreaterThan(0)
})
