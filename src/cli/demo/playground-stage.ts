// The model conversations' stage on the playground: the process at a port of its own, and a driver in front of it.
import { join } from 'node:path'
import { createPlaygroundDriver } from '../../../adapters/playground/driver.ts'
import { directoryIdOf, players, staff } from '../../demo/cast.ts'
import { freePort } from '../../demo/free-port.ts'
import { openStage, type StoreOnStage } from '../../demo/open-stage.ts'
import type { People, Stage } from '../../demo/stage.ts'
import { importedBindings } from './cast.ts'

const people: People = {
  ...staff,
  guest: 'gil',
  bot: 'otto',
  foreign: 'fay',
}

export async function openPlaygroundStage(store: StoreOnStage): Promise<Stage> {
  const port = await freePort()
  const driver = createPlaygroundDriver(`http://127.0.0.1:${port}`)
  return openStage(store, async () => ({
    entry: join(import.meta.dirname, 'playground-actor.ts'),
    people,
    chat: driver,
    audit: () => driver.audit(),
    auditChannel: { platform: 'playground', id: 'audit' },
    directoryId(user) {
      const player = players.find((one) => one.user === user)
      if (!player) throw new Error(`nobody on the stage is called ${user}`)
      return directoryIdOf(player)
    },
    imported: importedBindings,
    settings: () => ({ port }),
  }))
}
