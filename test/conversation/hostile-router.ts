// A hostile router, people who say yes to whatever they are shown, and approvers who say yes to some of it: turn after turn
// on one running Latchkey, whose jobs and gate are the real ones; only the messages to people are left out, because they are many.
// JumpCloud's journal must then show the confirmed plans that were proven and approved: all of them, and nothing else.
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { z } from 'zod'
import { actionOf } from '../../src/action.ts'
import type { Incoming } from '../../src/adapter.ts'
import { days, minutes } from '../../src/clock.ts'
import type { StoredIncoming } from '../../src/conversation/keep.ts'
import { answerMessage } from '../../src/conversation/message.ts'
import { answerPress } from '../../src/conversation/press.ts'
import { proposed } from '../../src/conversation/router/proposed.ts'
import type { Routing } from '../../src/conversation/router/router.ts'
import type { Effects, Turn } from '../../src/conversation/turn.ts'
import type { Directory } from '../../src/directory.ts'
import { hasCode } from '../../src/errors.ts'
import { type RequestId, requestId, userId } from '../../src/ids.ts'
import { identify } from '../../src/people/identify.ts'
import { rememberingDirectory } from '../../src/people/remembering-directory.ts'
import { enabledSkills } from '../../src/requests/menu.ts'
import { loadRequest, type Request } from '../../src/requests/request.ts'
import { openStates } from '../../src/requests/states.ts'
import type { Tx } from '../../src/store/store.ts'
import { type Random, seededRandom } from '../full/random.ts'
import { groupFor, idFor, type TestLatchkey } from '../latchkey.ts'
import { eachSkill, type Hostile, hostileOutputs, wiki } from './hostile-outputs.ts'

/** Turns that are decided side by side and written together. */
const together = 64
const people = [
  'maya.alvarez',
  'leo.brandt',
  'ida.lindqvist',
  'grace.mbeki',
  'sofia.rossi',
  'noor.haddad',
  'viktor.lund',
  'aisha.rahman',
  'sam.kowalski',
  'chloe.martin',
  'amara.diallo',
  'hana.suzuki',
  'mei.tanaka',
  'dana.whitfield',
  'ruth.adler',
  'nadia.petrova',
] as const
/** Nobody connected these chat accounts. */
export const unconnected = ['noor.haddad', 'hana.suzuki'] as const
/** A yes of the person themselves is all that these ask for; everything else asks for more. */
const onOwnWord = ['leave-group', 'report-lost-device', 'freeze']
/** Who says yes to what, as the example's file has it. */
const owners: Record<string, readonly string[]> = {
  'Looker – Analyst': ['mei.tanaka', 'tom.okafor'],
  'VPN – Contractors': ['dana.whitfield'],
  'Figma – Editors': ['zoe.laurent'],
}
const byManager = [wiki, 'Figma – Editors']
const strangers = ['sam.kowalski', 'chloe.martin', 'ingrid.solberg']
const protectedPeople: readonly string[] = ['dana.whitfield', 'ruth.adler', 'nadia.petrova']

export interface Outcome {
  /** What the router said, and proposals with inputs. */
  fed: number
  confirmed: number
  /** How many plans ran, by their skill. */
  ran: Record<string, number>
}

interface World extends TestLatchkey {
  random: Random
  /** Requests for which this test did all that they need: no other may run. */
  met: Set<RequestId>
  /** What was fed before: the same for the same person is no other turn. */
  known: Set<string>
  /** Steps that were compared. */
  counted: Set<string>
  /** Up to here the sandbox's journal was compared. */
  seen: number
  outcome: Outcome
}

/** `yesTo`: at so many of these moments people say yes. Throws at an effect that nobody confirmed, proved and approved. */
export async function feedHostileRouter(
  it: TestLatchkey,
  size: number,
  { seed, yesTo }: { seed: number; yesTo: number },
): Promise<Outcome> {
  const { users, groups } = it.sandbox.state
  const outputs = hostileOutputs({
    skills: [...it.core.skills.keys()],
    ids: [...users.keys(), ...groups.keys()],
    people,
    groups: it.core.organisation.groups.map(({ name }) => name),
  })
  const outcome: Outcome = { fed: 0, confirmed: 0, ran: {} }
  const world: World = {
    ...it,
    random: seededRandom(seed),
    met: new Set(),
    known: new Set(),
    counted: new Set(),
    seen: 0,
    outcome,
  }
  world.seen = (await journal(world)).at(-1)?.seq ?? 0
  while (outcome.fed < size) {
    const part = fc.sample(outputs, { seed: seed + outcome.fed, numRuns: Math.min(together, size - outcome.fed) })
    // In another order for other people each time.
    const each = world.random.chance(yesTo) ? eachSkill(turned([...it.core.skills.keys()], outcome.fed)) : []
    await prepare(world)
    await feed(world, [...each, ...part])
    if (each.length > 0) await sayYes(world)
    await compare(world)
  }
  return outcome
}

const turned = <T>(all: readonly T[], by: number): T[] => all.map((_, n) => all[(n + by) % all.length] as T)

/** Everybody is locked out and in a group, nobody is suspended or frozen, and last week's asks count no more. */
async function prepare(world: World): Promise<void> {
  const { core, sandbox, db } = world
  world.clock.advance(days(8))
  await db
    .updateTable('request')
    .set({ state: 'cancelled' })
    .where('state', 'in', [...openStates])
    .execute()
  const frozen = await db.selectFrom('freezing').select('scope').where('is_frozen', '=', true).execute()
  for (const { scope } of frozen)
    await core.freezes.unfreeze(scope === 'house' ? scope : userId.parse(scope), { by: 'host', why: 'test' })
  const readers = sandbox.state.groups.get(groupFor(wiki))
  for (const name of people) {
    const user = sandbox.state.users.get(idFor(name))
    Object.assign(user ?? {}, { account_locked: true, suspended: false, state: 'ACTIVATED' })
    readers?.members.add(idFor(name))
  }
}

/** The account's turn, as `take-turn` makes it of what was stored. */
async function turnOf(
  world: World,
  user: string,
  directory: Directory,
  stored: Partial<StoredIncoming>,
): Promise<Turn> {
  const { core, chat } = world
  const account = chat.account(user)
  const profile = await chat.adapter.profile(account)
  if (profile.kind === 'refused') throw new Error(`${user} is no employee`)
  const [turnId, eventId] = [randomUUID(), randomUUID()]
  const came: Incoming = { kind: 'press', account, eventId, handle: '' }
  const identity = await identify({ ...core, directory }, account, profile)
  return { ...core, directory, turnId, came, stored: { incoming: came, ...stored }, profile, identity }
}

async function feed(world: World, part: readonly Hostile[]): Promise<void> {
  const directory = rememberingDirectory(world.core.directory)
  const effects = part.map(async (hostile, n) => {
    const user = people[n % people.length] ?? people[0]
    const turn = await turnOf(world, user, directory, { intent: hostile.slots })
    world.outcome.fed += 1
    if (world.random.chance(0.5)) {
      if (isNew(world, user, inputsOf(world, hostile)))
        return answerPress(turn, { ...turn.came, kind: 'press', handle: '' })
    } else {
      const { output, words, named } = hostile
      const mentions = named === undefined ? [] : [world.chat.account(named)]
      const came = { ...turn.came, kind: 'message' as const, text: words, mentions }
      const router = { route: async () => output as Routing }
      const said = proposed(output, enabledSkills(world.core))
      if (isNew(world, user, [said, words, named])) return answerMessage({ ...turn, came, router }, came)
    }
    return async () => {}
  })
  await write(world, await Promise.allSettled(effects))
}

/** What is left of a proposal with inputs once they are read. */
function inputsOf({ core }: World, { slots: { skill, input, subject } }: Hostile): unknown {
  const read = core.skills.get(skill)?.input.safeParse(input)
  return [skill, read?.data ?? read?.error?.issues.map(({ path }) => path), subject]
}

function isNew({ known }: World, user: string, what: unknown): boolean {
  const key = JSON.stringify([user, what])
  return !known.has(key) && known.add(key) !== undefined
}

/** What a turn says in words when it fails is an answer; anything else is a crash. */
async function write(world: World, decided: readonly PromiseSettledResult<Effects>[]): Promise<void> {
  for (const one of decided)
    if (one.status === 'rejected' && !hasCode(one.reason, 'not-found', 'jumpcloud-not-found')) throw one.reason
  await world.core.store.tx(async (tx) => {
    const quiet: Tx = {
      ...tx,
      enqueue: async (job, ...rest) => (job === 'deliver-notices' ? undefined : tx.enqueue(job, ...rest)),
    }
    for (const one of decided) if (one.status === 'fulfilled') await one.value(quiet)
    await tx.db.deleteFrom('notice').execute()
  })
}

async function inState(world: World, state: string): Promise<Request[]> {
  const rows = await world.db.selectFrom('request').select('id').where('state', '=', state).orderBy('number').execute()
  return Promise.all(rows.map(({ id }) => loadRequest(world.db, world.core, requestId.parse(id))))
}

async function press(world: World, user: string, what: 'confirm' | 'approve', request: Request): Promise<void> {
  const intent = { do: what, request: request.id, hash: request.planHash }
  const turn = await turnOf(world, user, world.core.directory, { intent })
  await write(world, [
    { status: 'fulfilled', value: await answerPress(turn, { ...turn.came, kind: 'press', handle: '' }) },
  ])
}

/** People say yes to all that they are shown; some phones are answered, and some approvers say yes. */
async function sayYes(world: World): Promise<void> {
  const { random, outcome } = world
  const asked = await inState(world, 'confirming')
  // Whoever stops everything is heard last, or nothing else could be seen to run.
  for (const request of asked.toSorted((a, b) => Number(a.skill === 'freeze') - Number(b.skill === 'freeze'))) {
    outcome.confirmed += 1
    if (request.skill === 'freeze') await approveSome(world)
    await press(world, request.account.user, 'confirm', request)
    if (onOwnWord.includes(request.skill) && isConnected(request)) world.met.add(request.id)
    if (request.skill === 'unlock-account' && random.chance(0.2)) await prove(world, request)
  }
  await approveSome(world)
  await givenUp(world)
}

/** Phones that nobody answers are given up, also those that begin to ring only now. */
async function givenUp(world: World): Promise<void> {
  for (let left = 60; ; left -= 1) {
    await world.advance(minutes(6), { isBusy: true })
    try {
      return await world.latchkey.idle(2000)
    } catch (error) {
      if (left === 0) throw error
    }
  }
}

const isConnected = ({ account }: Request): boolean => !unconnected.some((user) => user === account.user)

async function prove(world: World, request: Request): Promise<void> {
  const { user } = request.account
  if (!isConnected(request) || protectedPeople.includes(user) || (await world.core.freezes.isFrozen(request.subject)))
    return
  const phone = world.phone(user)
  // What is held rings no phone.
  const push = await phone.ring(2000).catch(() => undefined)
  if (!push) return
  world.met.add(request.id)
  await world.chat.submitHandle(
    user,
    await world.handleFor(user, { do: 'type-code', request: request.id, hash: request.planHash }),
    { code: push.code },
  )
  await phone.accept(push.id)
}

/** Half of what waits is agreed to by whoever may agree to it, half by somebody who may not. */
async function approveSome(world: World): Promise<void> {
  const { random } = world
  const named = new Map(
    [...world.sandbox.state.users.values()].map(({ _id, username, manager }) => [_id, { username, manager }]),
  )
  for (const request of await inState(world, 'approving')) {
    if (request.skill !== 'join-group') continue
    const manager = named.get(named.get(request.subject)?.manager ?? '')?.username
    const group = String(request.input.group)
    const managers = manager && byManager.includes(group) ? [manager] : []
    const rightful = [...(owners[group] ?? []), ...managers].filter(
      (name) => ![request.requester, request.subject].includes(idFor(name)),
    )
    const approver = random.pick(rightful.length > 0 && random.chance(0.5) ? rightful : strangers)
    if (rightful.includes(approver)) world.met.add(request.id)
    await press(world, approver, 'approve', request)
  }
  await world.core.store.db.deleteFrom('notice').execute()
}

const entries = z.object({
  entries: z.array(
    z.object({ seq: z.number(), method: z.string(), path: z.string(), body: z.unknown(), changed: z.boolean() }),
  ),
})

async function journal({ sandbox }: TestLatchkey) {
  const all = entries.parse(await (await fetch(`${sandbox.url}/_sandbox/journal`)).json()).entries
  return all.filter(({ method, path }) => method !== 'GET' && !/pushendpoints|insights|oauth2|search/.test(path))
}

/** What was changed since the last look is what the steps of confirmed, proven and approved plans say, each once. */
async function compare(world: World): Promise<void> {
  const { core, db, met, outcome } = world
  const calls = (await journal(world)).filter(({ seq }) => seq > world.seen)
  world.seen = calls.at(-1)?.seq ?? world.seen
  const rows = await db.selectFrom('step').selectAll().where('outcome', 'in', ['did', 'already']).execute()
  const wanted: string[] = []
  const found: string[] = []
  for (const row of rows) {
    const key = `${row.request_id}/${row.phase}/${row.seq}`
    if (world.counted.has(key)) continue
    world.counted.add(key)
    const request = await loadRequest(db, core, requestId.parse(row.request_id))
    if (!met.has(request.id))
      throw new Error(`it ran, and nobody did all that it needs: ${await toldOf(world, request)}`)
    const planned = request.plan.steps[row.seq]
    const step = { action: row.action, input: row.input as Record<string, never> }
    if (row.phase === 'run') {
      if (!isDeepStrictEqual(step, { action: planned?.action, input: planned?.input }))
        throw new Error(`${request.skill} did another step than its plan says`)
      if (row.outcome === 'did') outcome.ran[request.skill] = (outcome.ran[request.skill] ?? 0) + 1
    }
    const { endpoint } = actionOf(core.actions, step)
    if (endpoint)
      (row.outcome === 'did' ? wanted : found).push(
        callOf(endpoint.method, pathOf(endpoint.path, step.input), bodyOf(row.action, step.input)),
      )
  }
  const changed = calls
    .map(({ method, path, body, changed: isChanged }) => ({ isChanged, said: callOf(method, path, body) }))
    // Somebody else was a moment quicker, or a worker whose time ran out while the clock was moved: JumpCloud changed nothing.
    .filter(({ isChanged, said }) => isChanged || ![...found, ...wanted].includes(said))
    .map(({ said }) => said)
  if (!isDeepStrictEqual(changed.toSorted(), wanted.toSorted()))
    throw new Error(`JumpCloud saw\n${changed.join('\n')}\nand the plans say\n${wanted.join('\n')}`)
}

async function toldOf({ db }: World, { id, skill, input, requester, subject, state, needs, row }: Request) {
  const votes = await db.selectFrom('vote').selectAll().where('request_id', '=', id).execute()
  return JSON.stringify({ skill, input, requester, subject, state, needs, row, votes })
}

const pathOf = (path: string, input: Record<string, unknown>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => String(input[name]))

const bodyOf = (action: string, { user }: Record<string, unknown>): unknown =>
  /group$/.test(action) ? { op: action.startsWith('add') ? 'add' : 'remove', type: 'user', id: user } : undefined

const callOf = (method: string, path: string, body: unknown): string =>
  `${method} ${path.replace(/^.*?\/(?=system|user)/, '/')} ${JSON.stringify(body && Object.keys(body).length > 0 ? body : null)}`
