// A second place for records of what is dangerous: a file outside the database, and on disk before anything happens.
import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { seconds } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'

export interface AuditFile {
  /** Resolves when the line is on disk. Throws `audit-file`. */
  append(record: object): Promise<void>
}

/** Shorter than a lease by far, so that whoever waited for it may still act. */
const longestWait = seconds(10)

/** Opened anew each time: whoever rotates or ships the file need not tell us. */
export const createAuditFile = (path: string, waitMs = longestWait): AuditFile => ({
  async append(record) {
    const written = write(path, `${JSON.stringify(record)}\n`).catch(codeOf)
    const failed = await Promise.race([written, sleep(waitMs, 'timeout', { ref: false })])
    if (failed !== undefined) throw new LatchkeyError('audit-file', { reason: failed })
  },
})

async function write(path: string, line: string): Promise<undefined> {
  const file = await open(path, 'a', 0o600)
  try {
    await file.appendFile(line)
    await file.datasync()
  } finally {
    await file.close()
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unwritable'
