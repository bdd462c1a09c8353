// Who hears of what looks like an attack: the security contacts of latchkey.yaml, on every account that is connected to them.
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import type { Account } from '../ids.ts'

type Deps = Pick<Core, 'organisation' | 'bindings' | 'log'> & { directory: Directory }

/** Looked up before the transaction that tells them. Whoever cannot be looked up now is left out: the audit channel has it too. */
export async function securityAccounts({ organisation, directory, bindings, log }: Deps): Promise<Account[]> {
  const found: Account[] = []
  for (const email of organisation.securityContacts) {
    try {
      const contact = await directory.findUser({ email })
      if (contact?.state === 'ACTIVATED') found.push(...(await bindings.accountsOf(contact.id)))
    } catch (error) {
      if (!(error instanceof LatchkeyError)) throw error
      log.warn({ err: error }, 'a security contact could not be looked up')
    }
  }
  return found
}
