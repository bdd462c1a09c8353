// Generated companies, and by hand who of them may agree about credentials together (T-C2): written from the words, not the code.
import { expect } from 'vitest'
import { days, hours, later } from '../../src/clock.ts'
import { noteRoles } from '../../src/people/role-since.ts'
import type { ApprovalRule } from '../../src/policy/policy.ts'
import { insertSteps } from '../../src/requests/create.ts'
import { personId, type Someone, someone } from '../fakes/memory-directory.ts'
import { type Random, seededRandom } from '../full/random.ts'
import { aHash, anId } from '../store/rows.ts'
import { agreement, askedIn, type Company, companyOf, desk, joining, pressAt, proveAt, resetting } from './voting.ts'

interface Clerk {
  name: string
  /** `gone`: JumpCloud names somebody whom it does not know. */
  manager: string | undefined
  isIt: boolean
  isSecurity: boolean
  isSuspended: boolean
  /** Their own password, so many hours ago. */
  passwordHours: number
}

/** Two who agreed to the same plan, and how long ago. */
interface Together {
  pair: readonly [string, string]
  agoHours: number
  isCredential: boolean
}

interface Chart {
  clerks: readonly Clerk[]
  history: readonly Together[]
}

const pools = ['manager', 'it', 'security'] as const
type Pool = (typeof pools)[number]

interface Plan {
  requester: string
  subject: string
  pools: readonly [Pool, Pool]
}

/** Pairs that agreed lately; older than this the program has no need to look. */
const longest = 24 * 45

function chartOf(random: Random): Chart {
  const names = Array.from({ length: Math.floor(random.between(5, 13)) }, (_, nth) => `clerk${nth}`)
  const clerks = names.map((name, nth): Clerk => {
    // Mostly a tree; sometimes anybody, so that there are circles and people who are their own manager.
    const above = random.chance(0.85) ? names.slice(0, Math.max(1, Math.ceil(nth / 2))) : names
    return {
      name,
      manager: random.chance(0.04) ? 'gone' : nth === 0 && random.chance(0.9) ? undefined : random.pick(above),
      isIt: random.chance(0.4),
      isSecurity: random.chance(0.3),
      isSuspended: random.chance(0.06),
      passwordHours: random.chance(0.1) ? random.between(0, 71) : random.between(72, longest),
    }
  })
  const history: Together[] = []
  for (const pair of pairsIn(names, random, 3))
    for (let left = Math.floor(random.between(1, 6)); left > 0; left -= 1)
      history.push({ pair, agoHours: random.between(1, longest), isCredential: random.chance(0.85) })
  return { clerks, history: history.toSorted((a, b) => b.agoHours - a.agoHours) }
}

const pairsIn = (names: readonly string[], random: Random, count: number) =>
  Array.from({ length: count }, () => [random.pick(names), random.pick(names)] as const).filter(([a, b]) => a !== b)

/** Everyone above somebody, by as many steps as there are people; undefined where one of them is unknown. */
function above({ clerks }: Chart, name: string): Set<string> | undefined {
  const found = new Set<string>()
  let at: string | undefined = name
  for (let step = 0; step <= clerks.length; step += 1) {
    at = clerks.find((clerk) => clerk.name === at)?.manager
    if (at === undefined) return found
    if (at === 'gone') return undefined
    found.add(at)
  }
  return found
}

/** The rule of T-C2, sentence by sentence. */
function mayAgreeTogether(chart: Chart, plan: Plan, one: string, other: string): boolean {
  const clerk = (name: string) => chart.clerks.find((found) => found.name === name)
  const isIn = (name: string, pool: Pool): boolean =>
    pool === 'manager'
      ? clerk(plan.subject)?.manager === name
      : clerk(name)?.[pool === 'it' ? 'isIt' : 'isSecurity'] === true
  const isFit = (name: string): boolean =>
    name !== plan.requester &&
    name !== plan.subject &&
    clerk(name)?.isSuspended === false &&
    (clerk(name)?.passwordHours ?? 0) >= 72 &&
    above(chart, name)?.has(plan.requester) === false
  const areFromTwoPools =
    (isIn(one, plan.pools[0]) && isIn(other, plan.pools[1])) || (isIn(one, plan.pools[1]) && isIn(other, plan.pools[0]))
  const isOneAbove = above(chart, one)?.has(other) !== false || above(chart, other)?.has(one) !== false
  const together = chart.history.filter(
    ({ pair, agoHours, isCredential }) =>
      isCredential && agoHours < 24 * 30 && pair.includes(one) && pair.includes(other),
  )
  return one !== other && isFit(one) && isFit(other) && areFromTwoPools && !isOneAbove && together.length < 3
}

const account = (user: string) => ({ platform: 'slack', tenant: 'T1', user })

async function companyIn({ clerks, history }: Chart): Promise<Company> {
  const nobody = { groups: [], people: [] }
  const security = clerks.filter(({ isSecurity }) => isSecurity).map(({ name }) => `${name}@northwind.example`)
  const people = clerks.map(
    ({ name, manager, isIt, isSuspended }): Someone =>
      someone(name, {
        managerId: manager === undefined ? undefined : personId(manager),
        state: isSuspended ? 'SUSPENDED' : 'ACTIVATED',
        groups: new Set(isIt ? [desk] : []),
      }),
  )
  const roles = {
    it: { groups: [desk], people: [] },
    security: { groups: [], people: security },
    hr: nobody,
    admin: nobody,
  }
  const company = await companyOf(people, { roles })
  const { deps, clock, record } = company
  for (const { name } of clerks) await deps.bindings.bind(account(name), personId(name))
  await noteRoles(deps)
  const now = later(clock.now(), hours(longest) + days(1))
  for (const { pair, agoHours, isCredential } of history) {
    clock.advance(now.getTime() - hours(agoHours) - clock.now().getTime())
    const request = anId()
    const steps = (isCredential ? resetting : joining)(personId(pair[0]))
    await deps.store.tx((tx) => insertSteps(tx, request, aHash(), steps))
    for (const name of pair) await record({ event: 'approval.approved', actor: personId(name), request })
  }
  clock.advance(now.getTime() - clock.now().getTime())
  for (const { name, passwordHours } of clerks) {
    const one = company.people.get(personId(name))
    if (one) one.passwordChangedAt = later(now, -hours(passwordHours))
  }
  return company
}

interface Counted {
  allowed: number
  refused: number
  /** Refused for no other reason than that the two have agreed too often. */
  worn: number
}

const pairsPerChart = 24

/** In each of so many companies, presses of pairs on plans about credentials: agreed exactly when the words say so. */
export async function checkCharts(charts: number, seed: number): Promise<Counted> {
  const random = seededRandom(seed)
  const counted: Counted = { allowed: 0, refused: 0, worn: 0 }
  for (let nth = 0; nth < charts; nth += 1) {
    const chart = chartOf(random)
    const company = await companyIn(chart)
    for (let left = pairsPerChart; left > 0; left -= 1) await onePair(chart, company, random, counted)
    await company.deps.store.close()
  }
  return counted
}

async function onePair(chart: Chart, company: Company, random: Random, counted: Counted): Promise<void> {
  const names = chart.clerks.map(({ name }) => name)
  const subject = random.pick(names)
  const requester = random.chance(0.7) ? subject : random.pick(names)
  const wanted = random.pick([
    ['manager', 'it'],
    ['manager', 'security'],
    ['it', 'security'],
  ] as const)
  const plan: Plan = { requester, subject, pools: wanted }
  const [one, other] = pairFor(chart, plan, random)
  const approvals: ApprovalRule[] = wanted.map((pool) => ({ by: [pool], proof: 'S2' }))
  const asked = { requester: personId(requester), subject: personId(subject), account: account(requester) }
  const request = askedIn(company, { ...asked, approvals, steps: resetting(asked.subject) })
  for (const name of [one, other]) {
    await proveAt(company, request, account(name))
    await pressAt(company, request, account(name))
  }
  const may = mayAgreeTogether(chart, plan, one, other)
  const told = `${one} and ${other}, as ${wanted.join(' and ')}: ${requester} for ${subject} in ${JSON.stringify(chart)}`
  expect(await agreement(company, request), told).toEqual({ byVotes: may, byGate: may })
  counted[may ? 'allowed' : 'refused'] += 1
  if (!may && mayAgreeTogether({ ...chart, history: [] }, plan, one, other)) counted.worn += 1
}

/** Mostly two who have the roles, some of them two who know each other well: anybody at all is refused too easily. */
function pairFor({ clerks, history }: Chart, plan: Plan, random: Random): readonly [string, string] {
  const holders = (pool: Pool): string[] => {
    if (pool === 'manager') return clerks.flatMap(({ name, manager }) => (name === plan.subject ? (manager ?? []) : []))
    return clerks.filter((clerk) => clerk[pool === 'it' ? 'isIt' : 'isSecurity']).map(({ name }) => name)
  }
  const known = history.length > 0 && random.chance(0.3) ? random.pick(history).pair : undefined
  if (known) return known
  const of = (pool: Pool): string => {
    const found = holders(pool)
    return found.length > 0 && random.chance(0.9) ? random.pick(found) : random.pick(clerks).name
  }
  return [of(plan.pools[0]), of(plan.pools[1])]
}
