// A chat platform that outlives the bot, over HTTP: it keeps every card that was posted, and people look at theirs.
import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { z } from 'zod'
import type { Destination, RenderedCard } from '../../src/adapter.ts'

const delivery = z.object({
  to: z.custom<Destination>(),
  card: z.custom<RenderedCard>(),
  replaces: z.string().optional(),
  key: z.string(),
})

export interface Chat {
  url: string
  /** What `look` finds among somebody's cards, oldest first, as soon as it finds something; throws when patience ends. */
  find<Found>(user: string, what: string, look: (cards: readonly RenderedCard[]) => Found | undefined): Promise<Found>
  /** Messages that were posted a second time for the same delivery, since the first answer was never heard. */
  toldTwice(): number
  close(): Promise<void>
}

interface Posted {
  ref: string
  card: RenderedCard
}

export async function startChat(patienceMs: number): Promise<Chat> {
  const conversations = new Map<string, Posted[]>()
  const posted = new Set<string>()
  const changes = new EventEmitter().setMaxListeners(0)
  let toldTwice = 0
  let count = 0

  const deliver = (body: unknown): string => {
    const { to, card, replaces, key } = delivery.parse(body)
    const place = to.to === 'channel' ? `#${to.channel}` : to.account.user
    const list = conversations.get(place) ?? []
    conversations.set(place, list)
    const old = list.find(({ ref }) => ref === replaces)
    if (old) old.card = card
    else {
      if (posted.has(key)) toldTwice += 1
      posted.add(key)
      list.push({ ref: `m${++count}`, card })
    }
    changes.emit(place)
    return old?.ref ?? `m${count}`
  }

  const app = express()
  app.use(express.json({ limit: '1mb' }))
  app.post('/deliver', (request, response) => void response.json({ ref: deliver(request.body) }))
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async find(user, what, look) {
      const signal = AbortSignal.timeout(patienceMs)
      const cards = () => (conversations.get(user) ?? []).map(({ card }) => card)
      for (;;) {
        const found = look(cards())
        if (found !== undefined) return found
        await once(changes, user, { signal }).catch((cause: unknown) => {
          const newest = cards()
            .slice(-3)
            .map(({ title, footer }) => `${title} (${footer ?? ''})`)
          throw new Error(`${user} never saw ${what}; the newest cards: ${newest.join(' | ') || 'none'}`, { cause })
        })
      }
    },
    toldTwice: () => toldTwice,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
