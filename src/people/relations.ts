// Who is what to whom: the closed list of roles, read from JumpCloud and `latchkey.yaml`, never from chat.
import type { Directory } from '../directory.ts'
import { hasCode } from '../errors.ts'
import type { UserId } from '../ids.ts'
import type { MappedRole, Organisation, RequestableGroup } from '../organisation/organisation.ts'
import type { ApproverRole, Role } from '../policy/policy.ts'

interface Deps {
  directory: Directory
  organisation: Organisation
}

/** What a plan is about, as far as roles depend on it. */
export interface Matter {
  /** Undefined: nobody in particular (an unknown person asks for help). */
  subject: UserId | undefined
  /** The catalogue's entries of the plan's groups: their owners are its owners. */
  groups: readonly RequestableGroup[]
}

/** A role held by more people than this is asked in part: nobody reads a card that seventy others got too. */
const mostAsked = 12

/** Everyone who has the role, at most twelve, without people who are not active. */
export async function holdersOf(deps: Deps, role: ApproverRole, matter: Matter): Promise<UserId[]> {
  const found = new Set<UserId>()
  if (role === 'manager') {
    const manager = matter.subject && (await deps.directory.manager(matter.subject))
    if (manager?.state === 'ACTIVATED') found.add(manager.id)
    return [...found]
  }
  for (const source of sourcesOf(deps, role, matter)) {
    for (const email of source.people) {
      const person = await ifClear(() => deps.directory.findUser({ email }))
      if (person?.state === 'ACTIVATED') found.add(person.id)
    }
    for (const name of source.groups) await ifClear(() => addMembers(deps, name, found))
  }
  return [...found].slice(0, mostAsked)
}

/** Everyone in a role that `latchkey.yaml` maps, active or not, however many. Throws where one source cannot be read. */
export async function everyoneIn({ directory, organisation }: Deps, role: MappedRole): Promise<Set<UserId>> {
  const found = new Set<UserId>()
  for (const email of organisation.roles[role].people) {
    const person = await ifClear(() => directory.findUser({ email }))
    if (person) found.add(person.id)
  }
  for (const name of organisation.roles[role].groups) {
    const group = await ifClear(() => directory.findGroupId(name))
    if (group !== undefined) for await (const member of directory.members(group)) found.add(member)
  }
  return found
}

async function addMembers({ directory }: Deps, name: string, found: Set<UserId>): Promise<void> {
  const group = await directory.findGroupId(name)
  if (group === undefined) return
  for await (const member of directory.members(group)) {
    if (found.size >= mostAsked) return
    if ((await ifClear(() => directory.user(member)))?.state === 'ACTIVATED') found.add(member)
  }
}

/** Whoever is named twice, or was deleted, is nobody: the others still can be asked. Doctor tells of both. */
async function ifClear<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (hasCode(error, 'ambiguous', 'jumpcloud-not-found')) return undefined
    throw error
  }
}

/** Which of these roles this person has in this matter. Roles that decide nothing are not asked for: each costs reads. */
export async function rolesOf(deps: Deps, person: UserId, matter: Matter, wanted: readonly Role[]): Promise<Role[]> {
  const has: Role[] = []
  for (const role of wanted) if (await hasRole(deps, person, role, matter)) has.push(role)
  return has
}

/** Somebody who is suspended or not yet active is themselves, and nothing to anybody else. */
export async function hasRole(deps: Deps, person: UserId, role: Role, matter: Matter): Promise<boolean> {
  if (role === 'self') return person === matter.subject
  if ((await ifClear(() => deps.directory.user(person)))?.state !== 'ACTIVATED') return false
  if (role === 'manager')
    return (
      matter.subject !== undefined &&
      person !== matter.subject &&
      (await deps.directory.user(matter.subject)).managerId === person
    )
  const sources = sourcesOf(deps, role, matter)
  // Every one of the plan's groups must be theirs; a person who owns one of two decides on neither.
  const owns = await Promise.all(sources.map((source) => isIn(deps, person, source)))
  return role === 'owner' ? owns.length > 0 && owns.every(Boolean) : owns.some(Boolean)
}

interface Source {
  people: readonly string[]
  groups: readonly string[]
}

function sourcesOf({ organisation }: Deps, role: Exclude<ApproverRole, 'manager'>, { groups }: Matter): Source[] {
  if (role !== 'owner') return [organisation.roles[role]]
  return groups.map(({ owners, ownerGroup }) => ({
    people: owners,
    groups: ownerGroup === undefined ? [] : [ownerGroup],
  }))
}

async function isIn({ directory }: Deps, person: UserId, source: Source): Promise<boolean> {
  const { email } = await directory.user(person)
  if (email !== undefined && source.people.some((listed) => listed.toLowerCase() === email)) {
    // The address must lead back to this very person, not to a namesake in another case.
    if ((await ifClear(() => directory.findUser({ email })))?.id === person) return true
  }
  for (const name of source.groups) {
    const group = await ifClear(() => directory.findGroupId(name))
    if (group !== undefined && (await directory.isMember(person, group))) return true
  }
  return false
}
