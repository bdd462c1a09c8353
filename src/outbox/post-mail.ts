// Sends one notice as a letter: drawn as it is sent, to an address that was sealed when the notice was written.
import type { Core } from '../core.ts'
import type { Card } from '../reply.ts'
import type { Place } from './notices.ts'
import { readerOf } from './reader.ts'
import { sendLetter } from './send-letter.ts'

type Deps = Pick<Core, 'store' | 'clock' | 'keys' | 'mail' | 'pages' | 'organisation' | 'crashPoints'>

export async function postMail(
  deps: Deps,
  { id, to, card }: { id: string; to: Extract<Place, { to: 'mail' }>; card: Card },
): Promise<void> {
  const address = deps.keys.open(`mail-box/${to.box}`, to.sealed).toString()
  await sendLetter(deps, { id, address, card, reader: await readerOf(deps, to) })
  await deps.crashPoints.reach('notice:delivered')
}
