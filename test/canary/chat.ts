// Secrets typed where they do not belong, in a chat: messages, threads, commands, every field of every form, reasons.
import { randomUUID } from 'node:crypto'
import type { Incoming, RenderedForm } from '../../src/adapter.ts'
import { minutes } from '../../src/clock.ts'
import type { Random } from '../full/random.ts'
import { askForGroup, type TestLatchkey } from '../latchkey.ts'
import type { Secret } from './secrets.ts'

/** `{}` is where the secret stands. */
const announced = [
  'my password is {}',
  'I am locked out, my pw: {}',
  'hi\nmy new password is {}',
  'can I speak to someone in IT? My password is {}',
  '{} is my password',
  'add me to Looker – Analyst for 7 days because my password is {}',
  'Passwort: {}',
]
const bare = ['{}', '{}', 'hi\n{}']

/** Nobody can tell words in a row from a sentence by looking at the words: a phrase must be said to be one. */
export const isRecognised = ({ kind }: Secret): boolean => kind !== 'passphrase'

const people = [
  'maya.alvarez',
  'leo.brandt',
  'ida.lindqvist',
  'zoe.laurent',
  'marcus.reed',
  'omar.farouk',
  'hana.suzuki',
  'grace.mbeki',
  'pavel.horak',
  'viktor.lund',
] as const
/** Fewer than may ask within ten minutes. */
const mostAtOnce = 300
const settledEach = 50

export interface Heard {
  /** Whatever was answered at once, forms with their fields among it. */
  answers: unknown[]
}

/** Each secret is typed three times: by itself, with a word about it, and into a form. */
export async function typeInChat(it: TestLatchkey, secrets: readonly Secret[], random: Random): Promise<Heard> {
  const answers: unknown[] = []
  const forms = await allForms(it)
  let asked = 0
  for (const [n, secret] of secrets.entries()) {
    const user = people[n % people.length] ?? 'maya.alvarez'
    const hear = async (came: Incoming) => answers.push(await it.chat.receive(came))
    await hear(
      written(
        it,
        user,
        random.pick(bare).replace('{}', () => secret.text),
        random,
      ),
    )
    await hear(
      written(
        it,
        user,
        random.pick(announced).replace('{}', () => secret.text),
        random,
      ),
    )
    for (const { owner, form } of random.chance(0.5) ? forms : forms.slice(n % forms.length).slice(0, 2))
      answers.push(await it.chat.submitHandle(owner, form.handle, valuesFor(form, secret, random)))
    asked += 2
    if (asked % settledEach === 0) await it.settled()
    if (asked % mostAtOnce === 0) await it.advance(minutes(11))
  }
  await it.settled()
  // What they wrote is quoted to IT: nothing of it may be.
  for (const user of people) await it.chat.say(user, 'can I speak to someone in IT')
  await it.settled()
  return { answers }
}

function written(it: TestLatchkey, user: string, text: string, random: Random): Incoming {
  const from = { account: it.chat.account(user), eventId: randomUUID() }
  switch (random.pick(['message', 'mention', 'command'] as const)) {
    case 'message':
      return { kind: 'message', ...from, text, mentions: [] }
    case 'mention':
      return { kind: 'mention', ...from, text, mentions: [] }
    case 'command':
      return { kind: 'command', ...from, text, mentions: [], isOfAnother: false }
  }
}

interface OpenForm {
  owner: string
  form: RenderedForm
}

/** The forms of all skills that have one, the one for a code, and the one in which an approver says why not. */
async function allForms(it: TestLatchkey): Promise<OpenForm[]> {
  const opened: OpenForm[] = []
  const open = async (owner: string, handle: string) => {
    await it.chat.pressHandle(owner, handle)
    const form = it.chat.formOf(owner)
    if (form) opened.push({ owner, form })
  }
  for (const name of it.core.skills.keys())
    await open('maya.alvarez', await it.handleFor('maya.alvarez', { do: 'fill', skill: name, input: {} }))
  await askForGroup(it, 'ida.lindqvist')
  await it.settled()
  const { id: request, planHash: hash } = await it.requestOf('ida.lindqvist')
  for (const approver of ['mei.tanaka', 'tom.okafor', 'dana.whitfield'])
    await open(approver, await it.handleFor(approver, { do: 'deny', request, hash }))
  await open('ida.lindqvist', await it.handleFor('ida.lindqvist', { do: 'type-code', request, hash }))
  return opened.filter(({ form }) => form.fields.length > 0)
}

/** The secret in one field, and what belongs there in the others; or in all of them. */
function valuesFor(form: RenderedForm, secret: Secret, random: Random): Record<string, string> {
  const typed = isRecognised(secret) && random.chance(0.7) ? secret.text : `my password is ${secret.text}`
  const one = random.pick(form.fields).name
  const isEverywhere = random.chance(0.3)
  return Object.fromEntries(
    form.fields.map((field) => {
      if (isEverywhere || field.name === one) return [field.name, typed]
      if (field.kind === 'choice') return [field.name, field.options[0]?.value ?? '']
      return [field.name, field.kind === 'number' ? '7' : field.kind === 'lines' ? 'for the q3 numbers' : '']
    }),
  )
}
