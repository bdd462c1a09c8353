// What people do in Slack outside their conversation with the bot: its command, its shortcut, its home page, and what
// administrators do to accounts and to the app.
import type { SeenForm } from '../../src/demo/driver.ts'
import { changedEvent, commandForm, homePressPayload, shortcutPayload } from './slack-payloads.ts'
import { type Pressable, pressables, seenHome } from './slack-seen.ts'
import { type FakePerson, type Fields, fields, getPerson, list, type SlackState, string } from './slack-state.ts'
import type { Sent } from './slack-wire.ts'
import type { Wire } from './slack-wires.ts'

interface Parts {
  wire: Wire
  event(made: Fields, rest?: Fields): Promise<Sent>
  act(user: string, payload: Fields): Promise<{ form?: SeenForm; line?: string; answer: Fields }>
  until<Found>(user: string, wanted: string, find: () => Found | undefined, patience?: number): Promise<Found>
}

/** The one private line of an answer to a command. */
const lineOf = (answer: Fields): string | undefined =>
  string(fields(fields(list(answer.blocks)[0]).text).text) || string(answer.text) || undefined

export function createElsewhere(state: SlackState, { wire, event, act, until }: Parts) {
  const homeOf = (user: string) => state.homes.get(getPerson(state, user).id)

  async function pressOnHome(user: string, label: string, isWanted: (one: Pressable) => boolean) {
    const found = await until(user, `"${label}" on the home page`, () => {
      const home = homeOf(user)
      const on =
        home &&
        pressables({ blocks: list(home.view.blocks).map(fields) }).find((one) => one.label === label && isWanted(one))
      return home && on && { home, on }
    })
    const { answer: _, ...seen } = await act(
      user,
      homePressPayload(state, getPerson(state, user), found.home, found.on),
    )
    return seen
  }

  return {
    /** Types the bot's command anywhere; returns the line that only this person sees. */
    async command(user: string, text: string, channel = 'C0GENERAL', rest: Record<string, string> = {}) {
      const sent = await wire.command({ ...commandForm(state, getPerson(state, user), channel, text), ...rest })
      if (sent.status !== 200) throw new Error(`${user} sees a warning: the bot answered ${sent.status}`)
      const answer = sent.text === '' ? {} : fields(JSON.parse(sent.text))
      if (answer.response_type !== undefined && answer.response_type !== 'ephemeral')
        throw new Error('the whole channel would read the answer')
      return lineOf(answer)
    },
    /** Picks the bot's entry in the menu of a message that somebody wrote. */
    async shortcut(user: string, message: { by: string; text: string; channel?: string }, rest: Fields = {}) {
      const payload = shortcutPayload(state, getPerson(state, user), { ...message, by: getPerson(state, message.by) })
      const { answer: _, ...seen } = await act(user, { ...payload, ...rest })
      return seen
    },
    pressHome: (user: string, label: string) => pressOnHome(user, label, (one) => one.type === 'button'),
    chooseHome: (user: string, option: string) => pressOnHome(user, option, (one) => one.type !== 'button'),
    home: (user: string) => {
      const home = homeOf(user)
      return home && { ...seenHome(home.view), updates: home.updates }
    },
    /** What the person reads on their home page, once it matches. */
    waitForHome: (user: string, match: RegExp, timeoutMs?: number) =>
      until(
        user,
        `${match} on the home page`,
        () => {
          const home = homeOf(user)
          const seen = home && seenHome(home.view)
          return seen && match.test([...seen.lines, ...seen.buttons].join('\n')) ? seen : undefined
        },
        timeoutMs,
      ),
    /** An administrator changes an account, and Slack says so. */
    async change(user: string, how: Partial<FakePerson>): Promise<void> {
      const person = getPerson(state, user)
      Object.assign(person, how)
      await event(changedEvent(state, person))
    },
    async uninstall(): Promise<void> {
      state.isUninstalled = true
      await event(
        { type: 'tokens_revoked', tokens: { oauth: [], bot: [state.botUser] } },
        { authorizations: undefined },
      )
      await event({ type: 'app_uninstalled' }, { authorizations: undefined })
    },
  }
}
