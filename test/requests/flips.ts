// Approvers whose standing changes between the press and the first step: whose yes still counts then (T-C7).
import { expect } from 'vitest'
import { days, hours, later } from '../../src/clock.ts'
import type { UserId } from '../../src/ids.ts'
import { noteRoles } from '../../src/people/role-since.ts'
import type { ApprovalRule } from '../../src/policy/policy.ts'
import { personId, type Someone, someone } from '../fakes/memory-directory.ts'
import { type Random, seededRandom } from '../full/random.ts'
import { agreement, askedIn, type Company, companyOf, desk, joining, pressAt, proveAt, resetting } from './voting.ts'

const names = ['asker', 'boss', 'helper', 'guard', 'chief'] as const
type Name = (typeof names)[number]
const approvers = ['boss', 'helper', 'guard'] as const
type Approver = (typeof approvers)[number]
const account = (name: string) => ({ platform: 'slack', tenant: 'T1', user: name })

interface World {
  company: Company
  of(name: Name): Someone
}

/** What makes a yes of theirs worth nothing, and how it is undone. `only`: where it matters for credentials alone. */
const conditions: Record<
  string,
  { flip(world: World, who: Approver): unknown; back(world: World, who: Approver): unknown; only?: 'credentials' }
> = {
  'is suspended': {
    flip: ({ of }, who) => Object.assign(of(who), { state: 'SUSPENDED' }),
    back: ({ of }, who) => Object.assign(of(who), { state: 'ACTIVATED' }),
  },
  'is deleted': {
    flip: ({ company }, who) => company.people.delete(personId(who)),
    back: ({ company, of }, who) => company.people.set(personId(who), of(who)),
  },
  'has left the role': {
    flip: (world, who) => leave(world, who),
    back: (world, who) => enter(world, who),
  },
  'is paused': {
    flip: ({ company }, who) => company.frozen.add(personId(who)),
    back: ({ company }, who) => company.frozen.delete(personId(who)),
  },
  'has a new password': {
    only: 'credentials',
    flip: ({ company, of }, who) =>
      Object.assign(of(who), { passwordChangedAt: later(company.clock.now(), -hours(71)) }),
    back: ({ company, of }, who) =>
      Object.assign(of(who), { passwordChangedAt: later(company.clock.now(), -days(90)) }),
  },
  'has a password of unknown age': {
    only: 'credentials',
    flip: ({ of }, who) => Object.assign(of(who), { passwordChangedAt: undefined }),
    back: ({ company, of }, who) =>
      Object.assign(of(who), { passwordChangedAt: later(company.clock.now(), -days(90)) }),
  },
  'has a new factor': {
    only: 'credentials',
    async flip({ company: { deps } }, who) {
      const added_at = later(deps.clock.now(), -hours(71))
      const kind = { id: who, person: personId(who), kind: 'passkey', label: 'Passkey', added_by: 'sign-in' } as const
      const row = { ...kind, credential_id: null, public_key: null, transports: '[]', sealed_address: null, mac: '' }
      await deps.store.db
        .insertInto('factor')
        .values({ ...row, added_at, usable_from: added_at, last_used_at: null, removed_at: null })
        .execute()
    },
    back: ({ company: { deps } }, who) => deps.store.db.deleteFrom('factor').where('id', '=', who).execute(),
  },
  'is new in the role': {
    only: 'credentials',
    async flip(world, who) {
      const { deps, clock } = world.company
      await leave(world, who)
      await noteRoles(deps)
      await enter(world, who)
      await noteRoles(deps)
      clock.advance(hours(1))
    },
    // A day later they are new no longer.
    back: ({ company }) => company.clock.advance(hours(24)),
  },
  'works for the asker': {
    only: 'credentials',
    flip: ({ of }, who) => Object.assign(of(who), { managerId: personId('asker') }),
    back: ({ of }, who) => Object.assign(of(who), { managerId: who === 'boss' ? undefined : personId('chief') }),
  },
}

const teamOf = { helper: desk, guard: 'Security' } as const

/** By the role that each of the three has. */
function leave({ of }: World, who: Approver): void {
  if (who === 'boss') of('asker').managerId = personId('chief')
  else of(who).groups.delete(teamOf[who])
}

function enter({ of }: World, who: Approver): void {
  if (who === 'boss') of('asker').managerId = personId('boss')
  else of(who).groups.add(teamOf[who])
}

async function worldOf(): Promise<World> {
  const people = new Map<Name, Someone>([
    ['asker', someone('asker', { managerId: personId('boss') })],
    ['boss', someone('boss')],
    ['chief', someone('chief')],
    ['helper', someone('helper', { managerId: personId('chief'), groups: new Set([teamOf.helper]) })],
    ['guard', someone('guard', { managerId: personId('chief'), groups: new Set([teamOf.guard]) })],
  ])
  const company = await companyOf([...people.values()])
  for (const name of names) await company.deps.bindings.bind(account(name), personId(name))
  await noteRoles(company.deps)
  // The first day, on which everybody counts as old in their role, is over.
  company.clock.advance(hours(25))
  return { company, of: (name) => people.get(name) ?? someone(name) }
}

/** Their manager, and somebody of IT or security: with three presses one of the last two can be spared. */
const approvals: readonly ApprovalRule[] = [{ by: ['manager'] }, { by: ['it', 'security'] }]

interface Counted {
  /** Agreed although one of the three no longer counts. */
  withoutThem: number
  /** Agreed with somebody who counts again. */
  withThemAgain: number
  /** All have pressed, and what is left is not enough. */
  stopped: number
}

/** Three press in any order; one of them is flipped somewhere on the way, and perhaps back: looked at after every step. */
export async function checkFlips(runs: number, seed: number): Promise<Counted> {
  const random = seededRandom(seed)
  const counted: Counted = { withoutThem: 0, withThemAgain: 0, stopped: 0 }
  for (let run = 0; run < runs; run += 1) {
    const world = await worldOf()
    await oneRun(world, random, counted)
    await world.company.deps.store.close()
  }
  return counted
}

async function oneRun(world: World, random: Random, counted: Counted): Promise<void> {
  const { company } = world
  const victim = random.pick(approvers)
  const name = random.pick(Object.keys(conditions))
  const condition = conditions[name]
  if (!condition) throw new Error(`there is no condition ${name}`)
  const isCredential = condition.only === 'credentials' || random.chance(0.5)
  const id = personId('asker')
  const steps = (isCredential ? resetting : joining)(id)
  const request = askedIn(company, { requester: id, subject: id, account: account('asker'), approvals, steps })
  const [flipsAt, backAt] = [Math.floor(random.between(0, 4)), Math.floor(random.between(1, 8))]
  const order = shuffled(random)
  const counting = new Set<UserId>()
  let isFit = true
  const look = async (moment: string): Promise<void> => {
    const standing = (who: Approver) => counting.has(personId(who)) && (who !== victim || isFit)
    const isQuorum = standing('boss') && (standing('helper') || standing('guard'))
    const { byGate } = await agreement(company, request)
    const told = `${victim} ${name}, from ${flipsAt} to ${backAt}; ${order.join(', ')}: at ${moment}`
    if (byGate) expect(isQuorum, told).toBe(true)
    if (byGate && !isFit) counted.withoutThem += 1
    if (byGate && isFit && moment === 'back') counted.withThemAgain += 1
    if (!byGate && counting.size === order.length) counted.stopped += 1
  }
  for (let moment = 0; moment <= order.length; moment += 1) {
    if (moment === flipsAt) {
      await condition.flip(world, victim)
      isFit = false
      await look('flip')
    }
    if (!isFit && moment === backAt) {
      await condition.back(world, victim)
      isFit = true
      await look('back')
    }
    const who = order[moment]
    if (who && (await press(company, request, who))) {
      expect(who !== victim || isFit, `${victim} ${name}, and their press counts`).toBe(true)
      counting.add(personId(who))
      await look(`the press of ${who}`)
    }
  }
}

async function press(company: Company, request: ReturnType<typeof askedIn>, who: Approver): Promise<boolean> {
  await proveAt(company, request, account(who))
  return pressAt(company, request, account(who))
}

function shuffled(random: Random): Approver[] {
  const left = [...approvers]
  const found: Approver[] = []
  while (left.length > 0) found.push(...left.splice(left.indexOf(random.pick(left)), 1))
  return found
}
