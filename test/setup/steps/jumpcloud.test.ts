// The step about JumpCloud: tested at once, each permission, and a wrong answer with its cure.
import { expect, test } from 'vitest'
import { latchkeyKey, sandboxClient, sandboxKey } from '../../../src/sandbox/keys.ts'
import { jumpcloudStep } from '../../../src/setup/steps/jumpcloud.ts'
import { setUpForTests } from '../harness.ts'
import { chooses, enter, types } from '../player.ts'

const { step, env, mode, call, sandbox, write } = setUpForTests()
const withoutHost = { JUMPCLOUD_OAUTH_URL: undefined }

test('a key is tested at once, each permission, and written for its owner alone', async () => {
  const said = await step(
    jumpcloudStep,
    [
      ['In which region', enter],
      ['What shall Latchkey use', enter],
      ['API key', types(latchkeyKey)],
      ['Write .env?', enter],
    ],
    withoutHost,
  )
  expect(said).toMatch(/your initials → My API Key → Generate New API Key/)
  expect(said).toMatch(/ok +JumpCloud knows the credential: Northwind, region us/)
  for (const permission of ['groups', 'protect', 'users'])
    expect(said).toMatch(new RegExp(`ok +${permission.replace('.', '\\.')} is (?:granted|not refused)`))
  expect(said).toMatch(/note +users\.readonly cannot be checked while users is granted/)
  expect(said).toMatch(/\+ JUMPCLOUD_API_KEY/)
  expect(env()).toEqual({ JUMPCLOUD_REGION: 'us', JUMPCLOUD_API_KEY: latchkeyKey })
  expect(mode('.env')).toBe(0o600)
})

test('a wrong key is explained with the place to click, and typed again', async () => {
  const said = await step(
    jumpcloudStep,
    [
      ['In which region', enter],
      ['What shall Latchkey use', enter],
      ['API key', types('canary-key')],
      ['That does not work yet', enter],
      ['In which region', enter],
      ['What shall Latchkey use', enter],
      ['API key', types(latchkeyKey)],
      ['Write .env?', enter],
    ],
    withoutHost,
  )
  expect(said).toMatch(/ERROR +JumpCloud does not know this API key \(401, region us\)/)
  expect(said).toMatch(/→ JumpCloud Admin Portal → your initials → My API Key/)
  expect(env().JUMPCLOUD_API_KEY).toBe(latchkeyKey)
})

test('a missing permission names the skills that it stops; once granted, another look is enough', async () => {
  await call('DELETE', '/_sandbox/keys/latchkey/scopes/groups')
  const grant = async (): Promise<string> => {
    await call('POST', '/_sandbox/reset')
    return chooses(1)
  }
  const said = await step(
    jumpcloudStep,
    [
      ['In which region', enter],
      ['What shall Latchkey use', enter],
      ['API key', types(latchkeyKey)],
      ['That does not work yet', grant],
      ['Write .env?', enter],
    ],
    withoutHost,
  )
  expect(said).toMatch(/ERROR +groups is missing\. Stopped by that: join-group and leave-group/)
  expect(said).toMatch(/→ In the JumpCloud Admin Portal add groups to the role/)
})

test('a service account replaces the key, and its organisation is written down for Insights', async () => {
  write('.env', `# ours\nJUMPCLOUD_API_KEY=${sandboxKey}\nPORT=3000\n`)
  const said = await step(jumpcloudStep, [
    ['In which region', enter],
    ['What shall Latchkey use', chooses(1)],
    ['Client id', types(sandboxClient.id)],
    ['Client secret', types(sandboxClient.secret)],
    ['Change .env like this?', enter],
  ])
  expect(said).toMatch(/a role that has users\.readonly/)
  expect(said).toMatch(/- JUMPCLOUD_API_KEY/)
  expect(said).toMatch(/warning +applications\.readonly is granted, and no skill in use needs it/)
  expect(env()).toEqual({
    JUMPCLOUD_REGION: 'us',
    JUMPCLOUD_CLIENT_ID: sandboxClient.id,
    JUMPCLOUD_CLIENT_SECRET: sandboxClient.secret,
    JUMPCLOUD_ORG_ID: sandbox().state.organisation._id,
    PORT: '3000',
  })
})

test('of several organisations one is chosen, and a wrong one is replaced', async () => {
  write('.env', 'JUMPCLOUD_ORG_ID=0123456789abcdef01234567\n')
  await step(
    jumpcloudStep,
    [
      ['In which region', enter],
      ['What shall Latchkey use', enter],
      ['API key', types(latchkeyKey)],
      ['This credential sees several', enter],
      ['Change .env like this?', enter],
    ],
    withoutHost,
  )
  expect(env().JUMPCLOUD_ORG_ID).toBe(sandbox().state.organisation._id)
})

test('the key that is there is kept by Enter, and what the environment holds is not asked', async () => {
  write('.env', `JUMPCLOUD_API_KEY=${latchkeyKey}\nJUMPCLOUD_REGION=us\n`)
  const kept = await step(
    jumpcloudStep,
    [
      ['In which region', enter],
      ['What shall Latchkey use', enter],
      ['API key (Enter keeps the one that is there)', enter],
    ],
    withoutHost,
  )
  expect(kept).toMatch(/\.env is as it was/)
  const fixed = await step(jumpcloudStep, [['In which region', enter]], {
    ...withoutHost,
    JUMPCLOUD_API_KEY: sandboxKey,
  })
  expect(fixed).toMatch(/JUMPCLOUD_API_KEY is set in the environment, which wins over \.env/)
  expect(env().JUMPCLOUD_API_KEY).toBe(latchkeyKey)
})

test('a refused change leaves everything as it was', async () => {
  const said = await step(
    jumpcloudStep,
    [
      ['In which region', enter],
      ['What shall Latchkey use', enter],
      ['API key', types(latchkeyKey)],
      ['Write .env?', 'n'],
    ],
    withoutHost,
  )
  expect(said).toMatch(/\.env was left as it is/)
  expect(env()).toEqual({})
})
