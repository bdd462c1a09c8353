// Brings the tables up to date; several processes that start together take turns.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Kysely } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'
import type { Tables } from './tables.ts'

const provider = new FileMigrationProvider({
  fs: { readdir },
  path: { join },
  import: (file) => import(pathToFileURL(file).href),
  migrationFolder: join(import.meta.dirname, 'migrations'),
})

/** All or nothing: a failed migration leaves the tables as they were, and throws. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
}
