// Every column of every sealed row, changed in several ways before it counts (T-L3): nothing runs, and somebody is told.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { type Found, flipBeforeGate, flipBeforeUse, flipsIn } from '../seals/check.ts'
import { asker, bystander, type GateWorld, openGateWorld } from '../seals/gate.ts'
import { deleted, inPlaceOf, moved } from '../seals/moved.ts'
import { openUses, type Use } from '../seals/pages.ts'
import { flipRequests } from '../seals/requests.ts'
import { uses } from '../seals/uses.ts'

let it: TestLatchkey
let gate: GateWorld
let pages: Record<string, Use>
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  gate = await openGateWorld(it)
  pages = await openUses(it)
})
afterAll(() => it.stop())

const tablesFor = (use: 'gate' | 'page') => Object.keys(uses).filter((table) => uses[table]?.[use])

function report(what: string, { wrong, tried, never }: Found): void {
  process.stdout.write(`${what}: ${tried} changes\n`)
  expect(wrong).toEqual([])
  expect(never, 'no change of these was tried: add one to test/seals/flips.ts').toEqual([])
}

test.each(tablesFor('gate'))('of a request that may begin: %s', async (table) => {
  report(table, await flipBeforeGate(gate, await flipsIn(it.db, table)))
})

test.each(tablesFor('page'))('of a row that is used on a page: %s', async (table) => {
  const use = pages[table]
  if (!use) throw new Error(`nothing uses ${table}: add it to test/seals/pages.ts`)
  report(table, await flipBeforeUse(it, use, await flipsIn(it.db, table)))
})

test('of a request: what runs is what was agreed, or nothing', async () => {
  report('request', await flipRequests(it, await flipsIn(it.db, 'request')))
})

test('sound rows that are gone, and those of another plan or person', async () => {
  report('deleted', await deleted(gate))
  report('moved from another plan', await moved(gate, asker))
  report('moved from another person', await moved(gate, bystander))
  report('in place of', await inPlaceOf(gate))
})

test('and what nobody changed runs', async () => {
  expect((await gate.run(await gate.ready())).writes).toHaveLength(2)
  for (const [table, use] of Object.entries(pages)) {
    await use.begin()
    expect(await use.finish(), table).toBe(true)
  }
})
