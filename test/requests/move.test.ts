// Rows of requests: one winner for every move, votes that cannot be forged, and no wake-up that comes at once for ever.

import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, later, movableClock } from '../../src/clock.ts'
import type { Directory } from '../../src/directory.ts'
import { planHash } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger, readLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { createLog } from '../../src/log.ts'
import { actionsByName } from '../../src/parts.ts'
import { createBindings } from '../../src/people/bindings.ts'
import { createFreezes } from '../../src/people/freeze.ts'
import { type Move, move } from '../../src/requests/move.ts'
import { loadRequest, type Request } from '../../src/requests/request.ts'
import { isOpen, openStates, requestStates } from '../../src/requests/states.ts'
import { insertVote, votesOn } from '../../src/requests/votes.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { loadSkills } from '../../src/skills.ts'
import { jobNames } from '../../src/store/jobs.ts'
import type { OpenStore } from '../../src/store/open.ts'
import type { Tx } from '../../src/store/store.ts'
import { companyForTests, northwind } from '../people/company.ts'
import { aHash, aUser } from '../store/rows.ts'
import { openTestStore } from '../store.ts'
import { aStoredRequest } from './stored.ts'

const clock = movableClock()
const keys = createKeys('a-secret-of-thirty-two-characters')
const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
const deps = { clock, keys, ledger, organisation: northwind }
let store: OpenStore
beforeAll(async () => {
  store = await openTestStore({ clock, queues: await jobNames(join(import.meta.dirname, '../../src/jobs')) })
})
afterAll(() => store.close())

const made = (row: NonNullable<Parameters<typeof aStoredRequest>[1]>['row'] = {}) =>
  aStoredRequest({ store, keys, clock }, { row })
const again = (request: Request) => loadRequest(store.db, { keys }, request.id)
const approve: Move = { from: ['approving'], to: 'ready', actor: 'system', event: 'approval.approved' }
const moving = (request: Request, how: Partial<Move> = {}, effects?: (tx: Tx) => Promise<void>) =>
  store.tx((tx) => move(tx, deps, request, { ...approve, ...how }, effects && (() => effects(tx))))
const recordsOf = ({ id }: Request) => readLedger(store, { request: id, limit: 50 })
const wakesOf = ({ id }: Request) =>
  sql<{ n: string }>`SELECT count(*) AS n FROM pgboss.job WHERE name = 'wake-request' AND data->>'request' = ${id}`
    .execute(store.db)
    .then(({ rows }) => Number(rows[0]?.n))

test('the open states are those before anything ran', () => {
  expect(requestStates.filter(isOpen)).toEqual(['open', 'confirming', 'proving', 'approving', 'waiting', 'ready'])
  expect(openStates.every(isOpen)).toBe(true)
})

describe('a move', () => {
  test('changes state, due time, job and ledger together', async () => {
    const request = await made({ state: 'approving' })
    expect(await moving(request, { set: { ready_at: clock.now() }, body: { n: 1 } })).toBe(true)
    const after = await again(request)
    expect(after.state).toBe('ready')
    expect(after.row.due_at?.getTime()).toBeGreaterThan(clock.now().getTime())
    expect(await wakesOf(request)).toBe(1)
    expect(await recordsOf(request)).toMatchObject([
      { event: 'approval.approved', actor: 'system', body: { from: 'approving', to: 'ready', n: 1 } },
    ])
  })

  test('of two at once one wins, and only the winner’s effects happen', async () => {
    const request = await made({ state: 'approving' })
    const effects: string[] = []
    const results = await Promise.all([
      moving(request, {}, async () => void effects.push('approved')),
      moving(request, { to: 'denied', event: 'approval.denied' }, async () => void effects.push('denied')),
      moving(request, { to: 'cancelled', event: 'request.cancelled' }, async () => void effects.push('cancelled')),
    ])
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(effects).toHaveLength(1)
    expect(await recordsOf(request)).toHaveLength(1)
  })

  test('from another state, or for an older plan, writes nothing', async () => {
    const request = await made({ state: 'done' })
    const before = await again(request)
    const effects: string[] = []
    expect(await moving(request, {}, async () => void effects.push('x'))).toBe(false)
    expect(await moving(request, { from: ['done'], onPlan: aHash() }, async () => void effects.push('x'))).toBe(false)
    expect(effects).toEqual([])
    expect((await again(request)).row).toEqual(before.row)
    expect(await recordsOf(request)).toEqual([])
    expect(await wakesOf(request)).toBe(0)
  })

  test('whose effect fails did not happen', async () => {
    const request = await made({ state: 'approving' })
    const failing = moving(request, {}, async (tx) => {
      await tx.enqueue('run-request', { request: request.id })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect((await again(request)).state).toBe('approving')
    expect(await recordsOf(request)).toEqual([])
    expect(await wakesOf(request)).toBe(0)
  })

  test('seals what is personal and keeps it out of the record', async () => {
    const request = await made({ state: 'approving' })
    await moving(request, { personal: { of: request.requester, fields: { reason: 'my cat did it' } } })
    const [record] = await recordsOf(request)
    expect(record?.personal?.of).toBe(request.requester)
    expect(JSON.stringify(record)).not.toContain('cat')
  })
})

describe('a vote', () => {
  const account = { platform: 'slack', tenant: 'T1', user: 'U2' }
  const voting = (
    request: Request,
    person = aUser(),
    decision: 'approve' | 'deny' = 'approve',
    hash = request.planHash,
  ) =>
    store.tx((tx) =>
      insertVote(tx, { keys, clock }, { request: request.id, hash, account }, { person, decision, rules: [0] }),
    )
  const votes = (request: Request, hash = request.planHash) => votesOn(store.db, { keys }, request.id, hash)

  test('counts once for a person and a plan, whatever is pressed later', async () => {
    const request = await made({ state: 'approving' })
    const mei = aUser()
    expect(
      await Promise.all([1, 2, 3].map(() => voting(request, mei))).then((all) => all.filter(Boolean)),
    ).toHaveLength(1)
    expect(await voting(request, mei, 'deny')).toBe(false)
    expect(await voting(request)).toBe(true)
    expect(await votes(request)).toMatchObject([{ person: mei, decision: 'approve', rules: [0] }, {}])
  })

  test('is for one plan hash of one request', async () => {
    const [request, other] = [await made(), await made()]
    const narrower = planHash.parse(aHash())
    await voting(request)
    expect(await votes(request, narrower)).toEqual([])
    expect(await votesOn(store.db, { keys }, other.id, request.planHash)).toEqual([])
  })

  test.each<[string, (request: Request) => ReturnType<typeof sql>]>([
    ['person', () => sql`person = ${aUser()}`],
    ['decision', () => sql`decision = 'approve'`],
    ['rules', () => sql`rules = '[0, 1]'`],
    ['at', () => sql`at = at - interval '1 second'`],
    ['mac', () => sql`mac = repeat('0', 64)`],
  ])('whose %s was changed is no vote', async (_column, change) => {
    const request = await made()
    await voting(request, aUser(), 'deny')
    await sql`UPDATE vote SET ${change(request)} WHERE request_id = ${request.id}`.execute(store.db)
    await expect(votes(request)).rejects.toMatchObject({ code: 'tampered' })
  })

  test('that was moved to another plan or request is no vote', async () => {
    const [request, other] = [await made(), await made()]
    await voting(request)
    await sql`UPDATE vote SET request_id = ${other.id}, plan_hash = ${other.planHash} WHERE request_id = ${request.id}`.execute(
      store.db,
    )
    await expect(votes(other)).rejects.toMatchObject({ code: 'tampered' })
  })
})

describe('waking a request', () => {
  const company = companyForTests()
  const ago = fc.option(fc.integer({ min: -days(20), max: 0 }))
  const anyRow = fc.record({
    state: fc.constantFrom(...requestStates),
    expires: fc.integer({ min: -days(3), max: days(3) }),
    asked: ago,
    reminded: ago,
    escalated: ago,
    ready: ago,
    finished: ago,
    ends: fc.option(fc.integer({ min: -days(2), max: days(40) })),
    endReminded: ago,
  })

  test('whatever was due is done, and what comes next lies ahead', async () => {
    const directory: Directory = company.directory()
    const bindings = createBindings({ store, keys, clock, ledger })
    const log = createLog({ level: 'silent', secrets: [] })
    // Stopped, so that the second look comes at the same instant as the first.
    const now = clock.now()
    const all = {
      ...deps,
      clock: { now: () => now },
      log,
      store,
      keys,
      bindings,
      directory,
      actions: actionsByName,
      skills: await loadSkills(),
      freezes: createFreezes({ store, keys, clock, ledger }),
      adapters: new Map(),
    }
    await fc.assert(
      fc.asyncProperty(anyRow, async (row) => {
        const at = (ms: number | null) => (ms === null ? null : later(now, ms))
        const request = await made({
          state: row.state,
          expires_at: later(now, row.expires),
          asked_approvers_at: at(row.asked),
          reminded_at: at(row.reminded),
          escalated_at: at(row.escalated),
          ready_at: at(row.ready),
          finished_at: at(row.finished),
          ends_at: at(row.ends),
          end_reminded_at: at(row.endReminded),
        })
        await wakeRequest(all, request.id)
        const { due_at } = (await again(request)).row
        if (due_at) expect(due_at.getTime()).toBeGreaterThan(now.getTime())
        const records = await recordsOf(request)
        // The second look finds nothing left to do.
        await wakeRequest(all, request.id)
        expect(await recordsOf(request)).toEqual(records)
      }),
      { numRuns: 20 },
    )
  }, 60_000)
})
