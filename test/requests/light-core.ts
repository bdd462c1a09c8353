// What decides about requests, on a light copy of the tables that decisions read and write, under a clock that stands still.
import type { Keys } from '../../src/keys.ts'
import type { Store } from '../../src/store/store.ts'
import { lightCopy } from '../fakes/light-copy.ts'
import type { Core } from './interleavings.ts'

const tables = [
  'request',
  'plan',
  'step',
  'vote',
  'proof',
  'binding',
  'conversation',
  'notice',
  'mailbox',
  'ledger',
  'person_key',
] as const

/** The program may be stopped afterwards: nothing of it is asked for again. */
export async function lightCore(core: Core): Promise<Core & { store: Store }> {
  const store = await lightCopy(core.store.db, tables)
  const now = core.clock.now()
  return { ...core, store, clock: { now: () => now }, keys: remembering(core.keys) }
}

/** A seal hangs on what it seals alone, and here the same is sealed and looked at again and again: each is made once. */
function remembering(keys: Keys): Keys {
  const made = new Map<string, string>()
  const mac = (kind: string, value: object): string => {
    // Each notice has an id of its own.
    if (kind === 'notice') return keys.mac(kind, value)
    const written = `${kind} ${JSON.stringify(value)}`
    const known = made.get(written) ?? keys.mac(kind, value)
    made.set(written, known)
    return known
  }
  return { ...keys, mac, isMac: (kind, value, given) => given === mac(kind, value) }
}
