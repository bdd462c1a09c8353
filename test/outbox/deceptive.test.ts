// Words that try to be more than words (T-C11), in small; `npm run prove` has thousands of them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { checkDeceptiveWords } from './deceptive.ts'
import { checkDeceptiveAsks } from './deceptive-flow.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
})
afterAll(() => it.stop())

test('are words in every place where they are shown', async () => {
  await expect(checkDeceptiveWords(it, sizes.deceptiveWords.test, seedFor('deceptive words'))).resolves.toBeUndefined()
})

test('the four words are the same in both chats and on the page, whoever asks', async () => {
  await expect(checkDeceptiveAsks(it, sizes.deceptiveAsks.test, seedFor('deceptive asks'))).resolves.toBeUndefined()
})
