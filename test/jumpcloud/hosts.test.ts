// The hosts of each region, and the overrides for tests and for token hosts that are not established.
import { expect, test } from 'vitest'
import { createCaller } from '../../src/jumpcloud/client.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { readUser } from '../../src/jumpcloud/reads.ts'
import { failure, noon, someone } from './server.ts'

test('each region has its console and its insights host', () => {
  expect(jumpcloudHosts('us')).toEqual({
    region: 'us',
    v1: 'https://console.jumpcloud.com/api',
    v2: 'https://console.jumpcloud.com/api/v2',
    insights: 'https://api.jumpcloud.com/insights/directory/v1',
    oauth: 'https://admin-oauth.id.jumpcloud.com/oauth2/token',
  })
  expect(jumpcloudHosts('eu')).toMatchObject({
    v1: 'https://console.eu.jumpcloud.com/api',
    insights: 'https://api.eu.jumpcloud.com/insights/directory/v1',
    oauth: undefined,
  })
  expect(jumpcloudHosts('in')).toMatchObject({
    v2: 'https://console.in.jumpcloud.com/api/v2',
    insights: 'https://api.in.jumpcloud.com/insights/directory/v1',
    oauth: undefined,
  })
})

test('overrides replace one host each', () => {
  const hosts = jumpcloudHosts('eu', {
    consoleUrl: 'http://127.0.0.1:3999/',
    oauthUrl: 'https://token.example/custom/token',
  })
  expect(hosts.v2).toBe('http://127.0.0.1:3999/api/v2')
  expect(hosts.insights).toBe('https://api.eu.jumpcloud.com/insights/directory/v1')
  expect(hosts.oauth).toBe('https://token.example/custom/token')
  expect(jumpcloudHosts('in', { oauthUrl: 'http://127.0.0.1:3999' }).oauth).toBe('http://127.0.0.1:3999/oauth2/token')
})

test('a service account without a known token host names the setting, and its secret goes nowhere', async () => {
  const caller = createCaller({
    credential: { kind: 'client', id: 'client', secret: 'CANARY-secret' },
    hosts: jumpcloudHosts('eu'),
    clock: { now: () => noon },
  })
  const error = await failure(caller.call(readUser, { params: { user: someone } }))
  expect(error).toMatchObject({ code: 'config-invalid', message: expect.stringContaining('JUMPCLOUD_OAUTH_URL') })
})
