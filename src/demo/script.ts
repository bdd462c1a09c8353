// Plays the model conversations on a fresh stage each, and says at the end which of them came out differently.
import { systemClock } from '../clock.ts'
import { jobsFolder } from '../parts.ts'
import { jobNames } from '../store/jobs.ts'
import { openStore } from '../store/open.ts'
import { createDatabase } from './databases.ts'
import { createFolders } from './folders.ts'
import type { StoreOnStage } from './open-stage.ts'
import { play } from './play.ts'
import type { Conversation, Stage } from './stage.ts'
import type { Print } from './transcript.ts'

/** Gives every conversation a store of its own. */
export interface Stores {
  next(): Promise<StoreOnStage & { drop(): Promise<void> }>
  remove(): Promise<void>
}

/** With the address of a PostgreSQL server each conversation gets a database there, else an embedded store. */
export async function createStores(server: string | undefined): Promise<Stores> {
  const folders = await createFolders(server === undefined ? prepareStore : undefined)
  return {
    async next() {
      const folder = await folders.next()
      if (server === undefined) return { folder, drop: async () => {} }
      const { url, drop } = await createDatabase(server)
      return { folder, databaseUrl: url, drop }
    },
    remove: folders.remove,
  }
}

async function prepareStore(folder: string): Promise<void> {
  const store = await openStore({ folder, clock: systemClock, queues: await jobNames(jobsFolder) })
  await store.close()
}

export async function playOne(
  conversation: Conversation,
  stores: Stores,
  { openStage, print }: { openStage(store: StoreOnStage): Promise<Stage>; print: Print },
): Promise<void> {
  const { drop, ...store } = await stores.next()
  try {
    const stage = await openStage(store)
    try {
      await play(conversation, stage, print)
    } finally {
      await stage.close()
    }
  } finally {
    await drop()
  }
}
