// What a requester's card says and offers while they prove who they are: the phone, a page of ours, or somebody's word.
import type { Core } from '../core.ts'
import { mostTriesPerCode } from '../proof/code.ts'
import { pageMethods } from '../proof/methods.ts'
import { pushLockedUntil } from '../proof/push-limits.ts'
import { worthOffering } from '../proof/solver.ts'
import { usableMethods } from '../proof/usable-methods.ts'
import type { Button } from '../reply.ts'
import { at, type Text, text } from '../words/text.ts'
import { isWorthRinging, locked, unsent } from './proof-wish.ts'
import { requesterProofs } from './proofs.ts'
import type { Request } from './request.ts'
import { needsValue } from './value-needed.ts'
import { vouchWords } from './vouch-words.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'methods'>

/** What will be asked of them, before they confirm. */
export function willProve({ needs }: Pick<Request, 'needs'>): Text[] {
  if (needs.proof === 'S0') return []
  if (needs.way === 'recovery') return [text('card.will-recover')]
  return [text(isWorthRinging({ needs }) ? 'card.will-prove' : 'card.will-prove-on-page')]
}

const lastPush = ({ store }: Deps, request: Request) =>
  store.db
    .selectFrom('proof')
    .select(['state', 'push_status', 'code_typed_at', 'tries'])
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('method', '=', 'push')
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Whether there is a page on which this requester could prove something that is still missing. */
export async function hasPage(deps: Deps, request: Request): Promise<boolean> {
  const given = await requesterProofs(deps.store.db, deps, request)
  const has = (await usableMethods(deps, request.requester)).filter((method) => pageMethods.includes(method))
  return worthOffering(request.needs.proof, has, given, request.needs.lost).length > 0
}

export async function provingLines(deps: Deps, request: Request): Promise<Text[]> {
  if (request.needs.way === 'recovery') return recoveryLines(deps, request)
  const isOnPage = await hasPage(deps, request)
  if (isWorthRinging(request)) return [await pushLine(deps, request), ...(isOnPage ? [text('card.prove-on-page')] : [])]
  return [text(isOnPage ? 'card.prove-on-page-only' : 'card.nothing-to-offer')]
}

async function recoveryLines(deps: Deps, request: Request): Promise<Text[]> {
  const given = await requesterProofs(deps.store.db, deps, request)
  const isVouchedFor = given.some(({ method }) => method === 'vouch')
  const hasSecond = given.some(({ method }) => method !== 'vouch')
  return [
    ...(isVouchedFor
      ? [text('vouch.taken')]
      : [text('vouch.who'), text('vouch.words', { words: vouchWords(deps, request) }), text('vouch.nobody-else')]),
    text(hasSecond ? 'recovery.second-taken' : 'recovery.second'),
  ]
}

async function pushLine(deps: Deps, request: Request): Promise<Text> {
  const push = await lastPush(deps, request)
  if (!push) return text('proof.sending')
  if (push.push_status === locked) {
    const until = await pushLockedUntil(deps.store.db, deps, request.requester)
    return until ? text('proof.locked', { until: at(until) }) : text('proof.unsent')
  }
  if (push.push_status === unsent) return text('proof.unsent')
  if (push.state === 'failed' && push.tries >= mostTriesPerCode) return text('proof.used-up')
  if (push.state === 'failed') return text(push.push_status === 'ACCEPTED' ? 'proof.code-late' : 'proof.not-answered')
  if (push.code_typed_at) return text('proof.accept-now')
  return text(push.push_status === 'ACCEPTED' ? 'proof.type-now' : 'proof.sent')
}

/**
 * At most two, the most useful first. Where there is room, the way to a person; or the long way back, where the skill has
 * one: whoever has lost what is asked of them is not at the end of the road.
 */
export async function provingButtons(
  deps: Deps & Pick<Core, 'skills' | 'actions'>,
  request: Request,
): Promise<Button[]> {
  const { id, planHash: hash, requester: person } = request
  const push = isWorthRinging(request) ? await pushButton(deps, request) : undefined
  const page: Button[] = (await hasPage(deps, request))
    ? [
        {
          label: text('button.prove-on-page'),
          page: { purpose: 'prove', person, request: id, hash },
          ...(push ? {} : { style: 'primary' as const }),
        },
      ]
    : []
  if (push === 'wait') return page
  const human: Button = {
    label: text('button.talk-to-human'),
    intent: { do: 'ask', skill: 'talk-to-human', input: {} },
  }
  const recover: Button = { label: text('button.recover'), intent: { do: 'recover', request: id, hash } }
  const isRecoverable = request.needs.way === 'usual' && deps.skills.get(request.skill)?.policy.recovery !== undefined
  if (isRecoverable) return [push ?? page[0] ?? human, recover]
  return [...(push ? [push] : []), ...page, human].slice(0, 2)
}

/** `wait`: nothing to press about the phone just now. */
async function pushButton(deps: Deps & Pick<Core, 'actions'>, request: Request): Promise<Button | 'wait' | undefined> {
  const onPlan = { request: request.id, hash: request.planHash }
  const push = await lastPush(deps, request)
  if (!push || (push.state !== 'failed' && push.code_typed_at)) return 'wait'
  if (push.push_status === locked) return undefined
  if (push.state === 'failed')
    return { label: text('button.send-again'), intent: { do: 'send-push-again', ...onPlan }, style: 'primary' }
  const label = text('button.type-code')
  // Where the person then types a password, the code says whose browser it is: in the chat anybody may be reading.
  return needsValue(deps.actions, request.plan)
    ? { label, page: { purpose: 'prove', person: request.requester, ...onPlan }, style: 'primary' }
    : { label, intent: { do: 'type-code', ...onPlan }, style: 'primary' }
}
