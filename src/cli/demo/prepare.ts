// What has been there for long when the demo starts: chat accounts that somebody imported, and codes that somebody printed.
import { days, later } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Account, UserId } from '../../ids.ts'
import type { CredentialReaders } from '../../outbox/credential-events.ts'
import { createBindings } from '../../people/bindings.ts'
import { makeRecoveryCodes } from '../../proof/recovery-codes.ts'

export interface Prepared {
  /** Recovery codes, by the user of the chat account. */
  printed: Record<string, string[]>
}

/** Whose phone will be lost. */
const hasPrinted = 'leo'

export async function prepare(core: Core, bindings: readonly { account: Account; user: UserId }[]): Promise<Prepared> {
  // What was connected today does not reset a password yet, and nobody who plays should wait for that.
  const longAgo = createBindings({ ...core, clock: { now: () => later(core.clock.now(), -days(30)) } })
  const printed: Prepared['printed'] = {}
  for (const { account, user } of bindings) {
    await longAgo.bind(account, user, 'import')
    if (account.user === hasPrinted) printed[account.user] = await printCodes(core, user)
  }
  return { printed }
}

/** Nobody is told: to them it is no news. */
function printCodes(core: Core, person: UserId): Promise<string[]> {
  const nobody = { accounts: [], mails: [] }
  const readers: CredentialReaders = { person, name: '', own: nobody, manager: nobody, security: [] }
  const made = { label: 'Recovery codes', addedBy: 'sign-in', usableFrom: core.clock.now() }
  return core.store.tx((tx) => makeRecoveryCodes(tx, core, readers, made))
}
