// A fresh store for a test, in about a second: in memory from the template, or a database of its own on PostgreSQL.
import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { inject } from 'vitest'
import { type Clock, systemClock } from '../src/clock.ts'
import { type OpenStore, openStore } from '../src/store/open.ts'
import { command, withDatabase } from './template.ts'

export interface TestStoreOptions {
  clock?: Clock
  /** Names of the jobs that the test enqueues. */
  queues?: readonly string[]
  on?: 'embedded' | 'postgres'
}

/** The databases to run a suite on: PostgreSQL only where TEST_DATABASE_URL names a server. */
export const testedStores: readonly ('embedded' | 'postgres')[] = inject('postgres')
  ? ['embedded', 'postgres']
  : ['embedded']

/** The address of the PostgreSQL server for tests, if there is one. */
export const serverForTests: string | undefined = inject('postgres')?.url

/** Without `on`: PostgreSQL where there is one, so that `npm run test:full` runs everything on it. Close it after use. */
export async function openTestStore({
  clock = systemClock,
  queues = [],
  on,
}: TestStoreOptions = {}): Promise<OpenStore> {
  const postgres = inject('postgres')
  if (on === 'embedded' || postgres === undefined) {
    if (on === 'postgres') throw new Error('TEST_DATABASE_URL names no PostgreSQL server')
    return openStore({ inMemory: true, template: await openAsBlob(inject('storeTemplate')), clock, queues })
  }
  const { url, drop } = await testDatabase(postgres)
  const store = await openStore({ databaseUrl: url, clock, queues })
  return {
    ...store,
    async close() {
      await store.close()
      await drop()
    },
  }
}

/** The embedded store in a folder, from the template: making a database from nothing is another test's subject, and slow. */
export async function storeInFolder(folder: string): Promise<void> {
  const template = await openAsBlob(inject('storeTemplate'))
  await (await openStore({ folder, template, queues: [], clock: systemClock })).close()
}

/** For `startLatchkey`: in memory from the template, or a database of its own on PostgreSQL. */
export async function storeOfItsOwn(on?: 'embedded'): Promise<{
  databaseUrl: string | undefined
  embedded: { inMemory?: boolean; template?: Blob }
  drop(): Promise<void>
}> {
  const postgres = on === 'embedded' ? undefined : inject('postgres')
  if (postgres) return { embedded: {}, ...named(await testDatabase(postgres)) }
  const template = await openAsBlob(inject('storeTemplate'))
  return { databaseUrl: undefined, embedded: { inMemory: true, template }, drop: async () => {} }
}

const named = ({ url, drop }: Awaited<ReturnType<typeof testDatabase>>) => ({ databaseUrl: url, drop })

export type CopiedDatabase = Awaited<ReturnType<typeof testDatabase>>

/** A copy of a database of a test, which nobody may use meanwhile. */
export async function copyOfDatabase(databaseUrl: string): Promise<CopiedDatabase> {
  const postgres = inject('postgres')
  if (!postgres) throw new Error('TEST_DATABASE_URL names no PostgreSQL server')
  return testDatabase({ url: postgres.url, template: new URL(databaseUrl).pathname.slice(1) })
}

async function testDatabase({ url, template }: { url: string; template: string }) {
  const name = `latchkey_test_${randomBytes(6).toString('hex')}`
  await command(url, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  return { url: withDatabase(url, name), drop: () => command(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}
