// The client's promises: what is repeated and what never is, and when the outcome of a write is unknown.
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { listOrganisations, readUser, searchUsers } from '../../src/jumpcloud/reads.ts'
import { callerOf, failure, other, type Reply, read, someone, startServer, write } from './server.ts'

const params = { user: someone }

test('the key and the organisation go along, except to the organisation routes', async () => {
  const server = await startServer(() => ({ json: { results: [] } }))
  const caller = callerOf(server, { orgId: other })
  await caller.call(readUser, { params })
  await caller.call(listOrganisations)
  const [user, organisations] = server.seen
  expect(user?.headers).toMatchObject({
    'x-api-key': expect.stringContaining('jca_'),
    'x-org-id': other,
    accept: 'application/json',
  })
  expect(organisations?.path).toBe('/api/organizations')
  expect(organisations?.headers).not.toHaveProperty('x-org-id')
})

test.each<[string, Reply, unknown]>([
  ['empty', { status: 204 }, ''],
  ['plain text', { text: 'OK' }, 'OK'],
  ['a JSON string', { json: 'OK' }, 'OK'],
  ['JSON without its content type', { text: '{"a":1}' }, { a: 1 }],
])('a write answered with %s is good', async (_name, reply, body) => {
  const server = await startServer(() => reply)
  await expect(callerOf(server).call(write('never'), { params })).resolves.toMatchObject({ body })
})

test.each<[string, Reply, string]>([
  ['500', { status: 500, json: { message: 'x' } }, 'jumpcloud-unknown-outcome'],
  ['502 with HTML', { status: 502, text: '<html>Bad Gateway</html>' }, 'jumpcloud-unknown-outcome'],
  ['503', { status: 503 }, 'jumpcloud-unknown-outcome'],
  ['a connection cut after sending', 'drop', 'jumpcloud-unknown-outcome'],
  ['silence', 'hang', 'jumpcloud-unknown-outcome'],
  [
    'a truncated body',
    (r) => void r.writeHead(200, { 'content-length': '100' }).write('{"a"', () => r.destroy()),
    'jumpcloud-unknown-outcome',
  ],
  ['truncated JSON', { text: '{"_id":"5f' }, 'jumpcloud-unknown-outcome'],
  ['a page of HTML', { text: '<!doctype html><p>Please sign in' }, 'jumpcloud-unknown-outcome'],
  ['an error in a 200', { json: { error: 'nope' } }, 'jumpcloud-unknown-outcome'],
  ['a code in a 200', { json: { code: 500, message: 'nope' } }, 'jumpcloud-unknown-outcome'],
  ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'jumpcloud-unknown-outcome'],
  ['429', { status: 429 }, 'jumpcloud-busy'],
  ['409', { status: 409, json: { message: 'Already Exists' } }, 'jumpcloud-conflict'],
])('a write that must not be repeated is sent once: %s', async (_name, reply, code) => {
  for (const repeat of ['never', 'safe-if-checked'] as const) {
    const server = await startServer(() => reply)
    const caller = callerOf(server, { timeoutMs: reply === 'hang' ? 150 : 2000 })
    await expect(caller.call(write(repeat), { params })).rejects.toMatchObject({ code })
    expect(server.seen).toHaveLength(1)
    expect(caller.waits).toEqual([])
  }
})

test('a write that cannot even connect has changed nothing', async () => {
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const address = gone.address()
  await new Promise((resolve) => gone.close(resolve))
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const error = await failure(callerOf({ url, seen: [] }).call(write('never'), { params }))
  expect(error).toMatchObject({ code: 'jumpcloud-unavailable', message: expect.stringContaining('ECONNREFUSED') })
})

test('a failed TLS handshake comes before the write, so nothing was changed', async () => {
  const noTls = createServer((socket) => socket.end('this is not TLS'))
  await new Promise<void>((resolve) => noTls.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void noTls.close())
  const address = noTls.address()
  const url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  await expect(callerOf({ url, seen: [] }).call(write('never'), { params })).rejects.toMatchObject({
    code: 'jumpcloud-unavailable',
  })
})

test('a harmless write is repeated, and an unknown attempt stays unknown whatever comes later', async () => {
  const good = await startServer((_seen, nth) => (nth === 1 ? 'drop' : { text: 'OK' }))
  await expect(callerOf(good).call(write('safe'), { params })).resolves.toMatchObject({ body: 'OK' })
  expect(good.seen).toHaveLength(2)

  const late = await startServer((_seen, nth) =>
    nth === 1 ? { status: 503 } : { status: 409, json: { message: 'Already Exists' } },
  )
  await expect(callerOf(late).call(write('safe'), { params })).rejects.toMatchObject({
    code: 'jumpcloud-unknown-outcome',
  })

  const busy = await startServer((_seen, nth) => (nth === 1 ? 'drop' : { status: 429 }))
  await expect(callerOf(busy).call(write('safe'), { params })).rejects.toMatchObject({
    code: 'jumpcloud-unknown-outcome',
  })
  expect(busy.seen).toHaveLength(4)
})

test.each<[string, Reply]>([
  ['429', { status: 429 }],
  ['500', { status: 500 }],
  ['502 with HTML', { status: 502, text: '<html>' }],
  ['503', { status: 503 }],
  ['504', { status: 504 }],
  ['a cut connection', 'drop'],
])('a read is repeated after %s', async (_name, reply) => {
  const server = await startServer((_seen, nth) => (nth < 4 ? reply : { json: { _id: someone } }))
  const caller = callerOf(server)
  await expect(caller.call(read, { params })).resolves.toMatchObject({ body: { _id: someone } })
  expect(caller.waits).toEqual([250, 500, 1000])
})

test('a search is a read although it is a POST', async () => {
  const server = await startServer((_seen, nth) => (nth === 1 ? { status: 503 } : { json: { results: [] } }))
  await callerOf(server).call(searchUsers, { body: {} })
  expect(server.seen).toHaveLength(2)
})

test('after three repeats a read gives up with its own reason', async () => {
  const server = await startServer(() => ({ status: 502, text: '<html><b>Bad Gateway</b></html>' }))
  const error = await failure(callerOf(server).call(read, { params }))
  expect(error).toMatchObject({ code: 'jumpcloud-unavailable', message: expect.stringContaining('(HTTP 502)') })
  expect(String(error)).not.toContain('<')
  expect(server.seen).toHaveLength(4)
})

test('Retry-After is honoured in seconds and as a date, never beyond 30 s, and nonsense is ignored', async () => {
  const said = ['7', 'Thu, 20 Aug 2026 12:00:04 GMT', '86400']
  const server = await startServer((_seen, nth) => ({ status: 429, headers: { 'retry-after': said[nth - 1] ?? '-5' } }))
  const caller = callerOf(server)
  await expect(caller.call(read, { params })).rejects.toMatchObject({ code: 'jumpcloud-busy' })
  expect(caller.waits).toEqual([7000, 4000, 30_000])
  await expect(caller.call(read, { params })).rejects.toMatchObject({ code: 'jumpcloud-busy' })
  expect(caller.waits.slice(3)).toEqual([250, 500, 1000])
})

test('a busy JumpCloud says when it is asked again', async () => {
  const server = await startServer(() => ({ status: 429, headers: { 'retry-after': '120' } }))
  const error = await failure(callerOf(server).call(write('never'), { params }))
  expect(error).toMatchObject({ code: 'jumpcloud-busy', text: { values: { at: { at: '2026-08-20T12:02:00.000Z' } } } })
})

test('truncated JSON and too large an answer are no answer', async () => {
  const cut = await startServer(() => ({ text: '{"results":[' }))
  await expect(callerOf(cut).call(read, { params })).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
  const large = await startServer(() => ({ text: `"${'x'.repeat(9 * 1024 * 1024)}"` }))
  await expect(callerOf(large).call(read, { params })).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
  expect(large.seen).toHaveLength(1)
})

test('a redirect is not followed', async () => {
  const server = await startServer(() => ({ status: 302, headers: { location: '/elsewhere' } }))
  await expect(callerOf(server).call(read, { params })).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
  expect(server.seen.map(({ path }) => path)).toEqual([`/api/systemusers/${someone}`])
})

test('the timeout covers a body that drips', async () => {
  const server = await startServer(() => (response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(drip))
  })
  const caller = callerOf(server, { timeoutMs: 150 })
  await expect(caller.call(write('never'), { params })).rejects.toMatchObject({ code: 'jumpcloud-unknown-outcome' })
})

test('an aborted read stops and is not repeated; an aborted write is unknown once it left', async () => {
  const controller = new AbortController()
  const server = await startServer(() => {
    controller.abort()
    return 'hang'
  })
  const caller = callerOf(server)
  await expect(caller.call(read, { params, signal: controller.signal })).rejects.toMatchObject({
    code: 'jumpcloud-unavailable',
  })
  expect(server.seen).toHaveLength(1)

  const late = new AbortController()
  const second = await startServer(() => {
    late.abort()
    return 'hang'
  })
  const left = callerOf(second).call(write('safe'), { params, signal: late.signal })
  await expect(left).rejects.toMatchObject({ code: 'jumpcloud-unknown-outcome' })
  const never = callerOf(second).call(write('never'), { params, signal: AbortSignal.abort() })
  await expect(never).rejects.toMatchObject({ code: 'jumpcloud-unavailable' })
  expect(second.seen).toHaveLength(1)
})

test('at most five calls are under way at once', async () => {
  let current = 0
  let most = 0
  const server = await startServer(async () => {
    current += 1
    most = Math.max(most, current)
    await new Promise((resolve) => setTimeout(resolve, 10))
    current -= 1
    return { json: {} }
  })
  const caller = callerOf(server)
  await Promise.all(Array.from({ length: 20 }, () => caller.call(read, { params })))
  expect(server.seen).toHaveLength(20)
  expect(most).toBe(5)
})

test('each write has a connection of its own', async () => {
  const server = await startServer(() => ({ text: 'OK' }))
  const caller = callerOf(server)
  for (let nth = 0; nth < 3; nth++) await caller.call(write('never'), { params })
  expect(new Set(server.seen.map(({ port }) => port)).size).toBe(3)
})
