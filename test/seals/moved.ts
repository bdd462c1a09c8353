// Sound rows in the wrong place: moved from another plan or person, and gone.
import { sql } from 'kysely'
import { idFor } from '../latchkey.ts'
import { type Found, isTold } from './check.ts'
import { remembered } from './flips.ts'
import { asker, bystander, type GateWorld, rowsOf, withoutTriggers } from './gate.ts'

const [own, others] = [idFor(asker), idFor(bystander)]

/** Which columns say whose a row is. */
const belongs: Record<string, readonly string[]> = {
  vote: ['plan_hash', 'request_id'],
  proof: ['plan_hash', 'request_id'],
  accepted_notice: ['request_id'],
}

/** Every row that a request stands on, deleted. */
export async function deleted(world: GateWorld): Promise<Found> {
  return each(world, Object.keys(rowsOf({ id: '', planHash: '' })), async (table, place) => {
    const request = await world.ready()
    const where = rowsOf(request)[table]?.[place] ?? ''
    await withoutTriggers(world.it.db, () => change(world, `DELETE FROM ${table} WHERE ${where}`))
    return request
  })
}

/** In its place, the same row of another request: of the same person and of somebody else. */
export async function moved(world: GateWorld, from: typeof asker | typeof bystander): Promise<Found> {
  return each(world, Object.keys(belongs), async (table, place) => {
    const [other, request] = [await world.ready(from), await world.ready()]
    const [theirs, where] = [other, request].map((one) => rowsOf(one)[table]?.[place] ?? '')
    const values = { plan_hash: `'${request.planHash}'`, request_id: `'${request.id}'` }
    const set = (belongs[table] ?? []).map((column) => `${column} = ${values[column as keyof typeof values]}`)
    const said = from === asker ? theirs : theirs?.replace(own, others)
    // A proof says whose it is, too: both as it is, and made to say the other.
    const person = table === 'proof' && from === bystander && place === 0 ? [`person = '${own}'`] : []
    await change(world, `DELETE FROM ${table} WHERE ${where}`)
    await change(world, `UPDATE ${table} SET ${[...set, ...person].join(', ')} WHERE ${said}`)
    return request
  })
}

/** Somebody else's whole row, made to be about the asker or their account. */
export async function inPlaceOf(world: GateWorld): Promise<Found> {
  return each(world, ['binding', 'freezing', 'request'], async (table, place) => {
    const [other, request] = [await world.ready(bystander), await world.ready()]
    const statements = {
      binding: [
        `DELETE FROM binding WHERE account_user = '${asker}'`,
        `UPDATE binding SET account_user = '${asker}' WHERE account_user = '${bystander}'`,
      ],
      freezing: [
        `DELETE FROM freezing WHERE scope = '${own}'`,
        `UPDATE freezing SET scope = '${own}' WHERE scope = '${others}'`,
      ],
      request: [`UPDATE request SET plan_hash = '${other.planHash}' WHERE id = '${request.id}'`],
    }[table]
    if (place === 0) for (const statement of statements ?? []) await change(world, statement)
    return place === 0 ? request : undefined
  })
}

async function change({ it }: GateWorld, statement: string): Promise<void> {
  const { numAffectedRows } = await sql.raw(statement).execute(it.db)
  if (numAffectedRows !== 1n) throw new Error(`${statement} changed ${numAffectedRows} rows`)
}

async function each(
  world: GateWorld,
  tables: readonly string[],
  prepare: (table: string, place: number) => Promise<Awaited<ReturnType<GateWorld['ready']>> | undefined>,
): Promise<Found> {
  const found: Found = { wrong: [], tried: 0, never: [] }
  for (const table of tables)
    for (const place of [0, 1]) {
      if (place >= (rowsOf({ id: '', planHash: '' })[table]?.length ?? 1)) continue
      await world.refreeze()
      const restore = await remembered(world.it.db, ['binding', 'freezing', 'role_seen'])
      const request = await prepare(table, place)
      if (request) {
        found.tried += 1
        const { writes, said } = await world.run(request)
        if (writes.length > 0) found.wrong.push(`${table} ${place}: ${writes.join(', ')}`)
        // Without a notice it waits, and is asked again.
        if (!isTold(said) && !(table === 'accepted_notice' && said.includes('request.asked-again')))
          found.wrong.push(`${table} ${place}: nobody was told`)
      }
      await world.cancel(bystander)
      await restore()
    }
  return found
}
