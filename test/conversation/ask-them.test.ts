// Unlocking for a colleague, and a second time: who proves, and what the one who asked learns.
import { afterEach, describe, expect, test } from 'vitest'
import { idFor, startTestLatchkey, type TestLatchkey, typeCode } from '../latchkey.ts'

describe('in the chat', () => {
  let latchkey: TestLatchkey
  afterEach(() => latchkey.stop())

  test('a colleague starts the person’s own request, and reads the same whether it was needed or not', async () => {
    latchkey = await startTestLatchkey()
    const { chat, sandbox } = latchkey
    await sandbox.changeUser('leo.brandt', { account_locked: true })
    for (const other of ['leo.brandt', 'aisha.rahman']) {
      await chat.say('hana.suzuki', 'please unlock the account of my colleague', { mentions: [other] })
      await latchkey.settled()
    }
    const read = (await chat.messages('hana.suzuki')).map(({ title, body, buttons }) => ({ title, body, buttons }))
    expect(read).toHaveLength(2)
    expect(read[0]).toEqual(read[1])
    expect(read[0]?.title).toBe('Only they themselves can ask for that')
    expect(await sandbox.writes()).toEqual([])
    // The person goes on, and proves who they are.
    await chat.press('leo.brandt', 'Unlock my account')
    await chat.press('leo.brandt', 'Do it')
    const ring = await latchkey.phone('leo.brandt').ring()
    await typeCode(latchkey, 'leo.brandt', ring.code)
    await latchkey.phone('leo.brandt').accept(ring.id)
    await latchkey.settled()
    expect(sandbox.state.users.get(idFor('leo.brandt'))?.account_locked).toBe(false)
    expect(await chat.messages('hana.suzuki')).toHaveLength(2)
  })

  test('where an organisation chose S0, the second time within a day asks for the phone', async () => {
    const choice = { enabled: true, proof: 'S0' as const, approvals: undefined, limit: undefined }
    latchkey = await startTestLatchkey({
      organisation: (example) => ({ ...example, skills: { 'unlock-account': choice } }),
    })
    const { chat, sandbox } = latchkey
    const lockAndAsk = async () => {
      await sandbox.changeUser('leo.brandt', { account_locked: true })
      await chat.say('leo.brandt', 'I’m locked out')
      await chat.press('leo.brandt', 'Do it')
    }
    await lockAndAsk()
    await latchkey.settled()
    expect(sandbox.state.users.get(idFor('leo.brandt'))?.account_locked).toBe(false)
    await lockAndAsk()
    await latchkey.phone('leo.brandt').ring()
    expect(sandbox.state.users.get(idFor('leo.brandt'))?.account_locked).toBe(true)
  })
})
