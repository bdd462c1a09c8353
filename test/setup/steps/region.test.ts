// A key of another region than the one that was chosen: the wizard finds the right one, and offers it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jumpcloudHosts } from '../../../src/jumpcloud/hosts.ts'
import { latchkeyKey } from '../../../src/sandbox/keys.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import { jumpcloudStep } from '../../../src/setup/steps/jumpcloud.ts'
import { setUpForTests } from '../harness.ts'
import { chooses, enter, types } from '../player.ts'

let elsewhere: Sandbox | undefined
const hostsOf: typeof jumpcloudHosts = (region) => {
  const { url } = (region === 'us' ? sandbox() : elsewhere) ?? sandbox()
  return jumpcloudHosts(region, { consoleUrl: url, insightsUrl: url })
}
const { step, env, sandbox } = setUpForTests({ hostsOf })
// The environment names no server: which one is asked follows from the region.
const noOverrides = {
  JUMPCLOUD_CONSOLE_URL: undefined,
  JUMPCLOUD_INSIGHTS_URL: undefined,
  JUMPCLOUD_OAUTH_URL: undefined,
}

beforeAll(async () => {
  elsewhere = await startSandbox()
  await fetch(`${elsewhere.url}/_sandbox/keys/latchkey`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ revoked: true }),
  })
})
afterAll(() => elsewhere?.close())

const answers = [
  ['In which region', chooses(1)],
  ['What shall Latchkey use', enter],
  ['API key', types(latchkeyKey)],
] as const

test('is used after a yes', async () => {
  const said = await step(
    jumpcloudStep,
    [...answers, ['That credential belongs to the region us. Use us?', enter], ['Write .env?', enter]],
    noOverrides,
  )
  expect(said).toMatch(/ERROR +JumpCloud’s region eu does not know this credential, another region does/)
  expect(said).toMatch(/ok +JumpCloud knows the credential: Northwind, region us/)
  expect(env()).toEqual({ JUMPCLOUD_REGION: 'us', JUMPCLOUD_API_KEY: latchkeyKey })
})

test('after a no, it is asked what now', async () => {
  await step(
    jumpcloudStep,
    [...answers, ['That credential belongs', 'n'], ['That does not work yet', chooses(2)], ['Write .env?', 'n']],
    noOverrides,
  )
  expect(env()).toEqual({})
})
