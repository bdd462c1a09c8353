// The whole setup on streams: from nothing to an install that the doctor finds sound, again without a change, and stopped half-way.
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { latchkeyKey } from '../../src/sandbox/keys.ts'
import { runSetup, stepNames } from '../../src/setup/setup.ts'
import { readText } from '../organisation/example.ts'
import { setUpForTests } from './harness.ts'
import {
  addressAnswers,
  choiceAnswers,
  jumpcloudAnswers,
  leftOut,
  nothingMore,
  slackAnswers,
  storeAnswers,
} from './northwind.ts'
import { ctrlC, enter, picks } from './player.ts'

const { playing, slack, env, mode, read, at, write } = setUpForTests()
// Of the environment, only what points to the servers of the test.
const fresh = { LATCHKEY_DATA: undefined, JUMPCLOUD_OAUTH_URL: undefined }

const everything = () => [
  ...jumpcloudAnswers,
  ...storeAnswers.map(([question, keys]) => [question, question.startsWith('Folder') ? folderKeys() : keys] as const),
  ...choiceAnswers,
  ...addressAnswers,
  ...slackAnswers(slack()),
  ...nothingMore,
]
const folderKeys = (): string => `\u0015${at('data')}\r`

describe('from nothing', () => {
  test('every step, an install without a mistake, and what to do next', { timeout: 240_000 }, async () => {
    const said = await playing((wizard) => runSetup(wizard), everything(), fresh)
    expect(said).toMatch(/1 of 11: JumpCloud/)
    expect(said).toMatch(/11 of 11: Signing in at JumpCloud/)
    expect(said).toContain('Everything is in order.')
    expect(said).toContain('Next: npm run latchkey -- start')
    expect(env()).toEqual({
      JUMPCLOUD_REGION: 'us',
      JUMPCLOUD_API_KEY: latchkeyKey,
      LATCHKEY_DATA: at('data'),
      LATCHKEY_SECRET: expect.stringMatching(/^[0-9a-f]{64}$/),
      PORT: '3000',
      SLACK_SIGNING_SECRET: slack().signingSecret,
      SLACK_BOT_TOKEN: slack().botToken,
      SLACK_APP_TOKEN: slack().appToken,
    })
    expect(mode('.env')).toBe(0o600)
    expect(readText(read('latchkey.yaml'))).toMatchObject({
      organisation: { name: 'Northwind', timeZone: 'Europe/Berlin', domains: ['northwind.example'] },
      roles: { it: { groups: ['IT – Service Desk'], people: [] }, admin: { groups: ['Latchkey – Admins'] } },
      securityContacts: ['nadia.petrova@northwind.example', 'felix.braun@northwind.example'],
      protected: { groups: ['Executives'], serviceAccounts: ['svc-backup'], breakGlass: ['break-glass'] },
      groups: [
        { name: 'Looker – Analyst', owners: ['mei.tanaka@northwind.example', 'tom.okafor@northwind.example'] },
        { name: 'Wiki – Readers', approver: 'manager', owners: [] },
      ],
      skills: {},
    })
    // What was there before this run was nothing, so there is nothing to keep a copy of.
    expect(readdirSync(at('.')).sort()).toEqual(['.env', 'latchkey.yaml', 'out'])
    expect(readdirSync(at('out'))).toEqual(['slack.json'])

    const before = [read('.env'), read('latchkey.yaml')]
    const keep = stepNames.map(
      (name) => [leftOut[name as keyof typeof leftOut] ?? 'This is set up already', enter] as const,
    )
    const again = await playing(
      (wizard) => runSetup(wizard),
      keep.map(([question = '', keys]) => [question, keys]),
      fresh,
    )
    expect(again).toContain('Everything is in order.')
    expect([read('.env'), read('latchkey.yaml')]).toEqual(before)
  })
})

describe('stopped', () => {
  test('in the middle, what is written stays, and the rest is asked again', { timeout: 120_000 }, async () => {
    const stopped = playing((wizard) => runSetup(wizard), [...jumpcloudAnswers, ['Where shall', ctrlC]], fresh)
    await expect(stopped).rejects.toMatchObject({
      code: 'setup-stopped',
      message: expect.stringMatching(/stays as it is\. Go on with: npm run setup/),
    })
    expect(env()).toEqual({ JUMPCLOUD_REGION: 'us', JUMPCLOUD_API_KEY: latchkeyKey })
    expect(existsSync(at('latchkey.yaml'))).toBe(false)
  })

  test('in the middle of the choices, no half of a file is left', { timeout: 120_000 }, async () => {
    const answers = [...jumpcloudAnswers, ...choiceAnswers.slice(0, 6), ['HR: which people', ctrlC] as const]
    const stopped = playing((wizard) => runSetup(wizard, ['jumpcloud', 'roles']), answers, fresh)
    await expect(stopped).rejects.toMatchObject({ code: 'setup-stopped' })
    expect(existsSync(at('latchkey.yaml'))).toBe(false)
  })
})

describe('one step alone', () => {
  test('of the file of choices asks for all of them when there is none yet', { timeout: 120_000 }, async () => {
    write('.env', `JUMPCLOUD_API_KEY=${latchkeyKey}\n`)
    const said = await playing((wizard) => runSetup(wizard, ['groups']), choiceAnswers, fresh)
    expect(said).toMatch(/everything that belongs in it is asked/)
    expect(said).toMatch(/4 of 4: What people may ask for/)
    // The rest is not there, and the doctor says so.
    expect(said).toMatch(/LATCHKEY_SECRET is not set/)
    expect(said).toContain('look again with: npm run doctor')
    const contacts = await playing(
      (wizard) => runSetup(wizard, ['groups']),
      [['Which groups may people ask for', picks('Wiki', 'Wiki')]],
      fresh,
    )
    expect(contacts).toMatch(/latchkey\.yaml is as it was/)
  })

  test('a .env that others may read is closed first', { timeout: 120_000 }, async () => {
    write('.env', `JUMPCLOUD_API_KEY=${latchkeyKey}\n`, 0o644)
    await playing(
      (wizard) => runSetup(wizard, ['address']),
      [['Other users of this machine may read .env', enter], ...addressAnswers],
      fresh,
    )
    expect(mode('.env')).toBe(0o600)
    expect(env()).toEqual({ JUMPCLOUD_API_KEY: latchkeyKey, PORT: '3000' })
    // The copy holds the same secrets.
    const copies = readdirSync(at('.')).filter((name) => name.startsWith('.env.'))
    expect(copies.map(mode)).toEqual([0o600])
  })
})
