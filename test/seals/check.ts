// Goes through the flips and says after which of them something happened, or nobody was told.
import type { GateCore } from '../../src/core.ts'
import { idFor, type TestLatchkey } from '../latchkey.ts'
import { type Flip, flip, flipsOf, remembered, sealedTables } from './flips.ts'
import { asker, bystander, type GateWorld, rowsOf, withoutTriggers } from './gate.ts'
import type { Use } from './pages.ts'

export interface Found {
  /** Each in words; none is what is wanted. */
  wrong: string[]
  /** Flips that really changed a row. */
  tried: number
  /** Columns for which there was nothing to change, or the database took no change. */
  never: string[]
}

const name = ({ table, column, to }: Flip): string => `${table}.${column} = ${to.replace(/\s+/g, ' ')}`

/** What is told when something is stopped, held, or not believed. */
const told = ['row.tampered', 'plan.mismatch', 'proof.failed', 'security.alert']
export const isTold = (said: readonly string[]): boolean => said.some((event) => told.includes(event))

/** Of these a row that is not believed is as good as none: nothing was on its way that somebody would have to hear of. */
const asGoodAsNone = ['worker_key', 'proof', 'page_link']

/** The row is then another request's, and this one lacks it: it waits, and the look of each hour finds the row. */
const asGoodAsGone = ['accepted_notice.request_id']
/** Other rows point at them, or stand where they would go: the database takes no other value. */
const heldByTheDatabase = ['freezing.scope', 'request.id']

export async function flipsIn(db: TestLatchkey['db'], table: string): Promise<Flip[]> {
  return ((await sealedTables(db)).get(table) ?? []).flatMap((column) => flipsOf(column, idFor(bystander)))
}

/** Of a request that may begin. */
export async function flipBeforeGate(world: GateWorld, flips: readonly Flip[]): Promise<Found> {
  const { db } = world.it
  const [wrong, tried] = [[] as string[], new Set<string>()]
  let count = 0
  for (const one of flips) {
    const places = rowsOf({ id: '', planHash: '' })[one.table]?.length ?? 0
    for (let place = 0; place < places; place += 1) {
      // A freeze that somebody forged is told once, until it is frozen or lifted anew.
      if (one.table === 'freezing') await world.refreeze()
      const restore = await remembered(db, ['binding', 'freezing', 'role_seen'])
      const request = await world.ready()
      const where = rowsOf(request)[one.table]?.[place] ?? ''
      let isChanged = false
      await withoutTriggers(db, async () => {
        isChanged = await flip(db, one, where)
      })
      if (isChanged) {
        tried.add(one.column)
        count += 1
        const { writes, said } = await world.run(request)
        if (writes.length > 0) wrong.push(`${name(one)}: ${writes.join(', ')}`)
        if (!isTold(said) && !asGoodAsGone.includes(`${one.table}.${one.column}`))
          wrong.push(`${name(one)}: nobody was told`)
      }
      await world.cancel(asker)
      await restore()
    }
  }
  return { wrong, tried: count, never: neverOf(flips, tried) }
}

/** Of a row that is used on a page or on its way from one. */
export async function flipBeforeUse(it: TestLatchkey, use: Use, flips: readonly Flip[]): Promise<Found> {
  const [wrong, tried] = [[] as string[], new Set<string>()]
  let count = 0
  for (const one of flips) {
    const where = await use.begin()
    const restore = await remembered(it.db, ['factor', 'recovery_code'])
    const before = await records(it.core)
    if (await flip(it.db, one, where)) {
      tried.add(one.column)
      count += 1
      if (await use.finish()) wrong.push(`${name(one)}: it was used`)
      const said = (await records(it.core)).slice(before.length)
      if (!asGoodAsNone.includes(one.table) && !isTold(said)) wrong.push(`${name(one)}: nobody was told`)
    }
    await restore()
  }
  return { wrong, tried: count, never: neverOf(flips, tried) }
}

export const neverOf = (flips: readonly Flip[], tried: ReadonlySet<string>): string[] => {
  const never = flips.flatMap(({ table, column }) => (tried.has(column) ? [] : [`${table}.${column}`]))
  return [...new Set(never)].filter((column) => !heldByTheDatabase.includes(column))
}

const records = async ({ store }: Pick<GateCore, 'store'>): Promise<string[]> =>
  (await store.db.selectFrom('ledger').select('event').orderBy('seq').execute()).map(({ event }) => event)
