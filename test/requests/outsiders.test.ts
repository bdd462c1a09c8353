// Who presses Approve, and whose yes counts; and that an approver who is not named is nobody (T-C3).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personId, someone } from '../fakes/memory-directory.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { edited, problemsIn, readText } from '../organisation/example.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { checkOutsiders, everyPress, outsidersHouse } from './outsiders.ts'
import { askedIn, companyOf, desk, joining, looker, pressAt } from './voting.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey(outsidersHouse)
})
afterAll(() => it.stop())

test('everybody in the house and every kind of outsider: a yes counts from whom the papers name', async () => {
  const size = Math.min(sizeOf('outsiders'), everyPress)
  const pressed = await checkOutsiders(it, size, seedFor('outsiders'))
  process.stdout.write(`outsiders: ${size} of ${everyPress} presses, ${JSON.stringify(pressed)}\n`)
  expect(pressed.counted + pressed.refused).toBe(size)
  if (size === everyPress) expect(pressed.counted).toBeGreaterThan(20)
})

const unset = ['', '""', 'null', '~', '[]', '{}', '"*"', '["*"]', '[""]', '[null]', 'everyone', 'all', 'true', '0']

/** Whose list it is, as it stands in the example, and which yes would then count. */
const lists = [
  { piece: '[mei.tanaka@northwind.example, tom.okafor@northwind.example]', role: 'owner' },
  { piece: '[IT – Service Desk]', role: 'it' },
] as const

test.each(
  lists.flatMap((list) => unset.map((written) => ({ ...list, written }))),
)('$role: $written is nobody, or is refused at the start', async ({ piece, role, written }) => {
  const text = edited(piece, written)
  const isRefused = problemsIn(text).length > 0
  // An approver whose list is empty is refused where somebody has to approve by it; a role may be nobody's.
  if (isRefused) return
  const { groups, roles } = readText(text)
  const names = ['asker', 'mei.tanaka', 'tom.okafor', 'helper', '*', 'null', 'everyone', 'all']
  const people = names.map((name) => someone(name, { groups: new Set([desk, looker, 'Security']) }))
  const owners = groups.find(({ name }) => name === looker)?.owners ?? []
  const company = await companyOf(people, { owners, roles })
  const account = (user: string) => ({ platform: 'slack', tenant: 'T1', user })
  const id = personId('asker')
  const asked = {
    requester: id,
    subject: id,
    account: account('asker'),
    approvals: [{ by: [role] }],
    steps: joining(id),
  } as const
  const request = askedIn(company, { ...asked, steps: joining(id) })
  for (const name of names) {
    await company.deps.bindings.bind(account(name), personId(name))
    expect(await pressAt(company, request, account(name)), name).toBe(false)
  }
  await company.deps.store.close()
})
