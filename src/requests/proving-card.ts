// What a requester sees while they prove who they are: by phone and code in the chat, on a page, or with somebody's word.
import type { Core } from '../core.ts'
import { mostTriesPerCode } from '../proof/code.ts'
import type { Button } from '../reply.ts'
import { type Text, text } from '../words/text.ts'
import { isByPush } from './proof-wish.ts'
import { requesterProofs } from './proofs.ts'
import type { Request } from './request.ts'
import { vouchWords } from './vouch-words.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'skills' | 'pages'>

/** What will be asked of them, before they confirm. */
export function willProve({ needs }: Request): Text[] {
  if (needs.proof === 'S0') return []
  if (needs.way === 'recovery') return [text('card.will-recover')]
  return [text(isByPush({ needs }) ? 'card.will-prove' : 'card.will-prove-on-page')]
}

async function lastPush({ store }: Deps, request: Request) {
  return store.db
    .selectFrom('proof')
    .select(['state', 'push_status', 'code_typed_at', 'tries'])
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('method', '=', 'push')
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function provingLines(deps: Deps, request: Request): Promise<Text[]> {
  if (request.needs.way === 'recovery') return recoveryLines(deps, request)
  if (!isByPush(request))
    return [deps.pages.url === undefined ? text('proof.no-pages', { why: deps.pages.off }) : text('proof.on-page')]
  return [await pushLine(deps, request)]
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
  const proof = await lastPush(deps, request)
  if (!proof) return text('proof.sending')
  if (proof.state === 'failed' && proof.tries >= mostTriesPerCode) return text('proof.used-up')
  if (proof.state === 'failed') return text(proof.push_status === 'ACCEPTED' ? 'proof.code-late' : 'proof.not-answered')
  if (proof.code_typed_at) return text('proof.accept-now')
  return text(proof.push_status === 'ACCEPTED' ? 'proof.type-now' : 'proof.sent')
}

/** `cancel` and `person` are those of every card. */
export async function provingButtons(
  deps: Deps,
  request: Request,
  { cancel, person }: { cancel: Button; person: Button },
): Promise<Button[]> {
  const onPlan = { request: request.id, hash: request.planHash }
  const page: Button = {
    label: text('button.prove-on-page'),
    page: { purpose: 'prove', person: request.requester, ...onPlan },
    style: 'primary',
  }
  if (request.needs.way === 'recovery') return [page, person, cancel]
  // Whoever has lost what is asked of them is not at the end of the road, where the skill has another way.
  const isRecoverable = deps.skills.get(request.skill)?.policy.recovery !== undefined
  const otherwise: Button = isRecoverable
    ? { label: text('button.recover'), intent: { do: 'recover', ...onPlan } }
    : person
  if (!isByPush(request)) return [page, otherwise, cancel]
  const proof = await lastPush(deps, request)
  if (!proof) return [cancel]
  if (proof.code_typed_at && proof.state !== 'failed') return [cancel]
  const next: Button =
    proof.state === 'failed'
      ? { label: text('button.send-again'), intent: { do: 'send-push-again', ...onPlan }, style: 'primary' }
      : { label: text('button.type-code'), intent: { do: 'type-code', ...onPlan }, style: 'primary' }
  return [next, otherwise, cancel]
}
