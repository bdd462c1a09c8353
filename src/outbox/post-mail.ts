// Sends one notice as a letter: drawn as it is sent, to an address that was sealed when the notice was written.
import { LatchkeyError } from '../adapter.ts'
import type { Core } from '../core.ts'
import { letterOf } from '../mail/letter.ts'
import type { Card } from '../reply.ts'
import type { Place } from './notices.ts'
import { readerOf } from './reader.ts'
import { renderCard } from './render.ts'

type Deps = Pick<Core, 'store' | 'clock' | 'keys' | 'mail' | 'pages' | 'organisation' | 'crashPoints'>

export async function postMail(
  deps: Deps,
  { id, to, card }: { id: string; to: Extract<Place, { to: 'mail' }>; card: Card },
): Promise<void> {
  if (!deps.mail) throw new LatchkeyError('unreachable', { platform: 'mail' })
  const address = deps.keys.open(`mail-box/${to.box}`, to.sealed).toString()
  const reader = await readerOf(deps, to)
  const drawn = await renderCard(deps.store.db, deps, card, { reader, account: undefined, isLetter: true })
  const links = drawn.buttons.flatMap(({ label, url }) => (url === undefined ? [] : [{ label, url }]))
  await deps.mail.send(address, letterOf(drawn, links, deps.pages.url), id)
  await deps.crashPoints.reach('notice:delivered')
}
