// Who counts as a full member: a table of user objects, and what Slack's failures do to the answer.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judge } from '../../../adapters/slack/people.ts'
import { accountOf, type Bench, startBench } from './bench.ts'

const workspace = { team: 'T0NORTHW', enterprise: 'E0ORG', botUser: 'U0LATCHKEY', bot: 'B0LATCHKEY', app: 'A1' }
const member = {
  id: 'U0MAYA001',
  team_id: 'T0NORTHW',
  name: 'maya',
  deleted: false,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_email_confirmed: true,
  profile: { real_name: 'Maya Alvarez', email: 'maya.alvarez@northwind.example' },
  locale: 'de-DE',
  tz: 'Europe/Berlin',
}

describe('a user object', () => {
  test('of a full member is an employee', () => {
    expect(judge(workspace, member)).toEqual({
      kind: 'employee',
      displayName: 'Maya Alvarez',
      email: 'maya.alvarez@northwind.example',
      language: 'de-DE',
      timeZone: 'Europe/Berlin',
    })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['a guest of several channels', { is_restricted: true }, 'guest'],
    ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }, 'guest'],
    ['somebody invited', { is_invited_user: true }, 'guest'],
    ['a stranger', { is_stranger: true }, 'stranger'],
    ['another workspace, though no stranger', { team_id: 'T2', is_stranger: false }, 'foreign-tenant'],
    ['no workspace', { team_id: undefined }, 'foreign-tenant'],
    [
      'another organisation',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'E2', teams: ['T0NORTHW'] } },
      'foreign-tenant',
    ],
    [
      'our organisation, not our workspace',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'E0ORG', teams: ['T2'] } },
      'foreign-tenant',
    ],
    ['a bot', { is_bot: true }, 'bot'],
    ['a workflow', { is_workflow_bot: true }, 'bot'],
    ['a connector', { is_connector_bot: true }, 'bot'],
    ['Slackbot', { id: 'USLACKBOT' }, 'bot'],
    ['somebody deactivated', { deleted: true }, 'deactivated'],
    ['an unconfirmed address', { is_email_confirmed: false }, 'unconfirmed-email'],
    ['an unknown state', { deleted: undefined }, 'deactivated'],
    ['an unknown guest flag', { is_restricted: undefined }, 'guest'],
    ['a guest flag of the wrong type', { is_ultra_restricted: 'false' }, 'guest'],
    ['an unknown nature', { is_bot: undefined }, 'bot'],
  ])('of %s is refused', (_, change, why) => {
    expect(judge(workspace, { ...member, ...change })).toEqual({ kind: 'refused', why })
  })

  test('of a colleague who is a member of our workspace in the same organisation is an employee', () => {
    const colleague = {
      ...member,
      team_id: 'T2',
      enterprise_user: { enterprise_id: 'E0ORG', teams: ['T2', 'T0NORTHW'] },
    }
    expect(judge(workspace, colleague)).toMatchObject({ kind: 'employee' })
    expect(judge({ ...workspace, enterprise: undefined }, colleague)).toMatchObject({ kind: 'refused' })
  })

  test('with odd settings falls back, and an odd name is made harmless', () => {
    const odd = { ...member, locale: '<script>', tz: 'Mars/Olympus', profile: { real_name: 'Ma\u202Eya\nSecurity' } }
    expect(judge(workspace, odd)).toMatchObject({
      language: 'en',
      timeZone: 'UTC',
      displayName: 'Maya Security',
      email: undefined,
    })
  })
})

describe('asked live', () => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench()
    await bench.start()
  })
  afterEach(() => bench.close())

  test('an account of another workspace is refused without a call', async () => {
    const before = bench.slack.calls().length
    expect(await bench.adapter.profile(accountOf('U0MAYA001', 'T2'))).toEqual({
      kind: 'refused',
      why: 'foreign-tenant',
    })
    expect(bench.slack.calls()).toHaveLength(before)
  })

  test('somebody whom Slack does not know is a stranger', async () => {
    expect(await bench.adapter.profile(accountOf('U0NOBODY1'))).toEqual({ kind: 'refused', why: 'stranger' })
  })

  test('somebody deactivated since is refused at the next question', async () => {
    const account = accountOf('U0MAYA001')
    expect(await bench.adapter.profile(account)).toMatchObject({ kind: 'employee' })
    Object.assign(bench.slack.state.findPerson('maya') ?? {}, { flags: { deleted: true } })
    expect(await bench.adapter.profile(account)).toEqual({ kind: 'refused', why: 'deactivated' })
  })

  test('a failure is a failure and never an answer', async () => {
    bench.slack.fail({ method: 'users.info', times: 1, kind: 'status', status: 500 })
    await expect(bench.adapter.profile(accountOf('U0MAYA001'))).rejects.toMatchObject({ code: 'platform-unavailable' })
    bench.slack.fail({ method: 'users.lookupByEmail', times: 1, kind: 'error', error: 'missing_scope' })
    await expect(bench.adapter.findAccount('maya.alvarez@northwind.example')).rejects.toMatchObject({
      code: 'platform-unavailable',
    })
  })

  test('an address finds full members only, whatever its case', async () => {
    expect(await bench.adapter.findAccount('Maya.Alvarez@Northwind.Example')).toEqual(accountOf('U0MAYA001'))
    expect(await bench.adapter.findAccount('gus@agency.example')).toBeUndefined()
    expect(await bench.adapter.findAccount('dora.klein@northwind.example')).toBeUndefined()
  })
})
