// The organisation's limit on credential resets: beyond it Latchkey freezes itself, and security is told at once.
import { sql } from 'kysely'
import { hours, later } from '../clock.ts'
import type { GateCore } from '../core.ts'
import { accountKey } from '../ids.ts'
import { say, sayToAudit } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import type { Card } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { text } from '../words/text.ts'

type Deps = Pick<GateCore, 'store' | 'keys' | 'clock' | 'organisation' | 'actions' | 'freezes'>

/** What changes a password, a factor or the state of an account. */
const credentialActions = ({ actions }: Pick<GateCore, 'actions'>): string[] =>
  [...actions.values()].flatMap(({ name, sensitivity }) => (sensitivity === 'credential' ? [name] : []))

/** Counted in the ledger by whoever holds its end (`holdEnd`), so that two steps at one moment are not both the last. */
export async function freezeIfTooMany(tx: Tx, deps: Deps): Promise<boolean> {
  const { begun } = await tx.db
    .selectFrom('ledger')
    .select(sql<string>`count(DISTINCT (request_id, body::jsonb -> 'data' -> 'seq'))`.as('begun'))
    .where('event', '=', 'step.about-to')
    .where('at', '>', later(deps.clock.now(), -hours(1)))
    .where(sql<boolean>`body::jsonb -> 'data' ->> 'action' = ANY(${credentialActions(deps)}::text[])`)
    .executeTakeFirstOrThrow()
  if (Number(begun) < deps.organisation.limits.credentialsPerHour) return false
  if (await deps.freezes.freeze('house', { by: 'system', why }, tx)) await sayToAudit(tx, deps, card(deps))
  return true
}

const why = 'too-many-credentials'

/** Security is looked up outside the transaction; told once for each freeze. */
export async function tellTooMany(deps: GateCore): Promise<void> {
  const frozen = await deps.store.db.selectFrom('freezing').selectAll().where('scope', '=', 'house').executeTakeFirst()
  if (!frozen?.is_frozen || frozen.why !== why) return
  const contacts = await securityAccounts(deps)
  await deps.store.tx(async (tx) => {
    for (const account of contacts)
      await say(tx, deps, account, card(deps), { dedupe: `too-many/${frozen.changes}/${accountKey(account)}` })
  })
}

const card = ({ organisation: { limits } }: Pick<GateCore, 'organisation'>): Card => ({
  tone: 'bad',
  title: text('audit.too-many', { count: limits.credentialsPerHour }),
  body: [text('audit.too-many-next')],
})
