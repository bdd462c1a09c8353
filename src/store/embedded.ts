// Opens the embedded database with five guards; each is here because the stock one failed a test without it:
// real fsync, a first run that is whole or absent, one process only, housekeeping, and a self-test at every start.
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type Clock, hours, minutes } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import { lockFolder } from './folder-lock.ts'
import { fsyncFilesystem, syncFolder, syncTree } from './fsync-filesystem.ts'
import type { StoreLog } from './log.ts'
import { turning } from './turning.ts'

export interface EmbeddedOptions {
  clock: Clock
  /** A dumped database to begin with: quicker than making one from nothing. */
  template?: Blob | undefined
  /** Called before the database is made, which takes some seconds. */
  onFirstRun?: (() => void) | undefined
  log?: StoreLog | undefined
}

interface Embedded {
  pglite: PGlite
  close(): Promise<void>
}

/** Throws `store-locked` when another process holds the folder, `store-unsafe` when a commit would not reach the disk. */
export async function openEmbedded(folder: string, options: EmbeddedOptions): Promise<Embedded> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  refuseNetworkDisk(folder)
  const lock = lockFolder(folder, options.clock)
  try {
    const data = join(folder, 'pg')
    if (!existsSync(data)) {
      options.onFirstRun?.()
      await firstRun(folder, data, options.template)
    }
    const { pglite, syncs } = await startSynced(data)
    await selfTest(pglite, syncs).catch(async (error: unknown) => {
      await pglite.close()
      throw error
    })
    const stopHousekeeping = keepHouse(pglite, options.log)
    return {
      pglite,
      async close() {
        stopHousekeeping()
        if (!pglite.closed) await pglite.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** For tests: nothing survives it, so nothing guards it. */
export async function openInMemory(template?: Blob): Promise<Embedded> {
  const pglite = await PGlite.create(template ? { loadDataDir: template } : {})
  return { pglite, close: async () => void (pglite.closed || (await pglite.close())) }
}

/** No lock, no self-test: only `openEmbedded` and its tests call this. */
export async function startSynced(folder: string, template?: Blob): Promise<{ pglite: PGlite; syncs(): number }> {
  const { filesystem, syncs } = fsyncFilesystem(folder)
  // -F is the switch that turns fsync off; the stock parameters carry it.
  const startParams = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F')
  for (const setting of ['fsync=on', 'wal_sync_method=fsync', 'synchronous_commit=on', 'full_page_writes=on'])
    startParams.push('-c', setting)
  const pglite = await PGlite.create({ fs: filesystem, startParams, ...(template && { loadDataDir: template }) })
  return { pglite: turning(pglite), syncs }
}

/** Made under another name, synced whole, then renamed: after a power cut there is a whole database or none. */
async function firstRun(folder: string, data: string, template: Blob | undefined): Promise<void> {
  const unfinished = join(folder, 'pg.init')
  rmSync(unfinished, { recursive: true, force: true })
  const { pglite } = await startSynced(unfinished, template)
  await pglite.close()
  syncTree(unfinished)
  renameSync(unfinished, data)
  syncFolder(folder)
}

/** Believes neither the settings nor the hook alone: a commit must have moved the count of real fsyncs. */
export async function selfTest(pglite: PGlite, syncs: () => number): Promise<void> {
  const { rows } = await pglite.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'wal_sync_method', 'synchronous_commit', 'full_page_writes')",
  )
  const wanted: Record<string, string> = { wal_sync_method: 'fsync' }
  for (const { name, setting } of rows)
    if (setting !== (wanted[name] ?? 'on')) throw new LatchkeyError('store-unsafe', { reason: `${name}=${setting}` })
  const before = syncs()
  await pglite.exec('CREATE TABLE IF NOT EXISTS fsync_test (at timestamptz); INSERT INTO fsync_test VALUES (now())')
  if (rows.length < 4 || syncs() === before) throw new LatchkeyError('store-unsafe', { reason: 'COMMIT without fsync' })
  await pglite.exec('DELETE FROM fsync_test')
}

/** Single-user PostgreSQL has no checkpointer and no autovacuum of its own: without this its log grows without end. */
export function keepHouse(
  pglite: Pick<PGlite, 'exec'>,
  log?: StoreLog,
  every = { checkpoint: minutes(15), vacuum: hours(6) },
): () => void {
  const run = (statement: string) => () =>
    void pglite.exec(statement).catch((error: unknown) => log?.error({ err: error }, 'database housekeeping failed'))
  const timers = [setInterval(run('CHECKPOINT'), every.checkpoint), setInterval(run('VACUUM ANALYZE'), every.vacuum)]
  for (const timer of timers) timer.unref()
  return () => timers.forEach(clearInterval)
}

/** NFS and SMB keep neither the lock nor the order of writes (magic numbers: Linux statfs(2)). */
function refuseNetworkDisk(folder: string): void {
  const network: Record<number, string> = { 26985: 'NFS', 20859: 'SMB', 4283649346: 'CIFS', 4266872130: 'SMB2' }
  const kind = process.platform === 'linux' ? network[statfsSync(folder).type >>> 0] : undefined
  if (kind !== undefined) throw new LatchkeyError('store-unsafe', { reason: `${folder}: ${kind}` })
}
