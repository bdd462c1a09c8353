// Keeps what came in: redacted and sealed, once per event, with the turn that answers it, in one commit with whatever arrives beside it.
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type Incoming, incoming } from '../adapter.ts'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import type { Intent } from '../intent.ts'
import { readersOf } from '../outbox/reader.ts'
import { storable } from '../plain-text.ts'
import { gathered } from '../store/gather.ts'
import type { Tx } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import type { Reader } from '../words/text.ts'
import { containsSecret, redact } from './redact.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation'>

/** What is stored of an incoming: no words, what its handle means, and whether a secret was in it. */
const storedIncoming = z.object({
  incoming,
  /** With its words, redacted, sealed until they are answered: not every secret can be recognised, and a disk forgets nothing. */
  sealed: z.string().optional(),
  intent: z.custom<Intent>().optional(),
  handleDigest: z.string().optional(),
  secret: z.enum(['password', 'code', 'key']).optional(),
})
export type StoredIncoming = Omit<z.infer<typeof storedIncoming>, 'sealed'>

/** With its words, redacted. Throws `tampered` for a row that we did not write: whoever writes to the database presses nobody's button. */
export function openStored(
  { keys }: Pick<Core, 'keys'>,
  { id, body, mac }: Pick<Selectable<Tables['incoming']>, 'id' | 'body' | 'mac'>,
): StoredIncoming {
  if (!keys.isMac('incoming', { id, kept: body }, mac)) throw new LatchkeyError('tampered', { what: 'message' })
  const { sealed, ...kept } = storedIncoming.parse(body)
  if (sealed === undefined) return kept
  return { ...kept, incoming: incoming.parse(JSON.parse(keys.open(aboutOf(id), sealed).toString())) }
}

interface Arrival {
  came: Incoming
  intent: Intent | undefined
  /** Of the event, whichever of those that are stored together comes first. */
  trace: string | undefined
}

/** Returns only after the commit. */
export type Keep = (one: Arrival) => Promise<Reader>

/** What arrives together is stored by one commit. Answers with who reads what is said at once. */
export const keeping = (deps: Deps): Keep =>
  gathered((arrivals) => deps.store.tx((tx) => keepAll(tx, deps, arrivals), { goesFirst: true }), {
    isRepeatable: true,
  })

async function keepAll(tx: Tx, deps: Deps, arrivals: readonly Arrival[]): Promise<Reader[]> {
  const rows = arrivals.map((one) => rowOf(deps, one))
  const fresh = await tx.db
    .insertInto('incoming')
    .values(rows)
    .onConflict((clash) => clash.columns(['platform', 'tenant', 'event_id']).doNothing())
    .returning('id')
    .execute()
  const isFresh = new Set(fresh.map(({ id }) => id))
  const turns = rows.flatMap(({ id }, n) => (isFresh.has(id) ? [{ incoming: id, trace: arrivals[n]?.trace }] : []))
  await tx.enqueueAll('take-turn', turns)
  const accounts = arrivals.map(({ came }) => came.account)
  return readersOf(tx.db, deps, accounts)
}

function rowOf(deps: Deps, { came, intent }: Arrival) {
  const id = randomUUID()
  const secret = 'text' in came ? containsSecret(came.text) : undefined
  const whole = redacted(came)
  const hasWords = 'text' in came || came.kind === 'submit'
  const kept: z.infer<typeof storedIncoming> = {
    incoming: withoutWords(whole),
    ...(hasWords ? { sealed: deps.keys.seal(aboutOf(id), Buffer.from(JSON.stringify(whole))) } : {}),
    ...(intent ? { intent } : {}),
    ...('handle' in came ? { handleDigest: deps.keys.digest('handle', came.handle) } : {}),
    ...(secret ? { secret } : {}),
  }
  return {
    id,
    event_id: came.eventId,
    platform: came.account.platform,
    tenant: came.account.tenant,
    account_user: came.account.user,
    body: JSON.stringify(kept),
    state: 'open' as const,
    received_at: deps.clock.now(),
    mac: deps.keys.mac('incoming', { id, kept }),
  }
}

const aboutOf = (id: string): string => `incoming/${id}`

/** Codes, passwords and keys that people type are removed before anything is written; the handle is dropped as well. */
function redacted(came: Incoming): Incoming {
  switch (came.kind) {
    case 'message':
    case 'mention':
    case 'command':
      return { ...came, text: redact(storable(came.text)) }
    case 'press':
      return { ...came, handle: '' }
    case 'submit':
      return {
        ...came,
        handle: '',
        values: Object.fromEntries(Object.entries(came.values).map(([name, value]) => [name, redact(storable(value))])),
      }
    default:
      return came
  }
}

export const withoutWords = (came: Incoming): Incoming =>
  'text' in came ? { ...came, text: '' } : came.kind === 'submit' ? { ...came, values: {} } : came
