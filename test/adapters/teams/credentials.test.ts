// The bot's own credentials and Microsoft's signing keys: how each is asked for, kept, renewed and given up.
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { createTokenSource, type TeamsCredential } from '../../../adapters/teams/credentials.ts'
import { createSigningKeys } from '../../../adapters/teams/keys.ts'
import { hours, minutes, movableClock, seconds } from '../../../src/clock.ts'
import { makeCertificate } from '../../fakes/certificate.ts'
import { type FakeTeams, startFakeTeams } from '../../fakes/teams.ts'

const clock = movableClock()
let teams: FakeTeams
afterEach(() => teams.close())

const source = (credential: TeamsCredential, rest: { tenantId?: string } = {}) =>
  createTokenSource({
    appId: teams.appId,
    tenantId: teams.tenant,
    loginUrl: teams.loginUrl,
    clock,
    credential,
    ...rest,
  })
const asked = (call: string) => teams.calls().filter((one) => one === call).length

describe('a token of our own', () => {
  const password = { kind: 'password', password: 'password-of-the-fake-app' } as const

  test('is asked for once, also by several at the same moment, and renewed before it ends', async () => {
    teams = await startFakeTeams({ clock })
    const token = source(password)
    const [first, ...others] = await Promise.all([token.get(), token.get(), token.get()])
    expect(new Set([first, ...others]).size).toBe(1)
    expect(asked('POST token')).toBe(1)
    clock.advance(minutes(54))
    expect(await token.get()).toBe(first)
    clock.advance(minutes(2))
    expect(await token.get()).not.toBe(first)
    expect(asked('POST token')).toBe(2)
  })

  test('that was dropped is asked for anew, and a failure is not kept', async () => {
    teams = await startFakeTeams({ clock })
    const token = source(password)
    const first = await token.get()
    token.drop()
    teams.fail({ call: 'POST token', times: 1, kind: 'status', status: 503 })
    await expect(token.get()).rejects.toMatchObject({ code: 'platform-unavailable' })
    expect(await token.get()).not.toBe(first)
  })

  test.each([
    ['nothing', '{}'],
    ['a token of blanks', '{"access_token":"a b","expires_in":3599}'],
    ['a token with a line break', '{"access_token":"a\\r\\nx: y","expires_in":3599}'],
    ['a token without an end', '{"access_token":"abc"}'],
    ['a token that has ended', '{"access_token":"abc","expires_in":0}'],
    ['a list', '[]'],
    ['no JSON', '<html>'],
  ])('is none when the login answers with %s', async (_, body) => {
    teams = await startFakeTeams({ clock })
    teams.fail({ call: 'POST token', times: 1, kind: 'body', body })
    await expect(source(password).get()).rejects.toMatchObject({ code: 'platform-unavailable' })
  })

  test('of another tenant’s login is not to be had', async () => {
    teams = await startFakeTeams({ clock })
    await expect(source(password, { tenantId: 'another' }).get()).rejects.toMatchObject({
      code: 'platform-unavailable',
    })
  })
})

describe('a certificate', () => {
  test('gets a token by a statement that it signs, each time a new one', async () => {
    const { pem, certificate } = makeCertificate()
    teams = await startFakeTeams({ clock, certificate })
    const token = source({ kind: 'certificate', pem })
    const first = await token.get()
    token.drop()
    expect(await token.get()).not.toBe(first)
  })

  test('that is not the registered one gets none, and neither does a password', async () => {
    teams = await startFakeTeams({ clock, certificate: makeCertificate().certificate })
    for (const credential of [
      { kind: 'certificate', pem: makeCertificate().pem },
      { kind: 'password', password: 'password-of-the-fake-app' },
    ] as const)
      await expect(source(credential).get()).rejects.toThrow('invalid_client')
  })

  test('that lacks its key, or has another’s or one that is not RSA, is refused at once', async () => {
    teams = await startFakeTeams({ clock })
    const [own, other] = [makeCertificate(), makeCertificate()]
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' })
    const otherKey = other.pem.replace(other.certificate, '')
    for (const pem of [own.certificate, otherKey, `${own.certificate}${otherKey}`, `${own.certificate}${curve}`, ''])
      expect(() => source({ kind: 'certificate', pem })).toThrow(TypeError)
  })
})

describe('the signing keys', () => {
  const keys = () => createSigningKeys(teams.metadataUrl, clock)

  test('are fetched once, and only those endorsed for Teams count', async () => {
    teams = await startFakeTeams({ clock })
    const signing = keys()
    const found = await Promise.all(
      ['good', 'good', 'skype', 'unendorsed', 'unpublished'].map((id) => signing.find(id)),
    )
    expect(found.map((key) => key?.type)).toEqual(['public', 'public', undefined, undefined, undefined])
    expect(asked('GET keys')).toBe(1)
  })

  test('are not fetched for every unknown name, but now and then', async () => {
    teams = await startFakeTeams({ clock })
    const signing = keys()
    for (const n of Array(20).keys()) expect(await signing.find(`unknown-${n}`)).toBeUndefined()
    expect(asked('GET keys')).toBe(1)
    clock.advance(minutes(11))
    for (const n of Array(20).keys()) await signing.find(`unknown-${n}`)
    expect(asked('GET keys')).toBe(2)
  })

  test('are kept for a day while Microsoft is silent, and then count no more', async () => {
    teams = await startFakeTeams({ clock })
    const signing = keys()
    await signing.find('good')
    teams.fail({ call: 'GET metadata', times: 1000, kind: 'status', status: 500 })
    clock.advance(hours(23))
    expect(await signing.find('good')).toBeDefined()
    clock.advance(hours(1))
    await expect(signing.find('good')).rejects.toMatchObject({ code: 'platform-unavailable' })
    teams.state.faults.length = 0
    clock.advance(seconds(6))
    expect(await signing.find('good')).toBeDefined()
  })

  test('are renewed before they must be', async () => {
    teams = await startFakeTeams({ clock })
    const signing = keys()
    await signing.find('good')
    clock.advance(hours(13))
    await signing.find('good')
    expect(asked('GET keys')).toBe(2)
  })

  test.each([
    ['a list of keys elsewhere', 'GET metadata', '{"jwks_uri":"https://evil.example/keys"}'],
    ['no list of keys', 'GET metadata', '{}'],
    ['an empty list', 'GET keys', '{"keys":[]}'],
    ['keys without endorsements', 'GET keys', '{"keys":[{"kty":"RSA","kid":"good","n":"AQAB","e":"AQAB"}]}'],
    [
      'a key that is too short',
      'GET keys',
      '{"keys":[{"kty":"RSA","kid":"good","n":"AQAB","e":"AQAB","endorsements":["msteams"]}]}',
    ],
    ['a shared secret', 'GET keys', '{"keys":[{"kty":"oct","kid":"good","k":"AQAB","endorsements":["msteams"]}]}'],
    ['something else', 'GET keys', '"keys"'],
  ] as const)('are none when there is %s', async (_, call, body) => {
    teams = await startFakeTeams({ clock })
    teams.fail({ call, times: 1, kind: 'body', body })
    await expect(keys().find('good')).rejects.toMatchObject({ code: 'platform-unavailable' })
  })
})
