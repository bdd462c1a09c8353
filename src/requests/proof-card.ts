// What a requester's card says and offers while they prove who they are: the phone, or a page of ours.
import type { Core } from '../core.ts'
import { mostTriesPerCode } from '../proof/code.ts'
import { pageMethods } from '../proof/methods.ts'
import { worthOffering } from '../proof/solver.ts'
import { usableMethods } from '../proof/usable-methods.ts'
import type { Button } from '../reply.ts'
import { type Text, text } from '../words/text.ts'
import { isWorthRinging, unsent } from './proof-wish.ts'
import { requesterProofs } from './proofs.ts'
import type { Request } from './request.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'methods'>

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
  const isOnPage = await hasPage(deps, request)
  if (isWorthRinging(request)) return [await pushLine(deps, request), ...(isOnPage ? [text('card.prove-on-page')] : [])]
  return [text(isOnPage ? 'card.prove-on-page-only' : 'card.nothing-to-offer')]
}

async function pushLine(deps: Deps, request: Request): Promise<Text> {
  const push = await lastPush(deps, request)
  if (!push) return text('proof.sending')
  if (push.push_status === unsent) return text('proof.unsent')
  if (push.state === 'failed' && push.tries >= mostTriesPerCode) return text('proof.used-up')
  if (push.state === 'failed') return text(push.push_status === 'ACCEPTED' ? 'proof.code-late' : 'proof.not-answered')
  if (push.code_typed_at) return text('proof.accept-now')
  return text(push.push_status === 'ACCEPTED' ? 'proof.type-now' : 'proof.sent')
}

/** At most two, the most useful first; the way to a person stands where there is room. */
export async function provingButtons(deps: Deps, request: Request): Promise<Button[]> {
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
  return [...(push ? [push] : []), ...page, human].slice(0, 2)
}

/** `wait`: nothing to press about the phone just now. */
async function pushButton(deps: Deps, request: Request): Promise<Button | 'wait'> {
  const onPlan = { request: request.id, hash: request.planHash }
  const push = await lastPush(deps, request)
  if (!push || (push.state !== 'failed' && push.code_typed_at)) return 'wait'
  if (push.state === 'failed')
    return { label: text('button.send-again'), intent: { do: 'send-push-again', ...onPlan }, style: 'primary' }
  return { label: text('button.type-code'), intent: { do: 'type-code', ...onPlan }, style: 'primary' }
}
