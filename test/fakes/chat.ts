// A chat platform in memory for the tests of the core: it keeps the port's promises, enforces a platform's limits, and fails on order.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Account,
  type Adapter,
  type AtOnce,
  type Destination,
  type Inbox,
  type Incoming,
  LatchkeyError,
  type MessageRef,
  type Profile,
  type Refusal,
  type RenderedCard,
  type RenderedForm,
} from '../../src/adapter.ts'
import type { ChatDriver, SeenForm, SeenMessage } from '../../src/demo/driver.ts'

export interface FakePerson {
  user: string
  name: string
  email: string | undefined
  timeZone?: string
  /** Somebody whom the platform itself does not call an employee. */
  outsider?: Refusal | undefined
}

interface Posted {
  ref: MessageRef
  place: string
  card: RenderedCard
  at: Date
  /** How often it was posted or updated. */
  times: number
}

/** What goes wrong, until it is taken away. Users by their own ids. */
interface Troubles {
  /** The platform does not answer at all. */
  isDown: boolean
  unreachable: Set<string>
  /** Each delivery takes so long. */
  slowMs: number
  /** A platform that does not recognise a repeated delivery. */
  forgetsKeys: boolean
}

const lookAgainMs = 5

export function createFakeChat({
  platform = 'test',
  tenant = 'northwind',
  people,
  now,
}: {
  platform?: string
  tenant?: string
  people: readonly FakePerson[]
  now: () => Date
}) {
  const known = new Map(people.map((person) => [person.user, { ...person }]))
  const posts: Posted[] = []
  const delivered = new Map<string, MessageRef>()
  const forms = new Map<string, RenderedForm>()
  const troubles: Troubles = { isDown: false, unreachable: new Set(), slowMs: 0, forgetsKeys: false }
  let inbox: Inbox | undefined
  const account = (user: string): Account => ({ platform, tenant, user })
  const down = () => new LatchkeyError('platform-unavailable', { platform, reason: 'HTTP 503' })

  function placeOf(to: Destination): string {
    if (to.to === 'channel') return `#${to.channel}`
    const { user } = to.account
    if (!known.has(user) || troubles.unreachable.has(user)) throw new LatchkeyError('unreachable', { platform })
    return user
  }

  const adapter: Adapter = {
    platform,
    async start(given) {
      inbox = given
    },
    isReady: () => inbox !== undefined,
    async stop() {
      inbox = undefined
    },
    async profile(of): Promise<Profile> {
      if (troubles.isDown) throw down()
      const person = of.tenant === tenant ? known.get(of.user) : undefined
      if (!person) return { kind: 'refused', why: 'stranger' }
      if (person.outsider) return { kind: 'refused', why: person.outsider }
      const { name, email, timeZone = 'Europe/Berlin' } = person
      return { kind: 'employee', displayName: name, email, language: 'en', timeZone }
    },
    async findAccount(email) {
      if (troubles.isDown) throw down()
      const found = [...known.values()].find((person) => person.email?.toLowerCase() === email.toLowerCase())
      return found && !found.outsider ? account(found.user) : undefined
    },
    async deliver(to, card, { replaces, key }) {
      if (troubles.slowMs > 0) await sleep(troubles.slowMs)
      if (troubles.isDown) throw down()
      // This platform has no page of the bot's own.
      if (to.to === 'home') return 'no-home'
      const place = placeOf(to)
      mustFit(card)
      const before = troubles.forgetsKeys ? undefined : delivered.get(key)
      const old = posts.find(({ ref }) => ref === (before ?? replaces))
      if (old) {
        Object.assign(old, { card, at: now(), times: old.times + 1 })
        delivered.set(key, old.ref)
        return old.ref
      }
      const ref = randomUUID()
      posts.push({ ref, place, card, at: now(), times: 1 })
      delivered.set(key, ref)
      return ref
    },
  }

  async function receive(incoming: Incoming): Promise<AtOnce> {
    if (!inbox) throw new Error('nobody listens to the platform')
    return inbox.receive(incoming)
  }
  const from = (user: string, eventId: string = randomUUID()) => ({ account: account(user), eventId })
  const cardsOf = (place: string) => posts.filter((post) => post.place === place)

  async function until<Found>(
    place: string,
    what: string,
    find: (post: Posted) => Found | undefined,
    timeoutMs = 15_000,
  ) {
    const timeUp = AbortSignal.timeout(timeoutMs)
    for (;;) {
      const newestFirst = cardsOf(place).toSorted(
        (a, b) => b.at.getTime() - a.at.getTime() || posts.indexOf(b) - posts.indexOf(a),
      )
      for (const post of newestFirst) {
        const found = find(post)
        if (found !== undefined) return found
      }
      if (timeUp.aborted) {
        const shown = newestFirst
          .slice(0, 3)
          .map(({ card }) => wordsOf(card))
          .join('\n---\n')
        throw new Error(`${place} does not see ${what}. The newest cards, newest first:\n${shown || '(none)'}`)
      }
      await sleep(lookAgainMs)
    }
  }

  /** On the newest card that has it, or that has it and matches. */
  const buttonOf = (user: string, label: string, on = /^/) =>
    until(user, `a button “${label}” on ${on}`, ({ card }) =>
      on.test(wordsOf(card)) ? card.buttons.find((button) => button.label === label)?.handle : undefined,
    )

  /** Where the newest button with this label leads. */
  const linkOf = (user: string, label: string, on = /^/) =>
    until(user, `a link “${label}” on ${on}`, ({ card }) =>
      on.test(wordsOf(card)) ? card.buttons.find((button) => button.label === label)?.url : undefined,
    )

  function take(user: string, atOnce: AtOnce): { form?: SeenForm; line?: string; errors?: Record<string, string> } {
    if (atOnce.kind === 'line') return { line: atOnce.text }
    if (atOnce.kind === 'field-errors') return { errors: atOnce.errors }
    if (atOnce.kind !== 'form') return {}
    forms.set(user, atOnce.form)
    const { title, fields } = atOnce.form
    return { form: { title, fields: fields.map(({ name, label }) => ({ name, label })) } }
  }

  const pressHandle = async (user: string, handle: string, eventId?: string) =>
    take(user, await receive({ kind: 'press', ...from(user, eventId), handle }))

  const driver = {
    async say(user: string, text: string, { eventId, mentions = [] }: { eventId?: string; mentions?: string[] } = {}) {
      const { outsider } = known.get(user) ?? {}
      if (outsider) await receive({ kind: 'refused', ...from(user, eventId), why: outsider })
      else await receive({ kind: 'message', ...from(user, eventId), text, mentions: mentions.map(account) })
    },
    press: async (user: string, label: string, on?: RegExp) => pressHandle(user, await buttonOf(user, label, on)),
    link: linkOf,
    async choose(user: string, option: string) {
      const handle = await until(
        user,
        `a choice “${option}”`,
        ({ card }) => card.menu?.options.find(({ label }) => label === option)?.handle,
      )
      return pressHandle(user, handle)
    },
    async submit(user: string, values: Record<string, string>) {
      const form = forms.get(user)
      if (!form) throw new Error(`${user} has no form open`)
      return take(user, await receive({ kind: 'submit', ...from(user), handle: form.handle, values }))
    },
    messages: async (place: string) => cardsOf(place).map(seen),
    waitFor: (place: string, match: RegExp, { timeoutMs }: { timeoutMs?: number } = {}) =>
      until(
        place,
        `a card that matches ${match}`,
        (post) => (match.test(wordsOf(post.card)) ? seen(post) : undefined),
        timeoutMs,
      ),
  } satisfies ChatDriver

  return {
    ...driver,
    adapter,
    account,
    troubles,
    posts,
    /** The person as the platform knows them: changed by whoever administers the workspace. */
    person(user: string): FakePerson {
      const person = known.get(user)
      if (!person) throw new Error(`nobody is called ${user}`)
      return person
    },
    /** The handle behind the newest button with this label: to be pressed later, twice, or by somebody else. */
    buttonOf,
    linkOf,
    pressHandle,
    /** The open form's handle with other values, or from somebody else's account. */
    submitHandle: async (user: string, handle: string, values: Record<string, string>) =>
      take(user, await receive({ kind: 'submit', ...from(user), handle, values })),
    formOf: (user: string) => forms.get(user),
    open: (user: string) => receive({ kind: 'opened', ...from(user) }),
    receive,
  }
}
export type FakeChat = ReturnType<typeof createFakeChat>

const seen = ({ ref, card, at }: Posted): SeenMessage => ({
  id: ref,
  at: at.toISOString(),
  title: card.title,
  body: card.body,
  facts: card.facts,
  quotes: card.quotes,
  buttons: card.buttons.map(({ label }) => label),
  footer: card.footer,
})

const wordsOf = ({ title, body, facts, quotes, buttons, footer }: RenderedCard): string =>
  [
    title,
    ...body,
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...quotes.map(({ from, words }) => `${from}: ${words}`),
    ...buttons.map(({ label }) => `[${label}]`),
    footer ?? '',
  ].join('\n')

/** As strict as the strictest platform: what does not fit is refused, as Slack does with `invalid_blocks`. */
function mustFit({ title, body, facts, quotes, buttons, menu }: RenderedCard): void {
  const labels = [...buttons.map(({ label }) => label), ...(menu?.options ?? []).map(({ label }) => label)]
  const handles = [...buttons, ...(menu?.options ?? [])].flatMap(({ handle }) => handle ?? [])
  const links = buttons.flatMap(({ url }) => url ?? [])
  const fits =
    title.length <= 150 &&
    body.every((line) => line.length > 0 && line.length <= 3000) &&
    facts.length <= 10 &&
    quotes.every(({ words }) => words.length <= 200) &&
    buttons.length <= 3 &&
    (menu?.options.length ?? 1) <= 100 &&
    labels.every((label) => label.length > 0 && label.length <= 75) &&
    handles.every((handle) => /^[\w-]{22}$/.test(handle)) &&
    new Set(handles).size === handles.length &&
    links.every((url) => url.length <= 3000 && /^https?:\/\/[^\s<>"]+$/.test(url))
  if (!fits) throw new Error(`the platform does not take this card: ${title}`)
}
