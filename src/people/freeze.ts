// The freeze: while it holds, nothing is changed for one person, or for anybody. What cannot be trusted counts as frozen.
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { UserId } from '../ids.ts'
import type { Keys } from '../keys.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Store, Tx } from '../store/store.ts'

/** Everybody and everything, or what concerns one person. */
export type Scope = 'house' | UserId

interface Freeze {
  /** Who froze or lifted it: a person, whoever works on the host, or Latchkey itself. */
  by: UserId | 'host' | 'system'
  /** A short code for the ledger, never what somebody wrote. */
  why: string
}

export interface Freezes {
  /** Inside a transaction, pass its `db`. */
  isFrozen(scope: Scope, db?: Tx['db']): Promise<boolean>
  /** Undefined: what is stored is what was said here. Else how often it was frozen or lifted, and somebody wrote otherwise. */
  forged(scope: Scope): Promise<{ changes: number } | undefined>
  /** False: it was frozen already. */
  freeze(scope: Scope, how: Freeze, tx?: Tx): Promise<boolean>
  /** Also wakes what was held. False: it was not frozen. */
  unfreeze(scope: Scope, how: Freeze, tx?: Tx): Promise<boolean>
}

type Row = { scope: string; is_frozen: boolean; changes: number; by: string; why: string; at: Date }

export const freezeSeal = ({ at, ...row }: Row) => ({ ...row, at: at.toISOString() })

export function createFreezes({
  store,
  keys,
  clock,
  ledger,
}: {
  store: Store
  keys: Keys
  clock: Clock
  ledger: Ledger
}): Freezes {
  /** Whoever deletes the row, or puts an older one back, is contradicted by the ledger. */
  async function read(scope: Scope, db: Store['db'] | Tx['db']) {
    const row = await db.selectFrom('freezing').selectAll().where('scope', '=', scope).executeTakeFirst()
    const changes = await changesOf(scope, db)
    if (!row) return { isFrozen: changes > 0, isSound: changes === 0, changes }
    const { mac, ...said } = row
    const isSound = keys.isMac('freeze', freezeSeal(said), mac) && said.changes === changes
    return { isFrozen: !isSound || said.is_frozen, isSound, changes }
  }

  async function set(scope: Scope, isFrozen: boolean, { by, why }: Freeze, tx: Tx): Promise<boolean> {
    // Two who freeze and lift at one moment follow one another, by the lock that the ledger takes anyway.
    await tx.db.selectFrom('ledger_head').select('seq').where('id', '=', 1).forUpdate().execute()
    const before = await read(scope, tx.db)
    // Frozen only because its row is not sound, it would be free again once that row is put back.
    if (before.isSound && before.isFrozen === isFrozen) return false
    const row = { is_frozen: isFrozen, changes: (await changesOf(scope, tx.db)) + 1, by, why, at: clock.now() }
    const kept = { ...row, mac: keys.mac('freeze', freezeSeal({ scope, ...row })) }
    await tx.db
      .insertInto('freezing')
      .values({ scope, ...kept })
      .onConflict((clash) => clash.column('scope').doUpdateSet(kept))
      .execute()
    if (!isFrozen) await wakeHeld(tx, scope)
    const about = scope === 'house' ? {} : { about: scope }
    await ledger.append(tx, { actor: by, event: eventOf(scope, isFrozen), ...about, body: { why } })
    return true
  }

  const within = (tx: Tx | undefined, work: (tx: Tx) => Promise<boolean>) => (tx ? work(tx) : store.tx(work))
  return {
    isFrozen: async (scope, db) => (await read(scope, db ?? store.db)).isFrozen,
    async forged(scope) {
      const { isSound, changes } = await read(scope, store.db)
      return isSound ? undefined : { changes }
    },
    freeze: (scope, how, tx) => within(tx, (one) => set(scope, true, how, one)),
    unfreeze: (scope, how, tx) => within(tx, (one) => set(scope, false, how, one)),
  }
}

const eventOf = (scope: Scope, isFrozen: boolean) =>
  scope === 'house'
    ? isFrozen
      ? ('house.frozen' as const)
      : ('house.unfrozen' as const)
    : isFrozen
      ? ('person.frozen' as const)
      : ('person.unfrozen' as const)

async function changesOf(scope: Scope, db: Store['db'] | Tx['db']): Promise<number> {
  let asked = db
    .selectFrom('ledger')
    .select(({ fn }) => fn.countAll<string>().as('changes'))
    .where('event', 'in', [eventOf(scope, true), eventOf(scope, false)])
  if (scope !== 'house') asked = asked.where(sql<boolean>`body::jsonb ->> 'about' = ${scope}`)
  return Number((await asked.executeTakeFirstOrThrow()).changes)
}

/** What was about to run, or to end, goes on where it was. */
async function wakeHeld(tx: Tx, scope: Scope): Promise<void> {
  const concerns: Expression<SqlBool> =
    scope === 'house' ? sql`true` : sql`(requester = ${scope} OR subject = ${scope})`
  const held = await tx.db
    .selectFrom('request')
    .select('id')
    .where('state', 'in', ['ready', 'running', 'ending'])
    .where(concerns)
    .execute()
  for (const { id } of held) await tx.enqueue('run-request', { request: id })
}
