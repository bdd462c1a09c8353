// One account that writes without end costs everybody else JumpCloud's patience: beyond a limit it is answered once, then not.
import { later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import { accountKey } from '../ids.ts'
import { say } from '../outbox/notices.ts'
import type { Card } from '../reply.ts'
import { text } from '../words/text.ts'
import type { StoredIncoming } from './keep.ts'
import { route } from './router/route.ts'
import type { Effects } from './turn.ts'

const most = { times: 40, within: minutes(10) }

/** Decisions are never held back: an approver may have many to make, and a "this wasn't me" must arrive. */
const isAsking = ({ incoming, intent }: StoredIncoming): boolean =>
  'text' in incoming || intent?.do === 'ask' || intent?.do === 'fill'

/** Undefined: there is room. */
export async function tooMuch(
  core: Pick<Core, 'store' | 'clock' | 'keys' | 'bindings' | 'freezes' | 'router' | 'skills' | 'organisation'>,
  turnId: string,
  stored: StoredIncoming,
): Promise<Effects | undefined> {
  if (!isAsking(stored)) return undefined
  const { account } = stored.incoming
  const now = core.clock.now()
  const before = await core.store.db
    .selectFrom('incoming')
    .select('id')
    .where('platform', '=', account.platform)
    .where('tenant', '=', account.tenant)
    .where('account_user', '=', account.user)
    .where('received_at', '>', later(now, -most.within))
    .where('id', '!=', turnId)
    // Whoever sends a hundred thousand is not counted to the end at each of them.
    .limit(most.times)
    .execute()
  if (before.length < most.times || (await stopsSomething(core, stored))) return undefined
  const dedupe = `too-much/${accountKey(account)}/${Math.floor(now.getTime() / most.within)}`
  const card: Card = { tone: 'plain', title: text('turn.too-much'), body: [text('turn.too-much-next')] }
  return (tx) => say(tx, core, account, card, { dedupe })
}

/** Whoever sits in a stolen chat must not write so much that its owner cannot stop them. Once it is stopped, it waits like the rest. */
async function stopsSomething(
  core: Pick<Core, 'bindings' | 'freezes' | 'router' | 'skills' | 'organisation'>,
  { incoming, intent }: StoredIncoming,
): Promise<boolean> {
  const name = 'text' in incoming ? await meantBy(core, incoming.text) : intent?.do === 'ask' && intent.skill
  if (!name || !core.skills.get(name)?.stops) return false
  const binding = await core.bindings.find(incoming.account)
  return binding !== undefined && !(await core.freezes.isFrozen(binding.user))
}

async function meantBy(core: Parameters<typeof route>[0], said: string): Promise<string | undefined> {
  const routing = await route(core, said)
  return routing.kind === 'act' ? routing.skill : undefined
}
