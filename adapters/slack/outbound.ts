// Delivers cards: posts to one person or channel, or updates in place; a message that is gone is posted anew.
import {
  type Account,
  cut,
  type Destination,
  LatchkeyError,
  type MessageRef,
  type RenderedCard,
} from '#latchkey/adapter'
import { renderHome } from './home.ts'
import { renderCard, type SlackMessage } from './render.ts'
import { type Client, callSlack, type Log, platform, slackCode } from './web.ts'

/** Slack's answers to an update of what cannot be updated any more. */
const gone = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
  'is_inactive',
])

/** The card cannot be drawn as Slack wants it: a fault of ours that must not leave the reader with silence. */
const undrawable = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'])

const shortText = 1000

const channelIds = /^[CG][A-Z0-9]{2,30}$/

const refOf = (channel: string, ts: string): MessageRef => `${channel}:${ts}`

function findRef(ref: MessageRef | undefined): { channel: string; ts: string } | undefined {
  const found = /^([CDG][A-Z0-9]{2,30}):(\d{1,12}\.\d{1,9})$/.exec(ref ?? '')
  return found?.[1] !== undefined && found[2] !== undefined ? { channel: found[1], ts: found[2] } : undefined
}

/** A home has no message to name: there is one for each person. */
const homeRef = 'home'

export function createDeliver(client: Client, log: Log, isOurs: (of: Account) => boolean) {
  /** A direct conversation keeps its id for life. */
  const conversations = new Map<string, string>()

  async function conversationWith(user: string): Promise<string> {
    const known = conversations.get(user)
    if (known !== undefined) return known
    const opened = (await client.conversations.open({ users: user })).channel?.id
    if (opened === undefined) throw new LatchkeyError('unreachable', { platform })
    conversations.set(user, opened)
    return opened
  }

  async function placeOf(to: Destination): Promise<string> {
    if (to.to === 'person' && to.account.platform === 'slack') return conversationWith(to.account.user)
    if (to.to === 'channel' && to.platform === 'slack' && channelIds.test(to.channel)) return to.channel
    throw new LatchkeyError('unreachable', { platform })
  }

  async function drawn<Answer>(
    message: SlackMessage,
    send: (message: SlackMessage) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await send(message)
    } catch (error) {
      const code = slackCode(error)
      if (code === undefined || !undrawable.has(code)) throw error
      log.error(`A card could not be drawn (${code}); its text was sent instead.`)
      return send({ text: cut(message.text, shortText), blocks: [] })
    }
  }

  const metadata = (key: string) => ({ event_type: 'latchkey', event_payload: { key } })

  async function update(channel: string, ts: string, message: SlackMessage, key: string): Promise<boolean> {
    try {
      await drawn(message, (shown) => client.chat.update({ channel, ts, ...shown, metadata: metadata(key) }))
      return true
    } catch (error) {
      if (gone.has(slackCode(error) ?? '')) return false
      throw error
    }
  }

  async function post(channel: string, message: SlackMessage, key: string): Promise<MessageRef> {
    const posted = await drawn(message, (shown) =>
      client.chat.postMessage({
        channel,
        ...shown,
        metadata: metadata(key),
        unfurl_links: false,
        unfurl_media: false,
        parse: 'none',
        link_names: false,
      }),
    )
    return refOf(posted.channel ?? channel, posted.ts ?? '')
  }

  async function publish({ user }: Account, card: RenderedCard): Promise<MessageRef> {
    await client.views.publish({ user_id: user, view: renderHome(card) })
    return homeRef
  }

  return (to: Destination, card: RenderedCard, options: { replaces?: MessageRef; key: string }): Promise<MessageRef> =>
    callSlack(async () => {
      if (to.to === 'home' && isOurs(to.account)) return publish(to.account, card)
      const channel = await placeOf(to)
      const message = renderCard(card)
      const before = findRef(options.replaces)
      // A card is for its reader alone: a reference into another conversation is not followed.
      if (before?.channel === channel && (await update(channel, before.ts, message, options.key)))
        return refOf(channel, before.ts)
      return post(channel, message, options.key)
    })
}
