// Who is played: people of the invented company, and one of each kind of outsider.
import { type UserId, userId } from '../ids.ts'
import { idOf } from '../sandbox/state.ts'

export interface Player {
  /** The chat account's own id. */
  user: string
  username: string
  name: string
  email: string
  title: string
  role: 'employee' | 'approver'
  kind: 'employee' | 'guest' | 'bot' | 'foreign'
  tryThis?: string[]
  timeZone: string
  /** Whose chat account an administrator has connected beforehand. */
  isImported: boolean
}

const employee = (
  username: string,
  title: string,
  role: Player['role'],
  timeZone: string,
  isImported: boolean,
  tryThis?: string[],
): Player => {
  const [first = '', last = ''] = username.split('.').map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
  return {
    user: username.split('.')[0] ?? '',
    username,
    name: `${first} ${last}`,
    email: `${username}@northwind.example`,
    title,
    role,
    kind: 'employee',
    timeZone,
    isImported,
    ...(tryThis && { tryThis }),
  }
}

const outsider = (user: string, name: string, kind: Player['kind']): Player => ({
  user,
  username: '',
  name,
  email: `${user}@elsewhere.example`,
  title: { guest: 'a guest of the workspace', bot: 'another bot', foreign: 'from a foreign workspace', employee: '' }[
    kind
  ],
  role: 'employee',
  kind,
  timeZone: 'UTC',
  isImported: false,
  tryThis: ['I’m locked out'],
})

export const players: readonly Player[] = [
  employee('maya.alvarez', 'Finance, new to Latchkey', 'employee', 'Europe/London', false, [
    'I’m locked out',
    'Why am I locked out?',
    'help',
  ]),
  employee('leo.brandt', 'Finance', 'employee', 'Europe/Berlin', true, [
    'I need Looker – Analyst for 7 days for the q3 numbers',
    'What access do I have?',
    'Show my requests',
  ]),
  employee('ida.lindqvist', 'Finance, with an expired password', 'employee', 'Europe/Berlin', true, [
    'Why can’t I sign in?',
    'Unlock my account',
  ]),
  employee('alex.kimm', 'Engineering, nearly a namesake of Alex Kim', 'employee', 'Europe/Berlin', true, [
    'I need access to a group',
    'What access do I have?',
  ]),
  employee('mei.tanaka', 'Data, owner of Looker – Analyst', 'approver', 'Europe/Berlin', true),
  employee('tom.okafor', 'Data, second owner', 'approver', 'Europe/London', true),
  employee('priya.nair', 'Finance, Maya’s and Leo’s manager', 'approver', 'Europe/London', true),
  employee('dana.whitfield', 'Service Desk Lead', 'approver', 'Europe/London', true),
  employee('ben.carter', 'Service Desk Specialist', 'approver', 'Europe/London', true),
  employee('nadia.petrova', 'Head of Security', 'approver', 'Europe/Berlin', true),
  outsider('gil', 'Gil Guest', 'guest'),
  outsider('otto', 'Otto', 'bot'),
  outsider('fay', 'Fay Foreign', 'foreign'),
]

export const directoryIdOf = ({ username }: Pick<Player, 'username'>): UserId => userId.parse(idOf('user', username))

/** Everybody on a stage who is of the company, under the name that every platform's driver knows them by. */
export const staff = {
  maya: 'maya',
  leo: 'leo',
  mei: 'mei',
  tom: 'tom',
  priya: 'priya',
  dana: 'dana',
  ben: 'ben',
  nadia: 'nadia',
}
