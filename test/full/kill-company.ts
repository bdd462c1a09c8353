// Northwind with a few hundred more people, so that nobody meets a limit while everybody asks at once.
import { type UserId, userId } from '../../src/ids.ts'
import { northwind } from '../../src/sandbox/company/northwind.ts'
import { idOf } from '../../src/sandbox/state.ts'
import type { Company } from '../../src/sandbox/world.ts'

export interface Asker {
  /** The name of the JumpCloud user and of the chat account. */
  user: string
  manager: string
  isLocked: boolean
}

/** A requestable group of latchkey.example.yaml, and who may decide on it. */
export interface Wanted {
  group: string
  deciders(asker: Asker): string[]
}

const managers = ['priya.nair', 'jonas.weber', 'marcus.reed', 'patrick.byrne', 'claire.dubois']
const owners = ['mei.tanaka', 'tom.okafor', 'dana.whitfield', 'zoe.laurent']

export const wanted: readonly Wanted[] = [
  { group: 'Looker – Analyst', deciders: () => ['mei.tanaka', 'tom.okafor'] },
  { group: 'Wiki – Readers', deciders: ({ manager }) => [manager] },
  { group: 'VPN – Contractors', deciders: () => ['dana.whitfield'] },
  { group: 'Figma – Editors', deciders: ({ manager }) => ['zoe.laurent', manager] },
]

/** Every third is locked out. */
export const askers = (count: number): Asker[] =>
  Array.from({ length: count }, (_, n) => ({
    user: `asker.n${n}`,
    manager: managers[n % managers.length] ?? '',
    isLocked: n % 3 === 0,
  }))

export const emailOf = (user: string): string => `${user}@northwind.example`
export const directoryId = (user: string): UserId => userId.parse(idOf('user', user))
export const accountOf = (user: string) => ({ platform: 'chat', tenant: 'northwind', user })

/** Everybody's chat account is connected beforehand, as after an administrator's import. */
export const bindings = (people: readonly Asker[]) =>
  [...people.map(({ user }) => user), ...managers, ...owners].map((user) => ({
    account: accountOf(user),
    user: directoryId(user),
  }))

/** The new people are copies of an ordinary employee with a phone. */
export const companyWith =
  (people: readonly Asker[]): Company =>
  (now) => {
    const state = northwind(now)
    const model = state.users.get(idOf('user', 'chloe.martin'))
    const phone = state.phones.find(({ user }) => user === model?._id)
    if (!model || !phone) throw new Error('the model of an employee is missing')
    for (const { user, manager, isLocked } of people) {
      const _id = directoryId(user)
      const lastname = user.replace('asker.', '')
      const named = { username: user, email: emailOf(user), firstname: 'Asker', lastname, displayname: user }
      state.users.set(_id, { ...model, ...named, _id, manager: directoryId(manager), account_locked: isLocked })
      state.phones.push({ ...phone, id: idOf('phone', user), user: _id })
    }
    return state
  }
