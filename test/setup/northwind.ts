// What an administrator of Northwind answers, from nothing to a running install with Slack over Socket Mode.
import { latchkeyKey } from '../../src/sandbox/keys.ts'
import { type Answer, chooses, enter, picks, types } from './player.ts'

export const jumpcloudAnswers: readonly Answer[] = [
  ['In which region', enter],
  ['What shall Latchkey use', enter],
  ['API key', types(latchkeyKey)],
  ['Write .env?', enter],
]

export const storeAnswers: readonly Answer[] = [
  ['Where shall records be kept', enter],
  ['Folder, on a local disk', enter],
  ['Change .env like this?', enter],
]

export const choiceAnswers: readonly Answer[] = [
  ['Its name, as people know it', enter],
  ['Its time zone', types('Europe/Berlin')],
  ['Which of these e-mail domains', picks('northwind.example')],
  ['IT helps people', picks('Service Desk')],
  ['IT: which people', enter],
  ['HR decides', picks('HR')],
  ['HR: which people', enter],
  ['Security decides', picks('Security')],
  ['Security: which people', enter],
  ['Admins administer', picks('Latchkey')],
  ['Admins: which people', enter],
  ['Who is told', picks('nadia', 'felix')],
  ['Members of which groups are protected', picks('Executives')],
  ['Which people besides', picks('ruth.adler')],
  ['Which accounts are service accounts', picks('svc-backup')],
  ['Which accounts are for emergencies', picks('break-glass')],
  ['Which groups may people ask for', picks('Looker – Analyst', 'Wiki')],
  ['Looker – Analyst: who decides', enter],
  ['Looker – Analyst: who owns it', enter],
  ['Looker – Analyst: its owners', picks('mei.tanaka', 'tom.okafor')],
  ['Looker – Analyst: longest time', enter],
  ['Looker – Analyst: time that is offered first', enter],
  ['Looker – Analyst: how much does it open', enter],
  ['Wiki – Readers: who decides', chooses(1)],
  ['Wiki – Readers: longest time', types('180d')],
  ['Wiki – Readers: time that is offered first', types('90d')],
  ['Wiki – Readers: how much does it open', enter],
  ['Write latchkey.yaml?', enter],
]

export const addressAnswers: readonly Answer[] = [
  ['Public address', enter],
  ['Port on which', enter],
  ['Change .env like this?', enter],
]

export const slackAnswers = (secrets: { signingSecret: string; botToken: string; appToken: string }): Answer[] => [
  ['Shall people write to Latchkey in Slack', enter],
  ['Signing Secret', types(secrets.signingSecret)],
  ['Bot User OAuth Token', types(secrets.botToken)],
  ['App-Level Token', types(secrets.appToken)],
  ['Change .env like this?', enter],
]

/** What can be left out, by the name of its step. */
export const leftOut = {
  teams: 'Shall people write to Latchkey in Microsoft Teams',
  mail: 'Shall Latchkey send mail',
  'sign-in': 'Shall people sign in at JumpCloud',
}
export const nothingMore: readonly Answer[] = Object.values(leftOut).map((question) => [question, enter] as const)
