// Starts the fake Teams and a bot with the real adapter on a real port, both on loopback.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createTeamsAdapter, type TeamsOptions } from '../../../adapters/teams/index.ts'
import { messagesPath } from '../../../adapters/teams/path.ts'
import { createKeys } from '../../../src/keys.ts'
import { createOpenForms } from '../../../src/outbox/open-forms.ts'
import { createReferences } from '../../../src/outbox/references.ts'
import type { OpenStore } from '../../../src/store/open.ts'
import { type FakeTeams, type FakeTeamsOptions, homeTenant, startFakeTeams, words } from '../../fakes/teams.ts'
import { getPerson } from '../../fakes/teams-state.ts'
import { createRecorder } from '../contract.ts'
import { createMemory } from './memory.ts'

const seenOnce = () => {
  const seen = new Set<string>()
  return async (key: string) => !seen.has(key) && seen.size < seen.add(key).size
}

export interface BenchOptions extends FakeTeamsOptions {
  adapter?: Partial<TeamsOptions>
  /** Who installed the app long ago, so that the adapter knows them from its store alone. */
  installed?: string[]
  /** A store that is emptied of what the adapter keeps there, and stays open; without one it is kept in memory. */
  store?: OpenStore
}

async function serve(options: Omit<TeamsOptions, 'router'>) {
  const router = express()
  const server = createServer(router)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${messagesPath}`
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  try {
    return { adapter: createTeamsAdapter({ ...options, router }), url, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function keptIn(store: OpenStore, clock: { now(): Date }) {
  for (const table of ['reference', 'reference_team', 'open_form'] as const) await store.db.deleteFrom(table).execute()
  const keys = createKeys('a secret of thirty-two characters')
  const references = createReferences('teams', { store, clock, keys, alarm: async () => {} })
  return { references, forms: createOpenForms({ store, clock }) }
}

export async function startBench(options: BenchOptions = {}) {
  const { adapter: own, installed = [], store, ...fakeOptions } = options
  const teams: FakeTeams = await startFakeTeams(fakeOptions)
  const { clock } = teams.state
  const kept = store === undefined ? createMemory() : await keptIn(store, clock)
  const told: string[] = []
  const tell = (message: string) => void told.push(message)
  const settings: Omit<TeamsOptions, 'router'> = {
    appId: teams.appId,
    tenantId: teams.tenant,
    credential: { kind: 'password', password: teams.password },
    openIdMetadataUrl: teams.metadataUrl,
    loginUrl: teams.loginUrl,
    ...kept,
    words,
    clock,
    isNew: seenOnce(),
    log: { info: tell, warn: tell, error: tell },
    ...own,
  }
  if (installed.length > 0) await installBefore(teams, settings, installed)
  const { adapter, url, close } = await serve(settings)
  teams.connect(url)
  const recorder = createRecorder()
  return {
    teams,
    adapter,
    references: kept.references,
    url,
    /** What the adapter told its log. */
    told,
    ...recorder,
    start: () => adapter.start(recorder.inbox),
    async close() {
      await close()
      await teams.close()
    },
  }
}
export type Bench = Awaited<ReturnType<typeof startBench>>

/** An adapter before this one, which is gone: what it learnt must be in the store. */
async function installBefore(teams: FakeTeams, settings: Omit<TeamsOptions, 'router'>, people: string[]) {
  const before = await serve(settings)
  teams.connect(before.url)
  await before.adapter.start(createRecorder().inbox)
  for (const name of people) await teams.install(name)
  await before.adapter.stop()
  await before.close()
  teams.state.journal.length = 0
}

export const accountOf = (bench: Pick<Bench, 'teams'>, name: string, tenant = homeTenant) => {
  const { id, member } = getPerson(bench.teams.state, name)
  return { platform: 'teams', tenant, user: id ?? member }
}

/** As many at once as a busy tenant would send. */
export async function inParallel<Item>(items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values()
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const item of rest) await work(item)
    }),
  )
}
