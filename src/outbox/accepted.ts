// Which independent ways have really taken a notice about a request: what was only queued warned nobody.
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import type { RequestId } from '../ids.ts'
import type { Request } from '../requests/request.ts'
import type { Tx } from '../store/store.ts'
import type { Counted } from './notices.ts'

export const acceptedSeal = (request: string, channel: string, at: Date) => ({ request, channel, at: at.toISOString() })

/** With the delivery, after the platform or the mail server has said that it has it. */
export async function noteAccepted(
  tx: Tx,
  { keys, clock }: Pick<Core, 'keys' | 'clock'>,
  request: RequestId,
  channel: Counted,
): Promise<void> {
  const at = clock.now()
  await tx.db
    .insertInto('accepted_notice')
    .values({ request_id: request, channel, at, mac: keys.mac('accepted-notice', acceptedSeal(request, channel, at)) })
    .onConflict((clash) => clash.columns(['request_id', 'channel']).doNothing())
    .execute()
}

/**
 * Apart from the platform on which it was asked: whoever sits in that chat reads and deletes there. Throws `tampered`
 * for one that nobody here wrote.
 */
export async function noticesAccepted(
  db: Tx['db'] | Core['store']['db'],
  { keys }: Pick<Core, 'keys'>,
  { id, account }: Pick<Request, 'id' | 'account'>,
): Promise<number> {
  const rows = await db.selectFrom('accepted_notice').selectAll().where('request_id', '=', id).execute()
  for (const { request_id, channel, at, mac } of rows)
    if (!keys.isMac('accepted-notice', acceptedSeal(request_id, channel, at), mac))
      throw new LatchkeyError('tampered', { what: 'notice' })
  return rows.filter(({ channel }) => channel !== `chat/${account.platform}`).length
}
