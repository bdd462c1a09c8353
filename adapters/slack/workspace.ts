// The one workspace and app that this adapter serves, learnt from Slack at start, and what is addressed to it.
import { LatchkeyError } from '#latchkey/adapter'
import { type Fields, fields, type Kind, list } from './payload.ts'
import { type Client, callSlack, type Log, platform } from './web.ts'

export interface Workspace {
  team: string
  enterprise: string | undefined
  botUser: string
  bot: string
  /** Undefined only where Slack did not tell and nobody configured it: then the signature alone names the app. */
  app: string | undefined
}

export async function findWorkspace(client: Client, appId: string | undefined, log: Log): Promise<Workspace> {
  const who = await callSlack(() => client.auth.test())
  if (!who.team_id || !who.user_id || !who.bot_id)
    throw new LatchkeyError('platform-unavailable', { platform, reason: 'auth.test names no bot' })
  const app = await findApp(client, who.bot_id, log)
  if (app !== undefined && appId !== undefined && app !== appId)
    throw new LatchkeyError('platform-unavailable', { platform, reason: 'the token belongs to another app' })
  return {
    team: who.team_id,
    enterprise: who.enterprise_id || undefined,
    botUser: who.user_id,
    bot: who.bot_id,
    app: appId ?? app,
  }
}

async function findApp(client: Client, bot: string, log: Log): Promise<string | undefined> {
  try {
    return (await client.bots.info({ bot })).bot?.app_id
  } catch {
    log.warn('Slack did not tell the id of this app; requests are still bound to it by their signature.')
    return undefined
  }
}

/**
 * Whether a body was sent to our installation of our app. In a shared channel the event may have happened in
 * another workspace; the one that receives it is then in `context_team_id` and `authorizations`.
 */
export function isAddressedTo({ team, app }: Workspace, kind: Kind, body: Fields): boolean {
  if (app !== undefined && body.api_app_id !== app) return false
  if (kind === 'command') return body.team_id === team
  if (kind === 'interaction') return fields(body.team).id === team
  const receivers = [body.context_team_id, ...list(body.authorizations).map((one) => fields(one).team_id)]
  const named = receivers.filter((one) => one !== undefined && one !== null)
  return named.length > 0 ? named.every((one) => one === team) : body.team_id === team
}
