// Makes one migrated database before the tests, from which every test store is copied in a moment.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { days, systemClock } from '../src/clock.ts'
import { type OpenStore, openStore } from '../src/store/open.ts'

declare module 'vitest' {
  interface ProvidedContext {
    storeTemplate: string
    /** A PostgreSQL server for the tests and the migrated database on it to copy, or undefined. */
    postgres: { url: string; template: string } | undefined
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  project.provide('storeTemplate', await embeddedTemplate())
  const url = process.env.TEST_DATABASE_URL
  const postgres = url ? await postgresTemplate(url) : undefined
  project.provide('postgres', postgres)
  return postgres && (() => command(postgres.url, `DROP DATABASE IF EXISTS ${postgres.template} WITH (FORCE)`))
}

const repository = join(import.meta.dirname, '..')

/** Kept between runs under a name that changes with everything it is made from. */
async function embeddedTemplate(): Promise<string> {
  const folder = join(repository, 'node_modules/.cache/latchkey')
  const path = join(folder, `store-${fingerprint()}.tar`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) if (isStale(join(folder, file))) rmSync(join(folder, file))
  const store = await openStore({ inMemory: true, template: await bareDatabase(), clock: systemClock, queues: [] })
  try {
    await makeLight(store)
    const dump = await store.dump?.()
    if (dump === undefined) throw new Error('an embedded store can be dumped')
    const unfinished = `${path}.${process.pid}`
    writeFileSync(unfinished, new Uint8Array(await dump.arrayBuffer()))
    renameSync(unfinished, path)
  } finally {
    await store.close()
  }
  return path
}

/** Every test store is a copy in memory: the log begins with one megabyte instead of sixteen. */
async function bareDatabase(): Promise<Blob> {
  const pglite = await PGlite.create({ initDbStartParams: ['--wal-segsize=1'] })
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  return dump
}

/** Without what no test uses: two databases that others would be made from, 120 MB of buffers, and a log to recover from. */
async function makeLight({ db }: OpenStore): Promise<void> {
  for (const spare of ['template0', 'template1'])
    for (const statement of [`ALTER DATABASE ${spare} IS_TEMPLATE false`, `DROP DATABASE ${spare}`])
      await sql.raw(statement).execute(db)
  for (const statement of [`ALTER SYSTEM SET shared_buffers = '8MB'`, 'CHECKPOINT'])
    await sql.raw(statement).execute(db)
}

/** Old ones go, but not while another run may still be reading them. */
const isStale = (path: string): boolean => Date.now() - statSync(path).mtimeMs > days(1)

function fingerprint(): string {
  const sum = createHash('sha256').update(readFileSync(join(repository, 'package.json')))
  sum.update(readFileSync(import.meta.filename))
  const store = join(repository, 'src/store')
  for (const file of readdirSync(store, { recursive: true, encoding: 'utf8' }).sort())
    if (file.endsWith('.ts')) sum.update(file).update(readFileSync(join(store, file)))
  return sum.digest('hex').slice(0, 16)
}

async function postgresTemplate(url: string): Promise<{ url: string; template: string }> {
  const template = `latchkey_template_${process.pid}`
  await command(url, `CREATE DATABASE ${template}`)
  const store = await openStore({ databaseUrl: withDatabase(url, template), clock: systemClock, queues: [] })
  await store.close()
  return { url, template }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

export async function command(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
