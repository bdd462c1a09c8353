// The model conversations' stage on Teams' wire format: the fake Teams here, the real adapter in the process it talks to.
import { join } from 'node:path'
import { freePort } from '../../src/demo/free-port.ts'
import { openStage, type Roles, type StoreOnStage } from '../../src/demo/open-stage.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { channels, type FakeTeams } from '../fakes/teams.ts'
import { directoryId } from './directory-id.ts'
import { startTeamsOnStage } from './teams-on-stage.ts'

/** `watch` is given the fake, for whoever looks at more than people see. */
export const openTeamsStage = (
  store: StoreOnStage,
  roles: Roles = ['all'],
  watch: (teams: FakeTeams) => void = () => {},
): Promise<Stage> =>
  openStage(
    store,
    async ({ clock }) => {
      const ports = await Promise.all(roles.map(() => freePort()))
      const facing = ports.filter((_, number) => roles[number] !== 'worker')
      const { teams, accountOf, settings } = await startTeamsOnStage(clock, facing)
      watch(teams)
      return {
        entry: join(import.meta.dirname, 'teams-actor.ts'),
        people: { maya: 'maya', leo: 'leo', mei: 'mei', tom: 'tom', guest: 'gus', bot: 'botley', foreign: 'fay' },
        chat: teams,
        audit: async () => teams.channelMessages(channels.audit),
        auditChannel: { platform: 'teams', id: channels.audit },
        directoryId,
        imported: ['leo', 'mei', 'tom'].map((name) => ({ account: accountOf(name), user: directoryId(name) })),
        settings: (number) => ({ port: ports[number], teams: settings }),
        close: () => teams.close(),
      }
    },
    roles,
  )
