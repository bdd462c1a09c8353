// Profiles that look like somebody else's, at full size (T-A2).
import { expect, test } from 'vitest'
import { startTestLatchkey } from '../latchkey.ts'
import { checkLookAlikes, notBound } from '../people/look-alikes.ts'
import { seedFor, sizes } from './sizes.ts'

test('whatever a profile looks like, it is the bound person, the one with exactly that address, or nobody', async () => {
  const it = await startTestLatchkey({ unbound: notBound })
  try {
    await expect(checkLookAlikes(it, sizes.lookAlikes.prove, seedFor('look-alikes'))).resolves.toBeUndefined()
  } finally {
    await it.stop()
  }
})
