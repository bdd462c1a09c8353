// Nothing keeps "my laptop was stolen" from stopping what it stops: neither JumpCloud that is away nor a row that somebody spoilt.
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'

let latchkey: TestLatchkey
afterEach(() => latchkey.stop())

test.each([
  ['JumpCloud tells nothing', (it: TestLatchkey) => it.sandbox.fault({ match: {}, kind: 'status', status: 403 })],
  [
    'an open request cannot be read',
    async (it: TestLatchkey) => {
      await askForGroup(it, 'leo.brandt')
      await sql`UPDATE request SET needs = '{}'`.execute(it.db)
    },
  ],
])('freezes and pages security although %s', async (_, broken) => {
  latchkey = await startTestLatchkey()
  await broken(latchkey)
  await latchkey.chat.say('leo.brandt', 'my laptop was stolen')
  await latchkey.settled()
  expect(await latchkey.core.freezes.isFrozen(idFor('leo.brandt'))).toBe(true)
  expect((await latchkey.chat.messages('leo.brandt')).map(({ title }) => title)).toContain(
    'I have stopped everything that I could do in your name',
  )
  await latchkey.chat.waitFor('#audit', /Leo Brandt reports a lost or stolen device/)
})
