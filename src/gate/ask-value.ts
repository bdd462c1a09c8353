// Asks a person to type again: what they typed was lost with a worker, was not taken, or took too long to come.
import { later, minutes } from '../clock.ts'
import type { GateCore } from '../core.ts'
import { refreshCard } from '../outbox/notices.ts'
import type { Request } from '../requests/request.ts'
import type { ValueNote } from '../requests/value-needed.ts'
import { text } from '../words/text.ts'
import { type Claim, isClean, release } from './claim.ts'
import { stopped } from './stop.ts'

/** From the moment at which everything else was there. */
const waitedFor = minutes(30)

export async function askForValue(deps: GateCore, request: Request, claim: Claim, why: ValueNote): Promise<void> {
  deps.values.forget(request.id)
  const { ready_at: readyAt } = request.row
  if (!readyAt || later(readyAt, waitedFor) <= deps.clock.now()) {
    await stopped(deps, request, {
      from: ['running'],
      to: isClean(claim) ? 'failed' : 'needs-a-person',
      event: 'step.failed',
      why: text(isClean(claim) ? 'gate.not-typed' : 'gate.value-lost'),
      at: claim,
    })
    return
  }
  await release(deps, request, claim, { isUntouched: true, isUncounted: true })
  await deps.store.tx(async (tx) => {
    const row = await tx.db
      .updateTable('request')
      .set({ value_until: null, value_note: JSON.stringify(text(why)), updated_at: deps.clock.now() })
      .where('id', '=', request.id)
      .where('state', '=', 'running')
      // Said once: each look at a request that waits would edit its card again.
      .where((of) => of.or([of('value_note', 'is', null), of('value_until', 'is not', null)]))
      .returning('id')
      .executeTakeFirst()
    if (!row) return
    await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
    await deps.ledger.append(tx, {
      actor: 'gate',
      event: 'value.asked-again',
      request: request.id,
      about: request.subject,
      body: { plan: request.planHash, seq: claim.seq, why },
    })
  })
}
