// Delivers cards into the conversations: to one person in private, or to a channel of the playground.
import { type Destination, LatchkeyError, type MessageRef, type RenderedCard } from '#latchkey/adapter'
import { type Cast, platform } from './cast.ts'
import type { Conversations } from './conversations.ts'
import { renderCard } from './render.ts'

export const channelPlace = (channel: string): string => `#${channel}`

const channelName = /^[a-z0-9-]{1,40}$/

export function createDeliver(cast: Cast, conversations: Conversations) {
  const placeOf = (to: Destination): string => {
    if (to.to === 'person') {
      const member = cast.findByAccount(to.account)
      if (member) return member.user
    } else if (to.to === 'channel' && to.platform === platform && channelName.test(to.channel))
      return channelPlace(to.channel)
    throw new LatchkeyError('unreachable', { platform })
  }
  // The key is not needed here: a delivery into memory is never left half done, so it is never attempted twice.
  return async (
    to: Destination,
    card: RenderedCard,
    options: { replaces?: MessageRef; key: string },
  ): Promise<MessageRef> =>
    // The page shows every conversation at once and has no home of its own.
    to.to === 'home' ? 'no-home' : conversations.post(placeOf(to), renderCard(card), options.replaces)
}
