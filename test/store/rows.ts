// Rows that tests of the store insert: valid, and as small as the tables allow.
import { randomBytes, randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
import { type RequestId, requestId, type UserId, userId } from '../../src/ids.ts'
import type { RequestTable } from '../../src/store/tables.ts'

export const anId = (): RequestId => requestId.parse(randomUUID())
export const aUser = (): UserId => userId.parse(randomBytes(12).toString('hex'))
export const aHash = (): string => randomBytes(32).toString('hex')

export const aRequest = (changed: Partial<Insertable<RequestTable>> = {}): Insertable<RequestTable> => ({
  id: anId(),
  source_key: randomUUID(),
  platform: 'slack',
  tenant: 'T1',
  account_user: 'U1',
  requester: aUser(),
  subject: aUser(),
  skill: 'unlock-account',
  input: '{}',
  plan_hash: aHash(),
  state: 'open',
  reason: null,
  needs: '{}',
  shown: '[]',
  asked_at: new Date('2026-03-01T09:00:00.123Z'),
  expires_at: new Date('2026-03-04T09:00:00Z'),
  due_at: null,
  asked_approvers_at: null,
  reminded_at: null,
  escalated_at: null,
  ready_at: null,
  finished_at: null,
  ends_at: null,
  end_reminded_at: null,
  updated_at: new Date('2026-03-01T09:00:00Z'),
  ...changed,
})
