// Freezing and lifting from the host: one command stops; to start again it is one of two, and somebody in chat is the other.
import type { Core } from '../core.ts'
import { requestId } from '../ids.ts'
import { sayToAudit } from '../outbox/notices.ts'
import { proves } from '../proof/solver.ts'
import type { Card } from '../reply.ts'
import { text } from '../words/text.ts'
import { rulesFor } from './approvers.ts'
import { requesterProofs } from './proofs.ts'
import { loadRequest, type Request } from './request.ts'
import { hasEnded } from './says-over.ts'
import { soundVotes } from './sound-votes.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'ledger' | 'freezes' | 'directory' | 'organisation' | 'actions'>
const byHost = { by: 'host', why: 'host' } as const

/** False: it was frozen already. Needs nothing but the store, and the audit channel where it is known. */
export async function freezeOnHost(
  deps: Pick<Core, 'store' | 'keys' | 'clock' | 'freezes'> & { organisation: Core['organisation'] | undefined },
  reason: string | undefined,
): Promise<boolean> {
  const { organisation } = deps
  const quotes = reason ? [{ from: text('freeze.reason-given'), words: reason }] : []
  const card: Card = { tone: 'bad', title: text('freeze.on-host'), quotes }
  return deps.store.tx(async (tx) => {
    // The ledger is written last.
    if (organisation && !(await deps.freezes.isFrozen('house', tx.db)))
      await sayToAudit(tx, { ...deps, organisation }, card)
    return deps.freezes.freeze('house', byHost, tx)
  })
}

export async function unfreezeOnHost(deps: Deps): Promise<'done' | 'not-frozen' | 'needs-chat'> {
  if (!(await deps.freezes.isFrozen('house'))) return 'not-frozen'
  const agreed = await agreedInChat(deps)
  if (!agreed) return 'needs-chat'
  const title = text('unfreeze.on-host', { number: agreed.number })
  return deps.store.tx(async (tx) => {
    await sayToAudit(tx, deps, { tone: 'good', title })
    return (await deps.freezes.unfreeze('house', byHost, tx)) ? 'done' : 'not-frozen'
  })
}

/** An open request to start again that its asker has proven and that one person who may has approved, all under their seals. */
async function agreedInChat(deps: Deps): Promise<Request | undefined> {
  const rows = await deps.store.db
    .selectFrom('request')
    .innerJoin('step', 'step.request_id', 'request.id')
    .select('request.id')
    .distinct()
    .where('request.state', '=', 'approving')
    .where('step.action', '=', 'unfreeze-house')
    .execute()
  for (const { id } of rows) {
    const request = await loadRequest(deps.store.db, deps, requestId.parse(id))
    const isMeant = request.plan.steps.every(({ action }) => action === 'unfreeze-house')
    if (!isMeant || request.expiresAt <= deps.clock.now() || (await hasEnded(deps, request))) continue
    if (!proves('S1', await requesterProofs(deps.store.db, deps, request), [])) continue
    const votes = await soundVotes(deps.store.db, deps, request)
    if (votes.some(({ decision }) => decision === 'deny')) continue
    for (const { person } of votes) if ((await rulesFor(deps, request, person)).length > 0) return request
  }
  return undefined
}
