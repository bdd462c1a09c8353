// Credentials of the sandbox: API keys, OAuth tokens, scopes and the organisation header.
import { expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import { sandboxClient } from '../../src/sandbox/keys.ts'
import { idOf } from '../../src/sandbox/state.ts'
import { group, sandboxForTests, user } from './api.ts'

const { call, clock, get, journal, post } = sandboxForTests()
const organisation = idOf('organization', 'northwind')
const events = '/insights/directory/v1/events'
const lastDay = () => ({ service: ['all'], start_time: new Date(clock.now().getTime() - hours(24)).toISOString() })

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
const askToken = (secret = sandboxClient.secret, body = 'grant_type=client_credentials&scope=api') =>
  call<{ access_token: string; expires_in: number }>('POST', '/oauth2/token', {
    headers: { authorization: basic(sandboxClient.id, secret), 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
const bearer = async () => ({ key: '', headers: { authorization: `Bearer ${(await askToken()).body.access_token}` } })

test('an unknown key is 401 in the words of its API', async () => {
  expect(await get('/api/systemusers', { key: 'jca_wrong' })).toMatchObject({
    status: 401,
    body: { error: 'Unauthorized', message: 'Unauthorized: api key user not found' },
  })
  expect((await get('/api/v2/usergroups', { key: '' })).status).toBe(401)
  expect((await post(events, lastDay(), { key: 'jca_wrong' })).status).toBe(401)
})

test('the limited keys hold what their capability needs and no more', async () => {
  const unlock = `/api/systemusers/${user('maya.alvarez')}/unlock`
  const body = { op: 'add', type: 'user', id: user('leo.brandt') }
  const members = `/api/v2/usergroups/${group('Looker – Analyst')}/members`
  const read = { key: 'jca_sandbox_read' }
  const write = { key: 'jca_sandbox_write' }
  expect((await get('/api/systemusers', read)).status).toBe(200)
  expect((await get(members, read)).status).toBe(200)
  expect(await post(unlock, undefined, read)).toMatchObject({ status: 403, body: { code: 403, message: 'Forbidden' } })
  expect((await post(members, body, read)).status).toBe(403)
  // Devices can be removed only by who may change people in every way, and so read them.
  expect((await post(events, lastDay(), write)).status).toBe(403)
  expect((await get('/api/organizations', write)).status).toBe(403)
  expect((await post(unlock, undefined, write)).status).toBe(200)
  expect((await post(members, body, write)).status).toBe(204)
})

test('a scope can be taken from a key, and a key can be revoked', async () => {
  expect((await call('DELETE', '/_sandbox/keys/full/scopes/directoryinsights.readonly')).status).toBe(204)
  expect((await post(events, lastDay())).status).toBe(403)
  expect((await get('/api/systemusers')).status).toBe(200)
  expect((await call('DELETE', '/_sandbox/keys/full/scopes/directoryinsights.readonly')).status).toBe(404)
  await call('PATCH', '/_sandbox/keys/full', { body: { revoked: true } })
  expect((await get('/api/systemusers')).status).toBe(401)
})

test('client credentials get a token for an hour', async () => {
  expect((await askToken()).body).toMatchObject({ expires_in: 3600, scope: 'api', token_type: 'bearer' })
  const headers = await bearer()
  expect((await get('/api/systemusers', headers)).status).toBe(200)
  clock.advance(hours(1))
  expect((await get('/api/systemusers', headers)).status).toBe(401)
})

test('a wrong secret, grant or scope gets none', async () => {
  expect(await askToken('wrong')).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  expect((await askToken(sandboxClient.secret, 'grant_type=password&scope=api')).status).toBe(400)
  expect((await askToken(sandboxClient.secret, 'grant_type=client_credentials')).status).toBe(400)
})

test('Insights wants the organisation from a service token, not from an API key', async () => {
  const { headers } = await bearer()
  const token = { key: '', headers }
  expect(await post(events, lastDay(), token)).toMatchObject({
    status: 401,
    body: { message: 'Unauthorized: no organization selected' },
  })
  const named = { key: '', headers: { ...headers, 'x-org-id': organisation } }
  expect((await post(events, lastDay(), named)).status).toBe(200)
  expect((await post(events, lastDay())).status).toBe(200)
})

test.each([
  ['/api/systemusers', organisation, 200],
  ['/api/systemusers', 'northwind', 400],
  ['/api/systemusers', 'a'.repeat(24), 404],
  ['/api/organizations', organisation, 403],
])('%s with x-org-id %s is %i', async (path, id, status) => {
  expect((await get(path, { headers: { 'x-org-id': id } })).status).toBe(status)
})

test('no secret reaches the journal', async () => {
  await askToken()
  await get('/api/systemusers', await bearer())
  await askToken(sandboxClient.secret, `grant_type=client_credentials&scope=api&client_secret=${sandboxClient.secret}`)
  const entries = await journal()
  expect(entries.at(-2)).toMatchObject({ path: '/api/systemusers', key: 'client', status: 200 })
  expect(JSON.stringify(entries)).not.toContain(sandboxClient.secret)
  expect(JSON.stringify(entries)).not.toMatch(/Bearer|eyJ|jca_/)
})
