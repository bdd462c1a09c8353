// The keys of the fake's Bot Connector, and tokens signed with them: good ones, or wrong ones on purpose.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Fields, TeamsState } from './teams-state.ts'

/** One set for the whole process: the SDK keeps the keys of an address for a day, and ports come back. */
const pairs = {
  good: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  skype: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  unendorsed: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  unpublished: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
export type KeyName = keyof typeof pairs

export const privateKey = (name: KeyName): KeyObject => pairs[name].privateKey
export const publicPem = (name: KeyName): string =>
  pairs[name].publicKey.export({ format: 'pem', type: 'spki' }).toString()

const published = (name: KeyName, endorsements: string[] | undefined): Fields => ({
  ...pairs[name].publicKey.export({ format: 'jwk' }),
  use: 'sig',
  kid: name,
  x5t: name,
  ...(endorsements ? { endorsements } : {}),
})

export const keySet = (): Fields => ({
  keys: [published('good', ['msteams', 'skype']), published('skype', ['skype']), published('unendorsed', undefined)],
})

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Valid on the system's clock, which the SDK reads, and on ours, which a test may have moved. */
export function goodClaims(state: TeamsState, serviceUrl: string): Fields {
  const times = [Date.now(), state.clock.now().getTime()].map((ms) => Math.floor(ms / 1000))
  return {
    iss: 'https://api.botframework.com',
    aud: state.appId,
    serviceurl: serviceUrl,
    nbf: Math.min(...times) - 30,
    exp: Math.max(...times) + 3600,
  }
}

export interface TokenParts {
  claims: Fields
  header?: Fields
  /** Whose private key signs; the key id follows it unless the header names another. */
  key?: KeyName
}

export function signToken({ claims, header = {}, key = 'good' }: TokenParts): string {
  const signed = `${encoded({ alg: 'RS256', kid: key, x5t: key, typ: 'JWT', ...header })}.${encoded(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey(key)).toString('base64url')}`
}
