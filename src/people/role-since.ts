// Since when somebody has a role: JumpCloud keeps no such date, so Latchkey remembers when it first saw them with it.
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { type UserId, userId } from '../ids.ts'
import type { MappedRole } from '../organisation/organisation.ts'
import type { ApproverRole } from '../policy/policy.ts'
import type { Since } from '../policy/voters.ts'
import type { Tx } from '../store/store.ts'
import { everyoneIn } from './relations.ts'

/** A group's owner decides about no credentials, so that role is not remembered. */
interface Standing {
  role: Exclude<ApproverRole, 'owner'>
  person: UserId
  /** Whose manager; undefined for what `latchkey.yaml` maps. */
  of: UserId | undefined
}

type Row = { role: string; person: string; of: string; seen_at: Date }

const keyOf = ({ role, person, of }: Pick<Row, 'role' | 'person' | 'of'>): string => `${role}/${person}/${of}`
export const roleSeal = ({ seen_at, ...row }: Row) => ({ ...row, seen_at: seen_at.toISOString() })

const mapped: readonly MappedRole[] = ['it', 'hr', 'security', 'admin']
/** On its first day a house knows nobody: who has a role then is taken as somebody who always had it. */
const firstDay = hours(24)
const rowsAtOnce = 1000

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation' | 'directory'>

/** Each hour: who is new in a role is written down, and who has left it is forgotten. All or nothing was read. */
export async function noteRoles(deps: Deps): Promise<void> {
  const held = new Map((await everybodysRoles(deps)).map((one) => [keyOf(one), one]))
  const seen_at = deps.clock.now()
  await deps.store.tx(async (tx) => {
    const known = await tx.db.selectFrom('role_seen').selectAll().execute()
    for (const row of known) {
      if (held.has(keyOf(row)) && isSound(deps, row)) held.delete(keyOf(row))
      else await forget(tx, row)
    }
    const fresh = [...held.values()].map((one) => ({ ...one, seen_at }))
    const rows = fresh.map((row) => ({ ...row, mac: deps.keys.mac('role-seen', roleSeal(row)) }))
    for (let at = 0; at < rows.length; at += rowsAtOnce)
      await tx.db
        .insertInto('role_seen')
        .values(rows.slice(at, at + rowsAtOnce))
        .onConflict((clash) => clash.doNothing())
        .execute()
  })
}

/** What the look of each hour would have seen before a clock was moved on by so much. */
export async function noteRolesBefore(deps: Deps & Pick<Core, 'log'>, movedMs: number): Promise<void> {
  if (movedMs < hours(1)) return
  const then = later(deps.clock.now(), -movedMs)
  try {
    await noteRoles({ ...deps, clock: { now: () => then } })
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    deps.log.warn({ err: error }, 'the roles could not be read')
  }
}

const isSound = ({ keys }: Pick<Core, 'keys'>, { mac, ...row }: Row & { mac: string }): boolean =>
  keys.isMac('role-seen', roleSeal(row), mac)

const forget = (tx: Tx, { role, person, of }: Row) =>
  tx.db.deleteFrom('role_seen').where('role', '=', role).where('person', '=', person).where('of', '=', of).execute()

async function everybodysRoles(deps: Deps): Promise<Pick<Row, 'role' | 'person' | 'of'>[]> {
  const found: Pick<Row, 'role' | 'person' | 'of'>[] = []
  for (const role of mapped) for (const person of await everyoneIn(deps, role)) found.push({ role, person, of: '' })
  for await (const { id, managerId } of deps.directory.users())
    if (managerId !== undefined) found.push({ role: 'manager', person: userId.parse(managerId), of: id })
  return found
}

/** What nobody wrote down, or somebody else than Latchkey, is undefined: as good as just now. */
export async function roleSince(deps: Pick<Core, 'store' | 'keys' | 'clock'>, standing: Standing): Promise<Since> {
  const { role, person, of = '' } = standing
  const { db } = deps.store
  const first = await db.selectFrom('ledger').select('at').orderBy('seq').limit(1).executeTakeFirst()
  const known = later(first?.at ?? deps.clock.now(), firstDay)
  if (deps.clock.now() < known) return 'from-the-start'
  const row = await db
    .selectFrom('role_seen')
    .selectAll()
    .where('role', '=', role)
    .where('person', '=', person)
    .where('of', '=', of)
    .executeTakeFirst()
  if (!row || !isSound(deps, row)) return undefined
  return row.seen_at < known ? 'from-the-start' : row.seen_at
}
