// The fake Teams as a stage has it: connected to the processes that face people, with who installed the app some time ago.
import { messagesPath } from '../../adapters/teams/path.ts'
import type { Account } from '../../src/ids.ts'
import type { Reference } from '../../src/outbox/references.ts'
import { type FakeTeams, startFakeTeams } from '../fakes/teams.ts'
import { getPerson } from '../fakes/teams-state.ts'
import { imported } from './people.ts'

const installed = ['maya', 'gus', ...imported]

export async function startTeamsOnStage(clock: { now(): Date }, ports: readonly number[]) {
  const teams = await startFakeTeams({ clock, patienceMs: 40_000, retryDelays: [100, 400, 1500] })
  teams.connect(...ports.map((port) => `http://127.0.0.1:${port}${messagesPath}`))
  const known = installed.map((name) => installedBefore(teams, name))
  return {
    teams,
    accountOf: (name: string): Account => accountOf(teams, name),
    /** What the actor needs to know of it. */
    settings: {
      appId: teams.appId,
      tenantId: teams.tenant,
      password: teams.password,
      loginUrl: teams.loginUrl,
      openIdMetadataUrl: teams.metadataUrl,
      known,
    },
  }
}

const accountOf = ({ tenant, state }: FakeTeams, name: string): Account => ({
  platform: 'teams',
  tenant,
  user: getPerson(state, name).id ?? '',
})

/** As the store has it of somebody who installed the app and was greeted then. */
function installedBefore(teams: FakeTeams, name: string): Reference {
  const { member, locale, timeZone } = getPerson(teams.state, name)
  teams.state.installed.add(name)
  return {
    account: accountOf(teams, name),
    member,
    serviceUrl: teams.serviceUrl,
    conversation: teams.state.privateConversation(name),
    roster: undefined,
    metIn: undefined,
    language: locale,
    timeZone,
  }
}
