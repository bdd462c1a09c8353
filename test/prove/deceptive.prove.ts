// Words that try to be more than words (T-C11), at full size.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { checkDeceptiveWords } from '../outbox/deceptive.ts'
import { checkDeceptiveAsks } from '../outbox/deceptive-flow.ts'
import { seedFor, sizes } from './sizes.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
})
afterAll(() => it.stop())

test('are words in every place where they are shown', async () => {
  await expect(checkDeceptiveWords(it, sizes.deceptiveWords.prove, seedFor('deceptive words'))).resolves.toBeUndefined()
})

test('the four words are the same in both chats and on the page, whoever asks', async () => {
  await expect(checkDeceptiveAsks(it, sizes.deceptiveAsks.prove, seedFor('deceptive asks'))).resolves.toBeUndefined()
})
