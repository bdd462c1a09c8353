// What happens when a request's row was changed from outside: it runs nothing, now or later, and people are told.
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Core } from '../core.ts'
import { hasCode, type LatchkeyError } from '../errors.ts'
import type { Account, RequestId } from '../ids.ts'
import { say, sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import type { Tx } from '../store/store.ts'
import { text } from '../words/text.ts'
import { reasonColumns } from './request.ts'
import { openStates, type RequestState } from './states.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation' | 'bindings' | 'ledger' | 'log' | 'directory'>

/** Whatever would still happen to a request by itself; `done` while its access has an end. */
const unfinished: readonly RequestState[] = [...openStates, 'running', 'done', 'ending', 'undoing']

/** What is woken for a request goes no further on a changed row, and is not tried again: people are told instead. */
export async function orAlarm(deps: Deps, id: RequestId, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!hasCode(error, 'tampered')) throw error
    await alarm(deps, id, error)
  }
}

/** Somebody came by a page or a message upon a changed row that is no request's. `at`: where, in a word for the ledger. */
export async function alarmAt(deps: Deps, at: Record<string, string>, error: LatchkeyError): Promise<void> {
  const contacts = await securityAccounts(deps)
  await deps.store.tx(async (tx) => {
    await sayToSecurity(tx, deps, contacts, { tone: 'bad', title: text('audit.tampered-turn'), body: [error.text] })
    await deps.ledger.append(tx, { actor: 'system', event: 'row.tampered', body: at })
  })
}

async function alarm(deps: Deps, id: RequestId, error: LatchkeyError): Promise<void> {
  const contacts = await securityAccounts(deps)
  await deps.store.tx((tx) => endChanged(tx, deps, contacts, id, error))
}

/** Ends a request whose row was changed, and tells. `contacts`: looked up before. */
export async function endChanged(
  tx: Tx,
  deps: Deps,
  contacts: readonly Account[],
  id: RequestId,
  error: LatchkeyError,
): Promise<void> {
  const isOpen: Expression<SqlBool> = sql`state = ANY(${[...openStates]}::text[])`
  const row = await tx.db
    .updateTable('request')
    .set({
      // Before anything ran, nothing was done; later, a person has to see how far it got.
      state: sql<string>`CASE WHEN ${isOpen} THEN 'failed' ELSE 'needs-a-person' END`,
      due_at: null,
      updated_at: deps.clock.now(),
    })
    .where('id', '=', id)
    .where('state', 'in', [...unfinished])
    .returning(['state', 'number', 'platform', 'tenant', 'account_user'])
    .executeTakeFirst()
  if (!row) return
  const reason = reasonColumns(deps, id, row.state as RequestState, error.text)
  await tx.db.updateTable('request').set(reason).where('id', '=', id).execute()
  const title = text('audit.tampered', { number: row.number })
  // Its card may not be drawn any more, so this is said in a message of its own.
  const account = { platform: row.platform, tenant: row.tenant, user: row.account_user }
  await say(tx, deps, account, { tone: 'bad', title, body: [error.text] })
  await sayToSecurity(tx, deps, contacts, { tone: 'bad', title, body: [error.text] })
  await deps.ledger.append(tx, { actor: 'gate', event: 'row.tampered', request: id, body: {} })
}
