// A long row of statements on the embedded database does not keep everything else of the process waiting.

import { openAsBlob } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { expect, inject, test } from 'vitest'
import { turning } from '../../src/store/turning.ts'

/** How often the event loop turns while so many callers ask one thing after the other. */
async function turnsMeanwhile(pglite: PGlite): Promise<number> {
  let turns = 0
  let isOver = false
  const count = () => {
    if (isOver) return
    turns += 1
    setImmediate(count)
  }
  setImmediate(count)
  const callers = Array.from({ length: 4 }, async () => {
    for (let n = 0; n < 50; n += 1) await pglite.query('SELECT count(*) FROM generate_series(1, 2000)')
  })
  await Promise.all(callers)
  isOver = true
  return turns
}

test('the loop turns again and again, where it would not turn at all', async () => {
  const pglite = await PGlite.create({ loadDataDir: await openAsBlob(inject('storeTemplate')) })
  expect(await turnsMeanwhile(pglite)).toBeLessThan(3)
  expect(await turnsMeanwhile(turning(pglite))).toBeGreaterThan(10)
  await pglite.close()
})
