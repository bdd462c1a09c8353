// Facts that change while two processes want to run an agreed request (T-C6). What is promised: when the change was there before
// either of them looked at anything, nothing runs; when it came while they looked, what runs is the agreed plan, once, or nothing.
import { sql } from 'kysely'
import { z } from 'zod'
import { days } from '../../src/clock.ts'
import type { GateCore, ProofCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { loadRequest } from '../../src/requests/request.ts'
import { seededRandom } from '../full/random.ts'
import { groupFor, idFor, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { approved } from '../requests/quietly.ts'
import { stoppingAt } from './points.ts'

type Core = GateCore & ProofCore

const looker = 'Looker – Analyst'
const wiki = 'Wiki – Readers'
const [asker, owner, another] = ['jonas.weber', 'mei.tanaka', 'hana.suzuki'] as const
/** About as many points as two runs pass together. */
const points = 45

/** What the processes go by beside JumpCloud and the store. */
interface House {
  policyVersion: string
  organisation: Organisation
}

interface Fact {
  change(): unknown
  back(): unknown
  /** The group that is asked for, and who agrees; else Looker and its owner. */
  of?: { group: string; by: string }
}

interface Outcome {
  /** Changed before anybody looked: none of these may run. */
  before: number
  /** Changed while they looked: so many ran, and so many did not. */
  ran: number
  stopped: number
}

export async function changeFacts(
  it: TestLatchkey,
  processes: readonly Core[],
  { schedules, seed }: { schedules: number; seed: number },
): Promise<Outcome> {
  const random = seededRandom(seed)
  const outcome: Outcome = { before: 0, ran: 0, stopped: 0 }
  const house: House = { policyVersion: it.core.policyVersion, organisation: it.core.organisation }
  const facts = factsOf(it, house)
  const names = Object.keys(facts)
  const cores = processes.map(withoutJobs)
  for (let nth = 0; nth < schedules; nth += 1) {
    const name = names[nth % names.length] ?? ''
    // A third of them before anybody looks; in the end each fact at every kind of moment.
    const moment = nth % 3 === 0 ? 0 : Math.ceil(random.between(0, points))
    await once(it, { cores, house, outcome, moment, name, fact: facts[name] as Fact })
  }
  return outcome
}

/** As the house is at each moment, not as it was when the test began. */
const living = (core: Core, house: House): Core => ({
  ...core,
  get policyVersion() {
    return house.policyVersion
  },
  get organisation() {
    return house.organisation
  },
})

interface Schedule {
  cores: readonly Core[]
  house: House
  outcome: Outcome
  /** At which of the points it changes. */
  moment: number
  name: string
  fact: Fact
}

async function once(it: TestLatchkey, { cores, house, outcome, moment, name, fact }: Schedule): Promise<void> {
  const { group, by } = fact.of ?? { group: looker, by: owner }
  await it.db.updateTable('request').set({ state: 'ended', due_at: null }).execute()
  it.clock.advance(days(8))
  it.sandbox.state.groups.get(groupFor(group))?.members.delete(idFor(asker))
  await fetch(`${it.sandbox.url}/_sandbox/journal`, { method: 'DELETE' })
  const { id } = await approved(it, asker, group, by)
  await it.db.updateTable('request').set({ due_at: null }).where('id', '=', id).execute()

  let reached = 0
  const reach = async () => {
    reached += 1
    if (reached === moment) await fact.change()
  }
  const stopping = cores.map((core) => living(stoppingAt(core, reach), house))
  if (moment === 0) await fact.change()
  const run = (core: Core) => runRequest(core, id, AbortSignal.timeout(60_000))
  try {
    // What cannot be read at that very moment is tried again, as its job would be.
    await Promise.allSettled(stopping.map(run))
    await Promise.all(stopping.map(run))
    const isChanged = reached >= moment
    const { state } = await loadRequest(it.db, it.core, id)
    const calls = await callsFor(it)
    if (state !== 'done' && state !== 'failed') throw new Error(`${name}: the request is ${state}`)
    if (calls > 1 || (state === 'failed' && calls > 0)) throw new Error(`${name}: ${state} after ${calls} calls`)
    if (moment === 0 && calls > 0) throw new Error(`${name}: changed before anybody looked, and it ran`)
    if (moment === 0) outcome.before += 1
    else if (isChanged) outcome[calls > 0 ? 'ran' : 'stopped'] += 1
  } finally {
    await fact.back()
  }
}

const call = z.object({ path: z.string(), changed: z.boolean() })
const journal = z.object({ entries: z.array(call) })

async function callsFor({ sandbox }: TestLatchkey): Promise<number> {
  const { entries } = journal.parse(await (await fetch(`${sandbox.url}/_sandbox/journal`)).json())
  return entries.filter(({ path, changed }) => changed && path.endsWith('/members')).length
}

function factsOf(it: TestLatchkey, house: House): Record<string, Fact> {
  const { policyVersion, organisation } = house
  const groupOf = (name: string) => {
    const found = it.sandbox.state.groups.get(groupFor(name))
    if (!found) throw new Error(`no group ${name}`)
    return found
  }
  const userOf = (username: string) => {
    const found = it.sandbox.state.users.get(idFor(username))
    if (!found) throw new Error(`nobody is called ${username}`)
    return found
  }
  const inGroup = (change: object, before: object, name = looker): Fact => {
    const group = groupOf(name)
    return { change: () => Object.assign(group, change), back: () => Object.assign(group, before) }
  }
  const ofUser = (username: string, change: object, before: object): Fact => ({
    change: () => Object.assign(userOf(username), change),
    back: () => Object.assign(userOf(username), before),
  })
  const inHouse = (change: Partial<House>): Fact => ({
    change: () => Object.assign(house, change),
    back: () => Object.assign(house, { policyVersion, organisation }),
  })
  const frozen = (at: Date | null) =>
    sql`UPDATE binding SET frozen_at = ${at} WHERE account_user = ${asker}`.execute(it.db)
  const manager = userOf(asker).manager
  const members = groupOf(looker).members
  return {
    'the person is in the group already': {
      change: () => members.add(idFor(asker)),
      back: () => members.delete(idFor(asker)),
    },
    'the person is suspended': ofUser(asker, { state: 'SUSPENDED' }, { state: 'ACTIVATED' }),
    'the person is one of those whom nobody serves in chat': inHouse({
      organisation: {
        ...organisation,
        protected: { ...organisation.protected, breakGlass: [`${asker}@northwind.example`] },
      },
    }),
    'the person has another manager': {
      ...ofUser(asker, { manager: idFor(another) }, { manager }),
      of: { group: wiki, by: usernameOf(it, manager) },
    },
    'the approver is suspended': ofUser(owner, { state: 'SUSPENDED' }, { state: 'ACTIVATED' }),
    'the approver is no owner any more': ofUser(
      owner,
      { email: 'mei@northwind.example' },
      { email: `${owner}@northwind.example` },
    ),
    'the account is connected to somebody else': {
      change: () => it.core.bindings.bind(it.chat.account(asker), idFor(another)),
      back: () => it.core.bindings.bind(it.chat.account(asker), idFor(asker)),
    },
    'the account is not connected any more': { change: () => frozen(it.clock.now()), back: () => frozen(null) },
    'the group is filled by a rule': inGroup(
      { membershipMethod: 'DYNAMIC_AUTOMATED', query: ['department:$eq:Data'] },
      { membershipMethod: 'STATIC', query: undefined },
    ),
    'the group gives sudo': inGroup(
      { sudo: { enabled: true, withoutPassword: false } },
      { sudo: { enabled: false, withoutPassword: false } },
    ),
    'another group has its name': inGroup({ name: 'Looker – Old' }, { name: looker }),
    'the group is a privileged one': inHouse({
      organisation: {
        ...organisation,
        groups: organisation.groups.map((one) => (one.name === looker ? { ...one, tier: 'privileged' } : one)),
      },
    }),
    'the policy is another one': inHouse({ policyVersion: 'another' }),
  }
}

const usernameOf = ({ sandbox }: TestLatchkey, id: unknown): string =>
  [...sandbox.state.users.values()].find(({ _id }) => _id === id)?.username ?? ''
