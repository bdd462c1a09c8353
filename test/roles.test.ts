// Apart, the edge cannot write and the worker faces nobody: a process that holds more than its part does not start.
import { expect, test } from 'vitest'
import type { Config } from '../src/config.ts'
import { checkRole, credentialOf, type ProcessRole } from '../src/roles.ts'

const account = (id: string) => ({ kind: 'client' as const, id, secret: 's' })
const slack = { botToken: 'xoxb-1', signingSecret: 's', appToken: undefined, apiUrl: undefined }

type Parts = { write?: 'key' | 'account'; read?: boolean; database?: boolean; slack?: boolean }
const configOf = ({ write, read, database = true, slack: hasSlack }: Parts) =>
  ({
    jumpcloud: {
      credential: write === 'key' ? { kind: 'api-key', key: 'k' } : write && account('writer'),
      readCredential: read ? account('reader') : undefined,
      orgId: undefined,
      region: 'us',
      overrides: {},
    },
    databaseUrl: database ? 'postgres://localhost/latchkey' : undefined,
    slack: hasSlack ? slack : undefined,
    teams: undefined,
  }) satisfies Pick<Config, 'jumpcloud' | 'databaseUrl' | 'slack' | 'teams'>

test.each<[ProcessRole, Parts]>([
  ['all', { write: 'key', slack: true, database: false }],
  ['all', { write: 'account', slack: true }],
  ['edge', { read: true, slack: true }],
  ['worker', { write: 'account' }],
])('%s starts with %j', (role, parts) => {
  expect(() => checkRole(role, configOf(parts))).not.toThrow()
})

test.each<[ProcessRole, Parts, string]>([
  ['all', { write: 'key' }, 'No chat platform'],
  ['edge', { read: true, slack: true, database: false }, 'DATABASE_URL'],
  ['edge', { read: true }, 'No chat platform'],
  ['edge', { read: true, slack: true, write: 'key' }, 'must not hold the credential that writes'],
  ['edge', { read: true, slack: true, write: 'account' }, 'must not hold the credential that writes'],
  ['edge', { slack: true }, 'JUMPCLOUD_READ_CLIENT_ID'],
  ['worker', { write: 'key' }, '--role all'],
  ['worker', {}, 'JUMPCLOUD_CLIENT_ID'],
  ['worker', { write: 'account', read: true }, 'JUMPCLOUD_READ_CLIENT_ID'],
  ['worker', { write: 'account', slack: true }, 'SLACK_'],
  ['worker', { write: 'account', database: false }, 'DATABASE_URL'],
])('%s does not start with %j and says what to do', (role, parts, cure) => {
  expect(() => checkRole(role, configOf(parts))).toThrow(cure)
})

test('each works with its own credential', () => {
  const both = configOf({ write: 'account', read: true })
  expect(credentialOf('edge', both)).toMatchObject({ id: 'reader' })
  expect(credentialOf('worker', both)).toMatchObject({ id: 'writer' })
})
