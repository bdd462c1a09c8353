// Signing in at JumpCloud as `doctor` sees it: off with what that costs, sound, and silent.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { readDraft } from '../../src/config.ts'
import { check } from '../../src/doctor/checks/sign-in.ts'
import { minimal } from '../config/settings.ts'
import { client, startIdentityProvider } from '../fakes/identity-provider.ts'
import { told } from './harness.ts'

let provider: Awaited<ReturnType<typeof startIdentityProvider>>
beforeAll(async () => {
  provider = await startIdentityProvider('http://localhost:1/p/-/signed-in')
})
afterAll(() => provider.stop())

const look = async (issuer?: string) => {
  const settings = {
    JUMPCLOUD_OIDC_CLIENT_ID: client.id,
    JUMPCLOUD_OIDC_CLIENT_SECRET: client.secret,
    JUMPCLOUD_OIDC_ISSUER: issuer,
  }
  const { config } = readDraft({ ...minimal, ...(issuer ? settings : {}) })
  return (await check({ config, clock: systemClock })).map((one) => `${one.level}: ${told(one)}`)
}

test('off, sound, silent', async () => {
  expect(await look()).toEqual([expect.stringMatching(/^note: .*not set up.*first passkey/)])
  expect(await look(provider.issuer)).toEqual([expect.stringMatching(/^good: /)])
  const silent = await look('http://127.0.0.1:1')
  expect(silent).toEqual([expect.stringMatching(/^error: .*127\.0\.0\.1:1.*JUMPCLOUD_OIDC_ISSUER/)])
  expect(silent.join()).not.toContain(client.secret)
})
