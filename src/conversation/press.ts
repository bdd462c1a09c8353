// Answers a press or a submitted form: what it means was stored with its handle; who pressed is looked at now.

import type { Incoming } from '../adapter.ts'
import { hasCode } from '../errors.ts'
import type { RequestId, UserId } from '../ids.ts'
import { sameAccount } from '../ids.ts'
import type { Intent } from '../intent.ts'
import { refreshCard, say } from '../outbox/notices.ts'
import { advance } from '../requests/advance.ts'
import { rulesFor } from '../requests/approvers.ts'
import { credentialNotices } from '../requests/credential-notices.ts'
import { approve, approveNarrowed, cancel, type Decider, deny, narrowed } from '../requests/decisions.ts'
import { skillOf } from '../requests/derive.ts'
import { startEnding } from '../requests/ending.ts'
import { notMe } from '../requests/not-me.ts'
import { sayWornPair } from '../requests/pairs.ts'
import { wishForPush } from '../requests/proof-wish.ts'
import { recover } from '../requests/recover.ts'
import { loadRequest, type Request } from '../requests/request.ts'
import { provenRules } from '../requests/sound-votes.ts'
import { isOpen } from '../requests/states.ts'
import { text } from '../words/text.ts'
import { askFor } from './ask.ts'
import { askForAnother } from './ask-for-another.ts'
import { readForm } from './form.ts'
import { tell } from './message.ts'
import type { OtherPerson } from './slot-person.ts'
import type { Effects, Turn } from './turn.ts'

type Pressed = Extract<Incoming, { kind: 'press' | 'submit' }>

const sameButtonMs = 10 * 60_000

export async function answerPress(turn: Turn, pressed: Pressed): Promise<Effects> {
  const { intent } = turn.stored
  if (!intent) return tell(turn, { tone: 'plain', title: text('press.too-old') })
  switch (intent.do) {
    case 'ask':
      return askFor(turn, {
        skillName: intent.skill,
        input: intent.input,
        subject: intent.subject,
        sourceKey: sourceKey(turn),
      })
    case 'fill':
      return filled(turn, intent, pressed)
    case 'approve':
    case 'narrow':
    case 'deny':
      return decided(turn, intent, pressed)
    default:
      return ofRequester(turn, intent)
  }
}

/** The same button pressed twice within a few minutes asks once; next week it asks anew. */
const sourceKey = (turn: Turn): string =>
  `press/${turn.stored.handleDigest ?? turn.turnId}/${Math.floor(turn.clock.now().getTime() / sameButtonMs)}`

async function filled(turn: Turn, intent: Extract<Intent, { do: 'fill' }>, pressed: Pressed): Promise<Effects> {
  const skill = skillOf(turn, intent.skill)
  const read = readForm(skill, turn.organisation, pressed.kind === 'submit' ? pressed.values : {})
  const asked = { skillName: intent.skill, sourceKey: sourceKey(turn) }
  if ('errors' in read) return askFor(turn, { ...asked, input: intent.input, subject: intent.subject })
  if (read.forWhom === undefined) return askFor(turn, { ...asked, input: read.input, subject: intent.subject })
  const other: OtherPerson = read.forWhom.includes('@')
    ? { kind: 'email', email: read.forWhom }
    : { kind: 'username', name: read.forWhom }
  return askForAnother(turn, { ...asked, input: read.input }, other)
}

async function load(turn: Turn, id: RequestId): Promise<Request | undefined> {
  try {
    return await loadRequest(turn.store.db, turn, id)
  } catch (error) {
    if (hasCode(error, 'not-found')) return undefined
    throw error
  }
}

/** Approve, less, deny: by a bound person who may decide on this plan at this moment. */
async function decided(
  turn: Turn,
  intent: Extract<Intent, { do: 'approve' | 'narrow' | 'deny' }>,
  pressed: Pressed,
): Promise<Effects> {
  const request = await load(turn, intent.request)
  if (!request) return tell(turn, { tone: 'plain', title: text('press.too-old') })
  if (turn.identity.kind !== 'bound') return tell(turn, { tone: 'bad', title: text('approval.connect-first') })
  const person = turn.identity.user
  const rules = await rulesFor(turn, request, person, intent.do === 'deny' ? 'deny' : 'approve')
  const refresh: Effects = (tx) => refreshCard(tx, turn, turn.came.account, request.id, 'approver', person)
  if (rules.length === 0) return notYours(turn, request, person)
  // A decision in the meantime, or a newer plan: the card then shows what is true now.
  const isUndecided = intent.do === 'deny' ? isOpen(request.state) : request.state === 'approving'
  if (!isUndecided || request.planHash !== intent.hash) return refresh
  const who: Decider = { person, account: turn.came.account, rules }
  if (intent.do !== 'deny') who.rules = await provenRules(turn.store.db, turn, request, person, rules, turn.clock.now())
  if (who.rules.length === 0) return tell(turn, { tone: 'bad', title: text('approval.prove-first') })
  if (intent.do === 'deny') {
    const reason = pressed.kind === 'submit' ? (pressed.values.reason ?? '') : ''
    return async (tx) =>
      void ((await deny(tx, turn, request, who, { hash: intent.hash, reason })) || (await refresh(tx)))
  }
  if (intent.do === 'approve')
    return async (tx) => void ((await approve(tx, turn, request, who)) || (await refresh(tx)))
  const less = await narrowed(turn, request, intent.input)
  if (!less) return refresh
  return async (tx) => void ((await approveNarrowed(tx, turn, request, less, who)) || (await refresh(tx)))
}

async function notYours(turn: Turn, request: Request, person: UserId): Promise<Effects> {
  const pair = await sayWornPair(turn, request, person)
  return async (tx) => {
    const card = pair ? { title: pair.title, body: [pair.why] } : { title: text('approval.not-yours') }
    await say(tx, turn, turn.came.account, { tone: 'bad', ...card })
    await pair?.tell(tx)
    await turn.ledger.append(tx, { actor: person, event: 'approval.refused', request: request.id, body: {} })
  }
}

type Own = Extract<Intent, { request: RequestId }>

async function ofRequester(turn: Turn, intent: Exclude<Own, { do: 'approve' | 'narrow' | 'deny' }>): Promise<Effects> {
  const request = await load(turn, intent.request)
  if (!request) return tell(turn, { tone: 'plain', title: text('press.too-old') })
  const person = turn.identity.kind === 'bound' ? turn.identity.user : undefined
  const isAsker = sameAccount(turn.came.account, request.account)
  const actor = person ?? request.requester
  const refresh: Effects = (tx) => refreshCard(tx, turn, request.account, request.id, 'requester', request.requester)
  if (intent.do === 'not-me') return person === request.subject ? disowned(turn, request, person) : refresh
  if (intent.do === 'give-back') {
    if (person !== request.requester && person !== request.subject) return refresh
    return async (tx) =>
      void ((await startEnding(tx, turn, request, actor, 'access.given-back')) || (await refresh(tx)))
  }
  if (intent.do === 'cancel') {
    if (!isAsker && person !== request.requester) return refresh
    return async (tx) => void ((await cancel(tx, turn, request, actor)) || (await refresh(tx)))
  }
  // Confirming and proving are bound to the place where it was asked.
  if (!isAsker || request.planHash !== intent.hash) return refresh
  if (intent.do === 'confirm' && request.expiresAt > turn.clock.now()) {
    const how = { from: ['confirming'] as const, actor, event: 'request.confirmed' as const, onPlan: intent.hash }
    const announce = await credentialNotices(turn, request, 'asked')
    return async (tx) => void ((await advance(tx, turn, request, how)) ? await announce(tx) : await refresh(tx))
  }
  if (intent.do === 'recover') return recovering(turn, request, refresh)
  if (intent.do === 'send-push-again' && request.state === 'proving') return (tx) => wishForPush(tx, request)
  return refresh
}

/** "This wasn't me", pressed in a chat that is connected to the person. */
async function recovering(turn: Turn, request: Request, refresh: Effects): Promise<Effects> {
  if (request.state !== 'confirming' && request.state !== 'proving') return refresh
  const other = await recover(turn, request)
  if ('refused' in other) return tell(turn, { tone: 'bad', title: text('turn.cannot'), body: [other.refused] })
  return async (tx) => void ((await other.change(tx)) || (await refresh(tx)))
}

async function disowned(turn: Turn, request: Request, person: UserId): Promise<Effects> {
  const halt = await notMe(turn, { person, request: request.id, by: 'chat' })
  return async (tx) => {
    // The ledger, which is written last, holds up nobody but the words of thanks.
    const title = await halt(tx)
    await say(tx, turn, turn.came.account, { tone: 'good', title })
  }
}
