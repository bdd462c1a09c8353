// A row that somebody else changed moves nothing (T-L3): a few columns here, every column in `npm run prove -- columns`.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { flipBeforeGate, flipBeforeUse } from './check.ts'
import { sealedTables } from './flips.ts'
import { type GateWorld, openGateWorld } from './gate.ts'
import { openUses, type Use } from './pages.ts'
import { uses } from './uses.ts'

let it: TestLatchkey
let gate: GateWorld
let pages: Record<string, Use>
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  gate = await openGateWorld(it)
  pages = await openUses(it)
})
afterAll(() => it.stop())

test('every table with a seal is one that is tried', async () => {
  const found = [...(await sealedTables(it.db)).keys()].filter((table) => !(table in uses))
  expect(found, 'say in test/seals/uses.ts what a row of it brings about, and who looks at its seal').toEqual([])
})

const [later, earlier] = [`now() + interval '400 days'`, `now() - interval '400 days'`]
test.each([
  ['vote', 'reason', `'because'`],
  ['accepted_notice', 'at', earlier],
  ['freezing', 'by', `'system'`],
])('of a request that may begin: %s, %s', async (table, column, to) => {
  const found = await flipBeforeGate(gate, [{ table, column, to }])
  expect(found).toEqual({ wrong: [], tried: expect.any(Number), never: [] })
})

test.each([
  ['page_link', 'expires_at', later],
  ['page_challenge', 'expires_at', later],
  ['proof', 'code_typed_at', 'now()'],
])('of a row that is used on a page: %s, %s', async (table, column, to) => {
  const use = pages[table]
  if (!use) throw new Error(`nothing uses ${table}`)
  expect(await flipBeforeUse(it, use, [{ table, column, to }])).toEqual({ wrong: [], tried: 1, never: [] })
})

test('and what nobody changed runs', async () => {
  expect((await gate.run(await gate.ready())).writes).toEqual([
    'POST /systemusers/{user}/resetmfa',
    'DELETE /users/{user}/pushendpoints/{device}',
  ])
  await pages.page_challenge?.begin()
  expect(await pages.page_challenge?.finish()).toBe(true)
})
