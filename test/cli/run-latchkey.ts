// Runs a command as people do, in a process with an environment of its own, and gives back what it said.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const entry = join(import.meta.dirname, '../../src/cli/latchkey.js')

export interface Spoken {
  child: ChildProcess
  /** Everything said so far on both streams. */
  said(): string
  /** Resolves as soon as it has said this. */
  until(words: RegExp): Promise<string>
  /** Resolves when it has ended, with its exit code. */
  ended(): Promise<number | null>
}

/** Not in the project's own folder, where a developer's .env may be. */
export function runLatchkey(words: string[], environment: Record<string, string> = {}, cwd = tmpdir()): Spoken {
  const child = spawn(process.execPath, [entry, ...words], { cwd, env: environment })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const ending = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ending
  })
  async function until(wanted: RegExp): Promise<string> {
    for (;;) {
      if (wanted.test(said)) return said
      const more = Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ending.then(() => 'ended')])
      if ((await more) === 'ended' && !wanted.test(said)) throw new Error(`It ended without ${wanted}:\n${said}`)
    }
  }
  return { child, said: () => said, until, ended: () => ending }
}
