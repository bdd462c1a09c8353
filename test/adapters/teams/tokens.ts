// Tokens in every shape that must not open the door, one family each, from a seed; and the table of single wrong ones.
import { createHmac, createSign } from 'node:crypto'
import type { FakeTeams } from '../../fakes/teams.ts'
import type { Fields } from '../../fakes/teams-state.ts'
import { goodClaims, type KeyName, privateKey, publicPem, signToken } from '../../fakes/teams-token.ts'

export const encoded = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')

export type Forge = (teams: FakeTeams) => string

export const claimsOf = (teams: FakeTeams, rest: Fields = {}): Fields => ({
  ...goodClaims(teams.state, teams.serviceUrl),
  ...rest,
})

/** Times are told when the token is made, which can be long after this file was read. */
const withClaims =
  (rest: Fields | (() => Fields), more: { header?: Fields; key?: KeyName } = {}): Forge =>
  (teams) =>
    signToken({ claims: claimsOf(teams, typeof rest === 'function' ? rest() : rest), ...more })

const seconds = () => Math.floor(Date.now() / 1000)

/** A token signed with a shared secret: the public key, which everybody knows. */
function hmacToken(teams: FakeTeams, alg: string): string {
  const signed = `${encoded({ alg, kid: 'good', typ: 'JWT' })}.${encoded(claimsOf(teams))}`
  return `${signed}.${createHmac(alg.replace('HS', 'sha'), publicPem('good')).update(signed).digest('base64url')}`
}

function otherDigest(teams: FakeTeams, bits: 384 | 512): string {
  const signed = `${encoded({ alg: `RS${bits}`, kid: 'good', typ: 'JWT' })}.${encoded(claimsOf(teams))}`
  return `${signed}.${createSign(`RSA-SHA${bits}`).update(signed).sign(privateKey('good'), 'base64url')}`
}

const unsigned =
  (alg: unknown, tail: string): Forge =>
  (teams) =>
    `${encoded({ alg, kid: 'good', typ: 'JWT' })}.${encoded(claimsOf(teams))}.${tail}`

/** What Microsoft's bot tenant and our own issue to this very bot: its outbound token. */
export const outboundClaims = (teams: FakeTeams, issuer: string): Fields => ({
  ...claimsOf(teams, { aud: 'https://api.botframework.com', iss: issuer }),
  appid: teams.appId,
  ver: '1.0',
  tid: 'd6d49420-f39b-4df7-a1dc-d59a935871db',
})
export const botTenantIssuer = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/'

/** The rows of the table: what is wrong, and how it is made. Each is answered 401. */
export const wrongTokens: [string, Forge][] = [
  ['another audience', withClaims({ aud: '11111111-0000-4000-8000-000000000000' })],
  ['our app in capitals', (teams) => signToken({ claims: claimsOf(teams, { aud: teams.appId.toUpperCase() }) })],
  ['a list of audiences', (teams) => signToken({ claims: claimsOf(teams, { aud: [teams.appId] }) })],
  ['no audience', withClaims({ aud: undefined })],
  ['another issuer', withClaims({ iss: 'https://login.microsoftonline.com/common' })],
  ['an issuer with one letter more', withClaims({ iss: 'https://api.botframework.com/' })],
  ['an issuer in capitals', withClaims({ iss: 'https://API.botframework.com' })],
  ['a list of issuers', withClaims({ iss: ['https://api.botframework.com'] })],
  ['no issuer', withClaims({ iss: undefined })],
  ['a service address that is not the body’s', withClaims({ serviceurl: 'https://smba.trafficmanager.net/amer/' })],
  ['no service address', withClaims({ serviceurl: undefined })],
  ['an empty service address', withClaims({ serviceurl: '' })],
  [
    'a list of service addresses',
    (teams) => signToken({ claims: claimsOf(teams, { serviceurl: [teams.serviceUrl] }) }),
  ],
  ['an end six minutes ago', withClaims(() => ({ exp: seconds() - 360 }))],
  ['an end 200 seconds ago, which the SDK would still take', withClaims(() => ({ exp: seconds() - 200 }))],
  ['no end', withClaims({ exp: undefined })],
  ['an end in words', withClaims({ exp: 'tomorrow' })],
  ['an end as text', withClaims(() => ({ exp: String(seconds() + 3600) }))],
  ['a beginning in two minutes', withClaims(() => ({ nbf: seconds() + 120 }))],
  ['a beginning in words', withClaims({ nbf: 'now' })],
  ['a key that nobody published', withClaims({}, { key: 'unpublished' })],
  ['a known key id over another key', withClaims({}, { key: 'unpublished', header: { kid: 'good' } })],
  ['no key id', withClaims({}, { header: { kid: undefined } })],
  ['a key id that is a list', withClaims({}, { header: { kid: ['good'] } })],
  ['a key endorsed for another channel', withClaims({}, { key: 'skype' })],
  ['a key without endorsements, which the SDK would take', withClaims({}, { key: 'unendorsed' })],
  ['HS256 with the public key', (teams) => hmacToken(teams, 'HS256')],
  ['HS512 with the public key', (teams) => hmacToken(teams, 'HS512')],
  ['RS384', (teams) => otherDigest(teams, 384)],
  ['RS512', (teams) => otherDigest(teams, 512)],
  ['PS256 in the header', withClaims({}, { header: { alg: 'PS256' } })],
  ['alg none', unsigned('none', '')],
  ['alg none with a signature', unsigned('none', 'AAAA')],
  ['alg nOnE', unsigned('nOnE', 'AAAA')],
  ['no alg', unsigned(undefined, 'AAAA')],
  ['a list of algorithms', unsigned(['RS256'], 'AAAA')],
  ['an empty signature', unsigned('RS256', '')],
  ['a key set of its own (jku)', withClaims({}, { header: { jku: 'https://evil.example/keys' } })],
  ['a key of its own (jwk)', withClaims({}, { header: { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } } })],
  ['a certificate of its own (x5u)', withClaims({}, { header: { x5u: 'https://evil.example/cert' } })],
  ['critical extensions', withClaims({}, { header: { crit: ['b64'], b64: false } })],
  [
    'the Emulator’s way: our own outbound token',
    (teams) => signToken({ claims: outboundClaims(teams, botTenantIssuer) }),
  ],
  [
    'the Emulator’s way, version 2',
    (teams) =>
      signToken({
        claims: {
          ...outboundClaims(teams, 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0'),
          azp: teams.appId,
          ver: '2.0',
        },
      }),
  ],
  [
    'the AseChannel’s way: our own tenant as issuer',
    (teams) => signToken({ claims: outboundClaims(teams, `https://sts.windows.net/${teams.tenant}/`) }),
  ],
  [
    'a skill’s way: another app as issuer of the call',
    withClaims({ iss: botTenantIssuer, ver: '1.0', appid: '22222222-0000-4000-8000-000000000000' }),
  ],
  [
    'two parts',
    (teams) =>
      signToken({ claims: claimsOf(teams) })
        .split('.')
        .slice(0, 2)
        .join('.'),
  ],
  ['four parts', (teams) => `${signToken({ claims: claimsOf(teams) })}.AAAA`],
  ['padding', (teams) => `${signToken({ claims: claimsOf(teams) })}==`],
  ['claims that are a list', (teams) => signToken({ claims: [claimsOf(teams)] as unknown as Fields })],
  ['claims that are no JSON', (teams) => signToken({ claims: claimsOf(teams) }).replace(/\.[^.]+\./, '.bm8.')],
  ['ten thousand characters', withClaims({ filler: 'x'.repeat(10_000) })],
  ['nothing', () => ''],
]
