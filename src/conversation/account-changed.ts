// An account that is no longer what it was when it was bound: the binding is frozen, and everyone concerned is told.
import type { Core } from '../core.ts'
import { hasCode } from '../errors.ts'
import { type Account, requestId } from '../ids.ts'
import { refreshHome, say, sayToAudit } from '../outbox/notices.ts'
import type { Binding, Change } from '../people/bindings.ts'
import type { Card } from '../reply.ts'
import { cancel } from '../requests/decisions.ts'
import { loadRequest } from '../requests/request.ts'
import { openStates } from '../requests/states.ts'
import type { Tx } from '../store/store.ts'
import { text } from '../words/text.ts'

/** What the account asked for and nobody has begun yet is stopped; what waits for their decision waits for others. */
export async function freezeBinding(tx: Tx, core: Core, binding: Binding, change: Change): Promise<void> {
  if (!(await core.bindings.freeze(tx, binding, change))) return
  const { account, user } = binding
  await cancelAsked(tx, core, account)
  for (const other of await core.bindings.accountsOf(user, tx.db))
    await say(tx, core, other, { ...frozen(account, change), body: [text('frozen.elsewhere')] })
  if (change !== 'deactivated' && change !== 'outsider')
    await say(tx, core, account, {
      ...frozen(account, change),
      body: [text('frozen.connect-again'), text('frozen.not-you')],
      buttons: [
        { label: text('button.connect'), intent: { do: 'ask', skill: 'connect-account', input: {} }, style: 'primary' },
        { label: text('button.talk-to-human'), intent: { do: 'ask', skill: 'talk-to-human', input: {} } },
      ],
    })
  await sayToAudit(tx, core, frozen(account, change))
  await refreshHome(tx, core, account)
}

const frozen = ({ platform }: Account, change: Change): Card => ({
  tone: 'bad',
  title: text('frozen.title', { platform: text('platform.name', { platform }) }),
  facts: [{ label: text('frozen.why'), value: text(`frozen.${change}`) }],
})

async function cancelAsked(tx: Tx, core: Core, account: Account): Promise<void> {
  const rows = await tx.db
    .selectFrom('request')
    .select('id')
    .where('platform', '=', account.platform)
    .where('tenant', '=', account.tenant)
    .where('account_user', '=', account.user)
    .where('state', 'in', openStates)
    .execute()
  for (const { id } of rows) {
    try {
      const request = await loadRequest(tx.db, core, requestId.parse(id))
      await cancel(tx, core, request, 'system')
    } catch (error) {
      // One that carries no valid seal is never run; it must not keep the binding alive.
      if (!hasCode(error, 'tampered')) throw error
    }
  }
}
