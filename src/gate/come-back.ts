// What cannot be done now and must not be lost: its step is given back, looked at again each minute, and people hear of it once.
import { actionOf } from '../action.ts'
import { hours, later, minutes } from '../clock.ts'
import type { GateCore } from '../core.ts'
import { say, sayToAudit } from '../outbox/notices.ts'
import type { Request } from '../requests/request.ts'
import { needsValue } from '../requests/value-needed.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { type Claim, isClean, release } from './claim.ts'
import { stopped } from './stop.ts'

/**
 * So long what was agreed waits for a credential that JumpCloud knows. Nobody expects a password or a factor to be replaced
 * the day after: whoever still needs it asks again.
 */
const longestWait = { credential: hours(1), other: hours(24) }

const waitsFor = ({ actions }: GateCore, { plan }: Request): number =>
  plan.steps.some((step) => actionOf(actions, step).sensitivity === 'credential')
    ? longestWait.credential
    : longestWait.other

const inAMinute = (deps: GateCore, request: Request, tell: (tx: Tx) => Promise<void>): Promise<void> =>
  deps.store.tx(async (tx) => {
    const due = later(deps.clock.now(), minutes(1))
    await tx.db.updateTable('request').set({ due_at: due }).where('id', '=', request.id).execute()
    // One at a time: whatever else wakes a request would leave another look behind each time, and each of them the next.
    const singletonKey = `come-back/${request.id}`
    await tx.enqueue('run-request', { request: request.id }, { startAfter: due, singletonKey })
    await tell(tx)
  })

/** An end is never given up: it is tried again until JumpCloud lets it happen. */
export async function keepEnding(deps: GateCore, request: Request, claim: Claim, why: Text): Promise<false> {
  await release(deps, request, claim, { isUntouched: false })
  await inAMinute(deps, request, (tx) => {
    const title = text('audit.end-held', { number: request.number, skill: request.skill })
    return sayToAudit(tx, deps, { tone: 'bad', title, body: [why] }, { dedupe: `end-held/${request.id}` })
  })
  return false
}

/** JumpCloud does not know our credential: it did nothing, and with one that it knows all goes on where it stands. */
export async function waitForCredential(deps: GateCore, request: Request, claim: Claim, why: Text): Promise<false> {
  if (later(request.row.updated_at, waitsFor(deps, request)) <= deps.clock.now()) {
    const to = isClean(claim) ? 'failed' : 'needs-a-person'
    await stopped(deps, request, { from: ['running'], to, event: 'step.failed', why, at: claim })
    return false
  }
  await release(deps, request, claim, { isUntouched: true, isUncounted: true })
  const dedupe = `credential-refused/${request.id}`
  await inAMinute(deps, request, async (tx) => {
    const title = text('request.credential-title', { number: request.number })
    const typed = needsValue(deps.actions, request.plan)
    const body = [text(typed ? 'request.credential-refused-typed' : 'request.credential-refused')]
    await say(tx, deps, request.account, { tone: 'waiting', title, body }, { request: request.id, dedupe })
    const held = text('audit.credential-refused', { number: request.number, skill: request.skill })
    await sayToAudit(tx, deps, { tone: 'bad', title: held, body: [why] }, { dedupe: `${dedupe}/audit` })
  })
  return false
}
