// Who stands behind a Slack account, asked live: a full member of this workspace, or refused with the reason.
import { type Account, cut, line, type Profile, type Refusal } from '#latchkey/adapter'
import { accountIn } from './inbound.ts'
import { type Fields, fields, list, text } from './payload.ts'
import { type Client, callSlack, slackCode } from './web.ts'
import type { Workspace } from './workspace.ts'

/**
 * At home is who belongs to our workspace; on Enterprise Grid also a colleague whose home is another workspace of our
 * organisation and who is a member of ours. `is_stranger` alone is not enough: it is false for whoever shares a channel.
 */
function isAtHome({ team, enterprise }: Workspace, user: Fields): boolean {
  if (user.team_id === team) return true
  const grid = fields(user.enterprise_user)
  return enterprise !== undefined && grid.enterprise_id === enterprise && list(grid.teams).includes(team)
}

/** A flag that Slack did not send closes the door, except those that it sends only when they are true. */
function findRefusal(workspace: Workspace, user: Fields): Refusal | undefined {
  if (user.id === 'USLACKBOT' || user.is_bot !== false || user.is_workflow_bot || user.is_connector_bot) return 'bot'
  if (user.deleted !== false) return 'deactivated'
  if (user.is_stranger) return 'stranger'
  if (!isAtHome(workspace, user)) return 'foreign-tenant'
  if (user.is_restricted !== false || user.is_ultra_restricted !== false || user.is_invited_user) return 'guest'
  if (user.is_email_confirmed === false) return 'unconfirmed-email'
  return undefined
}

const language = (locale: unknown): string => {
  const tag = text(locale)
  return tag !== undefined && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag) ? tag : 'en'
}

const timeZone = (name: unknown): string => {
  const zone = text(name)
  return zone !== undefined && Intl.supportedValuesOf('timeZone').includes(zone) ? zone : 'UTC'
}

export function judge(workspace: Workspace, user: Fields): Profile {
  const why = findRefusal(workspace, user)
  if (why !== undefined) return { kind: 'refused', why }
  const profile = fields(user.profile)
  return {
    kind: 'employee',
    displayName: cut(line(text(profile.real_name) ?? text(user.real_name) ?? text(user.name) ?? ''), 100),
    email: text(profile.email),
    language: language(user.locale),
    timeZone: timeZone(user.tz),
  }
}

export async function findProfile(client: Client, workspace: Workspace, of: Account): Promise<Profile> {
  if (of.platform !== 'slack' || of.tenant !== workspace.team) return { kind: 'refused', why: 'foreign-tenant' }
  return callSlack(async () => {
    try {
      const { user } = await client.users.info({ user: of.user, include_locale: true })
      return user?.id === of.user ? judge(workspace, fields(user)) : { kind: 'refused', why: 'stranger' }
    } catch (error) {
      const code = slackCode(error)
      if (code === 'user_not_found' || code === 'user_not_visible') return { kind: 'refused', why: 'stranger' }
      throw error
    }
  })
}

export async function findAccount(client: Client, workspace: Workspace, email: string): Promise<Account | undefined> {
  return callSlack(async () => {
    try {
      const user = fields((await client.users.lookupByEmail({ email })).user)
      const found = judge(workspace, user)
      const id = text(user.id)
      const isExact = found.kind === 'employee' && found.email?.toLowerCase() === email.toLowerCase()
      return isExact && id !== undefined ? accountIn(workspace.team, id) : undefined
    } catch (error) {
      if (slackCode(error) === 'users_not_found') return undefined
      throw error
    }
  })
}
