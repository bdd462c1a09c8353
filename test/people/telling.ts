// Somebody who may not ask for others names one after the other: what they read, what JumpCloud is asked, and how long it takes (T-P2).
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { minutes } from '../../src/clock.ts'
import { createInbox } from '../../src/conversation/inbox.ts'
import { takeTurn } from '../../src/conversation/turn.ts'
import type { Account } from '../../src/ids.ts'
import { idOf, type SystemUser } from '../../src/sandbox/state.ts'
import { type Random, seededRandom } from '../full/random.ts'
import { idFor, type TestLatchkey, type TestOptions, withoutJobs } from '../latchkey.ts'

/** An employee, a manager of others, an account that only has an address, and one without. */
const [employee, manager, candidate, unknown] = ['hana.suzuki', 'priya.nair', 'zoe.laurent', 'newcomer'] as const
export const tellingHouse: TestOptions = {
  unbound: [candidate],
  others: [{ user: unknown, name: 'New Comer', email: undefined }],
}

/** How one person can be named. */
interface Named {
  email: string
  username: string
  account: Account
}

interface Way {
  as: string
  says?(of: Named): string
  /** The form of this skill, with everything but the name. */
  form?: { skill: string; values: Record<string, string>; by: 'email' | 'username' }
  isMention?: true
}

const join = { group: 'Wiki – Readers', days: '7', reason: 'q3 numbers' }
const joins = ({ email }: Named) => `please add ${email} to Wiki – Readers for 7 days for the q3 numbers`
const unlocks = ({ email }: Named) => `please unlock the account of ${email}`
const resets = ({ email }: Named) => `please reset the password of ${email}`
const colleague = (what: string): Pick<Way, 'says' | 'isMention'> => ({ says: () => what, isMention: true })
const byForm = (skill: string, by: 'email' | 'username', values = {}): Pick<Way, 'form'> => ({
  form: { skill, values, by },
})
const toUnlock = colleague('please unlock the account of my colleague')
const toAdd = colleague('please add my colleague to Wiki – Readers for 7 days for the q3 numbers')

const waysOf: Record<string, Omit<Way, 'as'>[]> = {
  [employee]: [
    { says: unlocks },
    { says: ({ username }) => `please unlock \`${username}\`` },
    { says: joins },
    { says: resets },
    colleague('lift the freeze of my colleague'),
    { says: ({ email }) => `why is ${email} locked out` },
    toUnlock,
    toAdd,
    byForm('unlock-account', 'email'),
    byForm('unlock-account', 'username'),
    byForm('join-group', 'email', join),
    byForm('join-group', 'username', join),
    byForm('unfreeze-person', 'username'),
  ],
  [manager]: [{ says: unlocks }, { says: joins }, toAdd, byForm('join-group', 'username', join)],
  [candidate]: [{ says: unlocks }, { says: joins }, { says: resets }, byForm('join-group', 'email', join)],
  [unknown]: [{ says: unlocks }, { says: joins }, byForm('unlock-account', 'username')],
}
export const ways: Way[] = Object.entries(waysOf).flatMap(([as, own]) => own.map((way) => ({ as, ...way })))

/** What JumpCloud can hold against somebody, or for them. */
const kinds: readonly Partial<SystemUser>[] = [
  {},
  { state: 'SUSPENDED', suspended: true },
  { state: 'STAGED', activated: false },
  { account_locked: true },
  { admin: { id: idOf('user', 'admin'), roleName: 'Manager' } },
  { password_expired: true },
  { email: 'Mixed.Case@Northwind.example' },
]
/** None of them reports to the manager who asks. */
const special = ['tom.okafor', 'ruth.adler', 'nadia.petrova', 'dana.whitfield', 'svc-backup', 'break-glass'] as const

/** So many more people in JumpCloud, and who is special there already; every second one’s chat account is connected. */
async function existing(it: TestLatchkey, size: number): Promise<Named[]> {
  const model = it.sandbox.state.users.get(idFor('chloe.martin'))
  if (!model) throw new Error('Northwind has no Chloe')
  const named: Named[] = special.map((username) => ({
    username,
    email: `${username}@northwind.example`,
    account: it.chat.account(username),
  }))
  for (let nth = named.length; nth < size; nth += 1) {
    const username = `person.number${nth}`
    const kind = kinds[nth % kinds.length] ?? {}
    const email = kind.email?.replace('@', `${nth}@`) ?? `${username}@northwind.example`
    const user = { ...model, ...kind, _id: idOf('user', username), username, email }
    it.sandbox.state.users.set(user._id, user)
    const account = it.chat.account(username)
    if (nth % 2 === 0) await it.core.bindings.bind(account, idFor(username), 'import')
    named.push({ username, email, account })
  }
  return named.slice(0, size)
}

/** Nearly one of them, and nobody. */
function nearly({ username, email }: Named, it: TestLatchkey, random: Random): Named {
  const [local = '', domain = ''] = email.split('@')
  const near = random.pick([
    (of: string) => `${of}s`,
    (of: string) => of.slice(1),
    (of: string) => of.replace('.', '-x-'),
    (of: string) => `${of}${Math.floor(random.between(1000, 9999))}`,
    (of: string) => `x${of}`,
  ])
  const elsewhere = random.pick([domain, 'northwind.example.com', 'northwind.test', `mail.${domain}`])
  const isHomoglyph = random.chance(0.2)
  const spelt = isHomoglyph ? `${local.slice(0, -1)}\u0435` : near(local)
  return { email: `${spelt}@${elsewhere}`, username: near(username), account: it.chat.account(near(username)) }
}

/** In another case it is the same person. */
const cased = (of: Named, random: Random): Named =>
  random.chance(0.2) ? { ...of, email: of.email.toUpperCase(), username: of.username.toUpperCase() } : of

export interface Told {
  /** By way: what was read, sent elsewhere, and asked of JumpCloud, each once. One of each is no difference. */
  answers: Set<string>[]
  tookMs: { existing: number[]; nobody: number[] }
}

/** Names of both kinds in turn, each by the next way, so that whatever the machine does meanwhile hits both alike. */
export async function nameMany(it: TestLatchkey, size: number, seed: number): Promise<Told> {
  const random = seededRandom(seed)
  const told: Told = { answers: ways.map(() => new Set()), tookMs: { existing: [], nobody: [] } }
  const report = { username: 'lin.zhao', email: 'lin.zhao@northwind.example', account: it.chat.account('lin.zhao') }
  const people = await existing(it, Math.ceil(size / 2))
  for (const [nth, one] of people.entries()) {
    const way = nth % ways.length
    // Of the one who has an address alone even the own report is nobody.
    const of = ways[way]?.as === candidate ? report : one
    const both = [
      ['existing', cased(of, random)],
      ['nobody', nearly(of, it, random)],
    ] as const
    for (const [kind, named] of random.chance(0.5) ? both : both.toReversed()) {
      const { answer, ms } = await name(it, ways[way], named)
      told.answers[way]?.add(answer)
      told.tookMs[kind].push(ms)
    }
  }
  return told
}

async function name(it: TestLatchkey, way: Way | undefined, of: Named): Promise<{ answer: string; ms: number }> {
  if (!way) throw new Error('there are ways')
  const core = withoutJobs(it.core)
  // Nobody asks so much in ten minutes.
  it.clock.advance(minutes(12))
  await it.db.deleteFrom('notice').execute()
  const from = { account: it.chat.account(way.as), eventId: randomUUID() }
  const atOnce = await createInbox(core).receive(
    way.form
      ? {
          ...{ kind: 'submit', ...from, values: { ...way.form.values, for: of[way.form.by] } },
          handle: await it.handleFor(way.as, { do: 'fill', skill: way.form.skill, input: {} }),
        }
      : { kind: 'message', ...from, text: way.says?.(of) ?? '', mentions: way.isMention ? [of.account] : [] },
  )
  const { id } = await it.db
    .selectFrom('incoming')
    .select('id')
    .where('event_id', '=', from.eventId)
    .executeTakeFirstOrThrow()
  const { seq } = await journal(it, Number.MAX_SAFE_INTEGER)
  const began = performance.now()
  await takeTurn(core, id)
  const ms = performance.now() - began
  const calls = (await journal(it, seq)).entries.map(({ method, path, query }) => `${method} ${path} ${query}`)
  const notices = await it.db.selectFrom('notice').select(['destination_key', 'body', 'state']).orderBy('id').execute()
  // What the minute's look has delivered meanwhile has no words any more: once again.
  if (notices.some(({ state }) => state !== 'pending')) return name(it, way, of)
  const said = notices.map(({ destination_key, body }) => `${destination_key} ${JSON.stringify(body)}`).toSorted()
  return { answer: JSON.stringify({ atOnce, said, calls }), ms }
}

const journalOf = z.object({
  seq: z.number(),
  entries: z.array(z.object({ method: z.string(), path: z.string(), query: z.string() })),
})
const journal = async ({ server }: TestLatchkey, since: number) =>
  journalOf.parse(await (await fetch(`${server.url}/_sandbox/journal?since=${since}`)).json())

/**
 * How likely two samples differ as much as these, or more, when they come from one distribution: the two-sample test of
 * Kolmogorov (1933) and Smirnov (1948), with the approximation for finite samples of Stephens (1970).
 */
export function sameDistribution(one: readonly number[], other: readonly number[]): number {
  const below = (of: readonly number[], value: number) => of.filter((each) => each <= value).length / of.length
  const farthest = Math.max(...[...one, ...other].map((value) => Math.abs(below(one, value) - below(other, value))))
  const root = Math.sqrt((one.length * other.length) / (one.length + other.length))
  const scaled = (root + 0.12 + 0.11 / root) * farthest
  let sum = 0
  for (let k = 1; k <= 100; k += 1) sum += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * scaled * scaled)
  // The series does not settle for what is nearly the same.
  return scaled < 0.2 ? 1 : Math.min(1, Math.max(0, sum))
}
