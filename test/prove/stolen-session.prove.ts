// Stolen chat sessions (T-A1) and persuasion (T-B7) at full size.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPersuasion, talkers } from '../conversation/persuasion.ts'
import { checkStolenSessions } from '../conversation/stolen-session.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { seedFor, sizes } from './sizes.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true, unbound: talkers.unbound })
})
afterAll(() => it.stop())

test('who persuades instead of proving has proven nothing', async () => {
  expect(await checkPersuasion(it, sizes.persuasion.prove, seedFor('persuasion'))).toBe(sizes.persuasion.prove)
})

test('who holds a chat session and proves nothing changes nothing that needs a proof', async () => {
  const asked = await checkStolenSessions(it, sizes.stolenSessions.prove, seedFor('stolen sessions'))
  expect(asked).toBeGreaterThan(100)
})
