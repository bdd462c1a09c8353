// A small stand-in for Latchkey's own half, for tests of the adapter and the page: it records what comes in and answers
// with one sample of each kind of card and form.
import { randomUUID } from 'node:crypto'
import type { Account, Adapter, AtOnce, Incoming, RenderedCard, RenderedForm } from '../../../src/adapter.ts'
import { sandboxKey } from '../../../src/sandbox/keys.ts'
import { idOf } from '../../../src/sandbox/state.ts'

const card = (given: Partial<RenderedCard>): RenderedCard => ({
  tone: 'plain',
  title: 'A card',
  body: [],
  facts: [],
  quotes: [],
  buttons: [],
  menu: undefined,
  footer: undefined,
  ...given,
})

const codeForm = (handle: string): RenderedForm => ({
  title: 'Type the code from your phone',
  intro: 'The push on your phone shows six digits. They work once, until 19:09.',
  fields: [
    { name: 'code', label: 'Code', hint: 'Six digits', required: true, initial: '', kind: 'code', digits: 6 },
    {
      name: 'note',
      label: 'Anything we should know?',
      hint: undefined,
      required: false,
      initial: '',
      kind: 'lines',
      maxLength: 200,
    },
    {
      name: 'days',
      label: 'For how long',
      hint: undefined,
      required: true,
      initial: '7',
      kind: 'choice',
      options: [
        { value: '1', label: '1 day' },
        { value: '7', label: '7 days' },
      ],
    },
  ],
  submit: 'Check the code',
  cancel: 'Not now',
  handle,
})

interface Parts {
  deliver: Adapter['deliver']
  sandboxUrl: string
  mei: Account
  now(): Date
}

export function createCore({ deliver, sandboxUrl, mei, now }: Parts) {
  const received: Incoming[] = []
  const rows: {
    seq: number
    at: string
    event: string
    request: string | undefined
    actor: string
    summary: string
  }[] = []
  const handles = new Map<string, () => Promise<AtOnce>>()
  const failing = { receive: false }
  const nothing: AtOnce = { kind: 'nothing' }
  const code = '481526'

  const handle = (work: () => Promise<AtOnce>): string => {
    const made = randomUUID()
    handles.set(made, work)
    return made
  }
  const button = (label: string, style: 'plain' | 'primary' | 'danger', work: () => Promise<AtOnce>) => ({
    label,
    style,
    handle: handle(work),
  })
  const record = (event: string, actor: string, summary: string, request = 'R-1042'): void => {
    rows.push({ seq: rows.length + 1, at: now().toISOString(), event, request, actor, summary })
  }
  const send = (to: Account, given: Partial<RenderedCard>, replaces?: string) =>
    deliver({ to: 'person', account: to }, card(given), {
      key: randomUUID(),
      ...(replaces !== undefined && { replaces }),
    })
  const audit = (given: Partial<RenderedCard>) =>
    deliver({ to: 'channel', platform: 'playground', channel: 'audit' }, card(given), { key: randomUUID() })

  async function push(user: string): Promise<void> {
    const headers = { 'x-api-key': sandboxKey, 'content-type': 'application/json' }
    const phones = `${sandboxUrl}/api/v2/users/${idOf('user', user)}/pushendpoints`
    const [phone] = (await (await fetch(phones, { headers })).json()) as { id: string }[]
    const message = `Latchkey: unlock your account? Accept only if you asked for this. Your code is ${code}.`
    await fetch(`${phones}/${phone?.id}/verify`, { method: 'POST', headers, body: JSON.stringify({ message }) })
  }

  async function unlock(who: Account): Promise<AtOnce> {
    record('request.asked', 'Maya Alvarez', 'Unlock my account', 'R-1041')
    const facts = [
      { label: 'Account', value: 'maya.alvarez' },
      { label: 'Locked', value: 'Mon 23 Nov, 18:26, after 5 wrong passwords from MAYA-MBP14' },
    ]
    const ref = await send(who, {
      title: 'Your account is locked. Shall I unlock it?',
      body: [
        'First I need to know that it is you: I send a push with a code to your Pixel 8, and you type the code here.',
      ],
      facts,
      footer: 'R-1041 · Nothing happens until you confirm. This ends by itself at 19:34.',
      buttons: [
        button('Send the push', 'primary', async () => {
          record('proof.sent', 'Latchkey', 'A push with a code to Maya’s Pixel 8', 'R-1041')
          await push('maya.alvarez')
          const form = handle(async () => {
            record('step.did', 'Latchkey', 'Unlocked maya.alvarez, and read back', 'R-1041')
            await send(
              who,
              {
                tone: 'good',
                title: 'Unlocked, and checked',
                facts,
                body: ['Your password is unchanged.'],
                footer: 'R-1041',
              },
              ref,
            )
            return nothing
          })
          await send(
            who,
            {
              tone: 'waiting',
              title: 'A push is on its way to your Pixel 8',
              body: ['Accept it there, then type the code that it shows.'],
              footer: 'R-1041 · The push waits for one minute.',
              buttons: [button('Type the code', 'primary', async () => ({ kind: 'form', form: codeForm(form) }))],
            },
            ref,
          )
          return nothing
        }),
        button('I don’t have my phone', 'plain', async () => ({
          kind: 'line',
          text: 'Then a colleague from IT helps: I have told Dana.',
        })),
        button('This isn’t me', 'danger', async () => {
          await audit({
            tone: 'bad',
            title: 'Maya Alvarez says: this wasn’t me',
            body: ['The request R-1041 is cancelled. Nothing was changed.'],
          })
          await send(who, { tone: 'bad', title: 'Stopped. Security knows.', footer: 'R-1041' }, ref)
          return nothing
        }),
      ],
    })
    return nothing
  }

  async function looker(who: Account): Promise<AtOnce> {
    record('request.asked', 'Leo Brandt', 'Looker – Analyst for 7 days')
    record('approval.asked', 'Latchkey', 'Asked Mei Tanaka')
    const facts = [
      { label: 'Group', value: 'Looker – Analyst' },
      { label: 'For', value: '7 days, until Mon 30 Nov, 19:04' },
    ]
    const quotes = [{ from: 'Leo Brandt', words: 'for the q3 numbers, <b>board deck</b> on Thursday' }]
    const mine = await send(who, {
      tone: 'waiting',
      title: 'Waiting for Mei Tanaka',
      facts,
      footer: 'R-1042 · At 19:34 I remind Mei; at 21:04 it goes to Tom Okafor.',
    })
    const decide = (days: string) => async () => {
      record('approval.approved', 'Mei Tanaka', `Approved for ${days}`)
      await send(
        who,
        {
          tone: 'good',
          title: `Mei approved ${days}`,
          facts,
          body: ['You are in Looker – Analyst now.'],
          footer: 'R-1042 · Ends by itself.',
        },
        mine,
      )
      await send(mei, { tone: 'good', title: `You approved ${days} for Leo Brandt`, facts, footer: 'R-1042' }, hers)
      return nothing
    }
    const hers = await send(mei, {
      title: 'Leo Brandt asks to join Looker – Analyst',
      body: ['Finance · Financial Analyst. Three of the five people in this team have it.'],
      facts,
      quotes,
      footer: 'R-1042 · If nobody decides, it goes to Tom Okafor at 21:04 and ends on Thursday.',
      buttons: [
        button('Approve 7 days', 'primary', decide('7 days')),
        button('Approve 1 day', 'plain', decide('1 day')),
        button('Deny…', 'danger', async () => ({ kind: 'form', form: codeForm(handle(async () => nothing)) })),
      ],
    })
    return nothing
  }

  const choices = ['Unlock my account', 'Why am I locked out?', 'Join a group', 'My access', 'Talk to a person']
  const menu = () => ({
    label: 'What do you need?',
    options: choices.map((label) => ({ label, handle: handle(async () => nothing) })),
  })

  async function hear(text: string, who: Account): Promise<AtOnce> {
    if (/lock/i.test(text)) return unlock(who)
    if (/looker/i.test(text)) return looker(who)
    await send(who, { title: 'I can help with these', menu: menu(), footer: 'Or write it in your own words.' })
    return nothing
  }

  return {
    received,
    rows,
    failing,
    send,
    ledger: { tail: async (after: number) => rows.filter((row) => row.seq > after), isIntact: async () => true },
    async receive(given: Incoming): Promise<AtOnce> {
      if (failing.receive) throw new Error('the store is away')
      received.push(given)
      if (given.kind === 'message' || given.kind === 'mention') return hear(given.text, given.account)
      if (given.kind === 'press')
        return (await handles.get(given.handle)?.()) ?? { kind: 'line', text: 'Somebody was faster.' }
      if (given.kind === 'refused')
        await send(given.account, { tone: 'bad', title: 'I can only help colleagues from Northwind.' })
      if (given.kind !== 'submit') return nothing
      if (given.values.code !== code)
        return {
          kind: 'field-errors',
          errors: { code: 'That is not the code from the push. You have two more tries.' },
        }
      return (await handles.get(given.handle)?.()) ?? nothing
    },
  }
}
