// One process per data folder: two on one embedded database silently swallow each other's commits.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'

const holder = z.object({ pid: z.number().int(), command: z.string().max(200), since: z.iso.datetime() })

interface FolderLock {
  release(): void
}

/**
 * The lock is an open exclusive SQLite transaction: the kernel holds it and lets go when the process dies, however it
 * dies, so there is no stale lock to judge by age. Who holds it stands beside it, for the refusal only.
 */
export function lockFolder(folder: string, clock: Clock): FolderLock {
  const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 })
  const note = join(folder, 'lock.json')
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new LatchkeyError('store-locked', { folder, holder: describeHolder(note) }, { cause })
  }
  writeFileSync(note, JSON.stringify({ pid: process.pid, command: ownCommand(), since: clock.now().toISOString() }))
  return {
    release() {
      rmSync(note, { force: true })
      database.exec('ROLLBACK')
      database.close()
    },
  }
}

/** Program and first word only: what follows may be private. */
function ownCommand(): string {
  const [, script = 'node', word = ''] = process.argv
  return [basename(script), /^[a-z][a-z-]*$/.test(word) ? word : ''].join(' ').trim()
}

function describeHolder(note: string): string {
  try {
    const { pid, command, since } = holder.parse(JSON.parse(readFileSync(note, 'utf8')))
    return `${command} (pid ${pid}, ${since})`
  } catch {
    return 'pid ?'
  }
}
