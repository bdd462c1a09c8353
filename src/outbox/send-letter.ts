// Draws a card as a letter and hands it to the mail server now: for what must not lie in the outbox, such as a code.
import { LatchkeyError } from '../adapter.ts'
import type { Core } from '../core.ts'
import { letterOf } from '../mail/letter.ts'
import type { Card } from '../reply.ts'
import type { Reader } from '../words/text.ts'
import { renderCard } from './render.ts'

type Deps = Pick<Core, 'store' | 'clock' | 'keys' | 'mail' | 'pages'>

/** `id` is the same for every attempt at one letter. Throws `unreachable` (final) or `platform-unavailable` (try again). */
export async function sendLetter(
  deps: Deps,
  { id, address, card, reader }: { id: string; address: string; card: Card; reader: Reader },
): Promise<void> {
  if (!deps.mail) throw new LatchkeyError('unreachable', { platform: 'mail' })
  const drawn = await renderCard(deps.store.db, deps, card, { reader, account: undefined, isLetter: true })
  const links = drawn.buttons.flatMap(({ label, url }) => (url === undefined ? [] : [{ label, url }]))
  await deps.mail.send(address, letterOf(drawn, links, deps.pages.url), id)
}
