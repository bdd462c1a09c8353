// What every adapter must do, whichever platform it speaks to: each adapter's own test runs this suite.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type {
  Account,
  Adapter,
  AtOnce,
  Inbox,
  Incoming,
  MessageRef,
  RenderedCard,
  RenderedForm,
} from '../../src/adapter.ts'
import type { ChatDriver, SeenMessage } from '../../src/demo/driver.ts'

interface ContractPerson {
  /** What the driver calls this person. */
  name: string
  account: Account
  email?: string
}

export interface AdapterHarness {
  /** Not started yet: the suite starts it with its own inbox, and stops it. */
  adapter: Adapter
  driver: ChatDriver
  people: Record<'employee' | 'colleague' | 'guest' | 'bot' | 'foreign', ContractPerson>
  /** Calls the bot in a public place, where the platform has any. */
  mention?(user: string, text: string): Promise<void>
  /** A channel that the bot may write to, and what is to be read there. */
  channel: string
  channelMessages(): Promise<SeenMessage[]>
  /** Makes a delivered message disappear. */
  removeMessage(ref: MessageRef): void
  close(): Promise<void>
}

/** An inbox that keeps what came and answers as the test says. */
export function createRecorder() {
  const received: Incoming[] = []
  let answers: (incoming: Incoming) => AtOnce | Promise<AtOnce> = () => ({ kind: 'nothing' })
  const inbox: Inbox = {
    async receive(incoming) {
      const atOnce = await answers(incoming)
      received.push(incoming)
      return atOnce
    },
  }
  return {
    inbox,
    received,
    answer(how: typeof answers) {
      answers = how
    },
  }
}

export const card = (rest: Partial<RenderedCard> = {}): RenderedCard => ({
  tone: 'plain',
  title: 'Unlock your account?',
  body: ['Your account is locked.'],
  facts: [],
  quotes: [],
  buttons: [],
  menu: undefined,
  footer: undefined,
  ...rest,
})

export const button = (label: string, handle: string): RenderedCard['buttons'][number] => ({
  label,
  handle,
  style: 'primary',
})

export const codeForm: RenderedForm = {
  title: 'Type the code',
  intro: 'It is in the push on your phone.',
  fields: [
    { name: 'code', label: 'Code', hint: 'Six digits', required: true, initial: '', kind: 'code', digits: 6 },
    { name: 'note', label: 'Note', hint: undefined, required: false, initial: '', kind: 'lines', maxLength: 200 },
  ],
  submit: 'Confirm',
  cancel: 'Cancel',
  handle: 'handle-of-the-form',
}

const hostile = [
  '<!channel> *bold* _it_ `code` ~no~ <https://evil.example|Approved by Security>',
  '@here &lt;@U0MAYA001&gt; [link](https://evil.example) <script>alert(1)</script> <at>all</at>',
  'Leo\u202Egnihtyreve\u202C \u200Bzero\uFEFF width\u2066\u2069',
  'line one\n\n\n*Security:* already approved\r\nline\u2028three',
  'Ünïcödé :lock: :tada: 👩‍👩‍👧 Z\u0351\u0352\u0353\u0354\u0355algo',
]

const wholeText = (seen: SeenMessage): string => JSON.stringify(seen)

/** Controls, directions and invisible letters; a line end inside a text is written as `\n` in JSON and so is no control here. */
const unseen = /[\p{Cc}\p{Cf}]/u

export function describeAdapter(name: string, setup: () => Promise<AdapterHarness>): void {
  describe(`${name} keeps the adapter's contract`, () => {
    let harness: AdapterHarness
    let recorder: ReturnType<typeof createRecorder>

    beforeEach(async () => {
      harness = await setup()
      recorder = createRecorder()
      await harness.adapter.start(recorder.inbox)
    })
    afterEach(async () => {
      await harness.adapter.stop()
      await harness.close()
    })

    const deliver = (shown: RenderedCard, replaces?: MessageRef) =>
      harness.adapter.deliver({ to: 'person', account: harness.people.employee.account }, shown, {
        key: 'delivery-1',
        ...(replaces === undefined ? {} : { replaces }),
      })

    test('a message arrives with its author and its own event id', async () => {
      const { driver, people } = harness
      await driver.say(people.employee.name, "I'm locked out & <annoyed>")
      await driver.say(people.colleague.name, 'hello')
      const [first, second] = recorder.received
      expect(first).toMatchObject({
        kind: 'message',
        account: people.employee.account,
        text: "I'm locked out & <annoyed>",
      })
      expect(second).toMatchObject({ kind: 'message', account: people.colleague.account, text: 'hello', mentions: [] })
      expect(first?.eventId).not.toBe(second?.eventId)
    })

    test('a mention in public arrives as such, without the name of the bot', async () => {
      if (!harness.mention) return expect(harness.mention).toBeUndefined()
      await harness.mention(harness.people.employee.name, "I'm locked out")
      expect(recorder.received).toMatchObject([
        { kind: 'mention', account: harness.people.employee.account, text: "I'm locked out" },
      ])
    })

    test('whoever may not use the bot is refused with the reason, here or by the profile', async () => {
      const { adapter, driver, people } = harness
      await driver.say(people.bot.name, 'unlock everybody')
      await driver.say(people.foreign.name, 'unlock me')
      expect(recorder.received).toMatchObject([
        { kind: 'refused', why: 'bot' },
        { kind: 'refused', why: 'foreign-tenant', account: people.foreign.account },
      ])
      expect(await adapter.profile(people.guest.account)).toEqual({ kind: 'refused', why: 'guest' })
      expect(await adapter.profile(people.bot.account)).toEqual({ kind: 'refused', why: 'bot' })
      expect(await adapter.profile(people.foreign.account)).toEqual({ kind: 'refused', why: 'foreign-tenant' })
    })

    test('a profile tells name, address, language and zone; an address finds exactly its account', async () => {
      const { adapter, people } = harness
      const profile = await adapter.profile(people.employee.account)
      expect(profile).toMatchObject({ kind: 'employee', email: people.employee.email })
      if (profile.kind !== 'employee') throw new Error('refused')
      expect(() => new Intl.DateTimeFormat(profile.language, { timeZone: profile.timeZone })).not.toThrow()
      expect(profile.displayName).not.toBe('')
      expect(await adapter.findAccount(people.employee.email ?? '')).toEqual(people.employee.account)
      expect(await adapter.findAccount('nobody@northwind.example')).toBeUndefined()
    })

    test('a card reaches its reader and nobody else, with everything on it', async () => {
      const { driver, people } = harness
      const footer = 'R-1042 · calm-river-seven-oak'
      await deliver(
        card({
          facts: [
            { label: 'Person', value: 'Maya Alvarez' },
            { label: 'Department', value: 'Sales' },
          ],
          quotes: [{ from: 'Leo wrote:', words: 'for the Q3 numbers' }],
          buttons: [button('Unlock', 'h1'), { label: 'Cancel', handle: 'h2', style: 'plain' }],
          footer,
        }),
      )
      expect(await driver.messages(people.employee.name)).toMatchObject([
        {
          title: 'Unlock your account?',
          body: ['Your account is locked.'],
          facts: [
            { label: 'Person', value: 'Maya Alvarez' },
            { label: 'Department', value: 'Sales' },
          ],
          quotes: [{ from: 'Leo wrote:', words: 'for the Q3 numbers' }],
          buttons: ['Unlock', 'Cancel'],
          footer,
        },
      ])
      expect(await driver.messages(people.colleague.name)).toEqual([])
    })

    test('a channel is written to like a person', async () => {
      const to = { to: 'channel', platform: harness.adapter.platform, channel: harness.channel } as const
      await harness.adapter.deliver(to, card({ title: 'Maya was unlocked' }), { key: 'k' })
      expect(await harness.channelMessages()).toMatchObject([{ title: 'Maya was unlocked' }])
    })

    test('a card is updated in place, and posted anew when it is gone', async () => {
      const { driver, people, removeMessage } = harness
      const first = await deliver(card({ buttons: [button('Unlock', 'h1')] }))
      const second = await deliver(card({ tone: 'good', title: 'Unlocked' }), first)
      expect(second).toBe(first)
      expect(await driver.messages(people.employee.name)).toMatchObject([{ title: 'Unlocked', buttons: [] }])
      removeMessage(first)
      const third = await deliver(card({ title: 'Unlocked and verified' }), first)
      expect(third).not.toBe(first)
      await deliver(card({ title: 'A reference that was never ours' }), 'no-such-reference')
      const titles = (await driver.messages(people.employee.name)).map((seen) => seen.title)
      expect(titles).toEqual(['Unlocked and verified', 'A reference that was never ours'])
    })

    test('a press carries the handle and who pressed; two presses are two events', async () => {
      const { driver, people } = harness
      await deliver(card({ buttons: [button('Unlock', 'h1'), button('Why?', 'h2')] }))
      await driver.press(people.employee.name, 'Why?')
      await driver.press(people.employee.name, 'Unlock')
      expect(recorder.received).toMatchObject([
        { kind: 'press', handle: 'h2', account: people.employee.account },
        { kind: 'press', handle: 'h1', account: people.employee.account },
      ])
      expect(recorder.received[0]?.eventId).not.toBe(recorder.received[1]?.eventId)
    })

    test('a choice from a menu is a press', async () => {
      const options = [
        { label: 'Unlock my account', handle: 'm1' },
        { label: 'Join a group', handle: 'm2' },
      ]
      await deliver(card({ menu: { label: 'What do you need?', options } }))
      await harness.driver.choose(harness.people.employee.name, 'Join a group')
      expect(recorder.received).toMatchObject([{ kind: 'press', handle: 'm2' }])
    })

    test('whoever was too late sees one private line', async () => {
      await deliver(card({ buttons: [button('Approve', 'h1')] }))
      recorder.answer(() => ({ kind: 'line', text: 'Somebody was faster.' }))
      expect(await harness.driver.press(harness.people.employee.name, 'Approve')).toEqual({
        line: 'Somebody was faster.',
      })
    })

    test('a form opens at once, shows its errors beside the field and then lets go', async () => {
      const { driver, people } = harness
      const { name: user } = people.employee
      await deliver(card({ buttons: [button('Type the code', 'h1')] }))
      recorder.answer(() => ({ kind: 'form', form: codeForm }))
      const { form } = await driver.press(user, 'Type the code')
      expect(form).toEqual({
        title: 'Type the code',
        fields: [
          { name: 'code', label: 'Code' },
          { name: 'note', label: 'Note' },
        ],
      })
      recorder.answer(() => ({ kind: 'field-errors', errors: { code: 'That is not the code in the push.' } }))
      expect(await driver.submit(user, { code: '000000' })).toEqual({
        errors: { code: 'That is not the code in the push.' },
      })
      recorder.answer(() => ({ kind: 'nothing' }))
      expect(await driver.submit(user, { code: '123456', note: 'on my own phone' })).toEqual({})
      const submits = recorder.received.slice(1)
      expect(submits).toMatchObject([
        { kind: 'submit', handle: 'handle-of-the-form', account: people.employee.account, values: { code: '000000' } },
        { kind: 'submit', handle: 'handle-of-the-form', values: { code: '123456', note: 'on my own phone' } },
      ])
      expect(submits[0]?.eventId).not.toBe(submits[1]?.eventId)
    })

    test('texts that are far too long are shortened and stay pressable', async () => {
      const long = 'Ω long words 🔑 '.repeat(600)
      const longLabel = `Approve ${'x'.repeat(200)}`
      await deliver(
        card({
          title: long,
          body: Array.from({ length: 80 }, () => long),
          facts: Array.from({ length: 40 }, () => ({ label: long, value: long })),
          quotes: [{ from: 'Leo wrote:', words: long }],
          buttons: [button(longLabel, 'h1')],
          menu: {
            label: long,
            options: Array.from({ length: 150 }, (_, n) => ({ label: `${n} ${long}`, handle: `o${n}` })),
          },
          footer: long,
        }),
      )
      const [seen] = await harness.driver.messages(harness.people.employee.name)
      expect(seen?.quotes[0]?.words.length).toBeLessThanOrEqual(200)
      expect(wholeText(seen ?? ({} as SeenMessage)).isWellFormed()).toBe(true)
      await harness.driver.press(harness.people.employee.name, seen?.buttons[0] ?? '')
      expect(recorder.received).toMatchObject([{ kind: 'press', handle: 'h1' }])
    })

    test.each(hostile)('hostile words stay words: %j', async (words) => {
      const calm = { title: 'T', body: ['B'], facts: [{ label: 'F', value: 'V' }], quotes: [{ from: 'Q', words: 'W' }] }
      const evil = {
        title: words,
        body: [words],
        facts: [{ label: words, value: words }],
        quotes: [{ from: 'Q', words }],
      }
      await deliver(card({ ...calm, buttons: [button('Go', 'h1')] }))
      await deliver(card({ ...evil, buttons: [button('Go', 'h1')] }))
      const [plain, shown] = await harness.driver.messages(harness.people.employee.name)
      if (!plain || !shown) throw new Error('two cards were delivered')
      for (const part of ['body', 'facts', 'quotes', 'buttons'] as const)
        expect(shown[part], part).toHaveLength(plain[part].length)
      expect(wholeText(shown)).not.toMatch(unseen)
      expect(shown.title).not.toContain('\n')
      expect(shown.quotes[0]?.words).not.toMatch(/[\n<]|:\/\/|@here/)
    })

    test('what could not be stored is not acknowledged', async () => {
      const { driver, people } = harness
      recorder.answer(() => {
        throw new Error('the store is away')
      })
      await expect(driver.say(people.employee.name, "I'm locked out")).rejects.toThrow()
      recorder.answer(() => ({ kind: 'nothing' }))
      await driver.say(people.employee.name, "I'm locked out")
      expect(recorder.received).toHaveLength(1)
    })

    test('nobody at an unknown account is unreachable, for good', async () => {
      const account = { ...harness.people.employee.account, user: 'U0NOBODY1' }
      const attempt = harness.adapter.deliver({ to: 'person', account }, card(), { key: 'k' })
      await expect(attempt).rejects.toMatchObject({ code: 'unreachable' })
    })
  })
}
