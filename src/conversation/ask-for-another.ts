// Somebody else is named: the answer hangs on who asks, and never on whether that person exists or how their account stands.
import { hasCode } from '../errors.ts'
import { sameAccount, type UserId } from '../ids.ts'
import { say } from '../outbox/notices.ts'
import { hasRole } from '../people/relations.ts'
import type { Button, Card } from '../reply.ts'
import { skillOf } from '../requests/derive.ts'
import type { Skill } from '../skill.ts'
import { type Text, text } from '../words/text.ts'
import { type AskedFor, askFor, connectFirst, refusal, unknownPerson } from './ask.ts'
import { passOn } from './ask-them.ts'
import { tell } from './message.ts'
import type { OtherPerson } from './slot-person.ts'
import type { Effects, Turn } from './turn.ts'

type Asked = Omit<AskedFor, 'subject'>

export async function askForAnother(turn: Turn, asked: Asked, other: OtherPerson): Promise<Effects> {
  const { identity } = turn
  const skill = skillOf(turn, asked.skillName)
  if (turn.organisation.skills[asked.skillName]?.enabled === false) return tell(turn, refusal(text('policy.skill-off')))
  if (identity.kind === 'unknown') return unknownPerson(turn, asked, identity.why)
  if (await isMe(turn, identity.user, other)) return askFor(turn, { ...asked, subject: undefined })
  if (skill.about === 'self') return tell(turn, again(turn, asked, text('turn.only-for-yourself')))
  // What somebody is to others counts only for who is proven to be somebody.
  if (identity.kind === 'candidate') return tell(turn, connectFirst)
  if (skill.policy.who.every((role) => role === 'self'))
    return passOn(turn, asked.skillName, other, forWhom(turn, asked.skillName, asked.input))
  const subject = await whomTheyMayAskFor(turn, identity.user, skill, other)
  if (subject === 'nobody') return tell(turn, again(turn, asked, text('turn.nobody-by-that-name')))
  return subject === 'not-theirs' ? notTheirs(turn, asked, identity.user) : askFor(turn, { ...asked, subject })
}

async function isMe(turn: Turn, user: UserId, other: OtherPerson): Promise<boolean> {
  const me = await turn.directory.user(user)
  switch (other.kind) {
    case 'mention':
      return sameAccount(other.account, turn.came.account) || (await turn.bindings.find(other.account))?.user === user
    case 'email':
      return me.email?.toLowerCase() === other.email.toLowerCase()
    case 'username':
      return me.username?.toLowerCase() === other.name.toLowerCase()
  }
}

const overEverybody = ['it', 'hr', 'security', 'admin'] as const

/**
 * Whoever may ask for everybody is told that there is nobody. Everybody else is looked up among their own reports alone:
 * JumpCloud is asked the same whomever they name, so that neither words nor time tell one name from another.
 */
async function whomTheyMayAskFor(
  turn: Turn,
  me: UserId,
  { policy }: Skill,
  other: OtherPerson,
): Promise<UserId | 'nobody' | 'not-theirs'> {
  for (const role of overEverybody)
    if (policy.who.includes(role) && (await hasRole(turn, me, role, { subject: undefined, groups: [] })))
      return (await lookUp(turn, other)) ?? 'nobody'
  if (!policy.who.includes('manager')) return 'not-theirs'
  const bound = other.kind === 'mention' ? await turn.bindings.find(other.account) : undefined
  const found: UserId[] = []
  for await (const { id, email, username } of turn.directory.reports(me)) {
    const isThey =
      other.kind === 'email'
        ? email?.toLowerCase() === other.email.toLowerCase()
        : other.kind === 'username'
          ? username?.toLowerCase() === other.name.toLowerCase()
          : id === bound?.user
    if (isThey) found.push(id)
  }
  const [only] = found
  return found.length === 1 && only !== undefined ? only : 'not-theirs'
}

/** Exactly one person, or nobody. */
export async function lookUp(
  { directory, bindings }: Pick<Turn, 'directory' | 'bindings'>,
  other: OtherPerson,
): Promise<UserId | undefined> {
  if (other.kind === 'mention') return (await bindings.find(other.account))?.user
  try {
    return (await directory.findUser(other.kind === 'email' ? { email: other.email } : { username: other.name }))?.id
  } catch (error) {
    if (hasCode(error, 'ambiguous', 'bad-input')) return undefined
    throw error
  }
}

function notTheirs(turn: Turn, asked: Asked, me: UserId): Effects {
  const card = { ...refusal(text('others.not-yours')), buttons: forWhom(turn, asked.skillName, asked.input) }
  return async (tx) => {
    await say(tx, turn, turn.came.account, card)
    const body = { skill: asked.skillName, why: 'others.not-yours' }
    await turn.ledger.append(tx, { actor: me, event: 'request.refused', body })
  }
}

const again = (turn: Turn, { skillName, input }: Asked, title: Text): Card => ({
  tone: 'plain',
  title,
  buttons: forWhom(turn, skillName, input),
})

/** Third person never falls back to self, nor the reverse: where it is unclear, the buttons ask. */
export const forWhom = (turn: Turn, skill: string, input: Record<string, unknown>): Button[] => [
  { label: text('button.for-me'), intent: { do: 'ask', skill, input } },
  ...(turn.skills.get(skill)?.about === 'anyone'
    ? [{ label: text('button.for-someone-else'), intent: { do: 'fill' as const, skill, input } }]
    : [{ label: text('button.talk-to-human'), intent: { do: 'ask' as const, skill: 'talk-to-human', input: {} } }]),
]
