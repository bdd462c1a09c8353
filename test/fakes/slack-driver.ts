// The people in front of the fake Slack: they write, mention, press, choose and submit, and read what they see.
import { setTimeout as wait } from 'node:timers/promises'
import type { ChatDriver, SeenForm, SeenMessage } from '../../src/demo/driver.ts'
import { viewProblems } from './slack-blocks.ts'
import { createElsewhere } from './slack-elsewhere.ts'
import { envelope, mentionEvent, messageEvent, openedEvent, pressPayload, submitPayload } from './slack-payloads.ts'
import { inputsOf, type Pressable, pressables, seenForm, seenMessage, seenText } from './slack-seen.ts'
import { type Fields, fields, getPerson, type SlackState, type StoredMessage, string } from './slack-state.ts'
import type { Sent } from './slack-wire.ts'
import type { Wire } from './slack-wires.ts'

export interface DriverOptions {
  wire: Wire
  /** How long Slack waits before it sends an event again that was not answered with 2xx. */
  retryDelays: number[]
  patienceMs: number
}

export type SlackDriver = ReturnType<typeof createDriver>

export function createDriver(state: SlackState, { wire, retryDelays, patienceMs }: DriverOptions) {
  /** Sends an event, and again as Slack does when the bot did not take it. */
  async function event(made: Fields, rest: Fields = {}): Promise<Sent> {
    const body = envelope(state, made, rest)
    let last: Sent | undefined
    for (const [retry, delay] of [0, ...retryDelays].entries()) {
      if (delay > 0) await wait(delay)
      last = await wire.event(body, retry)
      if (last && (last.status < 300 || last.headers['x-slack-no-retry'])) break
    }
    if (!last || last.status >= 300) throw new Error(`the bot did not take the event: ${last?.status ?? 'no answer'}`)
    return last
  }

  const cardsOf = (user: string): StoredMessage[] => {
    const conversation = state.directConversation(getPerson(state, user).id)
    return state.messages.filter((one) => one.channel === conversation && one.user === state.botUser)
  }

  /** Looks now and after each change until there is something, or tells what is to be seen instead. */
  async function until<Found>(
    user: string,
    wanted: string,
    find: () => Found | undefined,
    patience = patienceMs,
  ): Promise<Found> {
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

  /** Sends a press or a submit and gathers what the person sees at once. */
  async function act(user: string, payload: Fields): Promise<{ form?: SeenForm; line?: string; answer: Fields }> {
    const { id } = getPerson(state, user)
    const linesBefore = state.lines.length
    const sent = await wire.interact(payload)
    if (sent.status !== 200) throw new Error(`${user} sees a warning: the bot answered ${sent.status}`)
    const modal = state.modals.get(id)
    const line = state.lines.slice(linesBefore).find((one) => one.user === id)
    return {
      ...(modal && modal.trigger === payload.trigger_id ? { form: seenForm(modal.view) } : {}),
      ...(line ? { line: line.text } : {}),
      answer: sent.text === '' ? {} : fields(JSON.parse(sent.text)),
    }
  }

  async function pressOn(user: string, label: string, isWanted: (one: Pressable) => boolean) {
    const found = await until(user, `"${label}" to press`, () => {
      for (const message of cardsOf(user).toReversed()) {
        const on = pressables(message).find((one) => one.label === label && isWanted(one))
        if (on) return { message, on }
      }
      return undefined
    })
    const { answer: _, ...seen } = await act(user, pressPayload(state, getPerson(state, user), found.message, found.on))
    return seen
  }

  /** What Slack's own client checks before it sends a form. */
  function typedState(view: Fields, values: Record<string, string>): Fields {
    const rest = new Map(Object.entries(values))
    const entries = inputsOf(view).map((block): [string, Fields] => {
      const names = [string(block.block_id), string(fields(block.label).text)]
      const name = names.find((one) => rest.has(one)) ?? ''
      const element = fields(block.element)
      const value = rest.get(name) ?? ''
      rest.delete(name)
      if (value === '' && block.optional !== true)
        throw new Error(`Slack asks for "${names[1]}" before it sends the form`)
      if (
        value.length > Number(element.max_length ?? 3000) ||
        (value !== '' && value.length < Number(element.min_length ?? 0))
      )
        throw new Error(`Slack does not send "${names[1]}" at this length`)
      const chosen = element.type === 'static_select' ? chosenOption(element, value, names[1]) : undefined
      const typed = chosen === undefined ? { value: value || null } : { selected_option: chosen }
      return [string(block.block_id), { [string(element.action_id)]: { type: element.type, ...typed } }]
    })
    if (rest.size > 0) throw new Error(`the form has no field ${[...rest.keys()]}`)
    return Object.fromEntries(entries)
  }

  async function submit(
    user: string,
    values: Record<string, string>,
  ): Promise<{ errors?: Record<string, string>; line?: string }> {
    const person = getPerson(state, user)
    const modal = state.modals.get(person.id)
    if (!modal) throw new Error(`${user} has no form open`)
    const payload = submitPayload(state, person, modal, typedState(modal.view, values))
    const { answer, line } = await act(user, payload)
    if (answer.response_action === 'errors') {
      const errors = Object.entries(fields(answer.errors)).map(([name, words]): [string, string] => [
        name,
        string(words),
      ])
      const known = inputsOf(modal.view).map((block) => block.block_id)
      if (errors.length === 0 || errors.some(([name]) => !known.includes(name)))
        throw new Error('errors for fields that are not there')
      return { errors: Object.fromEntries(errors) }
    }
    if (answer.response_action !== 'update') state.modals.delete(person.id)
    else return { line: updated(person.id, fields(answer.view)) }
    return line === undefined ? {} : { line }
  }

  function updated(user: string, view: Fields): string {
    const problems = viewProblems(view)
    if (problems.length > 0) throw new Error(`Slack cannot show the new view: ${problems}`)
    state.modals.set(user, { id: `V${state.next()}`, hash: crypto.randomUUID(), trigger: '', view })
    return string(fields(fields((view.blocks as Fields[])[0]).text).text)
  }

  const driver = {
    event,
    interact: wire.interact,
    async say(user: string, text: string): Promise<void> {
      const person = getPerson(state, user)
      const ts = state.timestamp()
      const channel = state.directConversation(person.id)
      state.messages.push({ channel, ts, user: person.id, text, blocks: [], metadata: undefined, edits: 0 })
      await event(messageEvent(state, person, text, ts))
    },
    async mention(user: string, channel: string, text: string): Promise<void> {
      await event(mentionEvent(state, getPerson(state, user), channel, text, state.timestamp()))
    },
    async open(user: string, tab = 'messages'): Promise<void> {
      await event(openedEvent(state, getPerson(state, user), tab, state.timestamp()))
    },
    press: (user: string, label: string) => pressOn(user, label, (one) => one.type === 'button'),
    link: (user: string, label: string): Promise<string> =>
      until(user, `a link "${label}"`, () => {
        const all = cardsOf(user).toReversed().flatMap(pressables)
        return all.find((one) => one.label === label && one.url !== undefined)?.url
      }),
    choose: (user: string, option: string) => pressOn(user, option, (one) => one.type !== 'button'),
    submit,
    messages: async (user: string): Promise<SeenMessage[]> => cardsOf(user).map(seenMessage),
    /** The form that the person has open. */
    modal: (user: string): SeenForm | undefined => {
      const open = state.modals.get(getPerson(state, user).id)
      return open ? seenForm(open.view) : undefined
    },
    /** The private lines that the person was shown, oldest first. */
    lines: (user: string): string[] =>
      state.lines.filter((line) => line.user === getPerson(state, user).id).map((line) => line.text),
    /** What was posted into a channel by the bot. */
    channelMessages: (channel: string): SeenMessage[] =>
      state.messages.filter((one) => one.channel === channel && one.user === state.botUser).map(seenMessage),
    waitFor(user: string, match: RegExp | ((seen: SeenMessage) => boolean), options: { timeoutMs?: number } = {}) {
      const isWanted = match instanceof RegExp ? (seen: SeenMessage) => match.test(seenText(seen)) : match
      const find = () => cardsOf(user).map(seenMessage).findLast(isWanted)
      return until(user, String(match), find, options.timeoutMs)
    },
    ...createElsewhere(state, { wire, event, act, until }),
  } satisfies ChatDriver & Record<string, unknown>
  return driver
}

function chosenOption(element: Fields, value: string, name = ''): Fields | null {
  if (value === '') return null
  const options = (element.options as Fields[]).map(fields)
  const found = options.find((option) => option.value === value || fields(option.text).text === value)
  if (!found) throw new Error(`"${name}" has no option "${value}"`)
  return found
}
