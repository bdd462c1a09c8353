// (2) The same, but the phone denies: nothing happens, and she and the audit channel are told.
import type { Conversation } from '../stage.ts'

export const phoneDenies: Conversation = {
  name: 'phone-denies',
  title: 'The phone denies: nothing happens, and everyone concerned is told',
  changes: [],
  writes: 0,
  async play({ people: { maya }, chat, phone, check, tell, ledger, audit, sandbox, settled }) {
    await chat.say(maya, 'I’m locked out')
    await chat.press(maya, 'Do it')
    const push = await phone(maya).ring()
    tell('Maya’s phone: she did not ask for anything, and denies.')
    await phone(maya).deny(push.id)
    const told = await chat.waitFor(maya, /denied on the phone/)
    check('she is told what to do if it was not her', /security/.test(told.body.join()), told.body)
    await settled()
    check(
      'the audit channel is told',
      (await audit()).some(({ title }) => /pressed “deny”/.test(title)),
      await audit(),
    )
    check(
      'the ledger has the alarm',
      (await ledger()).some(({ event }) => event === 'security.alert'),
    )
    check('the code is worth nothing any more', !(await isTaken(chat, maya, push.code)))
    check('no call wrote anything', (await sandbox.writes()).length === 0, await sandbox.writes())
  },
}

/** The form may still be open on her screen; what is typed into it must lead nowhere. */
async function isTaken(chat: Parameters<Conversation['play']>[0]['chat'], user: string, code: string) {
  const [newest] = (await chat.messages(user)).toReversed()
  if (!newest?.buttons.includes('Type the code')) return false
  await chat.press(user, 'Type the code')
  return (await chat.submit(user, { code })).errors === undefined
}
