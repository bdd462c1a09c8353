// A stolen chat session (T-A1) and people who talk well (T-B7), in small; `npm run prove` has them at full size.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { checkPersuasion, talkers } from './persuasion.ts'
import { checkStolenSessions } from './stolen-session.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true, unbound: talkers.unbound })
})
afterAll(() => it.stop())

test('who holds a chat session and proves nothing changes nothing that needs a proof', async () => {
  expect(await checkStolenSessions(it, sizes.stolenSessions.test, seedFor('stolen sessions'))).toBeGreaterThan(0)
})

test('who persuades instead of proving has proven nothing', async () => {
  expect(await checkPersuasion(it, sizes.persuasion.test, seedFor('persuasion'))).toBe(sizes.persuasion.test)
})
