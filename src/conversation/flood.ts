// One account that writes without end costs everybody else JumpCloud's patience: beyond a limit it is answered once, then not.
import { later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import { accountKey } from '../ids.ts'
import { say } from '../outbox/notices.ts'
import type { Card } from '../reply.ts'
import { text } from '../words/text.ts'
import type { StoredIncoming } from './keep.ts'
import type { Effects } from './turn.ts'

const most = { times: 40, within: minutes(10) }

/** Decisions are never held back: an approver may have many to make, and a "this wasn't me" must arrive. */
const isAsking = ({ incoming, intent }: StoredIncoming): boolean =>
  'text' in incoming || intent?.do === 'ask' || intent?.do === 'fill'

/** Undefined: there is room. */
export async function tooMuch(
  core: Pick<Core, 'store' | 'clock' | 'keys'>,
  turnId: string,
  stored: StoredIncoming,
): Promise<Effects | undefined> {
  if (!isAsking(stored)) return undefined
  const { account } = stored.incoming
  const now = core.clock.now()
  const { before } = await core.store.db
    .selectFrom('incoming')
    .select(({ fn }) => fn.countAll<string>().as('before'))
    .where('platform', '=', account.platform)
    .where('tenant', '=', account.tenant)
    .where('account_user', '=', account.user)
    .where('received_at', '>', later(now, -most.within))
    .where('id', '!=', turnId)
    .executeTakeFirstOrThrow()
  if (Number(before) < most.times) return undefined
  const dedupe = `too-much/${accountKey(account)}/${Math.floor(now.getTime() / most.within)}`
  const card: Card = { tone: 'plain', title: text('turn.too-much'), body: [text('turn.too-much-next')] }
  return (tx) => say(tx, core, account, card, { dedupe })
}
