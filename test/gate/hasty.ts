// The real JumpCloud client with less patience: a test that waits for hung calls and repeats need not take minutes.
import type { GateCore, ProofCore } from '../../src/core.ts'
import { createCaller } from '../../src/jumpcloud/client.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import type { TestLatchkey } from '../latchkey.ts'

export function hasty({ core, clock, sandbox }: TestLatchkey): GateCore & ProofCore {
  const caller = createCaller({
    credential: { kind: 'api-key', key: sandboxKey },
    hosts: jumpcloudHosts('us', { consoleUrl: sandbox.url, insightsUrl: sandbox.url }),
    clock,
    timeoutMs: 5000,
    maxConcurrent: 40,
    sleep: async () => {},
  })
  return { ...core, writer: caller, directory: createDirectory(caller, { clock }) }
}
