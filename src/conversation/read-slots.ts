// Fills a skill's input from what was written, as far as it was said beyond doubt; the form asks for the rest.
import type { Incoming } from '../adapter.ts'
import { hasCode } from '../errors.ts'
import type { UserId } from '../ids.ts'
import type { Skill } from '../skill.ts'
import { type Text, text } from '../words/text.ts'
import { type FieldShape, shapesOf } from './form.ts'
import { findDays, findGroup, findOtherPerson, findReason, findRequestNumber } from './slots.ts'
import type { Turn } from './turn.ts'

type Message = Extract<Incoming, { kind: 'message' | 'mention' | 'command' }>

export interface Slots {
  input: Record<string, unknown>
  subject: UserId | undefined
  /** Groups that may be meant, where none was named exactly. */
  choices: { field: string; values: string[] } | undefined
}

export async function readSlots(
  turn: Turn,
  skill: Skill,
  message: Message,
): Promise<Slots | { unclear: Text; input: Record<string, unknown> }> {
  const shapes = shapesOf(skill)
  const input: Record<string, unknown> = {}
  let choices: Slots['choices']
  for (const shape of shapes) {
    const found = readOne(turn, shape, message.text)
    if (found.value !== undefined) input[shape.name] = found.value
    if (found.value === undefined && found.choices.length > 0) choices = { field: shape.name, values: found.choices }
  }
  // A skill that only reads, or hands over, is about the asker whoever is mentioned.
  if (skill.policy.who.length === 1 && shapes.length === 0 && skill.policy.proof.default === 'S0')
    return { input, subject: undefined, choices }
  const subject = await whom(turn, message)
  if (subject === 'unclear') return { unclear: text('turn.for-whom'), input }
  if (subject !== undefined && skill.about === 'self') return { unclear: text('turn.only-for-yourself'), input }
  return { input, subject, choices }
}

function readOne(turn: Turn, shape: FieldShape, words: string): { value: unknown; choices: string[] } {
  const none = { choices: [] as string[] }
  switch (shape.field) {
    case 'requestable-group': {
      const found = findGroup(words, turn.organisation.groups)
      return { value: found.exact, choices: found.candidates }
    }
    case 'days':
      return { ...none, value: findDays(words, { now: turn.clock.now(), zone: turn.profile.timeZone }) }
    case 'reason':
      return { ...none, value: findReason(words) }
    case 'request-number':
      return { ...none, value: findRequestNumber(words) }
    default:
      return { ...none, value: undefined }
  }
}

/** Somebody else counts only when a mention, an address or a user name leads to exactly one person. */
async function whom(turn: Turn, message: Message): Promise<UserId | undefined | 'unclear'> {
  const me = turn.identity.kind === 'unknown' ? undefined : await turn.directory.user(turn.identity.user)
  const found = findOtherPerson(message.text, message.mentions, { email: me?.email, username: me?.username })
  switch (found.kind) {
    case 'self':
      return undefined
    case 'mention': {
      const binding = await turn.bindings.find(found.account)
      return binding?.user ?? 'unclear'
    }
    case 'email':
      return lookUp(turn, { email: found.email })
    case 'username':
      return lookUp(turn, { username: found.name })
    case 'unclear':
      return 'unclear'
  }
}

export async function lookUp(
  turn: Pick<Turn, 'directory'>,
  by: { email: string } | { username: string },
): Promise<UserId | 'unclear'> {
  try {
    return (await turn.directory.findUser(by))?.id ?? 'unclear'
  } catch (error) {
    if (hasCode(error, 'ambiguous', 'bad-input')) return 'unclear'
    throw error
  }
}
