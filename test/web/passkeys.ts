// A person with a passkey, for the tests of pages: added as `enrol` adds it, and used as `prove` uses it.

import { type Asked, type Authenticator, createAuthenticator } from '../../src/demo/authenticator.ts'
import type { Visitor } from '../../src/demo/visitor.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { findPageLinkByDigest } from '../../src/outbox/page-links.ts'
import { addFactor } from '../../src/proof/factors.ts'
import { askForNewPasskey, readNewPasskey, relyingParty } from '../../src/proof/passkeys.ts'
import { idFor, type TestLatchkey } from '../latchkey.ts'

/** Added by hand; `usableFrom` as long ago as it takes to be rested, unless it matters. */
export async function withPasskey(
  { core, linkFor, db }: TestLatchkey,
  username: string,
  usableFrom = new Date(0),
): Promise<Authenticator> {
  const person = idFor(username)
  await linkFor(username, { purpose: 'enrol', person })
  const { digest } = await db
    .selectFrom('page_link')
    .select('digest')
    .orderBy('minted_at', 'desc')
    .executeTakeFirstOrThrow()
  const link = await findPageLinkByDigest(db, core, digest)
  if (!link) throw new Error('the link is gone')
  const at = { link, browser: '0'.repeat(64) }
  const rp = relyingParty(core.pages.url ?? '', 'Northwind')
  const authenticator = createAuthenticator(rp.origin)
  const asked = await askForNewPasskey(core, rp, at, { id: person, username, name: username })
  const credential = await readNewPasskey(core, rp, at, authenticator.create(asked))
  if (!credential) throw new Error('the passkey was not taken')
  const readers = await credentialReaders(core, person)
  await core.store.tx((tx) =>
    addFactor(tx, core, readers, { kind: 'passkey', label: 'Passkey', credential, addedBy: 'sign-in', usableFrom }),
  )
  return authenticator
}

/** Answers with a passkey on the page that is open. */
export async function usePasskey(
  visitor: Visitor,
  authenticator: Authenticator,
  odd: Parameters<Authenticator['get']>[1] = {},
): Promise<void> {
  const asked = await visitor.call('passkey-ask')
  await visitor.call('passkey-answer', { answer: authenticator.get(asked.body as unknown as Asked, odd) })
}
