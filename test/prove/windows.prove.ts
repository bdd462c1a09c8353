// The enrolment window at full size (T-J3), and that Latchkey closes it itself, also where it died meanwhile.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minutes } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { load } from '../requests/quietly.ts'
import { asker, type GateWorld, openGateWorld } from '../seals/gate.ts'
import { checkWindows } from '../windows/windows.ts'
import { sandboxTrial } from '../windows/windows-trial.ts'
import { seedFor, sizes } from './sizes.ts'

const trial = sandboxTrial()

test('no window is longer than was written, none than a day; what is no window stops the start', async () => {
  const seed = seedFor('windows')
  const refused = await checkWindows(trial(), sizes.windows.prove, seed)
  process.stdout.write(`${refused} of ${sizes.windows.prove} refused\n`)
})

describe('a process that dies', () => {
  let it: TestLatchkey
  let gate: GateWorld
  let dies: CrashPoint | undefined
  beforeAll(async () => {
    it = await startTestLatchkey({
      pages: true,
      atPoint(point) {
        if (point !== dies) return
        dies = undefined
        throw new Error('killed')
      },
    })
    gate = await openGateWorld(it)
  })
  afterAll(() => it.stop())

  const run = ({ id }: Request) => runRequest(gate.core, id, AbortSignal.timeout(10_000))
  async function killedAt(point: CrashPoint, request: Request): Promise<void> {
    dies = point
    await expect(run(request)).rejects.toThrow('killed')
    // Its lease runs out.
    it.clock.advance(minutes(2))
  }
  const user = () => it.sandbox.state.users.get(idFor(asker))
  const enrol = () =>
    fetch(`${it.sandbox.url}/_sandbox/phones/${idFor(asker)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ enrol: 'totp' }),
    })
  /** A phone with JumpCloud Protect, new to everybody. */
  function buyPhone(): string {
    const [one] = it.sandbox.state.phones
    if (!one) throw new Error('Northwind has phones')
    const id = randomBytes(12).toString('hex')
    it.sandbox.state.phones.push({ ...one, id, user: idFor(asker) })
    return id
  }
  const phones = () => it.sandbox.state.phones.filter(({ user: of }) => of === idFor(asker)).map(({ id }) => id)
  async function over(request: Request): Promise<void> {
    it.clock.advance(minutes(61))
    await wakeRequest(gate.core, request.id)
  }
  /** As it was before, for the next one. */
  async function anew(): Promise<Request> {
    it.clock.advance(minutes(60 * 24 * 8))
    await enrol()
    return gate.ready()
  }

  test('closes it all the same, once, before and after its call has left', async () => {
    for (const point of ['gate:about-to', 'gate:ran'] as const) {
      const request = await anew()
      await run(request)
      expect(user()?.mfa?.exclusion).toBe(true)
      await over(request)
      gate.writes()
      await killedAt(point, request)
      await run(request)
      expect((await load(gate, request.id)).state).toBe('ended')
      expect(user()?.mfa?.exclusion).toBe(false)
      expect(gate.writes()).toEqual(['POST /systemusers/{user}/mfa/enforce'])
    }
  })

  test('closes it on nobody who has enrolled meanwhile', async () => {
    const request = await anew()
    await run(request)
    await over(request)
    gate.writes()
    await killedAt('gate:about-to', request)
    await enrol()
    await run(request)
    expect([(await load(gate, request.id)).state, gate.writes()]).toEqual(['ended', []])
  })

  test('goes on to remove the phones of then, and none that was enrolled after the plan', async () => {
    buyPhone()
    const request = await anew()
    await killedAt('gate:ran', request)
    const newer = buyPhone()
    await run(request)
    expect((await load(gate, request.id)).state).toBe('done')
    expect(phones()).toEqual([newer])
  })
})
