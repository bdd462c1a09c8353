// The people in front of the fake Teams: they install, write, mention, press, choose and submit, and read what they see.
import { setTimeout as wait } from 'node:timers/promises'
import type { ChatDriver, SeenForm, SeenMessage } from '../../src/demo/driver.ts'
import { type Sent, send } from './slack-wire.ts'
import {
  addedActivity,
  installActivity,
  mentionActivity,
  messageActivity,
  pressActivity,
  teamActivity,
} from './teams-activities.ts'
import { cardProblems } from './teams-cards.ts'
import { actionsOf, chosen, filled, inputsOf, seenErrors, seenForm, seenMessage, seenText } from './teams-seen.ts'
import { type Fields, fields, getPerson, type StoredMessage, string, type TeamsState } from './teams-state.ts'
import { goodClaims, signToken } from './teams-token.ts'

export interface DriverOptions {
  botUrl: () => string
  serviceUrl: string
  patienceMs: number
  /** How long Teams waits before it sends an activity again that was not answered with 2xx. */
  retryDelays: number[]
}

export interface PostOptions {
  /** Another token than a good one; `undefined` leaves the header out. */
  token?: string | undefined
  headers?: Record<string, string | string[] | undefined>
}

interface Pressable {
  message: StoredMessage
  action: Fields
  inputs: Fields
}

interface Shown {
  form?: SeenForm
  line?: string
}

export type TeamsDriver = ReturnType<typeof createDriver>

export function createDriver(state: TeamsState, { botUrl, serviceUrl, patienceMs, retryDelays }: DriverOptions) {
  let isOldClient = false

  const goodToken = (): string => signToken({ claims: goodClaims(state, serviceUrl) })

  /** The lowest level: any bytes under any token. */
  function post(body: unknown, options: PostOptions = {}): Promise<Sent> {
    const token = 'token' in options ? options.token : goodToken()
    const raw = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    return send(botUrl(), raw, {
      'content-type': 'application/json; charset=utf-8',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    })
  }

  /** Sends an activity, and again as Teams does when the bot did not take it. */
  async function deliver(activity: Fields): Promise<Fields> {
    let sent: Sent | undefined
    for (const delay of [0, ...retryDelays]) {
      if (delay > 0) await wait(delay)
      sent = await post(activity).catch(() => undefined)
      if (sent?.status === 200) return sent.text === '' ? {} : fields(JSON.parse(sent.text))
    }
    throw new Error(`Teams says that the app cannot be reached: the bot answered ${sent?.status ?? 'nothing'}`)
  }

  const mine = (user: string): StoredMessage[] => {
    const conversation = state.privateConversation(getPerson(state, user).name)
    return state.messages.filter((one) => one.conversation === conversation)
  }
  const cardsOf = (user: string) => mine(user).filter((one) => !one.isForm)
  const openForm = (user: string) => mine(user).findLast((one) => one.isForm && inputsOf(one.card).length > 0)

  /** Looks now and after each change until there is something, or tells what is to be seen instead. */
  async function until<Found>(user: string, wanted: string, find: () => Found | undefined, patience = patienceMs) {
    const deadline = AbortSignal.timeout(patience)
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      const change = Promise.withResolvers<boolean>()
      const onChange = () => change.resolve(true)
      const onDeadline = () => change.resolve(false)
      state.changed.once('changed', onChange)
      deadline.addEventListener('abort', onDeadline, { once: true })
      if (deadline.aborted) onDeadline()
      const isChanged = await change.promise
      state.changed.off('changed', onChange)
      deadline.removeEventListener('abort', onDeadline)
      if (!isChanged) {
        const seen = cardsOf(user).map((card) => seenText(seenMessage(card)).trim())
        throw new Error(`${user} does not see ${wanted}, but:\n${seen.join('\n---\n') || '(nothing)'}`)
      }
    }
  }

  /** What the client does with the answer to a press: a card takes the place of the pressed one, words are shown. */
  function show(user: string, pressed: StoredMessage, answer: Fields): string | undefined {
    if (isOldClient) return undefined
    if (answer.statusCode !== 200) throw new Error('Teams says that something went wrong')
    if (answer.type === 'application/vnd.microsoft.activity.message') {
      const words = string(answer.value)
      if (words === '') throw new Error('Teams takes an empty answer for none')
      if (state.passing.includes(words)) return undefined
      state.lines.push({ user, text: words })
      return words
    }
    const problems = cardProblems(fields(answer.value))
    if (answer.type !== 'application/vnd.microsoft.card.adaptive' || problems.length > 0)
      throw new Error(`Teams cannot show the answer: ${problems}`)
    pressed.card = fields(answer.value)
    pressed.edits += 1
    state.changed.emit('changed')
    return undefined
  }

  async function act(user: string, on: Pressable): Promise<Shown> {
    const person = getPerson(state, user)
    const before = mine(user).length
    const { message, action, inputs } = on
    const answer = await deliver(pressActivity(state, person, serviceUrl, { message, action, inputs, isOldClient }))
    const words = show(user, message, answer)
    const posted = mine(user).slice(before)
    const form = posted.find((one) => one.isForm)
    const line = words ?? posted.find((one) => one.card === undefined)?.text
    return { ...(form ? { form: seenForm(form.card) } : {}), ...(line === undefined ? {} : { line }) }
  }

  async function pressOn(
    user: string,
    label: string,
    find: (message: StoredMessage) => Omit<Pressable, 'message'> | undefined,
  ) {
    const on = await until(user, `"${label}" to press`, () => {
      for (const message of cardsOf(user).toReversed()) {
        const found = find(message)
        if (found) return { message, ...found }
      }
      return undefined
    })
    return act(user, on)
  }

  async function submit(user: string, values: Record<string, string>) {
    const message = openForm(user)
    const action = actionsOf(message?.card).find((one) => fields(one.data).submit !== undefined)
    if (!message || !action) throw new Error(`${user} has no form open`)
    const { line } = await act(user, { message, action, inputs: filled(message.card, values) })
    if (line !== undefined) return { line }
    const errors = seenErrors(message.card)
    if (Object.keys(errors).length > 0) return { errors }
    if (inputsOf(message.card).length > 0) return {}
    const said = seenMessage(message).body.at(-1) ?? ''
    return said === state.sent ? {} : { line: said }
  }

  const driver = {
    post,
    deliver,
    goodToken,
    /** From here on people use a client that does not know `Action.Execute`. */
    useOldClient() {
      isOldClient = true
    },
    async say(user: string, words: string): Promise<void> {
      await deliver(messageActivity(state, getPerson(state, user), serviceUrl, words))
    },
    async mention(user: string, place: { team: string; channel: string }, words: string): Promise<void> {
      await deliver(mentionActivity(state, getPerson(state, user), serviceUrl, place, words))
    },
    async install(user: string, action = 'add'): Promise<void> {
      const person = getPerson(state, user)
      state.installed.add(person.name)
      await deliver(addedActivity(state, person, serviceUrl))
      await deliver(installActivity(state, person, serviceUrl, action))
    },
    async uninstall(user: string): Promise<void> {
      const person = getPerson(state, user)
      state.installed.delete(person.name)
      await deliver(installActivity(state, person, serviceUrl, 'remove'))
    },
    async installInTeam(user: string, team: string, action = 'add'): Promise<void> {
      await deliver(teamActivity(state, getPerson(state, user), serviceUrl, team, action))
    },
    press: (user: string, label: string) =>
      pressOn(user, label, ({ card }) => {
        const action = actionsOf(card).find((one) => one.title === label && fields(one.data).press !== undefined)
        return action && { action, inputs: {} }
      }),
    link: (user: string, label: string): Promise<string> =>
      until(user, `a link "${label}"`, () => {
        const all = cardsOf(user)
          .toReversed()
          .flatMap(({ card }) => actionsOf(card))
        const found = all.find((one) => one.type === 'Action.OpenUrl' && one.title === label)
        return found && string(found.url)
      }),
    choose: (user: string, option: string) =>
      pressOn(user, option, ({ card }) => {
        const menu = inputsOf(card).find((input) => JSON.stringify(input.choices).includes(JSON.stringify(option)))
        const action = actionsOf(card).find((one) => one.associatedInputs !== 'none')
        return menu && action && { action, inputs: { [string(menu.id)]: chosen(menu, option) } }
      }),
    submit,
    /** Closes the form without sending it; returns what is left of it. */
    async closeForm(user: string): Promise<string> {
      const message = openForm(user)
      const action = actionsOf(message?.card).find((one) => fields(one.data).close !== undefined)
      if (!message || !action) throw new Error(`${user} has no form open`)
      await act(user, { message, action, inputs: {} })
      return seenMessage(message).body.at(-1) ?? ''
    },
    messages: async (user: string): Promise<SeenMessage[]> => cardsOf(user).map(seenMessage),
    /** The form that the person has open. */
    form: (user: string): SeenForm | undefined => {
      const open = openForm(user)
      return open && seenForm(open.card)
    },
    /** The private lines that the person was shown, oldest first. */
    lines: (user: string): string[] => state.lines.filter((line) => line.user === user).map((line) => line.text),
    /** What was posted into a channel by the bot. */
    channelMessages: (channel: string): SeenMessage[] =>
      state.messages.filter((one) => one.conversation.split(';')[0] === channel).map(seenMessage),
    waitFor(user: string, match: RegExp | ((seen: SeenMessage) => boolean), options: { timeoutMs?: number } = {}) {
      const isWanted = match instanceof RegExp ? (seen: SeenMessage) => match.test(seenText(seen)) : match
      const find = () => cardsOf(user).map(seenMessage).findLast(isWanted)
      return until(user, String(match), find, options.timeoutMs)
    },
  } satisfies ChatDriver & Record<string, unknown>
  return driver
}
