// Processes that are killed with a secret in their hands: passwords on the page, and words in the chat; then every file is searched.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hours, minutes, movableClock, seconds } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { freePort } from '../../src/demo/free-port.ts'
import { createPhone } from '../../src/demo/phone.ts'
import { createVisitor, openLink } from '../../src/demo/visitor.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { seededRandom } from '../full/random.ts'
import { idFor } from '../latchkey.ts'
import type { CanarySettings } from './actor.ts'
import { createHouse, type House } from './house.ts'
import { filesIn, leftIn, type Place } from './places.ts'
import { randomSecrets, type Secret } from './secrets.ts'

const people = ['leo.brandt', 'chloe.martin', 'diego.fernandez', 'viktor.lund', 'aisha.rahman', 'hana.suzuki'] as const
/** After the record, before the call; after the call, before its answer is kept; and whenever it happens. */
const ends: readonly (CrashPoint | undefined)[] = ['gate:about-to', 'gate:ran', undefined]

export interface KilledOptions {
  /** PostgreSQL: an edge and a worker, and what is typed goes from one to the other by NOTIFY. Without it one process. */
  databaseUrl?: string | undefined
  seed: number
  /** Further places, once all processes are dead. */
  morePlaces?(): Promise<Place[]>
}

export interface Killed {
  left: string[]
  kills: number
  bytes: number
}

export async function killWithSecrets({ databaseUrl, seed, morePlaces }: KilledOptions): Promise<Killed> {
  const random = seededRandom(seed)
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-canary-'))
  let movedMs = 0
  const clock = movableClock()
  const sandbox = await startSandbox({ clock })
  const port = await freePort()
  const common = {
    databaseUrl,
    folder: join(folder, 'data'),
    sandboxUrl: sandbox.url,
    port,
    secret: 'a secret of thirty-two characters',
    said: join(folder, 'said'),
  }
  const house = (role: CanarySettings['role']): House =>
    createHouse(
      () => ({ ...common, role, clockOffsetMs: movedMs, credential: credentialFor(role) }),
      join(folder, `printed-${role}`),
    )
  const [face, ...workers] = databaseUrl ? [house('edge'), house('worker')] : [house('all')]
  if (!face) throw new Error('there is no process')
  const hands = workers[0] ?? face
  const secrets: Secret[] = []
  let kills = 0
  try {
    for (const one of [face, ...workers]) await one.start()
    const advance = async (ms: number) => {
      movedMs += ms
      clock.advance(ms)
      for (const one of [face, ...workers]) if (one.isRunning()) await one.ask({ do: 'advance', ms })
    }
    for (const user of people) await face.ask({ do: 'bind', user, person: idFor(user) })
    await advance(hours(73))
    for (const [n, user] of people.entries()) {
      const person = idFor(user)
      const say = (text: string) => face.ask({ do: 'receive', came: message(user, text) })
      const link = async (purpose: 'prove' | 'set-password') =>
        String(await face.ask({ do: 'link', user, person, purpose }))
      await say('I forgot my password')
      await until(async () => (await face.ask({ do: 'press', user, label: 'Do it' })) !== false)
      const ring = await createPhone(sandbox.url, person).ring()
      const { visitor } = await openLink(await link('prove'), createVisitor())
      await visitor.press('push-code', { code: ring.code })
      await createPhone(sandbox.url, person).accept(ring.id)
      await until(async () => (await face.ask({ do: 'state', person })) === 'ready')
      const typed = randomSecrets(random, 26)
      secrets.push(...typed)
      const password = typed.find(({ kind }) => kind === 'password')?.text ?? ''
      await openLink(await link('set-password'), visitor)

      const point = ends[n % ends.length]
      await hands.kill()
      await hands.start(point ? { dieAt: point } : {})
      const set = visitor.press('set', { password, again: password }).catch(() => undefined)
      const chat = Promise.all(typed.map(({ text }) => face.ask({ do: 'receive', came: message(user, text) }))).catch(
        () => undefined,
      )
      if (point) await hands.ended(seconds(30))
      else {
        await sleep(random.between(5, 400))
        await hands.kill()
      }
      kills += 1
      // The face dies too, with words in its hands that it has not answered.
      await face.kill()
      await Promise.all([set, chat])
      for (const one of [face, ...workers]) if (!one.isRunning()) await one.start()
      await face.ask({ do: 'settled' })
      await advance(minutes(12))
    }
    for (const one of [face, ...workers]) await one.kill()
    const journal = await (await fetch(`${sandbox.url}/_sandbox/journal`)).text()
    const files = await filesIn(folder)
    const places = [...files, ...((await morePlaces?.()) ?? []), { name: 'calls of JumpCloud', bytes: journal }]
    return {
      left: leftIn(places, secrets),
      kills,
      bytes: places.reduce((sum, { bytes }) => sum + bytes.length, 0),
    }
  } finally {
    for (const one of [face, ...workers]) await one.kill()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const credentialFor = (role: CanarySettings['role']): CanarySettings['credential'] =>
  role === 'all'
    ? { kind: 'api-key', key: sandboxKey }
    : { kind: 'client', id: `sandbox-${role}`, secret: `sandbox-${role}-secret` }

const message = (user: string, text: string) => ({
  kind: 'message' as const,
  account: { platform: 'test', tenant: 'northwind', user },
  eventId: randomUUID(),
  text,
  mentions: [],
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const timeUp = AbortSignal.timeout(seconds(60))
  while (!(await isSo())) {
    if (timeUp.aborted) throw new Error('it did not come to be')
    await sleep(50)
  }
}
