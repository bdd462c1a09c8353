// Fills a skill's input from what was written, as far as it was said beyond doubt; the form asks for the rest.
import type { Incoming } from '../adapter.ts'
import type { Skill } from '../skill.ts'
import { type FieldShape, shapesOf } from './form.ts'
import type { OtherPerson } from './slot-person.ts'
import { findDays, findGroup, findOtherPerson, findReason, findRequestNumber } from './slots.ts'
import type { Turn } from './turn.ts'

type Message = Extract<Incoming, { kind: 'message' | 'mention' | 'command' }>

export interface Slots {
  input: Record<string, unknown>
  /** Who else was named, whether or not there is such a person. */
  other: OtherPerson | undefined | 'unclear'
  /** Groups that may be meant, where none was named exactly. */
  choices: { field: string; values: string[] } | undefined
}

export async function readSlots(turn: Turn, skill: Skill, message: Message): Promise<Slots> {
  const shapes = shapesOf(skill)
  const input: Record<string, unknown> = {}
  let choices: Slots['choices']
  for (const shape of shapes) {
    const found = readOne(turn, skill, shape, message.text)
    if (found.value !== undefined) input[shape.name] = found.value
    if (found.value === undefined && found.choices.length > 0) choices = { field: shape.name, values: found.choices }
  }
  // A skill that only reads, or hands over, is about the asker whoever is mentioned.
  const isAboutAsker = skill.policy.who.length === 1 && shapes.length === 0 && skill.policy.proof.default === 'S0'
  return { input, other: isAboutAsker ? undefined : await whom(turn, message), choices }
}

function readOne(turn: Turn, skill: Skill, shape: FieldShape, words: string): { value: unknown; choices: string[] } {
  const none = { choices: [] as string[] }
  switch (shape.field) {
    case 'requestable-group': {
      const { groups } = turn.organisation
      const found = findGroup(words, groups)
      const isOffered = (name: string) => groups.some((group) => group.name === name && group.tier === 'ordinary')
      // What cannot be asked for here is as good as not there; what somebody has they may give back, whatever it is.
      const isTaken = found.exact !== undefined && (isOffered(found.exact) || !skill.uses.includes('add-to-group'))
      return { value: isTaken ? found.exact : undefined, choices: found.candidates.filter(isOffered) }
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

/** Somebody else counts only when one mention, address or user name stands there; who that is, is not looked up here. */
async function whom(turn: Turn, message: Message): Promise<OtherPerson | undefined | 'unclear'> {
  const me = turn.identity.kind === 'unknown' ? undefined : await turn.directory.user(turn.identity.user)
  const found = findOtherPerson(message.text, message.mentions, { email: me?.email, username: me?.username })
  if (found.kind === 'self') return undefined
  return found.kind === 'unclear' ? 'unclear' : found
}
