// (1) Maya is locked out, proves herself by push and code, and is unlocked; what happened is read back.
import type { Conversation } from '../stage.ts'

export const lockedOut: Conversation = {
  name: 'locked-out',
  title: 'Maya is locked out, proves that it is her, and is unlocked',
  changes: ['maya.alvarez: account_locked false'],
  writes: 1,
  async play({ people: { maya }, chat, phone, check, tell, ledger, sandbox, settled }) {
    await chat.say(maya, 'I’m locked out')
    await chat.waitFor(maya, /Unlock my account: shall I\?/)
    check('nothing was written before she said yes', (await sandbox.writes()).length === 0)
    await chat.press(maya, 'Do it')
    const push = await phone(maya).ring()
    check('the push says what it is for', /Unlock my account/.test(push.message), push.message)
    await chat.press(maya, 'Type the code')
    const wrong = await chat.submit(maya, { code: push.code === '000000' ? '000001' : '000000' })
    check('a wrong code is told inside the form', Boolean(wrong.errors?.code), wrong)
    tell('Maya’s phone: she accepts the message.')
    await phone(maya).accept(push.id)
    await chat.submit(maya, { code: push.code })
    const done = await chat.waitFor(maya, /Unlock my account: done/)
    check('she is told that it was read back', done.body.join().includes('read it back'), done.body)
    await settled()
    const events = (await ledger()).map(({ event }) => event)
    check(
      'the ledger has proof, binding and effect, in this order',
      isInOrder(events, [
        'request.asked',
        'request.confirmed',
        'proof.completed',
        'binding.made',
        'step.did',
        'request.done',
      ]),
      events,
    )
  },
}

function isInOrder(events: readonly string[], wanted: readonly string[]): boolean {
  let from = 0
  return wanted.every((event) => {
    const found = events.indexOf(event, from)
    from = found + 1
    return found >= 0
  })
}
