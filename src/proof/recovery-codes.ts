// Recovery codes: ten of 80 bits, shown once to be printed, kept only as keyed digests, each good for one use.
import { randomBytes } from 'node:crypto'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import type { UserId } from '../ids.ts'
import { recordsAbout } from '../ledger/records.ts'
import { type CredentialReaders, tellCredentialEvent } from '../outbox/credential-events.ts'
import type { Tx } from '../store/store.ts'
import { text } from '../words/text.ts'
import { addFactor, type FactorDeps, markFactorUsed, removeFactor } from './factors.ts'
import { type Factor, factorsOf, isRested } from './read-factors.ts'

type Db = Tx['db'] | Core['store']['db']

const howMany = 10
/** Crockford's: no letter that looks like a digit, so that what was printed can be typed. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const lettersPerCode = 16

/** 16 letters of 5 bits: 80 bits, in groups of four. */
function newCode(): string {
  const made = [...randomBytes(lettersPerCode)].map((byte) => letters[byte % letters.length]).join('')
  return made.replace(/(.{4})(?=.)/g, '$1-')
}

/** As typed by somebody who reads from paper. */
const clean = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')

const worded = (person: UserId, code: string): string => `${person}/${clean(code)}`

export const recoveryCodeSeal = (row: { digest: string; factor_id: string; person: string; used_at: Date | null }) => ({
  digest: row.digest,
  factor: row.factor_id,
  person: row.person,
  used: row.used_at?.toISOString() ?? null,
})

/** Ten new ones; those that there were are void. They are told to nobody ever again. */
export async function makeRecoveryCodes(
  tx: Tx,
  deps: FactorDeps,
  readers: CredentialReaders,
  { label, addedBy, usableFrom }: { label: string; addedBy: string; usableFrom: Date },
): Promise<string[]> {
  const { person } = readers
  for (const old of await factorsOf(tx.db, deps, person))
    if (old.kind === 'recovery-codes') await removeFactor(tx, deps, readers, old.id)
  const factor = await addFactor(tx, deps, readers, { kind: 'recovery-codes', label, addedBy, usableFrom })
  const codes = Array.from({ length: howMany }, newCode)
  const rows = codes.map((code) => ({
    digest: deps.keys.digest('recovery-code', worded(person, code)),
    factor_id: factor,
    person,
    used_at: null,
  }))
  await tx.db
    .insertInto('recovery_code')
    .values(rows.map((row) => ({ ...row, mac: deps.keys.mac('recovery-code', recoveryCodeSeal(row)) })))
    .execute()
  return codes
}

/** Which were used after the copy of a store was made is not known: then none of them counts. Believed of anybody's record. */
async function wasPutBackSince(db: Db, addedAt: Date): Promise<boolean> {
  const said = await db
    .selectFrom('ledger')
    .select('seq')
    .where('event', '=', 'store.restored')
    .where('at', '>=', addedAt)
    .limit(1)
    .executeTakeFirst()
  return said !== undefined
}

/** Uses one up. False: it is none of this person's, was used before, or still rests. */
export async function useRecoveryCode(
  tx: Tx,
  deps: FactorDeps,
  readers: CredentialReaders,
  typed: string,
): Promise<boolean> {
  const { person } = readers
  const usable = (await factorsOf(tx.db, deps, person)).find(
    (factor) => factor.kind === 'recovery-codes' && isRested(factor, deps.clock.now()),
  )
  if (!usable || (await wasPutBackSince(tx.db, usable.addedAt))) return false
  const row = await tx.db
    .selectFrom('recovery_code')
    .selectAll()
    .where('digest', 'in', deps.keys.digests('recovery-code', worded(person, typed)))
    .where('factor_id', '=', usable.id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return false
  const { mac, ...before } = row
  if (!deps.keys.isMac('recovery-code', recoveryCodeSeal(before), mac))
    throw new LatchkeyError('tampered', { what: 'recovery code' })
  if (row.used_at !== null) return false
  if (howMany - (await codesLeft(tx.db, usable)) < (await usesOf(tx.db, usable)))
    throw new LatchkeyError('tampered', { what: 'recovery code' })
  const used = { ...before, used_at: deps.clock.now() }
  await tx.db
    .updateTable('recovery_code')
    .set({ used_at: used.used_at, mac: deps.keys.mac('recovery-code', recoveryCodeSeal(used)) })
    .where('digest', '=', row.digest)
    .execute()
  if (!(await markFactorUsed(tx, deps, usable))) return false
  const more = [text('factor.codes-left', { left: await codesLeft(tx.db, usable) })]
  await tellCredentialEvent(tx, deps, readers, { event: 'code-used', more })
  return true
}

export async function codesLeft(db: Db, { id }: Pick<Factor, 'id'>): Promise<number> {
  const { left } = await db
    .selectFrom('recovery_code')
    .select(({ fn }) => fn.countAll<string>().as('left'))
    .where('factor_id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(left)
}

/** By the ledger, which forgets no use: a row that was put back from a copy is found by it. */
const usesOf = async (db: Db, { id, person }: Factor): Promise<number> =>
  (await recordsAbout(db, person, 'factor.used')).filter(({ data }) => data.factor === id).length
