// Northwind for tests of people: the sandbox over real HTTP, its directory, and latchkey.example.yaml.
import { afterAll, beforeEach } from 'vitest'
import { minutes } from '../../src/clock.ts'
import type { Directory } from '../../src/directory.ts'
import { type GroupId, groupId, type UserId, userId } from '../../src/ids.ts'
import { createCaller, type JumpCloudCaller } from '../../src/jumpcloud/client.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { exampleText, readText } from '../organisation/example.ts'
import { group, sandboxForTests, user } from '../sandbox/api.ts'

export const person = (username: string): UserId => userId.parse(user(username))
export const team = (name: string): GroupId => groupId.parse(group(name))
export const northwind: Organisation = readText(exampleText)

/** What may go wrong with a read so that its answer cannot be known. */
export const unreadable = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 403 },
  { kind: 'drop-before' },
  { kind: 'malformed' },
  { kind: 'truncated' },
  { kind: 'html' },
  { kind: 'empty' },
  { kind: 'wrong-type' },
  { kind: 'error-body' },
] as const

export function companyForTests() {
  const sandbox = sandboxForTests()
  let caller: JumpCloudCaller | undefined
  let directory: Directory | undefined
  beforeEach(async () => {
    await sandbox.call('DELETE', '/_sandbox/faults')
    const { url } = sandbox.sandbox()
    caller ??= createCaller({
      credential: { kind: 'api-key', key: sandboxKey },
      hosts: jumpcloudHosts('us', { consoleUrl: url, insightsUrl: url, oauthUrl: url }),
      clock: sandbox.clock,
      sleep: async () => {},
    })
    // A new one remembers no group's name from the test before.
    directory = createDirectory(caller, { clock: sandbox.clock })
  })
  afterAll(() => caller?.close())
  return {
    ...sandbox,
    directory: (): Directory => {
      if (!directory) throw new Error('the directory is there once a test runs')
      return directory
    },
    state: () => sandbox.sandbox().state,
    change: (username: string, change: object) =>
      sandbox.call('PATCH', `/_sandbox/users/${user(username)}`, { body: change }),
    fault: (fault: object) => sandbox.post('/_sandbox/faults', fault),
    /** And lets the minutes pass for which a group's name is remembered. */
    rename(from: string, to: string) {
      const found = sandbox.sandbox().state.groups.get(group(from))
      if (!found) throw new Error(`Northwind has no group “${from}”`)
      found.name = to
      sandbox.clock.advance(minutes(5))
    },
  }
}
