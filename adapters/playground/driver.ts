// Plays the playground over its HTTP interface, for scripts and end-to-end tests: what the page does, without a browser.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from './conversations.ts'
import type { AtOnceView, FormView } from './form.ts'
import type { Lever, PushView } from './sandbox.ts'
import type { StateView } from './state.ts'

type CardEntry = Extract<Entry, { kind: 'card' }>

const lookAgainMs = 30

const seen = ({ id, at, card }: CardEntry) => ({
  id,
  at,
  title: card.title,
  body: card.body,
  facts: card.facts,
  quotes: card.quotes,
  buttons: card.buttons.map((button) => button.label),
  footer: card.footer ?? undefined,
})

const formOf = ({ title, fields }: FormView) => ({ title, fields: fields.map(({ name, label }) => ({ name, label })) })

const isCard = (entry: Entry): entry is CardEntry => entry.kind === 'card'

const wordsOf = (entry: CardEntry): string => {
  const { title, body, facts, quotes, buttons, footer } = seen(entry)
  const pairs = [
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...quotes.map(({ from, words }) => `${from}: ${words}`),
  ]
  return [title, ...body, ...pairs, ...buttons, footer ?? ''].join('\n')
}

export function createPlaygroundDriver(url: string) {
  /** The form that each person has open, as a page would hold it. */
  const open = new Map<string, FormView>()

  async function call<Answer>(path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${url}/api${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { origin: url, 'content-type': 'application/json' },
    })
    const answer = await response.text()
    if (!response.ok) throw new Error(`The playground answered ${response.status} to ${path}: ${answer.slice(0, 200)}`)
    return JSON.parse(answer) as Answer
  }

  const cards = async (user: string): Promise<CardEntry[]> => {
    const entries = await call<Entry[]>(`/messages?as=${encodeURIComponent(user)}`)
    return entries.filter(isCard)
  }

  /** Looks from the newest card to the oldest until `find` finds something, or the time is up. */
  async function waitUntil<Found>(
    user: string,
    what: string,
    find: (card: CardEntry) => Found | undefined,
    timeoutMs = 30_000,
  ): Promise<Found> {
    const timeUp = AbortSignal.timeout(timeoutMs)
    for (;;) {
      const newestFirst = (await cards(user)).reverse()
      for (const card of newestFirst) {
        const found = find(card)
        if (found !== undefined) return found
      }
      if (timeUp.aborted) {
        const shown = newestFirst.slice(0, 3).map(wordsOf).join('\n---\n')
        throw new Error(`${user} does not see ${what}. The newest cards, newest first:\n${shown || '(none)'}`)
      }
      await sleep(lookAgainMs)
    }
  }

  const take = (user: string, { atOnce }: { atOnce: AtOnceView }) => {
    if (atOnce.kind === 'form') open.set(user, atOnce.form)
    return {
      ...(atOnce.kind === 'form' && { form: formOf(atOnce.form) }),
      ...(atOnce.kind === 'line' && { line: atOnce.text }),
      ...(atOnce.kind === 'field-errors' && { errors: atOnce.errors }),
    }
  }

  const say = async (user: string, text: string, where: { in?: 'channel' } = {}): Promise<void> => {
    take(user, await call<{ atOnce: AtOnceView }>('/say', { as: user, text, ...where }))
  }

  const pressHandle = async (user: string, handle: string) =>
    take(user, await call<{ atOnce: AtOnceView }>('/press', { as: user, handle }))

  const handleOf = (user: string, label: string) =>
    waitUntil(
      user,
      `a button “${label}”`,
      ({ card }) => card.buttons.find((each) => each.label === label && each.url === undefined)?.handle,
    )

  return {
    say: (user: string, text: string) => say(user, text),
    /** Calls the bot in a public place. */
    mention: (user: string, text: string) => say(user, text, { in: 'channel' }),
    async press(user: string, label: string) {
      return pressHandle(user, await handleOf(user, label))
    },
    link: (user: string, label: string) =>
      waitUntil(
        user,
        `a link “${label}”`,
        ({ card }) => card.buttons.find((each) => each.label === label && each.url !== undefined)?.url,
      ),
    /** The same press twice at the same moment, as an impatient finger does it. */
    async pressTwice(user: string, label: string) {
      const handle = await handleOf(user, label)
      return Promise.all([pressHandle(user, handle), pressHandle(user, handle)])
    },
    async choose(user: string, option: string) {
      const found = await waitUntil(user, `a choice “${option}”`, ({ card }) =>
        card.menu?.options.find((each) => each.label === option),
      )
      return pressHandle(user, found.handle)
    },
    async submit(user: string, values: Record<string, string>) {
      const form = open.get(user)
      if (!form) throw new Error(`${user} has no form open.`)
      const result = take(
        user,
        await call<{ atOnce: AtOnceView }>('/submit', { as: user, handle: form.handle, values }),
      )
      if (!result.errors && !result.form) open.delete(user)
      return result
    },
    form: (user: string): FormView | undefined => open.get(user),
    messages: async (user: string) => (await cards(user)).map(seen),
    waitFor: (user: string, match: RegExp, options: { timeoutMs?: number } = {}) =>
      waitUntil(
        user,
        `a card that matches ${match}`,
        (entry) => (wordsOf(entry).search(match) >= 0 ? seen(entry) : undefined),
        options.timeoutMs,
      ),
    /** The cards of the audit channel, oldest first. */
    audit: async () => (await call<StateView>('/state')).audit.filter(isCard).map(seen),
    state: () => call<StateView>('/state'),
    pushes: async (user: string): Promise<PushView[]> => (await call<StateView>('/state')).phones[user] ?? [],
    answerPush: (user: string, push: string, answer: 'accept' | 'deny') => call('/phone', { user, push, do: answer }),
    moveClock: (advanceMs: number) => call<{ now: string }>('/clock', { advanceMs }),
    pullLever: (lever: Lever, user?: string) => call('/directory', { do: lever, ...(user !== undefined && { user }) }),
  }
}
