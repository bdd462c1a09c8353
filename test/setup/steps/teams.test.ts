// The step about Microsoft Teams: ids and secret, the package with its steps, and what Microsoft's login says.
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { teamsStep } from '../../../src/setup/steps/teams.ts'
import { startServer } from '../../jumpcloud/server.ts'
import { setUpForTests } from '../harness.ts'
import { enter, types } from '../player.ts'

const { step, env, at } = setUpForTests()
const publicUrl = { PUBLIC_URL: 'https://latchkey.northwind.example' }
const app = '0f8e2f9c-54b2-4f0e-9d0a-3b6c1f6a7e11'
const tenant = '7d1f3a52-9a54-4b0c-8f9e-5a3c2b1d0e99'

test('the package is written, and a token is given', async () => {
  const login = await startServer(() => ({ json: { access_token: 'canary-token' } }))
  const said = await step(
    teamsStep,
    [
      ['Shall people write to Latchkey in Microsoft Teams', 'y'],
      ['Microsoft App ID', types(app)],
      ['Directory (tenant) ID', types(tenant)],
      ['Client secret', types('canary-secret')],
      ['Write .env?', enter],
    ],
    { ...publicUrl, TEAMS_LOGIN_URL: login.url },
  )
  expect(said).toMatch(/portal\.azure\.com → Create a resource → Azure Bot/)
  expect(said).toMatch(/Messaging endpoint is https:\/\/latchkey\.northwind\.example\/api\/messages/)
  expect(said).toMatch(/Upload new app: .*out\/teams\.zip/)
  expect(said).toMatch(new RegExp(`ok +Microsoft gives the app a token in the tenant ${tenant}`))
  expect(existsSync(at('out/teams.zip'))).toBe(true)
  expect(env()).toEqual({ TEAMS_APP_ID: app, TEAMS_TENANT_ID: tenant, TEAMS_APP_PASSWORD: 'canary-secret' })
})

test('a secret that is not the right one is explained, and typed again', async () => {
  const refused = { error_description: 'AADSTS7000215: Invalid client secret' }
  const login = await startServer(({ body }) =>
    body.includes('wrong') ? { status: 401, json: refused } : { json: { access_token: 'canary-token' } },
  )
  const said = await step(
    teamsStep,
    [
      ['Shall people write to Latchkey in Microsoft Teams', 'y'],
      ['Microsoft App ID', types(app)],
      ['Directory (tenant) ID', types(tenant)],
      ['Client secret', types('canary-wrong')],
      ['That does not work yet', enter],
      ['Microsoft App ID', enter],
      ['Directory (tenant) ID', enter],
      ['Client secret', types('canary-right')],
      ['Write .env?', enter],
    ],
    { ...publicUrl, TEAMS_LOGIN_URL: login.url },
  )
  expect(said).toMatch(/ERROR +Microsoft’s login gives the app no token \(AADSTS7000215\)/)
  expect(said).toMatch(/→ https:\/\/portal\.azure\.com → App registrations → your app → Certificates & secrets/)
  expect(env().TEAMS_APP_PASSWORD).toBe('canary-right')
})

test('an id that is none is told at once, and without an address there is nothing to ask', async () => {
  const said = await step(
    teamsStep,
    [
      ['Shall people write to Latchkey in Microsoft Teams', 'y'],
      ['Microsoft App ID', types('latchkey')],
    ],
    publicUrl,
    async ({ until, send }) => {
      await until('The Azure portal shows it on the overview page of the app')
      send('\u0003')
    },
  ).catch((error: unknown) => String(error))
  expect(said).toMatch(/Stopped\. What was written stays/)
  const alone = await step(teamsStep, [['Shall people write to Latchkey in Microsoft Teams', 'y']])
  expect(alone).toMatch(/Teams needs a public address\. First: npm run setup -- --only address teams/)
  expect(env()).toEqual({})
})
