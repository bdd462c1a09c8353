// One translator: each status in the right words, and neither a secret nor a person's address in any of them.
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { listEvents, listUsers } from '../../src/jumpcloud/reads.ts'
import { callerOf, failure, type Reply, read, someGroup, someone, startServer, testKey, write } from './server.ts'

const params = { user: someone }

async function errorFor(reply: Reply, endpoint = read, options = {}) {
  const server = await startServer(() => reply)
  const error = await failure(callerOf(server, options).call(endpoint, endpoint.path.includes('{') ? { params } : {}))
  if (!(error instanceof Error)) throw new Error('not an error')
  return error
}

test('401 is about the credential and its region; 403 is about a permission and the skills that need it', async () => {
  const unauthorised = await errorFor({
    status: 401,
    json: { error: 'Unauthorized', message: 'Unauthorized: api key user not found' },
  })
  expect(unauthorised).toMatchObject({ code: 'jumpcloud-unauthorised' })
  expect(unauthorised.message).toContain('“us”')

  const skillsNeeding = (scopes: readonly string[]) =>
    scopes.includes('users.state.unlock') ? ['unlock-account', 'help'] : []
  const forbidden = await errorFor({ status: 403, json: { message: 'Forbidden' } }, write('never'), { skillsNeeding })
  expect(forbidden).toMatchObject({ code: 'jumpcloud-forbidden' })
  expect(forbidden.message).toContain('lacks the permission users.state.unlock')
  expect(forbidden.message).toContain('Switched off until then: unlock-account and help.')

  const noSkill = await errorFor({ status: 403, json: { message: 'Forbidden' } }, read, { skillsNeeding })
  expect(noSkill.message).toContain('users.readonly')
  expect(noSkill.message).not.toContain('Switched off')
})

test('403 for a blocked address is not told as a missing permission', async () => {
  const error = await errorFor({ status: 403, json: { message: 'Your IP has been blocked due to suspected abuse' } })
  expect(error).toMatchObject({ code: 'jumpcloud-rejected', message: expect.stringContaining('blocked') })
})

test.each<[number, Reply, string, string]>([
  [
    400,
    { status: 400, json: { message: 'Bad Request: request parameter "limit"' } },
    'jumpcloud-rejected',
    '(400): Bad Request',
  ],
  [400, { status: 400, json: { error: 'only an error' } }, 'jumpcloud-rejected', 'only an error'],
  [422, { status: 422, text: 'plain\nwords' }, 'jumpcloud-rejected', 'plain words'],
  [400, { status: 400, text: '<html><body>odd</body></html>' }, 'jumpcloud-rejected', 'HTTP 400'],
  [402, { status: 402, json: { message: 'pay' } }, 'jumpcloud-rejected', 'pay'],
  [404, { status: 404, json: { code: 404, message: 'Not Found' } }, 'jumpcloud-not-found', 'no such user'],
  [409, { status: 409, json: { message: 'Already Exists' } }, 'jumpcloud-conflict', 'Already Exists'],
])('%d', async (_status, reply, code, words) => {
  expect(await errorFor(reply)).toMatchObject({ code, message: expect.stringContaining(words) })
})

test('402 on Directory Insights means that it is switched off', async () => {
  expect(await errorFor({ status: 402, json: { message: 'x' } }, listEvents)).toMatchObject({ code: 'insights-off' })
})

test('what JumpCloud says is one short line without addresses and direction marks', async () => {
  const message = `User ann@example.com exists\u202e\r\nplease ${'x'.repeat(500)}`
  const error = await errorFor({ status: 400, json: { message } }, listUsers)
  expect(error.message).toContain('User [e-mail] exists please xxx')
  expect(error.message).not.toMatch(/[\u202e\r\n]/)
  expect(error.message.length).toBeLessThan(320)
})

test('megabytes of a stranger are translated at once', async () => {
  const started = performance.now()
  await errorFor({ status: 400, text: 'eyJ-'.repeat(250_000) })
  await errorFor({ status: 400, text: 'a.'.repeat(1_000_000) })
  expect(performance.now() - started).toBeLessThan(5000)
})

const secret = 'CANARY-client-secret'
const basic = Buffer.from(`id:${secret}`).toString('base64')

test.each<[string, Reply]>([
  ['refused with an echo', { status: 401, json: { message: `key ${testKey} ${secret} ${basic} not found` } }],
  ['forbidden with an echo', { status: 403, text: `${testKey} ${secret} Bearer CANARY.token-value` }],
  ['rejected with an echo', { status: 400, json: { error: `bad ${testKey} ${secret} CANARY.token-value` } }],
  ['a server error with an echo', { status: 500, text: `${testKey} ${secret}` }],
  ['a cut connection', 'drop'],
  ['an unreadable answer', { text: `{"${testKey}${secret}` }],
])('neither key nor secret nor token is in an error or its causes: %s', async (_name, reply) => {
  const credentials = [
    { kind: 'api-key', key: testKey },
    { kind: 'client', id: 'id', secret },
  ] as const
  for (const credential of credentials) {
    const hides = credential.kind === 'api-key' ? [testKey] : [secret, basic, 'CANARY.token-value']
    const server = await startServer((seen) =>
      seen.path === '/oauth2/token' ? { json: { access_token: 'CANARY.token-value', expires_in: 3600 } } : reply,
    )
    for (const endpoint of [read, write('never')]) {
      const error = await failure(callerOf(server, { credential }).call(endpoint, { params }))
      const everything = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)
      expect(error).toHaveProperty('code')
      for (const hidden of hides) expect(everything).not.toContain(hidden)
    }
  }
})

test('a 404 about a group says so', async () => {
  const server = await startServer(() => ({ status: 404 }))
  const endpoint = { ...read, api: 'v2' as const, path: '/usergroups/{group}' }
  const error = await failure(callerOf(server).call(endpoint, { params: { group: someGroup } }))
  expect(error).toMatchObject({ code: 'jumpcloud-not-found', message: 'JumpCloud has no such group.' })
})
