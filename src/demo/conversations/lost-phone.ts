// (10) Leo lost his phone: somebody meets him, two approve, everybody has four hours to stop it, and the window closes by itself.
import { hours, minutes } from '../../clock.ts'
import { askAndAgree } from '../lost-phone.ts'
import type { Conversation } from '../stage.ts'

export const lostPhone: Conversation = {
  name: 'lost-phone',
  title: 'Leo lost his phone: vouched for, approved by two, four hours in which it can be stopped, then done once',
  changes: [
    'leo.brandt: mfa {"configured":false,"exclusion":false}',
    'leo.brandt: mfaEnrollment {"overallStatus":"NOT_ENROLLED","totpStatus":"NOT_ENROLLED","pushStatus":"NOT_ENROLLED","webAuthnStatus":"NOT_ENROLLED","smsStatus":"NOT_ENROLLED","jcGoStatus":"NOT_ENROLLED"}',
    "leo.brandt: phone “Leo's Galaxy S24” gone",
    'leo.brandt: totp_enabled false',
  ],
  writes: 3,
  async play(scene) {
    const { people, chat, mail, check, tell, ledger, sandbox, advance, settled } = scene
    const { leo, priya } = people
    await askAndAgree(scene)
    const told = (user: string) => mail(user).map(({ subject }) => subject)
    check(
      'his manager has a letter as well',
      told(priya).includes('Somebody asks to reset the second factor of Leo Brandt'),
    )
    tell('Three hours and fifty minutes pass.')
    await advance(hours(4) - minutes(10))
    await settled()
    check('nothing is done before its time', (await sandbox.writes()).length === 0, await sandbox.writes())
    tell('Twenty minutes more.')
    await advance(minutes(20))
    await chat.waitFor(leo, /Reset my second factor: done/)
    await settled()
    const resets = async () => (await sandbox.writes()).filter(({ path }) => path.endsWith('/resetmfa')).length
    check('his second factor is reset, once', (await resets()) === 1, await sandbox.writes())
    check(
      'he has an hour to enrol a new one',
      (await sandbox.changes()).some((one) => /"exclusion":true/.test(one)),
    )
    check('a letter tells him that it was done', told(leo).includes('Your second factor was reset'), told(leo))
    tell('An hour and a half passes, and he has enrolled none.')
    await advance(minutes(90))
    await chat.waitFor(leo, /ended as planned/)
    await settled()
    check(
      'Latchkey has closed the window itself',
      (await sandbox.changes()).some((one) => /"exclusion":false/.test(one)),
    )
    check('and reset nothing a second time', (await resets()) === 1)
    const events = (await ledger()).map(({ event }) => event)
    const count = (event: string) => events.filter((one) => one === event).length
    check('the ledger has two approvals', count('approval.approved') === 2, events)
  },
}
