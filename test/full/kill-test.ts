// `kill -9` under load, on the embedded store and on PostgreSQL: nothing acknowledged is lost, nothing is done twice.
import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { minutes, seconds } from '../../src/clock.ts'
import { createStores } from '../../src/demo/script.ts'
import { serverForTests, testedStores } from '../store.ts'
import { survive } from './kill-run.ts'

export function killTest(kills: number): void {
  test.each(testedStores)(
    `the %s store survives ${kills} kills`,
    async (on) => {
      const stores = await createStores(on === 'postgres' ? serverForTests : undefined)
      const { drop, ...store } = await stores.next()
      try {
        const { found, summary } = await survive(store, { kills, seed: randomInt(2 ** 31) })
        process.stdout.write(`${summary}\n`)
        expect(found).toMatchObject({ lost: [], twice: [], stuck: [], ledger: [] })
        expect(found.requests).toBeGreaterThan(kills)
      } finally {
        await drop()
        await stores.remove()
      }
    },
    minutes(8) + kills * seconds(15),
  )
}
