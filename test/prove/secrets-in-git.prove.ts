// No secret was ever in the project's history: every version of every file on every branch, and every message.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { historyOf, isShallow, secretsIn } from '../conventions/secret-scan.ts'

const house = join(import.meta.dirname, '../..')

test('the whole history is here', async () => {
  expect(await isShallow(house), 'Only a part of it is: git fetch --unshallow').toBe(false)
})

test('it holds no secret', async () => {
  const objects = await historyOf(house)
  const characters = objects.reduce((sum, { text }) => sum + text.length, 0)
  process.stdout.write(`secrets in git: ${objects.length} objects, ${characters} characters\n`)
  expect(objects.length).toBeGreaterThan(100)
  expect(await secretsIn(objects), 'Revoke it first: what was in the history was read.').toEqual([])
})
