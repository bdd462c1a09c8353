// Every click of a request delivered up to twenty times, in parallel and out of order, to whatever processes there are (T-C8).
import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import type { Incoming } from '../../src/adapter.ts'
import { hours } from '../../src/clock.ts'
import type { Intent } from '../../src/intent.ts'
import type { Latchkey } from '../../src/main.ts'
import type { Request } from '../../src/requests/request.ts'
import { type Random, seededRandom } from '../full/random.ts'
import { groupFor, idFor, type TestLatchkey } from '../latchkey.ts'
import { allSettled } from '../replicas.ts'
import { asked, load, toJoin } from './quietly.ts'

const looker = 'Looker – Analyst'
const [mei, tom] = ['mei.tanaka', 'tom.okafor'] as const
const askers = [
  'leo.brandt',
  'grace.mbeki',
  'jonas.weber',
  'hana.suzuki',
  'tomas.novak',
  'chloe.martin',
  'marcus.reed',
  'sofia.rossi',
  'viktor.lund',
  'aisha.rahman',
] as const
const most = 20

/** Who presses what, once the request is confirmed; and where that leads. */
const endings = {
  'one owner agrees': { clicks: [{ by: mei, do: 'approve' }], to: 'done' },
  'both owners agree': {
    clicks: [
      { by: mei, do: 'approve' },
      { by: tom, do: 'approve' },
    ],
    to: 'done',
  },
  'one owner says no': { clicks: [{ by: tom, do: 'deny' }], to: 'denied' },
  'the asker takes it back': { clicks: [{ by: 'asker', do: 'cancel' }], to: 'cancelled' },
} as const
type Ending = keyof typeof endings

interface World extends Pick<TestLatchkey, 'core' | 'chat' | 'sandbox' | 'db' | 'clock' | 'handleFor' | 'ledger'> {
  latchkeys: readonly Latchkey[]
  random: Random
  deliveries: number
}

interface Schedule {
  asker: string
  request: Request
  ending: Ending
  confirm: Delivery[]
  decide: Delivery[]
}

type Delivery = Extract<Incoming, { kind: 'press' | 'submit' }>

/** Throws at the first schedule that ends in anything but one decision, one effect and one last message. */
export async function deliverInDisorder(
  it: Omit<World, 'latchkeys' | 'random' | 'deliveries'>,
  latchkeys: readonly Latchkey[],
  { schedules, seed }: { schedules: number; seed: number },
): Promise<{ deliveries: number; ended: Record<string, number> }> {
  // Whatever arrives a second time is then seen a second time: the platform does not help.
  it.chat.troubles.forgetsKeys = true
  const world: World = { ...it, latchkeys, random: seededRandom(seed), deliveries: 0 }
  const ended: Record<string, number> = {}
  for (let begun = 0; begun < schedules; begun += askers.length) {
    await prepare(world)
    const requests = await Promise.all(
      askers.slice(0, schedules - begun).map((asker) => asked(it, asker, toJoin(looker))),
    )
    const part: Schedule[] = []
    for (const request of requests) part.push(await scheduleFor(world, request))
    // A few confirmations stay under way until after the decision.
    await deliver(
      world,
      part.flatMap(({ confirm }) => confirm.slice(0, Math.ceil(confirm.length / 2))),
    )
    await deliver(
      world,
      part.flatMap(({ confirm, decide }) => [...confirm.slice(Math.ceil(confirm.length / 2)), ...decide]),
    )
    const members = await membersChanged(world)
    for (const schedule of part) {
      const to = await mustBeOnce(world, schedule, members)
      ended[to] = (ended[to] ?? 0) + 1
    }
  }
  return { deliveries: world.deliveries, ended }
}

/** Nobody is in the group, and nothing that was asked before counts any more. */
async function prepare({ db, clock, sandbox }: World): Promise<void> {
  await db.updateTable('request').set({ state: 'ended', due_at: null }).execute()
  clock.advance(hours(24 * 8))
  const members = sandbox.state.groups.get(groupFor(looker))?.members
  for (const username of askers) members?.delete(idFor(username))
  await fetch(`${sandbox.url}/_sandbox/journal`, { method: 'DELETE' })
}

const calls = z.object({
  entries: z.array(
    z.object({ method: z.string(), path: z.string(), body: z.looseObject({ id: z.string() }).nullish() }),
  ),
})

/** Whom every call since then wanted to add or remove. */
async function membersChanged({ sandbox }: World): Promise<string[]> {
  const { entries } = calls.parse(await (await fetch(`${sandbox.url}/_sandbox/journal`)).json())
  return entries.flatMap(({ method, path, body }) =>
    method === 'POST' && path.endsWith('/members') && body ? [body.id] : [],
  )
}

async function scheduleFor(world: World, request: Request): Promise<Schedule> {
  const asker = request.account.user
  const ending = world.random.pick(Object.keys(endings) as Ending[])
  const on = { request: request.id, hash: request.planHash }
  const clicks = endings[ending].clicks.map((click) => ({
    by: click.by === 'asker' ? asker : click.by,
    means: click.do === 'cancel' ? ({ do: 'cancel', request: request.id } as const) : { do: click.do, ...on },
  }))
  const confirm = await copies(world, asker, { do: 'confirm', ...on })
  const decide: Delivery[] = []
  for (const { by, means } of clicks) decide.push(...(await copies(world, by, means)))
  return { asker, request, ending, confirm, decide }
}

/** One to twenty deliveries: some the platform's own repetitions, some another press of the same button. */
async function copies(world: World, by: string, means: Intent): Promise<Delivery[]> {
  const { random } = world
  const count = Math.floor(random.between(1, most + 1))
  const presses = Array.from({ length: Math.ceil(count * random.between(0.01, 0.6)) }, () => randomUUID())
  const handle = await world.handleFor(by, means)
  return Array.from({ length: count }, (_, nth) => {
    const event = { account: world.chat.account(by), eventId: presses[nth] ?? random.pick(presses), handle }
    return means.do === 'deny'
      ? { kind: 'submit', ...event, values: { reason: 'not this quarter' } }
      : { kind: 'press', ...event }
  })
}

/** All at once, in any order, each to any of the processes; then until nothing is left to do. */
async function deliver(world: World, deliveries: readonly Delivery[]): Promise<void> {
  const { random, latchkeys } = world
  const shuffled = deliveries.map((one) => ({ one, at: random.between(0, 1) })).sort((a, b) => a.at - b.at)
  await Promise.all(
    shuffled.map(async ({ one }) => {
      const [to, turns] = [random.pick(latchkeys), random.between(0, 30)]
      for (let passed = 0; passed < turns; passed += 1) await turn()
      await to.inbox.receive(one)
    }),
  )
  world.deliveries += deliveries.length
  await allSettled(latchkeys)
}

async function mustBeOnce(
  world: World,
  { asker, request, ending }: Schedule,
  members: readonly string[],
): Promise<string> {
  const { to } = endings[ending]
  const { state, number } = await load(world, request.id)
  const events = await world.ledger(request.id)
  const count = (...names: string[]) => events.filter((event) => names.includes(event)).length
  const votes = await world.db.selectFrom('vote').select('decision').where('request_id', '=', request.id).execute()
  const isDone = to === 'done' ? 1 : 0
  const posts = world.chat.posts.filter(({ place }) => place === asker)
  const isAbout = (text = '') => new RegExp(`R-${number}\\b`).test(text)
  const found = {
    state,
    confirmed: count('request.confirmed'),
    decided: count('approval.approved', 'approval.denied', 'request.cancelled'),
    votes: votes.length,
    aboutTo: count('step.about-to'),
    did: count('step.did'),
    done: count('request.done'),
    writes: members.filter((id) => id === idFor(asker)).length,
    cards: posts.filter(({ card }) => isAbout(card.footer)).length,
    last: posts.filter(({ card, times }) => isAbout(card.title) && times === 1).length,
    all: posts.filter(({ card }) => isAbout(card.title)).length,
    audit: world.chat.posts.filter(({ place, card }) => place === '#audit' && isAbout(card.title)).length,
  }
  const said = to === 'cancelled' ? 0 : 1
  const wanted: typeof found = {
    state: to,
    confirmed: 1,
    decided: 1,
    votes: said,
    aboutTo: isDone,
    did: isDone,
    done: isDone,
    writes: isDone,
    cards: 1,
    last: said,
    all: said,
    audit: isDone,
  }
  const wrong = Object.entries(found).filter(([name, value]) => wanted[name as keyof typeof wanted] !== value)
  if (wrong.length > 0) throw new Error(`${ending}, R-${number}: ${JSON.stringify(Object.fromEntries(wrong))}`)
  return to
}
