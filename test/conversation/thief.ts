// Somebody who holds another person's chat session and nothing else: says, presses, fills in and opens whatever they find there.
import { setTimeout as sleep } from 'node:timers/promises'
import { days } from '../../src/clock.ts'
import { openLink } from '../../src/demo/visitor.ts'
import { userId } from '../../src/ids.ts'
import { openStates } from '../../src/requests/states.ts'
import type { Random } from '../full/random.ts'
import { groupFor, idFor, type TestLatchkey } from '../latchkey.ts'

export interface Thief {
  it: TestLatchkey
  user: string
  random: Random
  /** What they might write. */
  texts: readonly string[]
}

export const wiki = 'Wiki – Readers'
const lookAgainMs = 10
const patienceMs = 60_000

/** Everything was answered and every answer delivered. A push that waits for its phone goes on waiting. */
export async function quiet({ db, clock }: TestLatchkey): Promise<void> {
  const timeUp = AbortSignal.timeout(patienceMs)
  for (;;) {
    const open = await db.selectFrom('incoming').select('id').where('state', '=', 'open').limit(1).execute()
    const waiting = await db
      .selectFrom('notice')
      .select('id')
      .where('state', '=', 'pending')
      .where('not_before', '<=', clock.now())
      .limit(1)
      .execute()
    if (open.length + waiting.length === 0) return
    if (timeUp.aborted) throw new Error('it is not answered')
    await sleep(lookAgainMs)
  }
}

/** Another week: nothing is open, nobody is frozen or suspended, everybody is locked out and in a group. */
export async function freshWeek(it: TestLatchkey, people: readonly string[]): Promise<void> {
  it.clock.advance(days(8))
  it.chat.posts.length = 0
  await it.db
    .updateTable('request')
    .set({ state: 'cancelled' })
    .where('state', 'in', [...openStates])
    .execute()
  const frozen = await it.db.selectFrom('freezing').select('scope').where('is_frozen', '=', true).execute()
  for (const { scope } of frozen)
    await it.core.freezes.unfreeze(scope === 'house' ? scope : userId.parse(scope), { by: 'host', why: 'test' })
  for (const name of people) {
    const user = it.sandbox.state.users.get(idFor(name))
    Object.assign(user ?? {}, { account_locked: true, suspended: false, state: 'ACTIVATED' })
    it.sandbox.state.groups.get(groupFor(wiki))?.members.add(idFor(name))
  }
}

const guesses = [
  '1',
  '7',
  '000000',
  '123456',
  'maya.alvarez',
  'ingrid.solberg@northwind.example',
  wiki,
  'it is urgent',
  '',
]

const cardsOf = ({ it, user }: Thief) =>
  it.chat.posts
    .filter(({ place }) => place === user)
    .slice(-4)
    .map(({ card }) => card)

const moves: readonly ((thief: Thief) => Promise<unknown>)[] = [
  ({ it, user, random, texts }) => it.chat.say(user, random.pick(texts)),
  press,
  press,
  press,
  fill,
  visit,
]

/** Any button or choice on one of the newest cards. */
async function press(thief: Thief): Promise<void> {
  const handles = cardsOf(thief).flatMap(({ buttons, menu }) => [
    ...buttons.flatMap(({ handle }) => handle ?? []),
    ...(menu && thief.random.chance(0.2) ? [thief.random.pick(menu.options).handle] : []),
  ])
  if (handles.length > 0) await thief.it.chat.pressHandle(thief.user, thief.random.pick(handles))
}

async function fill({ it, user, random }: Thief): Promise<void> {
  const form = it.chat.formOf(user)
  if (!form) return
  const values = form.fields.map((field) => {
    if (field.kind === 'choice' && field.options.length > 0) return [field.name, random.pick(field.options).value]
    return [field.name, field.kind === 'number' ? '3' : random.pick(guesses)]
  })
  await it.chat.submitHandle(user, form.handle, Object.fromEntries(values))
}

/** Opens a page and does there what can be done without being its person. */
async function visit(thief: Thief): Promise<void> {
  const links = cardsOf(thief).flatMap(({ buttons }) => buttons.flatMap(({ url }) => url ?? []))
  if (links.length === 0) return
  const { visitor, shown } = await openLink(thief.random.pick(links))
  const answer = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {}, clientExtensionResults: {} }
  await visitor.call('passkey-ask')
  await visitor.call(thief.random.pick(['passkey-answer', 'enrol-answer']), { answer })
  const doings = [...shown.html.matchAll(/name="do" value="([^"]+)"/g)].map(([, todo = '']) => todo)
  const todo = thief.random.pick([...doings, 'approve', 'vouch', 'set', 'remove', 'recovery-codes', 'push-code'])
  const typed = thief.random.pick(guesses)
  if (todo !== 'sign-in')
    await visitor.press(todo, {
      code: typed,
      words: typed,
      password: 'Sommer-Regen-4711!',
      again: 'Sommer-Regen-4711!',
    })
}

export async function move(thief: Thief): Promise<void> {
  await thief.random.pick(moves)(thief)
  await quiet(thief.it)
}

/** What JumpCloud was told to change; pushes and searches change nothing. */
export async function writes({ sandbox }: TestLatchkey): Promise<{ seq: number; what: string }[]> {
  return (await sandbox.calls())
    .filter(({ method, path }) => method !== 'GET' && !/\/verify$|insights|oauth2|\/search\//.test(path))
    .map(({ seq, method, path }) => ({ seq, what: `${method} ${path}` }))
}

/** Of what may never be there without a proof: how much is there. */
export async function provenRows({ db }: TestLatchkey): Promise<Record<string, number>> {
  const completed = await db.selectFrom('proof').select('id').where('state', '=', 'completed').execute()
  const factors = await db.selectFrom('factor').select('id').execute()
  const codes = await db.selectFrom('recovery_code').select('person').execute()
  const bound = await db.selectFrom('binding').select('account_user').where('how', '=', 'proof').execute()
  return { proofs: completed.length, factors: factors.length, codes: codes.length, bindings: bound.length }
}
