// Answers what somebody wrote: the router proposes a skill, the slots its input; nothing is done on a text alone.
import type { Incoming } from '../adapter.ts'
import { say } from '../outbox/notices.ts'
import type { Button, Card } from '../reply.ts'
import { menuOf } from '../requests/menu.ts'
import { titleOf } from '../skill.ts'
import { type Text, text } from '../words/text.ts'
import { askFor } from './ask.ts'
import { askForAnother, forWhom } from './ask-for-another.ts'
import { readSlots } from './read-slots.ts'
import { countMiss, recentOf } from './recent.ts'
import { route } from './router/route.ts'
import type { Routing } from './router/router.ts'
import { withoutGroupNames } from './slot-group.ts'
import type { Effects, Turn } from './turn.ts'

type Message = Extract<Incoming, { kind: 'message' | 'mention' | 'command' }>

export async function answerMessage(turn: Turn, message: Message): Promise<Effects> {
  const { secret } = turn.stored
  // A code or a password in the chat is never used; what it was meant for is offered instead.
  if (secret)
    return tell(turn, { tone: 'bad', title: text(`turn.secret-${secret}`), body: [text('turn.secret-removed')] })
  const routing = await routed(turn, message.text)
  const { misses } = await recentOf(turn, message.account)
  if (routing.kind === 'act')
    return then(await actOn(turn, message, routing.skill), (tx) => countMiss(tx, message.account, 0))
  if (routing.kind === 'clarify')
    return tell(turn, {
      tone: 'plain',
      title: text('turn.did-you-mean'),
      buttons: choices(turn, routing.skills),
      menu: menuOf(turn),
    })
  const effects = tell(turn, missed(turn, routing.kind === 'none' ? routing.skills : [], misses))
  return then(effects, async (tx) => {
    await countMiss(tx, message.account, misses + 1)
    if (routing.kind === 'screened')
      await turn.ledger.append(tx, {
        actor: 'system',
        event: 'security.alert',
        body: { why: 'text-screened', screen: routing.why },
      })
  })
}

/** A text that was not understood may name a group of this organisation, which the router has never heard of. */
async function routed(turn: Turn, said: string): Promise<Routing> {
  const routing = await route(turn, said)
  if (routing.kind === 'act' || routing.kind === 'screened') return routing
  const general = withoutGroupNames(said, turn.organisation.groups)
  const again = general === undefined ? routing : await route(turn, general)
  return again.kind === 'none' ? routing : again
}

const then =
  (first: Effects, second: (tx: Parameters<Effects>[0]) => Promise<unknown>): Effects =>
  async (tx) => {
    await first(tx)
    await second(tx)
  }

export const tell =
  (turn: Turn, card: Card): Effects =>
  (tx) =>
    say(tx, turn, turn.came.account, card)

async function actOn(turn: Turn, message: Message, skillName: string): Promise<Effects> {
  const skill = turn.skills.get(skillName)
  if (!skill) return tell(turn, missed(turn, [], 0))
  const slots = await readSlots(turn, skill, message)
  const { input, other, choices } = slots
  if (other === 'unclear')
    return tell(turn, { tone: 'plain', title: text('turn.for-whom'), buttons: forWhom(turn, skillName, input) })
  const asked = { skillName, input, choices, sourceKey: `turn/${turn.turnId}` }
  return other ? askForAnother(turn, asked, other) : askFor(turn, { ...asked, subject: undefined })
}

const choices = (turn: Turn, names: string[]): Button[] =>
  names.slice(0, 3).flatMap((name) => {
    const skill = turn.skills.get(name)
    return skill ? [{ label: titleOf(skill), intent: { do: 'ask' as const, skill: name, input: {} } }] : []
  })

function missed(turn: Turn, guesses: string[], misses: number): Card {
  const person: Button = {
    label: text('button.talk-to-human'),
    intent: { do: 'ask', skill: 'talk-to-human', input: {} },
  }
  const title: Text = text(misses > 0 ? 'turn.not-understood-again' : 'turn.not-understood')
  return { tone: 'plain', title, buttons: [...choices(turn, guesses).slice(0, 2), person], menu: menuOf(turn) }
}

/** The platform's command, or a message that was pointed at; with no words of their own there is the menu. */
export async function answerCommand(turn: Turn, command: Extract<Message, { kind: 'command' }>): Promise<Effects> {
  if (command.text !== '') return answerMessage(turn, command)
  return tell(turn, {
    tone: 'plain',
    title: text(command.isOfAnother ? 'turn.words-of-another' : 'turn.what-do-you-need'),
    body: [text('turn.welcome-how')],
    menu: menuOf(turn),
  })
}

export async function welcome(turn: Turn): Promise<Effects> {
  const isKnown = await turn.store.db
    .selectFrom('conversation')
    .select('platform')
    .where('is_home_only', '=', false)
    .where('platform', '=', turn.came.account.platform)
    .where('tenant', '=', turn.came.account.tenant)
    .where('account_user', '=', turn.came.account.user)
    .executeTakeFirst()
  // Opening the conversation again is no reason to write again.
  if (isKnown) return async () => {}
  return tell(turn, {
    tone: 'plain',
    title: text('turn.welcome', { name: turn.profile.displayName }),
    body: [text('turn.welcome-how')],
    menu: menuOf(turn),
  })
}
