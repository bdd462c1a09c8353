// Persons with one to three accounts who ask, vouch and approve in any order: whose yes made a plan agreed (T-C1).
import { expect } from 'vitest'
import { type Account, accountKey, type UserId } from '../../src/ids.ts'
import type { ApprovalRule, ApproverRole } from '../../src/policy/policy.ts'
import type { Request } from '../../src/requests/request.ts'
import { personId, type Someone, someone } from '../fakes/memory-directory.ts'
import { type Random, seededRandom } from '../full/random.ts'
import {
  agreement,
  askedIn,
  type Company,
  companyOf,
  desk,
  joining,
  pressAt,
  proveAt,
  resetting,
  vouchAt,
} from './voting.ts'

const names = ['ada', 'bea', 'cem', 'dia', 'eli', 'fay', 'gus'] as const
const platforms = ['slack', 'teams'] as const
const runsPerCompany = 40

/** What each kind of plan needs: a group, a group in a strict house, passwords and factors on their recovery way. */
const kinds: readonly { steps: (subject: UserId) => Request['plan']['steps']; approvals: readonly ApprovalRule[] }[] = [
  { steps: joining, approvals: [{ by: ['owner', 'manager'] }] },
  { steps: joining, approvals: [{ by: ['owner'] }, { by: ['it', 'security'] }] },
  {
    steps: resetting,
    approvals: [
      { by: ['manager'], proof: 'S2' },
      { by: ['it'], proof: 'S2' },
    ],
  },
  { steps: resetting, approvals: [{ by: ['it', 'security'], proof: 'S2' }, { by: ['it'] }] },
]

interface World {
  company: Company
  accounts: Account[]
  /** Whose account it is, by who connected it: kept beside the program, which has its own table. */
  of: Map<string, UserId>
  holders: Record<'it' | 'security' | 'owner', ReadonlySet<UserId>>
}

async function worldOf(random: Random): Promise<World> {
  const some = () => names.filter(() => random.chance(0.5))
  const [it, security, owner] = [some(), some(), some()]
  const people = names.map(
    (name): Someone =>
      someone(name, {
        managerId: random.chance(0.15) ? undefined : personId(random.pick(names)),
        groups: new Set(it.includes(name) ? [desk] : []),
      }),
  )
  const nobody = { groups: [], people: [] }
  const addresses = (of: readonly string[]) => of.map((name) => `${name}@northwind.example`)
  const company = await companyOf(people, {
    owners: addresses(owner),
    roles: {
      it: { groups: [desk], people: [] },
      security: { groups: [], people: addresses(security) },
      hr: nobody,
      admin: nobody,
    },
  })
  const accounts: Account[] = []
  const of = new Map<string, UserId>()
  for (const { id, name } of people)
    for (let nth = 0; nth === 0 || (nth < 3 && random.chance(0.6)); nth += 1) {
      const account = { platform: random.pick(platforms), tenant: 'T1', user: `${name}-${nth}` }
      accounts.push(account)
      of.set(accountKey(account), id)
      await company.deps.bindings.bind(account, id)
    }
  const ids = (chosen: readonly string[]) => new Set(chosen.map(personId))
  return { company, accounts, of, holders: { it: ids(it), security: ids(security), owner: ids(owner) } }
}

interface Seen {
  agreed: number
  /** Tries of somebody who has a role that decides, and is concerned themselves. */
  ownTries: number
  vouches: number
}

/** `runs` plans, each pressed in every way; throws with its history for one that counts as agreed and should not. */
export async function checkManyAccounts(runs: number, seed: number): Promise<Seen> {
  const random = seededRandom(seed)
  const seen: Seen = { agreed: 0, ownTries: 0, vouches: 0 }
  let world = await worldOf(random)
  for (let run = 0; run < runs; run += 1) {
    if (run > 0 && run % runsPerCompany === 0) {
      await world.company.deps.store.close()
      world = await worldOf(random)
    }
    await oneRun(world, random, seen)
  }
  await world.company.deps.store.close()
  return seen
}

async function oneRun(world: World, random: Random, seen: Seen): Promise<void> {
  const { company, accounts, of } = world
  const ownerOf = (account: Account): UserId => of.get(accountKey(account)) ?? personId('nobody')
  const account = random.pick(accounts)
  const requester = ownerOf(account)
  const subject = random.chance(0.5) ? requester : personId(random.pick(names))
  const { steps, approvals } = random.pick(kinds)
  const request = askedIn(company, { requester, subject, account, approvals, steps: steps(subject) })
  const said = { yes: new Set<UserId>(), word: new Set<UserId>() }
  const history: string[] = []
  for (let left = Math.floor(random.between(3, 8)); left > 0; left -= 1) {
    const at = random.pick(accounts)
    const person = ownerOf(at)
    const what = random.pick(['prove and approve', 'prove and approve', 'approve', 'vouch', 'connect'] as const)
    history.push(`${what} ${accountKey(at)} of ${nameOf(person)}`)
    if (what === 'connect') {
      if (!random.chance(0.2)) continue
      const other = personId(random.pick(names))
      await company.deps.bindings.bind(at, other)
      of.set(accountKey(at), other)
      continue
    }
    if (what === 'vouch') {
      if (!(await vouchAt(company, request, at))) continue
      said.word.add(person)
      seen.vouches += 1
    } else {
      if (person === requester || person === subject) seen.ownTries += 1
      if (what === 'prove and approve') await proveAt(company, request, at)
      if (!(await pressAt(company, request, at))) continue
      said.yes.add(person)
    }
    if (await isAgreed(world, request, said, history)) seen.agreed += 1
  }
}

const nameOf = (person: UserId): string => names.find((name) => personId(name) === person) ?? 'nobody'

async function isAgreed(
  world: World,
  request: Request,
  said: Record<'yes' | 'word', ReadonlySet<UserId>>,
  history: readonly string[],
): Promise<boolean> {
  const { byVotes, byGate } = await agreement(world.company, request)
  if (!byVotes && !byGate) return false
  const { requester, subject } = request
  const concerned = new Set([requester, subject, ...said.word])
  const others = [...said.yes].filter((person) => !concerned.has(person))
  const told = `${nameOf(requester)} asks for ${nameOf(subject)}: ${history.join(', ')}`
  expect(said.word.has(requester) || said.word.has(subject), told).toBe(false)
  expect(canFill(world, subject, request.needs.approvals, others), told).toBe(true)
  return true
}

/** Each rule its own person, by trying every way: written from the sentence, not from the code. */
function canFill(world: World, subject: UserId, rules: readonly ApprovalRule[], people: readonly UserId[]): boolean {
  const [rule, ...rest] = rules
  if (!rule) return true
  return people.some(
    (person) =>
      rule.by.some((role) => holds(world, subject, role, person)) &&
      canFill(
        world,
        subject,
        rest,
        people.filter((one) => one !== person),
      ),
  )
}

function holds({ company, holders }: World, subject: UserId, role: ApproverRole, person: UserId): boolean {
  if (role === 'manager') return company.people.get(subject)?.managerId === person
  return role === 'it' || role === 'security' || role === 'owner' ? holders[role].has(person) : false
}
