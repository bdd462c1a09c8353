// Looking whether a call may be made: what each of JumpCloud's answers says about the permission, and what it does not.
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Endpoint } from '../../src/jumpcloud/endpoint.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { createProber } from '../../src/jumpcloud/probe.ts'
import { listEvents, listUsers, readUser, searchUsers } from '../../src/jumpcloud/reads.ts'
import { type Reply, startServer } from './server.ts'

const unlock: Endpoint = {
  api: 'v1',
  method: 'POST',
  path: '/systemusers/{user}/unlock',
  scopes: ['a'],
  repeat: 'never',
}
const create: Endpoint = { api: 'v1', method: 'POST', path: '/systemusers', scopes: ['a'], repeat: 'never' }

async function probe(endpoint: Endpoint, reply: Reply) {
  const server = await startServer(() => reply)
  const prober = createProber({
    credential: { kind: 'api-key', key: 'canary' },
    hosts: jumpcloudHosts('us', { consoleUrl: server.url, insightsUrl: server.url }),
    clock: systemClock,
    allowed: [unlock, create, listEvents, listUsers, readUser, searchUsers],
    sleep: async () => {},
    timeoutMs: 2000,
  })
  const probed = await prober.probe(endpoint)
  await prober.close()
  return { kind: probed.kind, code: probed.kind === 'failed' ? probed.error.code : undefined, seen: server.seen }
}

describe('a read', () => {
  test.each<[Endpoint, Reply, string]>([
    [listUsers, { json: { results: [], totalCount: 0 } }, 'granted'],
    [readUser, { status: 404, json: { message: 'Not Found' } }, 'granted'],
    [readUser, { status: 400, json: { message: 'Bad Request' } }, 'granted'],
    [listUsers, { status: 403, json: { message: 'Forbidden' } }, 'refused'],
    [listUsers, { status: 404, json: { message: 'Not Found' } }, 'failed'],
    [listUsers, { status: 403, json: { message: 'your IP has been blocked due to suspected abuse' } }, 'failed'],
    [listUsers, { status: 401, json: { message: 'Unauthorized' } }, 'failed'],
    [listUsers, { status: 500, json: {} }, 'failed'],
    [listUsers, 'drop', 'failed'],
    [listEvents, { status: 402, json: { message: 'not enabled' } }, 'failed'],
  ])('of %o answered with %o', async (endpoint, reply, kind) => {
    expect((await probe(endpoint, reply)).kind).toBe(kind)
  })

  test('asks for one row, and for no name', async () => {
    const { seen } = await probe(listUsers, { json: { results: [] } })
    expect(Object.fromEntries(seen[0]?.query ?? [])).toEqual({ limit: '1', skip: '0', fields: '_id' })
  })
})

describe('a write', () => {
  test.each<[Reply, string, string | undefined]>([
    [{ status: 404, json: { message: 'Not Found' } }, 'not-refused', undefined],
    [{ status: 400, json: { message: 'Bad Request' } }, 'not-refused', undefined],
    [{ status: 409, json: { message: 'conflict' } }, 'not-refused', undefined],
    [{ status: 403, json: { message: 'Forbidden' } }, 'refused', undefined],
    [{ status: 503, json: {} }, 'failed', 'jumpcloud-unknown-outcome'],
    [{ status: 422, json: { message: 'no' } }, 'failed', 'jumpcloud-rejected'],
  ])('answered with %o', async (reply, kind, code) => {
    const probed = await probe(unlock, reply)
    expect([probed.kind, probed.code]).toEqual([kind, code])
  })

  test('goes once, to an id that names nothing, without a body', async () => {
    const { seen } = await probe(unlock, { status: 503, json: {} })
    expect(seen.map(({ method, path, body }) => `${method} ${path} ${body}`)).toEqual([
      `POST /api/systemusers/${'0'.repeat(24)}/unlock `,
    ])
  })

  test.each([create, searchUsers])('that names nothing in its path is not made', async (endpoint) => {
    const { kind, seen } = await probe(endpoint, { json: {} })
    expect([kind, seen]).toEqual(['unknowable', []])
  })
})
