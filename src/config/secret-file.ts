// Reads a secret from the file that a `…_FILE` variable names.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { type Text, text } from '../words/text.ts'

const mostBytes = 64 * 1024

interface FoundFile {
  /** Undefined for anything but a plain file of a size that a secret can have. */
  text: string | undefined
  /** Permission bits; undefined where the system has none (Windows). */
  mode: number | undefined
}

export type ReadFile = (path: string) => FoundFile

/** Looks and reads through one descriptor, so that the file looked at is the file read. */
export const readFoundFile: ReadFile = (path) => {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const found = fstatSync(file)
    return {
      text: found.isFile() && found.size <= mostBytes ? readFileSync(file, 'utf8') : undefined,
      mode: process.platform === 'win32' ? undefined : found.mode & 0o777,
    }
  } finally {
    closeSync(file)
  }
}

export type SecretRead = { value: string } | { problem: Text }

/** The problem names the variable only: a secret pasted into `…_FILE` by mistake must not come back in a message. */
export function readSecret(name: string, path: string, readFile: ReadFile): SecretRead {
  try {
    const found = readFile(path)
    if (found.text === undefined) return { problem: text('config.file-not-plain', { name }) }
    if (((found.mode ?? 0) & 0o006) !== 0) return { problem: text('config.file-open', { name }) }
    const value = found.text.replace(/[\r\n]+$/, '')
    return value.trim() === '' ? { problem: text('config.file-empty', { name }) } : { value }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return { problem: text('config.file-unreadable', { name, reason: code }) }
  }
}
