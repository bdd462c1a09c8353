// Conversations of somebody who holds a bound person's chat session and proves nothing: every skill from every state of its proof.

import { openLink } from '../../src/demo/visitor.ts'
import type { Request } from '../../src/requests/request.ts'
import { seededRandom } from '../full/random.ts'
import { idFor, type TestLatchkey, wrong } from '../latchkey.ts'
import { freshWeek, move, provenRows, quiet, type Thief, wiki, writes } from './thief.ts'

/** Protected or not, with a phone or without one, an approver or not. */
const people = ['maya.alvarez', 'leo.brandt', 'noor.haddad', 'mei.tanaka', 'dana.whitfield', 'nadia.petrova']
const movesEach = 5
/** Leaving a group, and suspending one's own account, take away and give nothing: the person's own yes is enough. */
const onOwnWord = /state\/suspend$|\/usergroups\/[0-9a-f]+\/members$/

/** How far a proof has come. None of these is a proof. */
const states: readonly ((thief: Thief, request: Request) => Promise<unknown>)[] = [
  async () => {},
  confirm,
  // A person who taps whatever rings.
  async (thief, request) => {
    const push = await ring(thief, request)
    if (push) await thief.it.phone(thief.user).accept(push.id)
  },
  async (thief, request) => {
    const push = await ring(thief, request)
    if (push) await type(thief, request, wrong(push.code, 1 + Math.floor(thief.random.between(0, 900_000))))
  },
  async (thief, request) => {
    const push = await ring(thief, request)
    if (push) await thief.it.phone(thief.user).deny(push.id)
    if (push) await type(thief, request, push.code)
  },
  async (thief, request) => {
    await confirm(thief, request)
    const { id, planHash: hash } = request
    const url = await thief.it.linkFor(thief.user, { purpose: 'prove', person: idFor(thief.user), request: id, hash })
    await (await openLink(url)).visitor.press('push-code', { code: '123456' })
  },
  async (thief, request) => {
    await confirm(thief, request)
    await press(thief, request, 'recover')
  },
]

async function press({ it, user }: Thief, { id, planHash }: Request, what: 'confirm' | 'recover'): Promise<void> {
  await it.chat.pressHandle(user, await it.handleFor(user, { do: what, request: id, hash: planHash }))
  await quiet(it)
}

async function confirm(thief: Thief, request: Request): Promise<void> {
  await press(thief, request, 'confirm')
}

/** The push that the phone shows, where it shows one. */
async function ring(thief: Thief, request: Request) {
  await confirm(thief, request)
  const isRinging = request.needs.proof === 'S1' && request.needs.way === 'usual'
  return isRinging
    ? thief.it
        .phone(thief.user)
        .ring(3000)
        .catch(() => undefined)
    : undefined
}

async function type({ it, user }: Thief, { id, planHash }: Request, code: string): Promise<void> {
  const handle = await it.handleFor(user, { do: 'type-code', request: id, hash: planHash })
  await it.chat.submitHandle(user, handle, { code })
}

/** True: there was a plan, and so a proof to come. */
async function begin(thief: Thief, skill: string, state: number): Promise<boolean> {
  const { it, user } = thief
  const input = { group: wiki, days: 3, reason: 'for the numbers of the quarter' }
  await it.chat.pressHandle(user, await it.handleFor(user, { do: 'ask', skill, input }))
  await quiet(it)
  const asked = await it.db
    .selectFrom('request')
    .select('id')
    .where('requester', '=', idFor(user))
    .where('state', '=', 'confirming')
    .execute()
  if (asked.length > 0) await states[state % states.length]?.(thief, await it.requestOf(user))
  await quiet(it)
  return asked.length > 0
}

/** Throws where anything was changed that needs a proof. Returns how many conversations began with a plan. */
export async function checkStolenSessions(it: TestLatchkey, conversations: number, seed: number): Promise<number> {
  const random = seededRandom(seed)
  const skills = [...it.core.skills.keys()]
  const texts = [...it.core.skills.values()].flatMap(({ examples }) => examples)
  const before = await provenRows(it)
  const places = skills.length * states.length
  // Each skill with each state in turn. The first of all is one that is known to ask for a proof.
  const first = skills.indexOf('unlock-account') + skills.length * Math.floor(random.between(0, states.length))
  let seen = (await writes(it)).at(-1)?.seq ?? 0
  let asked = 0
  for (let n = 0; n < conversations; n += 1) {
    const place = (first + n * 5) % places
    const skill = skills[place % skills.length] ?? ''
    const state = Math.floor(place / skills.length)
    const user = n === 0 ? 'maya.alvarez' : random.pick(people)
    const thief: Thief = { it, user, random, texts }
    await freshWeek(it, people)
    asked += Number(await begin(thief, skill, state))
    for (let moved = 0; moved < movesEach; moved += 1) await move(thief)
    const made = (await writes(it)).filter(({ seq }) => seq > seen)
    seen = made.at(-1)?.seq ?? seen
    const bad = made.find(({ what }) => !onOwnWord.test(what))
    if (bad)
      throw new Error(`${thief.user} proved nothing from ${skill} in state ${state}, and JumpCloud saw ${bad.what}`)
    const after = await provenRows(it)
    if (JSON.stringify(after) !== JSON.stringify(before))
      throw new Error(`${thief.user}, ${skill}, state ${state}: now there are ${JSON.stringify(after)}`)
  }
  return asked
}
