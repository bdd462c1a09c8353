// The organisation's limit on credentials: exactly that many are begun in an hour, then Latchkey freezes itself and pages.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Action } from '../../src/action.ts'
import { hours } from '../../src/clock.ts'
import type { GateCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import { recentCredentialEvents } from '../../src/people/recent-credentials.ts'
import { isTooOftenAbout } from '../../src/requests/too-often.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { proven } from '../requests/quietly.ts'

let it: TestLatchkey
let core: GateCore
let seenAsReset: GateCore
beforeAll(async () => {
  it = await startTestLatchkey({
    organisation: (example) => ({
      ...example,
      limits: { credentialsPerHour: 3, credentialsPerPersonPerDay: 1 },
    }),
  })
  // Fresh bindings rest for three days before they may ask for this.
  it.clock.advance(hours(80))
  const unlock = it.core.actions.get('unlock-user')
  if (!unlock) throw new Error('there is an action unlock-user')
  const withUnlock = (as: Partial<Action>) =>
    new Map([...it.core.actions, ['unlock-user', { ...unlock, ...as }] as const])
  core = { ...withoutJobs(it.core), actions: withUnlock({ sensitivity: 'credential' }) }
  // Looked at afterwards as if it had taken a second factor away.
  seenAsReset = { ...core, actions: withUnlock({ replaces: ['jumpcloud-mfa'] }) }
})
afterAll(() => it.stop())

const run = (id: RequestId) => runRequest(core, id, AbortSignal.timeout(20_000))
const unlocks = async () => (await it.sandbox.writes()).filter(({ path }) => path.endsWith('/unlock')).length
const people = ['maya.alvarez', 'leo.brandt', 'viktor.lund', 'jonas.weber', 'aisha.rahman']

test('of five at one moment three are begun; the rest is held, and goes on after people looked and the hour is over', {
  timeout: 180_000,
}, async () => {
  const ids: RequestId[] = []
  for (const username of people) ids.push((await proven(it, username)).id)
  await Promise.all(ids.map(run))
  expect(await unlocks()).toBe(3)
  expect(await it.core.freezes.isFrozen('house')).toBe(true)
  const states = await Promise.all(ids.map((id) => it.stateOf(id)))
  expect(states.filter((state) => state === 'done')).toHaveLength(3)
  expect(states.filter((state) => state === 'done' || state === 'running' || state === 'ready')).toHaveLength(5)
  // Nothing wakes anybody here: what waits to be told is told by the look of every minute.
  await it.latchkey.catchUp(0)
  await it.chat.waitFor('#audit', /Latchkey froze itself: 3 credential changes/)
  await it.chat.waitFor('nadia.petrova', /Latchkey froze itself/)
  // Lifted too early it freezes again at the next one.
  await core.freezes.unfreeze('house', { by: 'host', why: 'test' })
  await Promise.all(ids.map(run))
  expect(await unlocks()).toBe(3)
  expect(await core.freezes.isFrozen('house')).toBe(true)
  it.clock.advance(hours(1))
  await core.freezes.unfreeze('house', { by: 'host', why: 'test' })
  const left = await Promise.all(ids.map((id) => it.stateOf(id)))
  for (const [place, state] of left.entries()) if (state === 'running') await run(ids[place] as RequestId)
  // The house's own look of every minute may have been faster.
  const all = 3 + left.filter((state) => state === 'running').length
  await expect.poll(unlocks, { timeout: 20_000 }).toBe(all)
})

test('what was done is known for 72 hours, for that person alone', async () => {
  const changedAt = new Date(it.clock.now().getTime() - hours(24 * 30)).toISOString()
  for (const username of people)
    Object.assign(it.sandbox.state.users.get(idFor(username)) ?? {}, { password_date: changedAt })
  const recent = (username: string, within?: number) =>
    recentCredentialEvents(it.db, seenAsReset, idFor(username), within)
  expect(await recent('maya.alvarez')).toEqual({ password: false, mfa: true })
  expect(await recent('sofia.rossi')).toMatchObject({ mfa: false })
  expect(await recent('maya.alvarez', hours(0.5))).toEqual({ password: false, mfa: false })
  it.clock.advance(hours(72))
  expect(await recent('maya.alvarez')).toEqual({ password: false, mfa: false })
})

test('what a request did counts although it failed later; what it did not do does not', async () => {
  const { id, subject, planHash: plan } = await proven(it, 'aisha.rahman')
  const note = (event: 'step.about-to' | 'step.did' | 'step.failed', data: Record<string, string | number>) =>
    core.store.tx((tx) =>
      core.ledger.append(tx, { actor: 'gate', event, request: id, about: subject, body: { plan, ...data } }),
    )
  const mfa = async () => (await recentCredentialEvents(it.db, seenAsReset, subject)).mfa
  const first = { phase: 'run', seq: 0, action: 'unlock-user' }
  expect(await mfa()).toBe(false)
  await note('step.about-to', first)
  expect(await mfa()).toBe(true)
  // Who only writes to the database does not make it a failure.
  const forged = JSON.stringify({ about: subject, data: { to: 'failed' } })
  await sql`SELECT ledger_append(now(), 'gate', 'step.failed', ${id}::uuid, ${forged}::text)`.execute(it.db)
  expect(await mfa()).toBe(true)
  await note('step.failed', { from: 'running', to: 'failed', why: 'jumpcloud-rejected' })
  expect(await mfa()).toBe(false)
  await note('step.did', first)
  await note('step.about-to', { phase: 'run', seq: 1, action: 'remove-from-group' })
  expect(await mfa()).toBe(true)
})

test('a password that JumpCloud says was changed lately counts, and one of which it says nothing as well', async () => {
  const user = it.sandbox.state.users.get(idFor('leo.brandt'))
  const recent = () => recentCredentialEvents(it.db, core, idFor('leo.brandt'))
  for (const [date, password] of [
    [new Date(it.clock.now().getTime() - hours(71)).toISOString(), true],
    [new Date(it.clock.now().getTime() - hours(73)).toISOString(), false],
    [new Date(it.clock.now().getTime() + hours(1)).toISOString(), true],
    [null, true],
  ] as const) {
    Object.assign(user ?? {}, { password_date: date })
    expect((await recent()).password, String(date)).toBe(password)
  }
})

test('one person’s are counted by the day, whoever asks, and what was cancelled is not', async () => {
  const { id, subject, plan } = await proven(it, 'priya.nair')
  const tooOften = () => isTooOftenAbout(core, subject, plan.steps)
  expect(await tooOften()).toBe(true)
  await it.db.updateTable('request').set({ state: 'cancelled' }).where('id', '=', id).execute()
  expect(await tooOften()).toBe(false)
  expect(await isTooOftenAbout(it.core, subject, plan.steps)).toBe(false)
})
