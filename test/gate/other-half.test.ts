// Password and second factor of one person, both agreed before either was begun: one goes on by the usual way, the other stops (T-F1).
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Action } from '../../src/action.ts'
import { hours } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { Request } from '../../src/requests/request.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { load, proven } from '../requests/quietly.ts'
import { asker, bystander, type GateWorld, openGateWorld } from '../seals/gate.ts'

let it: TestLatchkey
let gate: GateWorld
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  gate = await openGateWorld(it)
  const unlock = it.core.actions.get('unlock-user')
  if (!unlock) throw new Error('there is an action unlock-user')
  // Stands for a password that is replaced: nobody has to type one here.
  const replacing: Action = { ...unlock, sensitivity: 'credential', replaces: ['jumpcloud-password'] }
  gate.core.actions = new Map(gate.core.actions).set('unlock-user', replacing)
})
afterAll(() => it.stop())

/** Both of one person, and both may begin. What was done in an earlier test is longer ago than 72 hours. */
async function both(person: string) {
  it.clock.advance(hours(24 * 8))
  const changedAt = new Date(it.clock.now().getTime() - hours(24 * 30)).toISOString()
  Object.assign(it.sandbox.state.users.get(idFor(person)) ?? {}, { password_date: changedAt, totp_enabled: true })
  const password = await proven({ ...it, core: gate.core }, person)
  const factor = await gate.ready(person)
  expect([password.state, factor.state]).toEqual(['ready', 'ready'])
  gate.writes()
  return { password, factor }
}

const run = ({ id }: Request, reach: (point: CrashPoint) => Promise<void> = async () => {}) =>
  runRequest({ ...gate.core, crashPoints: { reach } }, id, AbortSignal.timeout(20_000))

/** Both were looked at and begun before either says "about to": then the first one goes on, and the second one after it. */
async function sideBySide(first: Request, second: Request) {
  let begun = 0
  let letBothGo = () => {}
  const bothBegun = new Promise<void>((resolve) => {
    letBothGo = resolve
  })
  let firstOver: Promise<unknown> = Promise.resolve()
  const meet = (wait: () => Promise<unknown>) => async (point: CrashPoint) => {
    if (point !== 'gate:claimed') return
    begun += 1
    if (begun === 2) letBothGo()
    await bothBegun
    await wait()
  }
  firstOver = run(
    first,
    meet(async () => {}),
  )
  await Promise.all([
    firstOver,
    run(
      second,
      meet(() => firstOver),
    ),
  ])
  return Promise.all([first, second].map(async ({ id }) => load(it, id)))
}

test.each([
  'password',
  'factor',
] as const)('the %s was first: it is done, and the other one is not begun', async (name) => {
  const { password, factor } = await both(asker)
  const [first, second] = name === 'password' ? [password, factor] : [factor, password]
  const [one, other] = await sideBySide(first, second)
  expect([one?.state, other?.state]).toEqual(['done', 'failed'])
  expect(other?.reason).toMatchObject({ key: 'gate.other-half' })
  const writes = gate.writes()
  expect(writes.some((call) => call.endsWith('/unlock'))).toBe(name === 'password')
  expect(writes.some((call) => call.endsWith('/resetmfa'))).toBe(name === 'factor')
  expect(await it.ledger(second.id)).not.toContain('step.about-to')
})

test('at the very same moment: exactly one of them', async () => {
  const { password, factor } = await both(bystander)
  await Promise.all([run(password), run(factor)])
  const states = [(await load(it, password.id)).state, (await load(it, factor.id)).state]
  expect(states.sort()).toEqual(['done', 'failed'])
  expect(gate.writes().filter((call) => /unlock|resetmfa/.test(call))).toHaveLength(1)
})
