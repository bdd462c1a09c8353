// People under load: each asks for a group or an unlock and does whatever the cards ask of them, until theirs is done.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { RenderedCard } from '../../src/adapter.ts'
import type { Chat } from './kill-chat.ts'
import { type Asker, directoryId, type Wanted, wanted } from './kill-company.ts'
import type { Post } from './kill-post.ts'
import type { Random } from './random.ts'

/** One ask, from the first word to its end. */
export interface Ask {
  user: string
  /** Undefined: an unlock. */
  group: string | undefined
  /** The delivery that asked, once it was acknowledged. */
  eventId: string | undefined
  /** The number of its request, once a card told it. */
  number: number | undefined
  /** The title of its card when nothing follows any more. */
  ended: string | undefined
  /** Why it never came to an end. */
  trouble: string | undefined
}

interface Parts {
  chat: Chat
  post: Post
  random: Random
  sandboxUrl: string
}

const push = z.object({ id: z.string(), message: z.string(), status: z.string() })
const phone = z.object({ pushes: z.array(push) })

const numberOn = ({ footer }: RenderedCard): number => Number(/^R-(\d+) ·/.exec(footer ?? '')?.[1] ?? 0)
const isOver = ({ title }: RenderedCard): boolean =>
  /: (done|nothing was done|a person has to look at this|not done|denied|too late|cancelled)/.test(title)
/** A card that was posted twice since nobody heard that it was: the later one is kept up to date. */
const cardOf = (number: number) => (cards: readonly RenderedCard[]) =>
  cards.findLast((card) => numberOn(card) === number)
const button = (card: RenderedCard, label: RegExp) => card.buttons.find((each) => label.test(each.label))

export function createPeople({ chat, post, random, sandboxUrl }: Parts) {
  const asks: Ask[] = []

  /** Now and then the finger is impatient. */
  async function press(user: string, card: RenderedCard, label: RegExp) {
    const pressed = button(card, label)
    if (!pressed?.handle) throw new Error(`no button ${label} on “${card.title}”`)
    const [answer] = await Promise.all([
      post.press(user, pressed.handle),
      ...(random.chance(0.2) ? [post.press(user, pressed.handle)] : []),
    ])
    return answer
  }

  async function confirm(ask: Ask, words: string): Promise<number> {
    const known = new Set(asks.map(({ number }) => number))
    ask.eventId = await post.say(ask.user, words)
    const card = await chat.find(ask.user, `a card that asks to confirm “${words}”`, (cards) =>
      cards.findLast((each) => /: shall I\?/.test(each.title) && !known.has(numberOn(each))),
    )
    ask.number = numberOn(card)
    await press(ask.user, card, /^Do it$/)
    return ask.number
  }

  async function decide(decider: string, number: number): Promise<void> {
    const card = await chat.find(decider, `the card of R-${number}`, cardOf(number))
    // Without buttons there is nothing left to decide: somebody was faster.
    if (button(card, /^Approve/)) await press(decider, card, random.chance(0.2) ? /^Approve 1 day$/ : /^Approve/)
  }

  async function getGroup(ask: Ask, asker: Asker, { group, deciders }: Wanted): Promise<void> {
    const number = await confirm(ask, `I need ${group} for ${random.pick([3, 7])} days for the q3 numbers`)
    const all = deciders(asker)
    await Promise.all((random.chance(0.5) ? all : [random.pick(all)]).map((decider) => decide(decider, number)))
    const end = await chat.find(asker.user, `the end of R-${number}`, (cards) => {
      const card = cardOf(number)(cards)
      return card && isOver(card) ? card : undefined
    })
    ask.ended = end.title
  }

  async function getUnlocked(ask: Ask, { user }: Asker): Promise<void> {
    const number = await confirm(ask, 'I’m locked out')
    let done: RenderedCard | undefined
    for (;;) {
      const card = await chat.find(user, `what to do next in R-${number}`, (cards) => {
        const newest = cardOf(number)(cards)
        const wantsMore = newest && (isOver(newest) || button(newest, /^(Type the code|Send it again)$/))
        return wantsMore && newest !== done ? newest : undefined
      })
      if (isOver(card)) {
        ask.ended = card.title
        return
      }
      if (button(card, /^Send it again$/)) await press(user, card, /^Send it again$/)
      else if (!(await prove(user, card))) {
        await sleep(500)
        continue
      }
      done = card
    }
  }

  /** False: the code was not taken. Where a process died between storing a push and sending it, another one comes. */
  async function prove(user: string, card: RenderedCard): Promise<boolean> {
    const url = `${sandboxUrl}/_sandbox/phones/${directoryId(user)}`
    const newest = phone.parse(await (await fetch(url)).json()).pushes.at(-1)
    const code = /\b(\d{6})\b/.exec(newest?.message ?? '')?.[1]
    if (!newest || code === undefined) return false
    if (newest.status === 'SENT')
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ push: newest.id, do: 'accept' }),
      })
    const opened = await press(user, card, /^Type the code$/)
    if (opened?.kind !== 'form') return false
    return (await post.typeCode(user, opened.form.handle, code)).kind === 'nothing'
  }

  async function follow(asker: Asker, want: Wanted | undefined): Promise<void> {
    const ask: Ask = {
      user: asker.user,
      group: want?.group,
      eventId: undefined,
      number: undefined,
      ended: undefined,
      trouble: undefined,
    }
    asks.push(ask)
    try {
      await (want ? getGroup(ask, asker, want) : getUnlocked(ask, asker))
    } catch (error) {
      ask.trouble = error instanceof Error ? error.message : String(error)
    }
  }

  return {
    asks,
    /** A crowd that asks for one thing after the other, until the signal; resolves when everything begun has ended. */
    async crowd(askers: readonly Asker[], size: number, signal: AbortSignal): Promise<void> {
      const waiting = [...askers]
      const one = async (): Promise<void> => {
        for (let asker = waiting.shift(); asker && !signal.aborted; asker = waiting.shift())
          for (const want of [...(asker.isLocked ? [undefined] : []), ...wanted]) {
            if (signal.aborted) return
            await sleep(random.between(0, 400))
            await follow(asker, want)
          }
      }
      await Promise.all(Array.from({ length: size }, one))
    },
  }
}
