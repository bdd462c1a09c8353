// Platforms that are away when Latchkey starts: the others serve, and the missing one joins when it is back.
import { expect, test } from 'vitest'
import type { Adapter } from '../src/adapter.ts'
import { LatchkeyError } from '../src/errors.ts'
import { createLog } from '../src/log.ts'
import { startAdapters } from '../src/start-adapters.ts'

const inbox = { receive: async () => ({ kind: 'nothing' as const }) }

function platform(name: string, failures: readonly Error[], seen: string[]): Adapter {
  const left = [...failures]
  return {
    platform: name,
    async start() {
      const failure = left.shift()
      if (failure) throw failure
      seen.push(`${name} started`)
    },
    stop: async () => void seen.push(`${name} stopped`),
    isReady: () => true,
    profile: async () => ({ kind: 'refused', why: 'stranger' }),
    findAccount: async () => undefined,
    deliver: async () => 'nowhere',
  }
}
const away = (name: string) => new LatchkeyError('platform-unavailable', { platform: name, reason: 'HTTP 503' })

/** `turn` lets the next pause end. */
function parts(adapters: readonly Adapter[]) {
  const lines: string[] = []
  const pauses: (() => void)[] = []
  const log = createLog({ level: 'error', secrets: [], destination: { write: (line) => void lines.push(line) } })
  return {
    lines,
    turn: () => pauses.shift()?.(),
    deps: {
      adapters: new Map(adapters.map((one) => [one.platform, one])),
      log,
      timing: { readBackMs: 1000 },
      sleep: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          expect(ms).toBe(30_000)
          pauses.push(resolve)
          signal?.addEventListener('abort', () => reject(new Error('stopped')))
        }),
    },
  }
}
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('one that is away is tried again, and the others serve meanwhile', async () => {
  const seen: string[] = []
  const it = parts([platform('teams', [away('teams'), away('teams')], seen), platform('slack', [], seen)])
  const stop = await startAdapters(it.deps, inbox)
  expect(seen).toEqual(['slack started'])
  it.turn()
  await settle()
  expect(seen).toEqual(['slack started'])
  it.turn()
  await settle()
  expect(seen).toEqual(['slack started', 'teams started'])
  expect(it.lines).toHaveLength(2)
  await stop()
  expect(seen.slice(2)).toEqual(['teams stopped', 'slack stopped'])
})

test('whoever is told to stop waits for none that is away', async () => {
  const seen: string[] = []
  const it = parts([platform('slack', [], seen), platform('teams', [away('teams')], seen)])
  await (await startAdapters(it.deps, inbox))()
  expect(seen).toEqual(['slack started', 'slack stopped'])
})

test('where none can start, nobody is left to serve: it is said at once', async () => {
  const it = parts([platform('slack', [away('slack')], []), platform('teams', [away('teams')], [])])
  await expect(startAdapters(it.deps, inbox)).rejects.toMatchObject({ code: 'platform-unavailable' })
})

test('what waiting does not mend stops the others again', async () => {
  const seen: string[] = []
  const it = parts([platform('slack', [], seen), platform('teams', [new Error('the port is taken')], seen)])
  await expect(startAdapters(it.deps, inbox)).rejects.toThrow('the port is taken')
  expect(seen).toEqual(['slack started', 'slack stopped'])
})
