// "My laptop was stolen": what stops at once, who hears of it, and what takes one more yes.
import { afterEach, describe, expect, test } from 'vitest'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { companyToAsk, personId } from './ask.ts'

const { ask } = companyToAsk()

test('offers to suspend, and says it when that was done before', async () => {
  const user = personId('maya.alvarez')
  expect(await ask('report-lost-device', 'maya.alvarez')).toEqual({
    steps: [{ action: 'suspend-user', input: { user } }],
  })
  expect(await ask('report-lost-device', 'sam.kowalski')).toMatchObject({ says: ['Your account is suspended already'] })
})

describe('in the chat', () => {
  let latchkey: TestLatchkey
  afterEach(() => latchkey.stop())

  const said = async (user: string) => (await latchkey.chat.messages(user)).map(({ title }) => title)

  test('S0 is enough to freeze; one yes suspends; no button gives it back', async () => {
    latchkey = await startTestLatchkey()
    await askForGroup(latchkey, 'leo.brandt')
    await latchkey.chat.say('leo.brandt', 'my laptop was stolen')
    await latchkey.settled()
    expect(await latchkey.core.freezes.isFrozen(idFor('leo.brandt'))).toBe(true)
    expect(await said('leo.brandt')).toContain('I have stopped everything that I could do in your name')
    for (const told of ['nadia.petrova', 'dana.whitfield']) {
      const cards = await latchkey.chat.messages(told)
      const paged = cards.find(({ title }) => title === 'Leo Brandt reports a lost or stolen device')
      expect(paged?.body.join(' ')).toContain("Leo's Galaxy S24")
    }
    expect(latchkey.sandbox.state.users.get(idFor('leo.brandt'))?.state).toBe('ACTIVATED')
    await latchkey.chat.press('leo.brandt', 'Do it')
    await latchkey.settled()
    expect(latchkey.sandbox.state.users.get(idFor('leo.brandt'))?.state).toBe('SUSPENDED')
    const [card] = (await latchkey.chat.messages('leo.brandt')).slice(-1)
    expect(card?.buttons.filter((label) => /give back|undo/i.test(label))).toEqual([])
  })

  test('a protected person and an unconnected account are frozen, and not suspended', async () => {
    latchkey = await startTestLatchkey({ unbound: ['maya.alvarez'] })
    for (const user of ['ruth.adler', 'maya.alvarez']) {
      await latchkey.chat.say(user, 'my laptop was stolen')
      await latchkey.settled()
      expect(await latchkey.core.freezes.isFrozen(idFor(user))).toBe(true)
      expect(await said(user)).toContain('I cannot do that')
    }
    expect((await latchkey.sandbox.calls()).filter(({ path }) => path.endsWith('/suspend'))).toEqual([])
  })
})
