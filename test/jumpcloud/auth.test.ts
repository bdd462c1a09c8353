// The service account's token: fetched once for everyone, renewed in time, and dropped when it is refused.
import { expect, test } from 'vitest'
import type { Credential } from '../../src/jumpcloud/auth.ts'
import { type Answering, callerOf, failure, noon, read, type Seen, someone, startServer, write } from './server.ts'

const params = { user: someone }
const credential: Credential = { kind: 'client', id: 'client-id', secret: 'CANARY-client-secret' }
const isToken = (seen: Seen): boolean => seen.path === '/oauth2/token'
const grant = (token: string, seconds = 3600) => ({
  json: { access_token: token, expires_in: seconds, scope: 'api', token_type: 'bearer' },
})

/** Counts tokens up; `api` answers everything else. */
const withTokens = (api: Answering, seconds?: number): Answering => {
  let tokens = 0
  return (seen, nth) => {
    if (!isToken(seen)) return api(seen, nth)
    tokens += 1
    return grant(`token-${tokens}`, seconds)
  }
}

test('twenty calls at once fetch one token, in the form that JumpCloud wants', async () => {
  const server = await startServer(withTokens(() => ({ json: {} })))
  const caller = callerOf(server, { credential })
  await Promise.all(Array.from({ length: 20 }, () => caller.call(read, { params })))
  const tokens = server.seen.filter(isToken)
  expect(tokens).toHaveLength(1)
  expect(tokens[0]).toMatchObject({ method: 'POST', body: 'grant_type=client_credentials&scope=api' })
  expect(tokens[0]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from('client-id:CANARY-client-secret').toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  })
  const calls = server.seen.filter((seen) => !isToken(seen))
  expect(calls).toHaveLength(20)
  for (const call of calls) {
    expect(call.headers.authorization).toBe('Bearer token-1')
    expect(call.headers).not.toHaveProperty('x-api-key')
  }
})

test('a token is used until 30 seconds before its end', async () => {
  let now = noon
  const server = await startServer(withTokens(() => ({ json: {} })))
  const caller = callerOf(server, { credential, clock: { now: () => now } })
  await caller.call(read, { params })
  now = new Date(noon.getTime() + 3_569_000)
  await caller.call(read, { params })
  expect(server.seen.filter(isToken)).toHaveLength(1)
  now = new Date(noon.getTime() + 3_570_000)
  await caller.call(read, { params })
  expect(server.seen.filter(isToken)).toHaveLength(2)
  expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer token-2')
})

test('a refused token is fetched anew once, even for a write: a 401 did nothing', async () => {
  const server = await startServer(
    withTokens((seen) => (seen.headers.authorization === 'Bearer token-1' ? { status: 401 } : { text: 'OK' })),
  )
  const caller = callerOf(server, { credential })
  await expect(caller.call(write('never'), { params })).resolves.toMatchObject({ body: 'OK' })
  expect(server.seen.map(({ path }) => path.split('/').at(-1))).toEqual(['token', 'unlock', 'token', 'unlock'])
})

test('a second refusal is the end: no storm of tokens', async () => {
  const server = await startServer(withTokens(() => ({ status: 401, json: { message: 'Unauthorized' } })))
  await expect(callerOf(server, { credential }).call(read, { params })).rejects.toMatchObject({
    code: 'jumpcloud-unauthorised',
  })
  expect(server.seen.filter(isToken)).toHaveLength(2)
  expect(server.seen).toHaveLength(4)
})

test('a wrong secret is told as a wrong credential', async () => {
  for (const status of [400, 401]) {
    const server = await startServer(() => ({ status, json: { error: 'invalid_client', error_description: 'x' } }))
    const error = await failure(callerOf(server, { credential }).call(read, { params }))
    expect(error).toMatchObject({ code: 'jumpcloud-unauthorised' })
    expect(server.seen).toHaveLength(1)
  }
})

test('a token host that stumbles is asked again for a read, and leaves a write unchanged', async () => {
  const server = await startServer((seen, nth) =>
    isToken(seen) ? (nth === 1 ? { status: 503 } : grant('t')) : { json: {} },
  )
  await callerOf(server, { credential }).call(read, { params })
  expect(server.seen.filter(isToken)).toHaveLength(2)

  for (const reply of ['drop', { status: 503 }] as const) {
    const down = await startServer(() => reply)
    await expect(callerOf(down, { credential }).call(write('never'), { params })).rejects.toMatchObject({
      code: 'jumpcloud-unavailable',
    })
    expect(down.seen).toHaveLength(1)
  }
})

test('an answer that holds no token is malformed, and is not repeated in the error', async () => {
  const server = await startServer(() => ({ json: { token: 'CANARY-misplaced-token' } }))
  const error = await failure(callerOf(server, { credential }).call(read, { params }))
  expect(error).toMatchObject({ code: 'jumpcloud-malformed' })
  expect(JSON.stringify(error) + String(error)).not.toContain('CANARY')
})

test('one waiter that gives up does not spoil the token for the others', async () => {
  const controller = new AbortController()
  const held = Promise.withResolvers<void>()
  const server = await startServer(async (seen) => {
    if (!isToken(seen)) return { json: {} }
    await held.promise
    return grant('shared')
  })
  const caller = callerOf(server, { credential })
  const leaving = failure(caller.call(read, { params, signal: controller.signal }))
  const staying = caller.call(read, { params })
  controller.abort()
  expect(await leaving).toMatchObject({ code: 'jumpcloud-unavailable' })
  held.resolve()
  await expect(staying).resolves.toMatchObject({ status: 200 })
  expect(server.seen.filter(isToken)).toHaveLength(1)
})

test('no credential, or one that no header can carry, is "not configured"', async () => {
  const server = await startServer(() => ({ json: {} }))
  expect(() => callerOf(server, { credential: undefined })).toThrow(/JUMPCLOUD_API_KEY/)
  expect(() => callerOf(server, { credential: { kind: 'api-key', key: 'a\r\nx-org-id: b' } })).toThrow(
    /JUMPCLOUD_API_KEY/,
  )
  expect(() => callerOf(server, { credential: { kind: 'client', id: 'a', secret: '' } })).toThrow(/JUMPCLOUD_CLIENT_ID/)
})
