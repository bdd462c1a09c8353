// Puts a file in place: the difference is shown, the old one kept as a dated copy, and nothing happens without a yes.
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import { text } from '../words/text.ts'
import type { Terminal } from './terminal.ts'

/** Whoever owns the file may read it, and nobody else. */
export const secretMode = 0o600
const plainMode = 0o644

interface Change {
  path: string
  after: string
  /** The difference as people may see it: names only, where secrets are concerned. */
  lines: readonly string[]
  isSecret: boolean
}

export interface Saver {
  /** False when it was refused; the file is then as it was. */
  save(change: Change): Promise<boolean>
}

/** One dated copy of each file a run, of what was there before the run. */
export function createSaver({ terminal, clock }: { terminal: Terminal; clock: Clock }): Saver {
  const kept = new Set<string>()
  return {
    async save({ path, after, lines, isSecret }) {
      const file = basename(path)
      const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined
      if ((before ?? '') === after) {
        terminal.say(text('setup.unchanged', { file }))
        return true
      }
      if (lines.length > 0) terminal.show(lines)
      const isNew = before === undefined
      if (!(await terminal.agree(text(isNew ? 'setup.write-new' : 'setup.write-over', { file })))) {
        terminal.say(text('setup.not-written', { file }))
        return false
      }
      try {
        const mode = isSecret ? secretMode : isNew ? plainMode : statSync(path).mode & 0o777
        if (!isNew && !kept.has(path)) {
          const copy = `${path}.${stampOf(clock.now())}`
          writeFileSync(copy, before, { mode, flag: 'wx' })
          terminal.say(text('setup.kept', { file, copy: basename(copy) }))
        }
        // What this run has made or copied needs no copy when the next step changes it.
        kept.add(path)
        put(path, after, mode)
      } catch (error) {
        const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
        throw new LatchkeyError(
          'bad-input',
          { reason: text('setup.cannot-write', { file: path, reason }) },
          { cause: error },
        )
      }
      terminal.say(text('setup.written', { file }))
      return true
    },
  }
}

/** Beside the file and then in its place, so that it is always whole: the old one or the new one. */
function put(path: string, content: string, mode: number): void {
  // A link stays a link.
  const target = existsSync(path) ? realpathSync(path) : path
  const beside = `${target}.${process.pid}.new`
  try {
    writeFileSync(beside, content, { mode, flag: 'wx', flush: true })
    renameSync(beside, target)
  } finally {
    rmSync(beside, { force: true })
  }
}

/** `2026-11-25T20-57-20`: sorts, and is a file name everywhere. */
const stampOf = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(':', '-')
