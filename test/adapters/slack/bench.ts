// Starts the fake Slack and a bot with the real adapter on a real port, both on loopback.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createSlackAdapter, eventsPath, type SlackOptions } from '../../../adapters/slack/index.ts'
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../../fakes/slack.ts'
import { createRecorder } from '../contract.ts'

const seenOnce = () => {
  const seen = new Set<string>()
  return { isNew: async (key: string) => !seen.has(key) && seen.size < seen.add(key).size }
}

export interface BenchOptions extends FakeSlackOptions {
  adapter?: Partial<SlackOptions>
}

export async function startBench(options: BenchOptions = {}) {
  const { adapter: own, ...fakeOptions } = options
  const slack: FakeSlack = await startFakeSlack(fakeOptions)
  const router = express()
  const server = createServer(router)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${eventsPath}`
  slack.connect(url)
  const told: string[] = []
  const tell = (message: string) => void told.push(message)
  const adapter = createSlackAdapter({
    botToken: slack.botToken,
    ...(options.over === 'socket' ? { appToken: slack.appToken, waitMs: () => 20 } : {}),
    signingSecret: slack.signingSecret,
    apiUrl: slack.apiUrl,
    router,
    replay: seenOnce(),
    clock: slack.state.clock,
    log: { info: tell, warn: tell, error: tell },
    ...own,
  })
  const recorder = createRecorder()
  return {
    slack,
    adapter,
    url,
    /** What the adapter told its log. */
    told,
    ...recorder,
    start: () => adapter.start(recorder.inbox),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await slack.close()
    },
  }
}
export type Bench = Awaited<ReturnType<typeof startBench>>

export const accountOf = (user: string, tenant = 'T0NORTHW') => ({ platform: 'slack', tenant, user })
