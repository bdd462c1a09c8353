// Starting is all or nothing, goes on where a dead process stopped, and ends without waiting for what nobody answers.
import { openAsBlob } from 'node:fs'
import { afterEach, expect, inject, test } from 'vitest'
import type { Adapter } from '../src/adapter.ts'
import { seconds } from '../src/clock.ts'
import { createInbox } from '../src/conversation/inbox.ts'
import type { CrashPoint } from '../src/core.ts'
import { demoOrganisation } from '../src/demo/organisation.ts'
import { runRequest } from '../src/gate/gate.ts'
import { verifyLedger } from '../src/ledger/verify.ts'
import { createLog } from '../src/log.ts'
import { startLatchkey } from '../src/main.ts'
import type { OpenStore } from '../src/store/open.ts'
import { askToUnlock, idFor, startTestLatchkey, type TestLatchkey, typeCode, withoutJobs } from './latchkey.ts'
import { approved } from './requests/quietly.ts'

const adapter = (platform: string, seen: string[], start: () => Promise<void>): Adapter => ({
  platform,
  start,
  isReady: () => true,
  stop: async () => void seen.push(`${platform} stopped`),
  profile: async () => ({ kind: 'refused', why: 'stranger' }),
  findAccount: async () => undefined,
  deliver: async () => 'nowhere',
})

test('when an adapter cannot start, the ones before it, the jobs and the store are stopped again', async () => {
  const seen: string[] = []
  let store: OpenStore | undefined
  const started = startLatchkey({
    config: {
      jumpcloud: {
        credential: { kind: 'api-key', key: 'k' },
        readCredential: undefined,
        orgId: undefined,
        region: 'us',
        overrides: {},
      },
      databaseUrl: undefined,
      dataFolder: '',
      secret: 'a secret that is long enough to be one',
    },
    organisation: demoOrganisation({ platform: 'first', id: 'audit' }),
    log: createLog({ level: 'error', secrets: [] }),
    store: { inMemory: true, template: await openAsBlob(inject('storeTemplate')) },
    adapters(parts) {
      store = parts.store
      return [
        adapter('first', seen, async () => {}),
        adapter('second', seen, async () => {
          throw new Error('the port is taken')
        }),
      ]
    },
  })
  await expect(started).rejects.toThrow('the port is taken')
  expect(seen).toEqual(['first stopped'])
  await expect(store?.db.selectFrom('request').select('id').execute()).rejects.toThrow(/destroyed|closed/i)
}, 60_000)

const running: TestLatchkey[] = []
afterEach(async () => {
  for (const it of running.splice(0).reverse()) await it.stop()
})

/** The store as it is at this moment: what another process finds when this one is killed. */
async function copyOf(it: TestLatchkey): Promise<Blob> {
  const copy = await it.latchkey.store.dump?.()
  if (!copy) throw new Error('an embedded store can be copied')
  return copy
}

test('what was acknowledged, begun or posted when the process was killed is finished by the next one, once', async () => {
  let hold: CrashPoint | undefined
  let copy: Blob | undefined
  const before: TestLatchkey = await startTestLatchkey({
    on: 'embedded',
    async atPoint(point) {
      if (point !== hold) return
      hold = undefined
      copy = await copyOf(before)
      throw new Error('the process died here')
    },
  })
  running.push(before)
  // Between "about to" and the call.
  const request = await approved(before, 'leo.brandt', 'Looker – Analyst', 'mei.tanaka')
  // Acknowledged, and nobody has looked at it.
  const inbox = createInbox(withoutJobs(before.core))
  const account = before.chat.account('grace.mbeki')
  await inbox.receive({ kind: 'message', account, eventId: 'unanswered', text: 'show my requests', mentions: [] })
  // Somebody was just delivering to her.
  await before.db
    .insertInto('mailbox')
    .values({
      destination_key: 'person/test/northwind/grace.mbeki',
      busy_until: new Date(before.clock.now().getTime() + 45_000),
    })
    .execute()
  hold = 'gate:about-to'
  await expect(runRequest(withoutJobs(before.core), request.id, AbortSignal.timeout(10_000))).rejects.toThrow(
    'died here',
  )
  if (!copy) throw new Error('it was not copied')

  const after = await startTestLatchkey({ after: { before, copy } })
  running.push(after)
  await after.settled()
  expect(await after.stateOf(request.id)).toBe('done')
  expect((await after.sandbox.writes()).filter(({ changed }) => changed)).toHaveLength(1)
  expect((await after.ledger(request.id)).filter((event) => event === 'step.did')).toHaveLength(1)
  await after.chat.waitFor('leo.brandt', /approved and done/)
  await after.chat.waitFor('grace.mbeki', /You have no requests/)
  expect(await verifyLedger(after.core.store)).toMatchObject({ ok: true })
})

test('a proof whose code was typed before the kill is completed after it', async () => {
  const before = await startTestLatchkey({ on: 'embedded' })
  running.push(before)
  const push = await askToUnlock(before, 'ida.lindqvist')
  await typeCode(before, 'ida.lindqvist', push.code)
  const copy = await copyOf(before)
  const after = await startTestLatchkey({ after: { before, copy } })
  running.push(after)
  await after.phone('ida.lindqvist').accept(push.id)
  await after.chat.waitFor('ida.lindqvist', /Unlock my account: done/)
  expect(after.sandbox.state.users.get(idFor('ida.lindqvist'))?.account_locked).toBe(false)
})

test('stopping does not wait for a phone that nobody answers', async () => {
  const it = await startTestLatchkey()
  await askToUnlock(it, 'ida.lindqvist')
  const began = performance.now()
  await it.stop()
  expect(performance.now() - began).toBeLessThan(seconds(10))
})
