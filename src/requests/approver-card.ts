// What an approver sees: who asks for what, in their own words, with the exact effect, and at most three buttons.
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import { fingerprint } from '../plan.ts'
import type { Button, Card } from '../reply.ts'
import { at, type Text, text } from '../words/text.ts'
import { nameOf } from './decisions.ts'
import type { Request } from './request.ts'
import { votesOn } from './votes.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'skills' | 'bindings'>

export async function approverCard(deps: Deps, request: Request, person: UserId): Promise<Card | undefined> {
  const votes = await votesOn(deps.store.db, deps, request.id, request.planHash)
  const own = votes.find((vote) => vote.person === person)
  const isWaiting = request.state === 'approving' && !own
  return {
    tone: isWaiting ? 'waiting' : request.state === 'denied' || request.state === 'failed' ? 'bad' : 'plain',
    title: text('approval.title', { name: request.shown.requesterName, title: request.shown.title }),
    body: [...request.shown.steps, ...request.shown.evidence, ...(isWaiting ? [] : [outcome(request, votes)])],
    facts:
      request.subject === request.requester
        ? []
        : [{ label: text('approval.for'), value: text('plain', { words: request.shown.subjectName }) }],
    quotes: quotesOf(request),
    buttons: isWaiting ? buttons(deps, request, person) : request.state === 'waiting' ? [denyButton(request)] : [],
    ...(isWaiting ? menuOf(deps, request) : {}),
    footer: isWaiting
      ? text('approval.footer', {
          number: request.number,
          fingerprint: fingerprint(request.planHash),
          until: at(request.expiresAt),
        })
      : text('card.footer', { number: request.number, fingerprint: fingerprint(request.planHash) }),
  }
}

/** The only words of the requester on the card, marked as theirs. */
function quotesOf(request: Request) {
  const reason = request.input.reason
  return typeof reason === 'string' && reason !== ''
    ? [{ from: text('approval.wrote', { name: request.shown.requesterName }), words: reason }]
    : []
}

function outcome(request: Request, votes: { person: UserId; decision: string; at: Date }[]): Text {
  const last = votes.at(-1)
  if (request.state === 'cancelled') return text('approval.cancelled')
  if (request.state === 'expired') return text('approval.expired')
  if (!last) return text('approval.closed')
  const by = nameOf(request, last.person)
  return text(last.decision === 'deny' ? 'approval.denied-by' : 'approval.approved-by', { by, when: at(last.at) })
}

function narrowings(deps: Deps, request: Request): { value: number; label: Text }[] {
  const narrow = deps.skills.get(request.skill)?.narrow
  const asked = narrow && request.input[narrow.field]
  if (!narrow || typeof asked !== 'number') return []
  return narrow.to.filter((value) => value < asked).map((value) => ({ value, label: text(narrow.label, { value }) }))
}

const narrowIntent = (deps: Deps, request: Request, value: number) => ({
  do: 'narrow' as const,
  request: request.id,
  hash: request.planHash,
  input: { [deps.skills.get(request.skill)?.narrow?.field ?? '']: value },
})

function buttons(deps: Deps, request: Request, person: UserId): Button[] {
  const onPlan = { request: request.id, hash: request.planHash }
  const narrow = deps.skills.get(request.skill)?.narrow
  const asked = narrow && request.input[narrow.field]
  const amount = narrow && typeof asked === 'number' ? text(narrow.label, { value: asked }) : undefined
  const [least] = narrowings(deps, request)
  // A yes that must be proven is said on a page; a no needs no proof.
  if (request.needs.approvals.some(({ proof }) => proof !== undefined))
    return [
      { label: text('button.decide-on-page'), page: { purpose: 'approve', person, ...onPlan }, style: 'primary' },
      denyButton(request),
    ]
  return [
    {
      label: amount ? text('button.approve-for', { amount }) : text('button.approve'),
      intent: { do: 'approve', ...onPlan },
      style: 'primary',
    },
    ...(least
      ? [
          {
            label: text('button.approve-for', { amount: least.label }),
            intent: narrowIntent(deps, request, least.value),
          },
        ]
      : []),
    denyButton(request),
  ]
}

/** Also while everybody waits: a no stops it until the gate has begun. */
const denyButton = ({ id, planHash }: Request): Button => ({
  label: text('button.deny'),
  intent: { do: 'deny', request: id, hash: planHash },
  style: 'danger',
})

/** The amounts between the least and what was asked, where there are any. */
function menuOf(deps: Deps, request: Request): Pick<Card, 'menu'> {
  const between = narrowings(deps, request).slice(1)
  if (between.length === 0) return {}
  const options = between.map(({ value, label }) => ({
    label: text('button.approve-for', { amount: label }),
    intent: narrowIntent(deps, request, value),
  }))
  return { menu: { label: text('approval.less'), options } }
}
