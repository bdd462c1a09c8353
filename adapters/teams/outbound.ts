// Delivers cards: posts to one person or channel, or updates in place; a message that is gone is posted anew.
import { type Activity, CardFactory } from 'botbuilder'
import { type Account, accountKey, type Destination, type MessageRef, type RenderedCard } from '#latchkey/adapter'
import type { AdaptiveCard } from './card.ts'
import type { Connector, Place } from './connector.ts'
import { callTeams, findRefusal, type Log, unreachable } from './failure.ts'
import type { Reference, References } from './memory.ts'
import { fallback, renderCard, type TeamsWords, titleOf } from './render.ts'
import type { ServiceUrls } from './serviceurl.ts'

interface Parts {
  tenant: string
  connector: Connector
  references: References
  serviceUrls: ServiceUrls
  words: TeamsWords
  isNew(key: string): Promise<boolean>
  clock: { now(): Date }
  log: Log
}

type Message = Partial<Activity>

/** Teams' answers to an update of what cannot be updated any more: it was deleted, or is older than may be changed. */
const goneStatuses = new Set([403, 404, 405, 410])
/** The card cannot be drawn as Teams wants it: a fault of ours that must not leave the reader with silence. */
const undrawableStatuses = new Set([400, 413])

const shortText = 1000
const channelIds = /^19:[\w-]{1,150}@[\w.]{1,40}$/

const refOf = (conversation: string, id: string): MessageRef =>
  `${encodeURIComponent(conversation)}/${encodeURIComponent(id)}`

function findRef(ref: MessageRef | undefined): { conversation: string; id: string } | undefined {
  const [, conversation, id] = /^([^/]+)\/([^/]+)$/.exec(ref ?? '') ?? []
  if (conversation === undefined || id === undefined) return undefined
  try {
    return { conversation: decodeURIComponent(conversation), id: decodeURIComponent(id) }
  } catch {
    return undefined
  }
}

export const cardMessage = (card: AdaptiveCard, summary: string): Message => ({
  type: 'message',
  summary,
  attachments: [CardFactory.adaptiveCard(card)],
})

export const textMessage = (words: string): Message => ({ type: 'message', text: words, textFormat: 'plain' })

export function createDeliver(parts: Parts) {
  const { tenant, connector, references, serviceUrls, words, isNew, clock, log } = parts

  /** Somebody who was only met in public is told there, once an hour, why no private answer comes. */
  async function askToBeAdded({ account, serviceUrl, metIn }: Reference): Promise<void> {
    const hour = clock.now().toISOString().slice(0, 13)
    if (metIn === undefined || !(await isNew(`teams-add-me/${accountKey(account)}/${hour}`))) return
    await connector.post({ serviceUrl, conversation: metIn }, textMessage(words.addMe)).catch(() => {
      log.warn('Somebody called Latchkey where it may not write, and cannot be written to in private.')
    })
  }

  async function open(reference: Reference): Promise<string> {
    try {
      const conversation = await connector.open(reference.serviceUrl, reference.member)
      await references.save({ ...reference, conversation })
      return conversation
    } catch (error) {
      if (findRefusal(error)?.status === 403) await askToBeAdded(reference)
      throw error
    }
  }

  async function placeOfPerson(account: Account): Promise<Place> {
    const reference =
      account.platform === 'teams' && account.tenant === tenant ? await references.find(account) : undefined
    if (reference === undefined) throw unreachable()
    return { serviceUrl: reference.serviceUrl, conversation: reference.conversation ?? (await open(reference)) }
  }

  async function placeOf(to: Destination): Promise<Place> {
    if (to.to === 'person') return placeOfPerson(to.account)
    if (to.to !== 'channel' || to.platform !== 'teams' || !channelIds.test(to.channel)) throw unreachable()
    const team = (await references.teams(tenant)).find((one) => serviceUrls.isService(one.serviceUrl))
    return { serviceUrl: team?.serviceUrl ?? serviceUrls.usual, conversation: to.channel }
  }

  async function drawn<Answer>(card: RenderedCard, send: (message: Message) => Promise<Answer>): Promise<Answer> {
    try {
      return await send(cardMessage(renderCard(card, words), titleOf(card)))
    } catch (error) {
      const refused = findRefusal(error)
      if (refused === undefined || !undrawableStatuses.has(refused.status)) throw error
      log.error(`A card could not be drawn (${refused.code ?? refused.status}); its text was sent instead.`)
      return send(textMessage(fallback(card, shortText)))
    }
  }

  async function update(place: Place, id: string, card: RenderedCard): Promise<boolean> {
    try {
      await drawn(card, (message) => connector.update(place, id, message))
      return true
    } catch (error) {
      if (goneStatuses.has(findRefusal(error)?.status ?? 0)) return false
      throw error
    }
  }

  // Teams takes no key of a delivery: when its answer to a post is lost, the next attempt posts a second time.
  return (to: Destination, card: RenderedCard, options: { replaces?: MessageRef; key: string }): Promise<MessageRef> =>
    callTeams(async () => {
      // Teams has pages of websites and no page of cards that a bot could keep up to date.
      if (to.to === 'home') return 'no-home'
      const place = await placeOf(to)
      const before = findRef(options.replaces)
      // A card is for its reader alone: a reference into another conversation is not followed.
      if (before?.conversation === place.conversation && (await update(place, before.id, card)))
        return refOf(before.conversation, before.id)
      return refOf(place.conversation, await drawn(card, (message) => connector.post(place, message)))
    })
}
