// A person's home, drawn from the rows as they are now: what they can ask, what they asked, and what waits for them.
import { sql } from 'kysely'
import type { Core } from '../core.ts'
import { hasCode } from '../errors.ts'
import { type Account, requestId, sameAccount, type UserId } from '../ids.ts'
import type { Button, Card } from '../reply.ts'
import { text } from '../words/text.ts'
import { approverCard } from './approver-card.ts'
import { cardOf } from './cards.ts'
import { menuOf } from './menu.ts'
import { loadRequest, type Request } from './request.ts'
import { openStates, type RequestState } from './states.ts'
import { votesOn } from './votes.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'organisation' | 'skills' | 'actions' | 'bindings' | 'clock' | 'methods'>

const mostShown = 5
/** Not done with: still open, or just being carried out. */
const unfinished: readonly RequestState[] = [...openStates, 'running', 'undoing', 'ending']

/** Only a bound account sees anything of its person; every other learns how to be bound. */
export async function homeCard(deps: Deps, account: Account): Promise<Card> {
  const binding = await deps.bindings.find(account)
  const top = { tone: 'plain' as const, title: text('home.title'), menu: menuOf(deps) }
  if (!binding) return { ...top, body: [text('home.connect'), text('people.connect-how')], buttons: [connect] }
  return {
    ...top,
    body: [text('home.how')],
    below: [
      await part('waiting', await waitingCards(deps, binding.user)),
      await part('open', await openCards(deps, binding.user, account)),
    ],
  }
}

const connect: Button = {
  label: text('button.connect'),
  intent: { do: 'ask', skill: 'connect-account', input: {} },
  style: 'primary',
}

/** A heading that says at once when there is nothing under it, and how much more there is than is shown. */
const part = async (name: 'waiting' | 'open', cards: Card[]): Promise<Card> => ({
  tone: 'plain',
  title: text(`home.${name}`),
  body: [
    ...(cards.length === 0 ? [text(`home.none-${name}`)] : []),
    ...(cards.length > mostShown ? [text('home.more', { count: cards.length - mostShown })] : []),
  ],
  below: cards.slice(0, mostShown),
})

async function openCards(deps: Deps, person: UserId, here: Account): Promise<Card[]> {
  const rows = await deps.store.db
    .selectFrom('request')
    .select('id')
    .where('requester', '=', person)
    .where('state', 'in', unfinished)
    .orderBy('number', 'desc')
    .execute()
  const cards: Card[] = []
  for (const { id } of rows) {
    const request = await load(deps, id)
    const card = request && (await cardOf(deps, request.id, 'requester', person))
    if (request && card) cards.push(sameAccount(request.account, here) ? card : fromElsewhere(card))
  }
  return cards
}

/** Confirming and proving are bound to the account that asked; from another one it can only be cancelled. */
const fromElsewhere = (card: Card): Card => ({
  ...card,
  buttons: (card.buttons ?? []).filter(({ intent }) => intent?.do === 'cancel'),
})

async function waitingCards(deps: Deps, person: UserId): Promise<Card[]> {
  const rows = await deps.store.db
    .selectFrom('request')
    .select('id')
    .where('state', '=', 'approving')
    .where(sql<boolean>`shown -> 'waitingFor' @> ${JSON.stringify([{ user: person }])}::jsonb`)
    .orderBy('number')
    .execute()
  const cards: Card[] = []
  for (const { id } of rows) {
    const request = await load(deps, id)
    if (!request) continue
    const votes = await votesOn(deps.store.db, deps, request.id, request.planHash)
    const card = votes.some((vote) => vote.person === person) ? undefined : await approverCard(deps, request, person)
    if (card) cards.push(card)
  }
  return cards
}

/** What was changed from outside is not shown; the gate tells of it where it matters. */
async function load(deps: Deps, id: string): Promise<Request | undefined> {
  try {
    return await loadRequest(deps.store.db, deps, requestId.parse(id))
  } catch (error) {
    if (hasCode(error, 'tampered', 'not-found')) return undefined
    throw error
  }
}
