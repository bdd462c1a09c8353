// The model conversations' stage on Teams' wire format: the fake Teams here, the real adapter in the process it talks to.
import { join } from 'node:path'
import { openStage, type Roles, type StoreOnStage } from '../../src/demo/open-stage.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { channels, type FakeTeams } from '../fakes/teams.ts'
import { directoryId, imported, people } from './people.ts'
import { startTeamsOnStage } from './teams-on-stage.ts'

/** `watch` is given the fake, for whoever looks at more than people see. */
export const openTeamsStage = (
  store: StoreOnStage,
  roles: Roles = ['all'],
  watch: (teams: FakeTeams) => void = () => {},
): Promise<Stage> =>
  openStage(
    store,
    async ({ clock, ports }) => {
      const { teams, accountOf, settings } = await startTeamsOnStage(clock, ports)
      watch(teams)
      return {
        entry: join(import.meta.dirname, 'teams-actor.ts'),
        people,
        chat: teams,
        audit: async () => teams.channelMessages(channels.audit),
        auditChannel: { platform: 'teams', id: channels.audit },
        directoryId,
        imported: imported.map((name) => ({ account: accountOf(name), user: directoryId(name) })),
        settings: () => ({ teams: settings }),
        close: () => teams.close(),
      }
    },
    roles,
  )
