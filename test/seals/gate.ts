// What the gate makes of changed rows: a second factor's reset, proven, agreed and announced, about to begin.
import { sql } from 'kysely'
import { hours, minutes } from '../../src/clock.ts'
import type { GateCore, ProofCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { noteAccepted } from '../../src/outbox/accepted.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { noteRoles } from '../../src/people/role-since.ts'
import { noWait, type Policy } from '../../src/policy/policy.ts'
import { completeProof } from '../../src/proof/complete.ts'
import { addFactor } from '../../src/proof/factors.ts'
import { approve } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { idFor, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { confirmed, decider, load } from '../requests/quietly.ts'

export const [asker, bystander] = ['leo.brandt', 'hana.suzuki'] as const
const helper = 'dana.whitfield'

export interface GateWorld {
  it: TestLatchkey
  core: GateCore & ProofCore
  /** Writes that have left since the last look. */
  writes(): string[]
  /** Proven, agreed, announced: the gate may begin. */
  ready(username?: string): Promise<Request>
  /** Asked and confirmed, with nothing of what it needs. */
  bare(username?: string): Promise<Request>
  /** Lets the gate look twice, and time pass: the writes that left, and what the ledger says since. */
  run(request: Request): Promise<{ writes: string[]; said: string[] }>
  /** Frozen and lifted again, so that there are rows which say so. */
  refreeze(): Promise<void>
  /** Everything of theirs: whoever has three open requests is told to wait. */
  cancel(username: string): Promise<void>
}

/** The house with the wait left out and nobody limited: what is left is what seals and the gate do. */
export async function openGateWorld(it: TestLatchkey): Promise<GateWorld> {
  const sent: string[] = []
  const quiet = withoutJobs(it.core)
  const skill = quiet.skills.get('reset-mfa')
  if (!skill) throw new Error('there is a skill to reset')
  const policy: Policy = { ...skill.policy, wait: noWait, limit: { times: 100_000, per: 'week' } }
  const many = { credentialsPerHour: 100_000, credentialsPerPersonPerDay: 100_000 }
  const core: GateCore & ProofCore = {
    ...quiet,
    skills: new Map(quiet.skills).set('reset-mfa', { ...skill, policy }),
    organisation: { ...quiet.organisation, limits: { ...quiet.organisation.limits, ...many } },
    writer: {
      call: (endpoint, how) => {
        sent.push(`${endpoint.method} ${endpoint.path}`)
        return quiet.writer.call(endpoint, how)
      },
    },
  }
  await noteRoles(it.core)
  await it.advance(hours(73))
  for (const username of [asker, bystander, helper]) await withFactor(it, core, username)
  const world: GateWorld = {
    it,
    core,
    writes: () => sent.splice(0),
    bare: (username = asker) => confirmed({ ...it, core }, username, { skill: 'reset-mfa' }),
    async ready(username = asker) {
      const request = await world.bare(username)
      await proveWith(core, request, username)
      const proven = await load({ core }, request.id)
      await proveWith(core, proven, helper)
      await core.store.tx((tx) => approve(tx, core, proven, decider(it, helper)))
      await core.store.tx(async (tx) => {
        for (const way of ['chat/another', 'mail/work'] as const) await noteAccepted(tx, core, request.id, way)
      })
      return load({ core }, request.id)
    },
    run: (request) => runTwice(world, request),
    async refreeze() {
      for (const scope of ['house', idFor(asker), idFor(bystander)] as const) {
        await core.freezes.freeze(scope, { by: 'host', why: 'test' })
        await core.freezes.unfreeze(scope, { by: 'host', why: 'test' })
      }
    },
    async cancel(username) {
      await it.db.updateTable('request').set({ state: 'cancelled' }).where('requester', '=', idFor(username)).execute()
    },
  }
  await world.refreeze()
  return world
}

const proveWith = ({ store, ...core }: GateWorld['core'], request: Request, username: string) => {
  const { account } = request
  const given = { person: idFor(username), method: 'passkey', level: 'S2', hash: request.planHash } as const
  const place = { ...account, user: username }
  return store.tx((tx) => completeProof(tx, { ...core, store }, request, { ...given, place }))
}

async function withFactor(it: TestLatchkey, core: GateWorld['core'], username: string): Promise<void> {
  const credential = { id: `id-of-${username}`, publicKey: 'AA', counter: 0, transports: [] }
  const added = { kind: 'passkey', label: 'Passkey', credential, addedBy: 'sign-in' } as const
  const readers = await credentialReaders(core, idFor(username))
  await core.store.tx((tx) => addFactor(tx, core, readers, { ...added, usableFrom: it.clock.now() }))
  // Whoever decides has held theirs for longer than what is fresh.
  it.clock.advance(hours(73))
}

async function runTwice(world: GateWorld, { id }: Request) {
  const { it, core } = world
  const before = await lastRecord(core)
  const go = () => runRequest(core, id, AbortSignal.timeout(10_000))
  await go()
  await go()
  const writes = world.writes()
  let said = await saidSince(core, before)
  if (writes.length === 0 && said.length === 0) {
    // What is only held comes back by itself, and is asked again.
    it.clock.advance(minutes(16))
    await wakeRequest(core, id)
    said = await saidSince(core, before)
  }
  await world.cancel(asker)
  return { writes: [...writes, ...world.writes()], said }
}

const lastRecord = async ({ store }: Pick<GateCore, 'store'>): Promise<number> =>
  (await store.db.selectFrom('ledger_head').select('seq').executeTakeFirstOrThrow()).seq

async function saidSince({ store }: Pick<GateCore, 'store'>, seq: number): Promise<string[]> {
  const rows = await store.db.selectFrom('ledger').select('event').where('seq', '>', seq).execute()
  return rows.map(({ event }) => event)
}

/** The rows of each table that this request stands on, in SQL. */
export const rowsOf = ({ id, planHash }: { id: string; planHash: string }): Record<string, readonly string[]> => ({
  plan: [`hash = '${planHash}'`],
  vote: [`plan_hash = '${planHash}'`],
  proof: [asker, helper].map((username) => `plan_hash = '${planHash}' AND person = '${idFor(username)}'`),
  accepted_notice: [`request_id = '${id}' AND channel = 'mail/work'`],
  binding: [`account_user = '${asker}'`],
  role_seen: [`role = 'it' AND person = '${idFor(helper)}'`],
  freezing: [`scope = 'house'`, `scope = '${idFor(asker)}'`],
})

/** Whoever writes to the database writes around triggers too. */
export const withoutTriggers = async (db: TestLatchkey['db'], work: () => Promise<void>): Promise<void> => {
  await sql`ALTER TABLE plan DISABLE TRIGGER plan_is_immutable`.execute(db)
  try {
    await work()
  } finally {
    await sql`ALTER TABLE plan ENABLE TRIGGER plan_is_immutable`.execute(db)
  }
}
