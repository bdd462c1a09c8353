// A store that was put back from a copy knows nothing of what came after it: what was open ends, and nothing runs until people have looked.
import { sql } from 'kysely'
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { hasCode } from '../errors.ts'
import { type Account, requestId, userId } from '../ids.ts'
import { say, sayToAudit, sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import { notePlace, standing } from '../secrets/own-place.ts'
import { placeOf } from '../store/place.ts'
import type { Tx } from '../store/store.ts'
import { at, type Text, text } from '../words/text.ts'
import { endChanged } from './alarm.ts'
import { tellBadEnd } from './decisions.ts'
import { move } from './move.ts'
import { loadRequest, type Request } from './request.ts'
import { isOpen, openStates, type RequestState } from './states.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation' | 'bindings' | 'ledger' | 'freezes' | 'log'> & {
  directory: Directory
}
/** Whoever works on the host said so, or a start found it out. */
type By = 'host' | 'system'

interface Restored {
  /** Nothing of them had begun. */
  ended: number
  /** A person has to look how far they got. */
  begun: number
}

/** What has an end is not among these: access that was lent, or a time that was opened, still ends. */
const goingOn: readonly RequestState[] = [...openStates, 'running', 'undoing']

/** Before anything runs and any door opens. Of several processes that start, the first does it. */
export async function stopIfRestored(deps: Deps): Promise<void> {
  const here = await placeOf(deps.store)
  if (here.includes('unread'))
    deps.log.warn(
      { here },
      'the database tells too little of where it lives: say `store restored` after putting a copy back',
    )
  const found = await standing(deps.store.db, deps, here)
  if (found === 'here') return
  const contacts = found === 'unnoted' ? [] : await securityAccounts(deps)
  const restored = await deps.store.tx(async (tx) => {
    await holdRequests(tx)
    const still = await standing(tx.db, deps, here)
    if (still === 'unnoted') await notePlace(tx, deps, here)
    return still === 'elsewhere' || still === 'changed'
      ? stop(tx, deps, { by: 'system', why: still, here, contacts })
      : undefined
  })
  if (restored)
    deps.log.error(
      restored,
      'the store stands in another place: as if put back from a copy, what was open is ended and all is frozen',
    )
}

/** Somebody says that it was put back. All of it happens or nothing; the same again ends only what has come since. */
export async function stopRestored(deps: Deps): Promise<Restored> {
  const here = await placeOf(deps.store)
  const contacts = await securityAccounts(deps)
  return deps.store.tx(async (tx) => {
    await holdRequests(tx)
    return stop(tx, deps, { by: 'host', why: 'said', here, contacts })
  })
}

/** Whoever starts now waits here. Whoever runs still, after a replica took over, may have to repeat what it was doing. */
const holdRequests = ({ db }: Tx): Promise<unknown> => sql`LOCK TABLE request IN EXCLUSIVE MODE`.execute(db)

interface Stop {
  by: By
  why: 'said' | 'elsewhere' | 'changed'
  here: string
  /** Looked up before. */
  contacts: readonly Account[]
}

/** Its caller holds the requests. */
async function stop(tx: Tx, deps: Deps, { by, why, here, contacts }: Stop): Promise<Restored> {
  const last = await tx.db.selectFrom('ledger').select(['seq', 'at']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const restored = await endAll(tx, deps, contacts, by)
  await voidCodes(tx, deps)
  await notePlace(tx, deps, here)
  const { ended, begun } = restored
  await sayToSecurity(tx, deps, contacts, {
    tone: 'bad',
    title: text('audit.restored', { ended, begun }),
    body: [
      ...(why === 'changed' ? [text('audit.restored-changed')] : []),
      ...(last ? [text('audit.restored-until', { record: last.seq, until: at(last.at) })] : []),
      text('audit.restored-lent'),
      text('audit.restored-people'),
      text('audit.restored-next'),
    ],
  })
  await deps.freezes.freeze('house', { by, why: 'restored' }, tx)
  await deps.ledger.append(tx, {
    actor: by,
    event: 'store.restored',
    body: { ended, begun, why, after: last?.seq ?? 0 },
  })
  return restored
}

/** Nothing was lost, says whoever moved it. False: it stands where it stood. */
export async function noteMoved(deps: Deps): Promise<boolean> {
  const here = await placeOf(deps.store)
  return deps.store.tx(async (tx) => {
    await holdRequests(tx)
    if ((await standing(tx.db, deps, here)) === 'here') return false
    await notePlace(tx, deps, here)
    await sayToAudit(tx, deps, { tone: 'plain', title: text('audit.moved') })
    await deps.ledger.append(tx, { actor: 'host', event: 'store.moved', body: {} })
    return true
  })
}

async function endAll(tx: Tx, deps: Deps, contacts: readonly Account[], by: By): Promise<Restored> {
  const rows = await tx.db.selectFrom('request').select('id').where('state', 'in', goingOn).orderBy('number').execute()
  const restored = { ended: 0, begun: 0 }
  for (const { id } of rows) {
    try {
      const request = await loadRequest(tx.db, deps, requestId.parse(id))
      await end(tx, deps, request, by)
      restored[isOpen(request.state) ? 'ended' : 'begun'] += 1
    } catch (error) {
      if (!hasCode(error, 'tampered')) throw error
      // Mended later by whoever changed it, it would go on.
      await endChanged(tx, deps, contacts, requestId.parse(id), error)
    }
  }
  return restored
}

async function end(tx: Tx, deps: Deps, request: Request, by: By): Promise<void> {
  const reason = text(isOpen(request.state) ? 'request.restored' : 'request.restored-begun')
  const how = isOpen(request.state)
    ? { from: openStates, to: 'cancelled' as const, event: 'request.cancelled' as const }
    : { from: ['running', 'undoing'] as const, to: 'needs-a-person' as const, event: 'step.unknown' as const }
  await move(tx, deps, request, { ...how, actor: by, reason, body: { why: 'restored' } }, async () => {
    await tellBadEnd(tx, deps, request, titleOf(request), reason)
    if (isOpen(request.state)) return
    const title = text('audit.needs-a-person', { number: request.number, skill: request.skill })
    await sayToAudit(tx, deps, { tone: 'bad', title, body: [reason] })
  })
}

const titleOf = ({ state, number }: Request): Text =>
  text(isOpen(state) ? 'request.restored-title' : 'request.needs-a-person-title', { number })

/** Each is good for one use, and which were used since is not known. */
async function voidCodes(tx: Tx, deps: Deps): Promise<void> {
  const gone = await tx.db.deleteFrom('recovery_code').where('used_at', 'is', null).returning('person').execute()
  for (const person of new Set(gone.map((row) => row.person)))
    for (const account of await deps.bindings.accountsOf(userId.parse(person), tx.db))
      await say(tx, deps, account, {
        tone: 'bad',
        title: text('notice.codes-void'),
        body: [text('notice.codes-void-next')],
      })
}
