// Finds lent access whose end was written away: the ledger says when it ends, and nothing that the gate wrote says that it did.
import { sql } from 'kysely'
import { z } from 'zod'
import { days, later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import { type RequestId, requestId } from '../ids.ts'
import { ownRecords } from '../ledger/records.ts'
import { sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import { text } from '../words/text.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation' | 'bindings' | 'ledger' | 'log' | 'directory'>

/** An end that is due is begun within a minute. */
const patience = minutes(10)
/** After one of these nothing ends by itself any more: it has ended, or a person was asked to look. */
const closing = ['access.ended', 'request.undone', 'step.failed', 'step.unknown', 'row.tampered'] as const
/** So long it is not enough that some record says so: it must be one of ours. What ends late has ended by then. */
const lookedAtFor = days(7)

export async function endOverdue(deps: Deps): Promise<void> {
  for (const id of await findOverdue(deps)) await end(deps, id)
}

async function findOverdue({ store, clock }: Deps): Promise<RequestId[]> {
  const now = clock.now()
  const { rows } = await sql<{ request_id: string }>`
    SELECT DISTINCT done.request_id
    FROM ledger done
    WHERE done.event = 'request.done'
      AND (done.body::jsonb -> 'data' ->> 'endsAt')::timestamptz < ${later(now, -patience)}
      AND ((done.body::jsonb -> 'data' ->> 'endsAt')::timestamptz > ${later(now, -lookedAtFor)} OR NOT EXISTS (
        SELECT FROM ledger after
        WHERE after.request_id = done.request_id AND after.seq > done.seq AND after.event = ANY(${closing}::text[])))
  `.execute(store.db)
  return rows.map(({ request_id }) => requestId.parse(request_id))
}

const said = z.object({ endsAt: z.iso.datetime().nullable() })

/** As Latchkey itself wrote it. Undefined: it has not come, or is over. */
async function endsAtBy(deps: Deps, request: RequestId): Promise<Date | undefined> {
  const own = await ownRecords(deps.store.db, deps, { request }, ['request.done', ...closing])
  const [done, ...since] = own.slice(own.findIndex(({ event }) => event === 'request.done'))
  if (done?.event !== 'request.done' || since.length > 0) return undefined
  const { endsAt } = said.parse(done.data)
  return endsAt !== null && later(new Date(endsAt), patience) < deps.clock.now() ? new Date(endsAt) : undefined
}

async function end(deps: Deps, id: RequestId): Promise<void> {
  const { clock, store, ledger } = deps
  const endsAt = await endsAtBy(deps, id)
  if (endsAt === undefined) return
  const contacts = await securityAccounts(deps)
  await store.tx(async (tx) => {
    const row = await tx.db
      .selectFrom('request')
      .select(['number', 'skill', 'state', 'ends_at', 'due_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) {
      await sayToSecurity(tx, deps, contacts, { tone: 'bad', title: text('audit.end-lost'), body: [] })
      await ledger.append(tx, { actor: 'system', event: 'row.tampered', request: id, body: {} })
      return
    }
    // JumpCloud may still be keeping the gate from it; being woken once more does nothing twice.
    if (row.state === 'ending') return tx.enqueue('run-request', { request: id })
    const isAsWritten = row.state === 'done' && row.ends_at?.getTime() === endsAt.getTime() && row.due_at !== null
    await tx.db
      .updateTable('request')
      .set({ state: 'done', ends_at: endsAt, due_at: clock.now() })
      .set({ reason: null, reason_mac: null })
      .where('id', '=', id)
      .execute()
    await tx.enqueue('wake-request', { request: id })
    // Latchkey itself may have been away until now.
    if (isAsWritten) return
    const title = text('audit.end-rewritten', { number: row.number, skill: row.skill })
    await sayToSecurity(tx, deps, contacts, { tone: 'bad', title, body: [text('audit.end-rewritten-now')] })
    await ledger.append(tx, { actor: 'system', event: 'security.alert', request: id, body: { why: 'end-rewritten' } })
  })
}
