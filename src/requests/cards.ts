// The card of a request, drawn from its rows at the moment it is sent: the truth of that moment, for this reader.
import type { Core } from '../core.ts'
import type { RequestId, UserId } from '../ids.ts'
import { fingerprint } from '../plan.ts'
import type { Button, Card, Tone } from '../reply.ts'
import { at, type Text, text } from '../words/text.ts'
import { approverCard } from './approver-card.ts'
import { isLent } from './ending.ts'
import { provingButtons, provingLines, willProve } from './proof-card.ts'
import { loadRequest, type Request } from './request.ts'
import { escalationAt } from './schedule.ts'
import { isOpen, type RequestState } from './states.ts'
import { valueNote, waitsForValue } from './value-needed.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'organisation' | 'skills' | 'actions' | 'bindings' | 'clock' | 'methods'>

/** Undefined when this reader has nothing to see (any more). */
export async function cardOf(
  deps: Deps,
  id: RequestId,
  purpose: 'requester' | 'approver',
  person: UserId,
): Promise<Card | undefined> {
  const request = await loadRequest(deps.store.db, deps, id)
  return purpose === 'requester' ? requesterCard(deps, request) : approverCard(deps, request, person)
}

const tones: Record<RequestState, Tone> = {
  open: 'plain',
  confirming: 'plain',
  proving: 'waiting',
  approving: 'waiting',
  waiting: 'waiting',
  ready: 'waiting',
  running: 'waiting',
  done: 'good',
  failed: 'bad',
  'needs-a-person': 'bad',
  refused: 'bad',
  denied: 'bad',
  cancelled: 'plain',
  expired: 'plain',
  undoing: 'waiting',
  undone: 'plain',
  ending: 'waiting',
  ended: 'plain',
}

async function requesterCard(deps: Deps, request: Request): Promise<Card> {
  if (await waitsForValue(deps.store.db, deps, request)) return yourTurn(deps, request)
  const body = [...(await stepLines(deps, request)), ...(await stateLines(deps, request))]
  return {
    tone: tones[request.state],
    title: text(`card.${request.state}`, { title: request.shown.title }),
    body,
    buttons: await buttons(deps, request),
    footer: text('card.footer', { number: request.number, fingerprint: fingerprint(request.planHash) }),
  }
}

/** Only the person can go on: what they type stands in no message and no row. */
async function yourTurn(deps: Deps, request: Request): Promise<Card> {
  const { id, planHash: hash, requester: person } = request
  const note = valueNote(request)
  return {
    tone: note ? 'bad' : 'waiting',
    title: text('card.your-turn', { title: request.shown.title }),
    body: [...(note ? [note] : []), ...(await stepLines(deps, request)), text('card.type-password')],
    buttons: [
      {
        label: text('button.type-password'),
        page: { purpose: 'set-password', person, request: id, hash },
        style: 'primary',
      },
      ...(isOpen(request.state)
        ? [{ label: text('button.cancel'), intent: { do: 'cancel' as const, request: id } }]
        : []),
    ],
    footer: text('card.footer', { number: request.number, fingerprint: fingerprint(hash) }),
  }
}

/** What will be done, or what was: each step with its own outcome, so that a half-done request says so. */
async function stepLines(deps: Deps, request: Request): Promise<Text[]> {
  if (isOpen(request.state)) return request.shown.steps
  const rows = await deps.store.db
    .selectFrom('step')
    .select(['seq', 'state', 'outcome'])
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('phase', '=', 'run')
    .orderBy('seq')
    .execute()
  return request.shown.steps.map((step, seq) => {
    const row = rows.find((one) => one.seq === seq)
    const how =
      row?.state === 'done'
        ? (row.outcome ?? 'did')
        : row?.state === 'failed'
          ? 'failed'
          : row?.state === 'running'
            ? 'running'
            : 'not'
    return text(`card.step-${how}`, { step })
  })
}

async function stateLines(deps: Deps, request: Request): Promise<Text[]> {
  const reason = request.reason ? [request.reason] : []
  switch (request.state) {
    case 'confirming':
      return confirmLines(request)
    case 'proving':
      return provingLines(deps, request)
    case 'approving':
      return waitingLines(deps, request)
    case 'waiting':
      return request.row.waits_until ? [text('card.wait-until', { until: at(request.row.waits_until) })] : []
    case 'done':
      return request.row.ends_at ? [text('card.ends', { until: at(request.row.ends_at) })] : [text('card.checked')]
    default:
      return reason
  }
}

const confirmLines = (request: Request): Text[] => [
  ...willProve(request),
  ...(request.needs.approvals.length > 0 ? [text('card.will-ask', { count: request.needs.approvals.length })] : []),
]

function waitingLines(deps: Deps, request: Request): Text[] {
  const names = request.shown.waitingFor.map(({ name }) => name)
  if (names.length === 0) return [text('card.looking-for-approver')]
  const next = request.row.escalated_at ? null : escalationAt(request.row, deps.organisation)
  const hasNext = request.needs.approvals.some((rule) => (rule.next ?? []).length > 0)
  return [
    text('card.waiting-for', { names: { list: names } }),
    ...(next && hasNext ? [text('card.then-next', { at: at(next) })] : []),
    text('card.waits-until', { until: at(request.expiresAt) }),
  ]
}

async function buttons(deps: Deps, request: Request): Promise<Button[]> {
  const onPlan = { request: request.id, hash: request.planHash }
  const cancel: Button = { label: text('button.cancel'), intent: { do: 'cancel', request: request.id } }
  const person: Button = {
    label: text('button.talk-to-human'),
    intent: { do: 'ask', skill: 'talk-to-human', input: {} },
  }
  switch (request.state) {
    case 'confirming':
      return [
        { label: text('button.do-it'), intent: { do: 'confirm', ...onPlan }, style: 'primary' },
        { ...cancel, label: text('button.not-this') },
      ]
    case 'proving':
      return [...(await provingButtons(deps, request)), cancel].slice(0, 3)
    case 'approving':
    case 'waiting':
      return [cancel]
    case 'done':
      return request.row.ends_at && isLent(deps.actions, request.plan)
        ? [{ label: text('button.give-back'), intent: { do: 'give-back', request: request.id } }]
        : [{ ...person, label: text('button.still-stuck') }]
    case 'ended':
      return [{ label: text('button.ask-again'), intent: { do: 'fill', skill: request.skill, input: request.input } }]
    case 'failed':
    case 'needs-a-person':
    case 'refused':
    case 'denied':
    case 'expired':
      return [person]
    default:
      return []
  }
}
