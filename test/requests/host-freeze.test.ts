// Starting again from the host: one of two, and the other is somebody in chat whose approval carries its seal.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freezeOnHost, unfreezeOnHost } from '../../src/requests/host-freeze.ts'
import { startTestLatchkey, type TestLatchkey, typeCode } from '../latchkey.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

test('the host stops at once; it starts again with one approval in chat, or two in chat do without it', async () => {
  expect(await unfreezeOnHost(it.core)).toBe('not-frozen')
  expect(await freezeOnHost(it.core, 'odd resets')).toBe(true)
  expect(await freezeOnHost(it.core, undefined)).toBe(false)
  await it.chat.waitFor('#audit', /frozen on its host/)
  expect(await unfreezeOnHost(it.core)).toBe('needs-chat')

  await it.chat.say('ben.carter', 'start Latchkey again')
  await it.chat.press('ben.carter', 'Do it')
  const push = await it.phone('ben.carter').ring()
  await it.phone('ben.carter').accept(push.id)
  await typeCode(it, 'ben.carter', push.code)
  await it.chat.waitFor('nadia.petrova', /Ben Carter asks: Start Latchkey again/)
  expect(await unfreezeOnHost(it.core)).toBe('needs-chat')
  await it.chat.press('nadia.petrova', 'Approve', /Ben Carter asks/)
  await it.settled()
  expect(await it.core.freezes.isFrozen('house')).toBe(true)

  // An approval that somebody wrote into the database is none.
  const { id } = await it.requestOf('ben.carter')
  const [vote] = await it.db.selectFrom('vote').selectAll().where('request_id', '=', id).execute()
  const seal = async (mac: string) => it.db.updateTable('vote').set({ mac }).where('request_id', '=', id).execute()
  await seal('a'.repeat(64))
  await expect(unfreezeOnHost(it.core)).rejects.toMatchObject({ code: 'tampered' })
  await seal(vote?.mac ?? '')
  expect(await unfreezeOnHost(it.core)).toBe('done')
  expect(await it.core.freezes.isFrozen('house')).toBe(false)

  await it.core.freezes.freeze('house', { by: 'host', why: 'test' })
  await it.chat.press('felix.braun', 'Approve', /Ben Carter asks/)
  await it.settled()
  expect(await it.stateOf(id)).toBe('done')
  expect(await it.core.freezes.isFrozen('house')).toBe(false)
})
