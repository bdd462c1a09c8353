// (6) JumpCloud answers 503, then drops the connection after it applied the change: settled by reading back.
import type { Conversation } from '../stage.ts'

export const jumpcloudFails: Conversation = {
  name: 'jumpcloud-fails',
  title: 'JumpCloud answers 503, then drops the connection after applying: settled by reading back',
  changes: ['maya.alvarez: account_locked false'],
  writes: 1,
  async play({ people: { maya }, chat, phone, check, tell, ledger, sandbox, settled }) {
    const match = { method: 'POST', path: '/unlock' }
    await sandbox.fault({ match, kind: 'status', status: 503, times: 1 })
    await sandbox.fault({ match, kind: 'drop-after', times: 1 })
    tell('JumpCloud will answer 503 to the first unlock, and drop the second one’s connection after applying it.')
    await chat.say(maya, 'I’m locked out')
    await chat.press(maya, 'Do it')
    const push = await phone(maya).ring()
    await phone(maya).accept(push.id)
    await chat.press(maya, 'Type the code')
    await chat.submit(maya, { code: push.code })
    const done = await chat.waitFor(maya, /Unlock my account: done/)
    check('she is told the truth: read back, it is so', done.body.join().includes('read it back'), done.body)
    await settled()
    const sent = await sandbox.writes()
    check(
      'the first call was refused, the second one’s answer never came',
      sent.length === 2 && sent[1]?.answered === false,
      sent,
    )
    check(
      'the ledger says once that it did it',
      (await ledger()).filter(({ event }) => event === 'step.did').length === 2,
    )
  },
}
