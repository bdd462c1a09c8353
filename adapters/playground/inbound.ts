// Takes in what the page or a script says, presses, submits or opens, as Incoming; shows what must be shown at once.
import { randomUUID } from 'node:crypto'
import { Router } from 'express'
import { type AtOnce, type Inbox, type Incoming, incoming, type Refusal } from '#latchkey/adapter'
import { type Body, bodyOf, optionalText, text, unusable } from './body.ts'
import type { Cast, CastMember } from './cast.ts'
import type { Conversations } from './conversations.ts'
import { renderAtOnce } from './form.ts'

interface Parts {
  cast: Cast
  conversations: Conversations
  inbox: () => Inbox
}

const longestText = 4000

/** A script that tests duplicates names the event itself; the page never does. */
const eventIdOf = (body: Body, kind: string): string => optionalText(body, 'eventId', 300) ?? `${kind}:${randomUUID()}`

function valuesOf(body: Body): Record<string, string> {
  const values = bodyOf(body.values)
  return Object.fromEntries(Object.keys(values).map((name) => [name, text(values, name, longestText)]))
}

export function createInbound({ cast, conversations, inbox }: Parts): Router {
  const player = (body: Body): CastMember => {
    const member = cast.find(text(body, 'as', 200))
    if (!member) throw unusable('as')
    return member
  }

  const mentionsIn = (said: string) =>
    [...said.matchAll(/(?<![\w.])@([a-z0-9_-]{1,40}(?:\.[a-z0-9_-]{1,40})?)/giu)]
      .map(([, user]) => cast.find((user ?? '').toLowerCase()))
      .filter((member) => member !== undefined)
      .slice(0, 20)
      .map((member) => cast.account(member))

  /** Nobody who would be refused on a real platform gets further here than there. */
  const receive = (member: CastMember, made: Incoming): Promise<AtOnce> => {
    const why: Refusal | undefined = cast.refusal(member)
    const { account, eventId } = made
    const checked = incoming.safeParse(why ? { kind: 'refused', account, eventId, why } : made)
    if (!checked.success) throw unusable(made.kind)
    return inbox().receive(checked.data)
  }

  const answer = async (member: CastMember, made: Incoming) => {
    const atOnce = renderAtOnce(await receive(member, made))
    if (atOnce.kind === 'line') conversations.line(member.user, atOnce.text)
    return { atOnce }
  }

  const router = Router()
  router.post('/say', async (request, response) => {
    const body = bodyOf(request.body)
    const member = player(body)
    const said = text(body, 'text', longestText).trim()
    if (said === '') throw unusable('text')
    const eventId = eventIdOf(body, 'say')
    const kind = optionalText(body, 'in', 20) === 'channel' ? 'mention' : 'message'
    conversations.say(member.user, eventId, said)
    try {
      response.json(
        await answer(member, { kind, account: cast.account(member), eventId, text: said, mentions: mentionsIn(said) }),
      )
    } catch (error) {
      // What was not stored was not said: it must not look as if an answer were coming.
      conversations.remove(eventId)
      throw error
    }
  })
  router.post('/press', async (request, response) => {
    const body = bodyOf(request.body)
    const member = player(body)
    const from = { account: cast.account(member), eventId: eventIdOf(body, 'press') }
    response.json(await answer(member, { kind: 'press', ...from, handle: text(body, 'handle', 100) }))
  })
  router.post('/submit', async (request, response) => {
    const body = bodyOf(request.body)
    const member = player(body)
    const from = { account: cast.account(member), eventId: eventIdOf(body, 'submit') }
    const handle = text(body, 'handle', 100)
    response.json(await answer(member, { kind: 'submit', ...from, handle, values: valuesOf(body) }))
  })
  router.post('/opened', async (request, response) => {
    const body = bodyOf(request.body)
    const member = player(body)
    const from = { account: cast.account(member), eventId: eventIdOf(body, 'opened') }
    response.json(await answer(member, { kind: 'opened', ...from }))
  })
  return router
}
