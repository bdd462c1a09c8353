// Requests that must not be dispatched, by the thousand from a seed: forged tokens, damaged ones, and odd bodies under good ones.
import fc from 'fast-check'
import type { FakeTeams } from '../../fakes/teams.ts'
import { messageActivity, pressActivity } from '../../fakes/teams-activities.ts'
import { type Fields, getPerson } from '../../fakes/teams-state.ts'
import { signToken } from '../../fakes/teams-token.ts'
import { oddValue } from '../mutate.ts'
import { claimsOf, encoded, outboundClaims, wrongTokens } from './tokens.ts'

export interface Forgery {
  family: string
  /** Made when it is sent: a time in it is then what it says it is. */
  token: () => string
  body: string | Buffer
}

type Made = fc.Arbitrary<Forgery>

const flip = (part: string, at: number, bit: number): string => {
  const bytes = Buffer.from(part, 'base64url')
  const place = at % bytes.length
  bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
  return bytes.toString('base64url')
}

export function forgeries(teams: FakeTeams): Made {
  const maya = getPerson(teams.state, 'maya')
  const honest = (): Fields => messageActivity(teams.state, maya, teams.serviceUrl, 'unlock me')
  const body = JSON.stringify(honest())
  const forged = (family: string, token: fc.Arbitrary<string>): Made =>
    token.map((made) => ({ family, token: () => made, body }))

  const table = fc
    .constantFrom(...wrongTokens)
    .map(([family, forge]): Forgery => ({ family: `table: ${family}`, token: () => forge(teams), body }))

  const parts = () => teams.goodToken().split('.')
  const damaged = [
    forged(
      'damaged: one bit of a part',
      fc.tuple(fc.nat(2), fc.nat(5000), fc.nat(7)).map(([part, at, bit]) =>
        parts()
          .map((one, n) => (n === part ? flip(one, at, bit) : one))
          .join('.'),
      ),
    ),
    forged(
      'damaged: cut short',
      fc.integer({ min: 1, max: 200 }).map((n) => teams.goodToken().slice(0, -n)),
    ),
    forged(
      'damaged: parts in another order',
      fc
        .constantFrom([1, 0, 2], [2, 1, 0], [0, 0, 2], [0, 1, 1], [1, 1, 1])
        .map((order) => order.map((n) => parts()[n]).join('.')),
    ),
    forged(
      'damaged: a sign in it',
      fc.tuple(fc.nat(400), fc.constantFrom(...' \t!"#$%&()*+,/:;<=>?@[]^`{|}~')).map(([at, sign]) => {
        const good = teams.goodToken()
        return `${good.slice(0, at)}${sign}${good.slice(at)}x`
      }),
    ),
    forged('damaged: letters for a token', fc.stringMatching(/^[\w.-]{1,300}$/)),
  ]

  const { iss, aud, serviceurl, exp, nbf } = claimsOf(teams)
  const claim = (name: string, value: fc.Arbitrary<unknown>): Made =>
    forged(
      `claim: ${name}`,
      value.map((odd) => signToken({ claims: claimsOf(teams, { [name]: odd }) })),
    )
  const different = (than: unknown) => oddValue.filter((odd) => odd !== than)
  const claims = [
    claim('iss', different(iss)),
    claim('aud', different(aud)),
    claim('serviceurl', different(serviceurl)),
    claim(
      'exp',
      oddValue.filter((odd) => !(typeof odd === 'number' && odd > Number(exp))),
    ),
    claim(
      'nbf',
      oddValue.filter((odd) => !(typeof odd === 'number' && odd < Number(nbf))),
    ),
    forged(
      'claims: none that is ours',
      fc.dictionary(fc.string({ maxLength: 8 }), oddValue).map((odd) => signToken({ claims: odd })),
    ),
  ]

  const header = (name: string, value: fc.Arbitrary<unknown>): Made =>
    forged(
      `header: ${name}`,
      value.map((odd) => signToken({ claims: claimsOf(teams), header: { [name]: odd } })),
    )
  const headers = [
    header('alg', different('RS256')),
    header('kid', different('good')),
    header('jku', fc.webUrl()),
    header('crit', fc.array(fc.string(), { maxLength: 3 })),
    forged(
      'header: random, over a random signature',
      fc
        .tuple(fc.dictionary(fc.string({ maxLength: 5 }), oddValue), fc.uint8Array({ minLength: 2, maxLength: 300 }))
        .map(
          ([odd, bytes]) =>
            `${encoded({ alg: 'RS256', kid: 'good', ...odd })}.${encoded(claimsOf(teams))}.${Buffer.from(bytes).toString('base64url')}`,
        ),
    ),
  ]

  const issuers = fc.constantFrom(
    'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
    'https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/',
    `https://sts.windows.net/${teams.tenant}/`,
    `https://login.microsoftonline.com/${teams.tenant}/v2.0`,
    'https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0',
  )
  const ours = fc.tuple(issuers, fc.constantFrom('1.0', '2.0', ''), fc.constantFrom('good', 'unendorsed'))
  const caught = forged(
    'our own outbound token',
    ours.map(([issuer, ver, key]) =>
      signToken({ claims: { ...outboundClaims(teams, issuer), ver, azp: teams.appId }, key }),
    ),
  )
  const caughtAs = fc.tuple(ours, fc.constantFrom('AseChannel', 'emulator', '', 'msteams')).map(
    ([[issuer, ver, key], channelId]): Forgery => ({
      family: `our own outbound token as ${channelId}`,
      token: () => signToken({ claims: { ...outboundClaims(teams, issuer), ver, azp: teams.appId }, key }),
      body: JSON.stringify({ ...honest(), channelId }),
    }),
  )

  /** Under a good token, so only its shape keeps it out. */
  const odd = (family: string, made: fc.Arbitrary<unknown>): Made =>
    made.map((value) => ({
      family: `body: ${family}`,
      token: teams.goodToken,
      body: Buffer.isBuffer(value) || typeof value === 'string' ? value : JSON.stringify(value),
    }))
  const needed = fc.constantFrom('type', 'id', 'channelId', 'serviceUrl', 'from', 'recipient', 'conversation')
  const bodies = [
    odd(
      'a field of another kind',
      fc
        .tuple(needed, oddValue)
        .filter(([, value]) => typeof value !== 'string')
        .map(([name, value]) => ({ ...honest(), [name]: value })),
    ),
    odd(
      'another type',
      fc
        .string({ maxLength: 20 })
        .filter((type) => type !== 'message' && type !== 'invoke')
        .map((type) => ({ ...honest(), type })),
    ),
    odd(
      'another channel',
      fc
        .string({ maxLength: 20 })
        .filter((channelId) => channelId !== 'msteams')
        .map((channelId) => ({ ...honest(), channelId })),
    ),
    odd(
      'a card’s data without a handle',
      fc
        .dictionary(fc.string({ maxLength: 10 }), oddValue)
        .filter((data) => !['press', 'choice', 'submit'].some((key) => key in data))
        .map((data) => ({
          ...pressActivity(teams.state, maya, teams.serviceUrl, {
            message: blankMessage,
            action: { data },
            inputs: {},
            isOldClient: false,
          }),
        })),
    ),
    odd('random JSON', fc.json({ maxDepth: 4 })),
    odd(
      'random bytes',
      fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
    ),
    odd(
      'half of it',
      fc.integer({ min: 1, max: body.length - 1 }).map((n) => body.slice(0, n)),
    ),
  ]
  return fc.oneof({ weight: 12, arbitrary: table }, ...damaged, ...claims, ...headers, caught, caughtAs, ...bodies)
}

export const blankMessage = {
  conversation: '',
  id: '1',
  card: undefined,
  text: '',
  summary: '',
  at: new Date(0),
  edits: 0,
  isForm: false,
}
