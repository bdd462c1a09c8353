// The sandbox for the windows: its journal says until when JumpCloud was asked to wait.
import { afterAll, beforeAll } from 'vitest'
import { z } from 'zod'
import { createCaller, type JumpCloudCaller } from '../../src/jumpcloud/client.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { sandboxForTests } from '../sandbox/api.ts'
import type { Trial } from './windows.ts'

const asked = z.object({ exclusion: z.literal(true), exclusionUntil: z.iso.datetime() })

export function sandboxTrial(): () => Trial {
  const { sandbox, clock, journal, call } = sandboxForTests()
  let caller: JumpCloudCaller
  beforeAll(() => {
    const { url } = sandbox()
    const hosts = jumpcloudHosts('us', { consoleUrl: url, insightsUrl: url })
    caller = createCaller({ credential: { kind: 'api-key', key: sandboxKey }, hosts, clock, sleep: async () => {} })
  })
  afterAll(() => caller.close())
  return () => ({
    writer: caller,
    advance(ms) {
      clock.advance(ms)
      return clock.now()
    },
    async ends() {
      const resets = (await journal()).filter(({ path }) => path.endsWith('/resetmfa'))
      await call('DELETE', '/_sandbox/journal')
      return resets.map(({ body }) => new Date(asked.parse(body).exclusionUntil))
    },
  })
}
