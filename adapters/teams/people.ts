// Who stands behind a Teams account, asked live: a member of this tenant, or refused with the reason.
import { type Account, cut, LatchkeyError, line, type Profile, type Refusal } from '#latchkey/adapter'
import type { Connector, Place } from './connector.ts'
import { callTeams, findRefusal } from './failure.ts'
import { accountIn } from './inbound.ts'
import type { Reference, References, Team } from './memory.ts'
import { type Fields, findUuid, text } from './payload.ts'

interface Parts {
  tenant: string
  connector: Connector
  references: References
}

/** A big team has thousands of people; beyond this many pages of 500 nobody is looked for. */
const mostPages = 40

const unknownClient = { language: undefined, timeZone: undefined }

/** Entra's id under either of the two names that Teams uses; where both are there, they agree. */
function findUser(member: Fields): string | undefined {
  const [own, other] = [findUuid(member.aadObjectId), findUuid(member.objectId)]
  return own === undefined || other === undefined || own === other ? (own ?? other) : undefined
}

/** A fact that Teams did not send closes the door. */
function findMemberRefusal(tenant: string, user: string, member: Fields): Refusal | undefined {
  if (findUuid(member.tenantId) !== tenant) return 'foreign-tenant'
  if (findUser(member) !== user) return 'stranger'
  const role = text(member.userRole)?.toLowerCase()
  if (role === 'bot') return 'bot'
  const name = text(member.userPrincipalName)
  // A guest's sign-in name in the host's directory carries this mark (learn.microsoft.com, "B2B guest user properties").
  if (role === 'guest' || name === undefined || /#ext#/i.test(name)) return 'guest'
  return role === 'user' ? undefined : 'stranger'
}

export function judge(
  tenant: string,
  user: string,
  member: Fields,
  client: Pick<Reference, 'language' | 'timeZone'>,
): Profile {
  const why = findMemberRefusal(tenant, user, member)
  if (why !== undefined) return { kind: 'refused', why }
  return {
    kind: 'employee',
    displayName: cut(line(text(member.name) ?? ''), 100),
    email: text(member.email),
    language: client.language ?? 'en',
    timeZone: client.timeZone ?? 'UTC',
  }
}

/** Where somebody can be looked up: in private first, and where the app was removed there, among others. */
const placesOf = ({ serviceUrl, conversation, roster }: Reference): Place[] =>
  [conversation, roster].flatMap((place) => (place === undefined ? [] : [{ serviceUrl, conversation: place }]))

/** Undefined where nobody of that id is any more, or the bot may not look. */
async function findMember(connector: Connector, reference: Reference): Promise<Fields | undefined> {
  for (const place of placesOf(reference)) {
    try {
      return await connector.member(place, reference.member)
    } catch (error) {
      const status = findRefusal(error)?.status
      if (status !== 403 && status !== 404) throw error
    }
  }
  return undefined
}

export async function findProfile({ tenant, connector, references }: Parts, of: Account): Promise<Profile> {
  if (of.platform !== 'teams' || of.tenant !== tenant) return { kind: 'refused', why: 'foreign-tenant' }
  if (of.user.startsWith('28:')) return { kind: 'refused', why: 'bot' }
  const reference = await references.find(of)
  // Whom no activity ever named cannot be looked up, and so is nobody's employee.
  if (reference === undefined) return { kind: 'refused', why: 'stranger' }
  const member = await callTeams(() => findMember(connector, reference))
  if (member === undefined) return { kind: 'refused', why: 'stranger' }
  const found = judge(tenant, of.user, member, reference)
  if (found.kind === 'employee' && found.email !== undefined) await references.noteEmail(of, found.email)
  return found
}

const isAddress = (found: Profile, email: string): boolean =>
  found.kind === 'employee' && found.email?.toLowerCase() === email.toLowerCase()

/** Everybody in one team whose address it is; each is remembered, so that they can be written to. */
async function lookInto(team: Team, { tenant, connector, references }: Parts, email: string): Promise<Account[]> {
  const found: Account[] = []
  const place = { serviceUrl: team.serviceUrl, conversation: team.id }
  let page: string | undefined
  for (let read = 0; read < mostPages; read++) {
    const roster = await connector.roster(place, page)
    for (const member of roster.members) {
      const [user, id] = [findUser(member), text(member.id)]
      if (user === undefined || id === undefined) continue
      if (!isAddress(judge(tenant, user, member, unknownClient), email)) continue
      const account = accountIn(tenant, user)
      const { serviceUrl } = team
      const nowhere = { conversation: undefined, metIn: undefined, ...unknownClient }
      await references.save({ account, member: id, serviceUrl, roster: team.id, ...nowhere })
      found.push(account)
    }
    page = roster.next
    if (page === undefined) break
  }
  return found
}

/** A team that removed the app, or whose address is not allowed, hides nobody who is found elsewhere. */
async function lookIntoTeams(parts: Parts, email: string): Promise<Account[]> {
  const found = new Map<string, Account>()
  for (const team of await parts.references.teams(parts.tenant)) {
    const here = await callTeams(() => lookInto(team, parts, email)).catch((error: unknown) => {
      if (error instanceof LatchkeyError && error.code === 'unreachable') return []
      throw error
    })
    for (const account of here) found.set(account.user, account)
  }
  return [...found.values()]
}

/** Two accounts with one address are as good as none. */
export async function findAccount(parts: Parts, email: string): Promise<Account | undefined> {
  const known: Account[] = []
  for (const account of await parts.references.findByEmail(parts.tenant, email))
    if (isAddress(await findProfile(parts, account), email)) known.push(account)
  const [one, ...others] = known.length > 0 ? known : await lookIntoTeams(parts, email)
  return others.length === 0 ? one : undefined
}
