// A directory in memory, for properties that ask it millions of times: people and groups as plain data, exact as JumpCloud's.
import { createHash } from 'node:crypto'
import type { Directory, Group, User } from '../../src/directory.ts'
import { LatchkeyError } from '../../src/errors.ts'
import { type GroupId, groupId, type UserId, userId } from '../../src/ids.ts'

/** What decisions look at; a test changes it as it goes. */
export interface Someone extends Pick<User, 'id' | 'name' | 'email' | 'state' | 'managerId' | 'passwordChangedAt'> {
  /** By name. */
  groups: Set<string>
}

const idOf = (kind: string, name: string): string =>
  createHash('sha256').update(`${kind}/${name}`).digest('hex').slice(0, 24)
export const personId = (name: string): UserId => userId.parse(idOf('person', name))
export const teamId = (name: string): GroupId => groupId.parse(idOf('group', name))

export const someone = (name: string, more: Partial<Someone> = {}): Someone => ({
  id: personId(name),
  name,
  email: `${name}@northwind.example`,
  state: 'ACTIVATED',
  managerId: undefined,
  passwordChangedAt: new Date('2026-01-05T08:00:00Z'),
  groups: new Set(),
  ...more,
})

/** What no decision asks for. */
const blank: Omit<User, keyof Someone> = {
  username: undefined,
  recoveryEmail: undefined,
  firstName: undefined,
  lastName: undefined,
  locked: false,
  lockedAt: undefined,
  passwordExpired: false,
  passwordExpiresAt: undefined,
  mfa: {
    required: undefined,
    totpEnrolled: undefined,
    pushEnrolled: undefined,
    passkeyEnrolled: undefined,
    excludedUntil: undefined,
    excluded: undefined,
    overall: undefined,
  },
  department: undefined,
  jobTitle: undefined,
  location: undefined,
  isAdmin: false,
  managedElsewhere: [],
  passwordOwner: undefined,
  createdAt: undefined,
}
const userOf = ({ groups: _, ...known }: Someone): User => ({ ...blank, ...known })

/** Names of groups are as long-lived as the directory. */
export function memoryDirectory(people: ReadonlyMap<UserId, Someone>, teams: readonly string[]): Directory {
  const byTeam = new Map(teams.map((name) => [teamId(name), name]))
  const get = (id: UserId): Someone => {
    const found = people.get(id)
    if (!found) throw new LatchkeyError('jumpcloud-not-found', { what: 'user' })
    return found
  }
  const groupOf = (id: GroupId): Group => {
    const name = byTeam.get(id)
    if (name === undefined) throw new LatchkeyError('jumpcloud-not-found', { what: 'group' })
    return { id, name, description: undefined, membership: 'STATIC', grantsSudo: false }
  }
  const teamOf = (name: string) => teams.find((team) => team.toLowerCase() === name.toLowerCase())
  const idsOf = (of: UserId) => [...get(of).groups].map(teamId)
  const unneeded = (what: string) => () => {
    throw new Error(`nothing that decides asks for ${what}`)
  }
  return {
    user: async (id) => userOf(get(id)),
    async findUser(by) {
      const found = [...people.values()].filter(({ email }) => 'email' in by && email === by.email.toLowerCase())
      if (found.length > 1) throw new LatchkeyError('ambiguous', {})
      return found[0] && userOf(found[0])
    },
    async *users() {
      for (const one of people.values()) yield userOf(one)
    },
    async *reports(of) {
      for (const one of people.values()) if (one.managerId === of) yield userOf(one)
    },
    async manager(of) {
      const { managerId } = get(of)
      const found = managerId && people.get(managerId)
      return found && userOf(found)
    },
    group: async (id) => groupOf(id),
    async *groups() {
      for (const id of byTeam.keys()) yield groupOf(id)
    },
    async findGroup(name) {
      const team = teamOf(name)
      return team === undefined ? undefined : groupOf(teamId(team))
    },
    async *members(of) {
      for (const one of people.values()) if (one.groups.has(groupOf(of).name)) yield one.id
    },
    async findGroupId(name) {
      const team = teamOf(name)
      return team === undefined ? undefined : teamId(team)
    },
    groupIds: async (of) => idsOf(of),
    isMember: async (user, group) => idsOf(user).includes(group),
    memberOf: async (of) => idsOf(of).map((id) => ({ group: groupOf(id), direct: true })),
    passwordRules: unneeded('rules of passwords'),
    totpEnrolledAt: unneeded('factors'),
    pushDevices: unneeded('phones'),
    events: unneeded('events'),
    organisation: unneeded('the organisation'),
  }
}
