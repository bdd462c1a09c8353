// What was captured once is sent again, to either of two processes that share a store: it works once (T-H2).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../../src/clock.ts'
import type { OpenStore } from '../../../src/store/open.ts'
import { createSeen } from '../../../src/store/seen.ts'
import { envelope, messageEvent } from '../../fakes/slack-payloads.ts'
import { getPerson } from '../../fakes/slack-state.ts'
import { contentType, send, signature } from '../../fakes/slack-wire.ts'
import { sizeOf } from '../../prove/sizes.ts'
import { openTestStore } from '../../store.ts'
import { type Bench, startBench } from './bench.ts'

let store: OpenStore
let processes: Bench[]
beforeAll(async () => {
  store = await openTestStore()
  const start = async () => {
    const bench = await startBench({ adapter: { replay: { isNew: createSeen(store, systemClock) } } })
    await bench.start()
    return bench
  }
  processes = [await start(), await start()]
})
afterAll(async () => {
  for (const { adapter, close } of processes) {
    await adapter.stop()
    await close()
  }
  await store.close()
})

test('many captured requests, each sent again to both at once', async () => {
  const size = sizeOf('slackReplays')
  const [{ slack } = expect.fail()] = processes
  const maya = getPerson(slack.state, 'maya')
  const statuses = new Map<number, number>()
  for (let nth = 0; nth < size; nth += 1) {
    const body = JSON.stringify(envelope(slack.state, messageEvent(slack.state, maya, `ask ${nth}`, `${nth}.1`)))
    const timestamp = String(Math.floor(Date.now() / 1000))
    const headers = {
      'content-type': contentType.json,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature(slack.signingSecret, timestamp, Buffer.from(body)),
    }
    const everywhere = [...processes, ...processes]
    for (const { status } of await Promise.all(everywhere.map(({ url }) => send(url, body, headers))))
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  expect(statuses).toEqual(new Map([[200, 4 * size]]))
  const came = processes.flatMap(({ received }) => received)
  expect(came).toHaveLength(size)
  expect(new Set(came.map(({ eventId }) => eventId)).size).toBe(size)
})
