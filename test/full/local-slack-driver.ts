// The people in front of the emulator: they write, press, choose and submit through its own control surface and page.
import { EventEmitter, once } from 'node:events'
import WebSocket from 'ws'
import { z } from 'zod'
import type { ChatDriver, SeenMessage } from '../../src/demo/driver.ts'
import { inputsOf, type Pressable, pressables, seenForm, seenHome, seenMessage, seenText } from '../fakes/slack-seen.ts'
import { type Fields, fields, list, type StoredMessage, string } from '../fakes/slack-state.ts'
import { conversationOf, type EmulatedPerson, type LocalSlack, workspace } from './local-slack.ts'

const messages = z.object({
  messages: z.array(
    z.looseObject({ ts: z.string(), channel: z.string(), user: z.string().default(''), text: z.string().default('') }),
  ),
})
const patienceMs = 20_000
const lookAgainMs = 100

export async function createEmulatorDriver(slack: LocalSlack, people: readonly EmulatedPerson[]) {
  const page = new WebSocket(`${slack.url.replace('http', 'ws')}/ui`)
  const changed = new EventEmitter()
  const shown: { view?: Fields | undefined; errors?: Fields | undefined; home?: Fields | undefined; lines: string[] } =
    { lines: [] }
  let answers = 0
  let outcomes = 0
  page.on('message', (data) => {
    const said = fields(JSON.parse(String(data)))
    if (said.t === 'view') shown.view = list(said.stack).map(fields).at(-1)
    if (said.t === 'view_errors') shown.errors = fields(said.errors)
    if (said.t === 'home') shown.home = fields(said.view)
    if (said.t === 'ephemeral') shown.lines.push(string(fields(said.message).text))
    if (said.t === 'view' || said.t === 'view_errors') outcomes += 1
    const entry = fields(said.entry)
    if (said.t === 'log' && entry.direction === 'from_bot' && entry.kind !== 'web_api') answers += 1
    changed.emit('changed')
  })
  changed.setMaxListeners(50)
  await once(page, 'open')

  const person = (user: string): EmulatedPerson => {
    const found = people.find(({ name }) => name === user)
    if (!found) throw new Error(`nobody in the emulator is called ${user}`)
    return found
  }

  async function control(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${slack.url}/_control/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`the emulator does not take ${path}: ${response.status}`)
  }

  async function inChannel(channel: string): Promise<StoredMessage[]> {
    const told = messages.parse(await (await fetch(`${slack.url}/_control/messages/${channel}`)).json())
    return told.messages
      .filter(({ user }) => user === workspace.botUser)
      .map(({ ts, user, text, blocks }) => ({
        channel,
        ts,
        user,
        text,
        blocks: list(blocks).map(fields),
        metadata: undefined,
        edits: 0,
      }))
  }
  const cardsOf = (user: string) => inChannel(conversationOf(person(user).id))

  async function until<Found>(
    what: string,
    find: () => Promise<Found | undefined> | Found | undefined,
    timeoutMs = patienceMs,
  ): Promise<Found> {
    const timeUp = AbortSignal.timeout(timeoutMs)
    for (;;) {
      const found = await find()
      if (found !== undefined) return found
      if (timeUp.aborted) throw new Error(`the emulator never showed ${what}`)
      await Promise.race([once(changed, 'changed'), new Promise((resolve) => setTimeout(resolve, lookAgainMs))])
    }
  }

  /** Does it, and waits until the bot has answered it: only then is what it shows at once to be seen. */
  async function answered(work: () => Promise<void> | void): Promise<void> {
    const before = answers
    await work()
    await until('an answer of the bot', () => (answers > before ? true : undefined))
  }

  async function press(user: string, label: string, isWanted: (one: Pressable) => boolean) {
    const { id } = person(user)
    const found = await until(`"${label}" to ${user}`, async () => {
      for (const message of (await cardsOf(user)).toReversed()) {
        const on = pressables(message).find((one) => one.label === label && isWanted(one))
        if (on) return { message, on }
      }
      return undefined
    })
    shown.view = undefined
    const { type, actionId, value, option } = found.on
    const action = { type, action_id: actionId, block_id: 'b', ...(option ? { selected_option: option } : { value }) }
    await answered(() =>
      control('interact', { channel: found.message.channel, messageTs: found.message.ts, user: id, action }),
    )
    return shown.view ? { form: seenForm(shown.view) } : {}
  }

  return {
    async say(user: string, text: string) {
      const { id } = person(user)
      await answered(() => control('message', { channel: conversationOf(id), user: id, text }))
    },
    press: (user: string, label: string) => press(user, label, ({ type }) => type === 'button'),
    link: (user: string, label: string): Promise<string> =>
      until(`a link "${label}" to ${user}`, async () => {
        const all = (await cardsOf(user)).toReversed().flatMap(pressables)
        return all.find((one) => one.label === label && one.url !== undefined)?.url
      }),
    choose: (user: string, option: string) => press(user, option, ({ type }) => type !== 'button'),
    async submit(user: string, values: Record<string, string>) {
      const { view } = shown
      if (!view) throw new Error(`${user} has no form open`)
      shown.errors = undefined
      const typed = inputsOf(view).map((block) => [
        string(block.block_id),
        {
          [string(fields(block.element).action_id)]: {
            type: fields(block.element).type,
            value: values[string(block.block_id)] ?? '',
          },
        },
      ])
      const before = outcomes
      page.send(JSON.stringify({ t: 'view_submit', user: person(user).id, values: Object.fromEntries(typed) }))
      // Either the form shows what is wrong, or it changes or goes.
      await until('what became of the form', () => (outcomes > before ? true : undefined))
      const errors = Object.entries(shown.errors ?? {}).map(([name, words]) => [name, string(words)])
      return errors.length > 0 ? { errors: Object.fromEntries(errors) } : {}
    },
    messages: async (user: string) => (await cardsOf(user)).map(seenMessage),
    async waitFor(user: string, match: RegExp, { timeoutMs }: { timeoutMs?: number } = {}): Promise<SeenMessage> {
      const find = async () => (await cardsOf(user)).map(seenMessage).findLast((seen) => match.test(seenText(seen)))
      return until(`${match} to ${user}`, find, timeoutMs)
    },
    audit: async () => (await inChannel(workspace.audit)).map(seenMessage),
    command: (user: string, text: string) =>
      answered(() =>
        control('command', {
          channel: conversationOf(person(user).id),
          user: person(user).id,
          command: '/latchkey',
          text,
        }),
      ),
    openHome: (user: string) => answered(() => control('open-home', { user: person(user).id })),
    waitForHome: (match: RegExp) =>
      until(`${match} on the home page`, () => {
        const seen = shown.home && seenHome(shown.home)
        return seen && match.test(seen.lines.join('\n')) ? seen : undefined
      }),
    lines: () => shown.lines,
    close: () => page.terminate(),
  } satisfies ChatDriver & Record<string, unknown>
}
