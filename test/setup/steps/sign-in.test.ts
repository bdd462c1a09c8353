// The step about signing in at JumpCloud: what to make there, and whether the issuer answers.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signInStep } from '../../../src/setup/steps/sign-in.ts'
import { client, startIdentityProvider } from '../../fakes/identity-provider.ts'
import { setUpForTests } from '../harness.ts'
import { enter, types } from '../player.ts'

const { step, env } = setUpForTests()
const publicUrl = { PUBLIC_URL: 'https://latchkey.northwind.example' }
let provider: Awaited<ReturnType<typeof startIdentityProvider>>
beforeAll(async () => {
  provider = await startIdentityProvider('https://latchkey.northwind.example/p/-/signed-in')
})
afterAll(() => provider.stop())

test('the address to type at JumpCloud is said, and the issuer is asked', async () => {
  const said = await step(
    signInStep,
    [
      ['Shall people sign in at JumpCloud', 'y'],
      ['Client ID', types(client.id)],
      ['Client secret', types('canary-secret')],
      ['Write .env?', enter],
    ],
    { ...publicUrl, JUMPCLOUD_OIDC_ISSUER: provider.issuer },
  )
  expect(said).toContain('https://latchkey.northwind.example/p/-/signed-in')
  expect(said).toMatch(/ok +JumpCloud/)
  expect(env()).toEqual({ JUMPCLOUD_OIDC_CLIENT_ID: client.id, JUMPCLOUD_OIDC_CLIENT_SECRET: 'canary-secret' })
})

test('without an address there is nothing to ask, and who wants none presses one key', async () => {
  expect(await step(signInStep, [['Shall people sign in at JumpCloud', 'y']])).toMatch(/--only address sign-in/)
  expect(await step(signInStep, [['Shall people sign in at JumpCloud', enter]], publicUrl)).toMatch(/first passkey/)
})
