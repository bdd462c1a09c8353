// Says whether a token was made by the Bot Connector for this bot just now. It is asked before a byte of the body is read.
import { verify } from 'node:crypto'
import type { SigningKeys } from './keys.ts'
import { type Fields, findObject, text } from './payload.ts'

export const connectorIssuer = 'https://api.botframework.com'

/** How far the two clocks may be apart; the SDK would grant five minutes. */
const toleranceSeconds = 60

/** These name another key or another reading of the token; Microsoft sends none of them. */
const foreignHeaders = ['crit', 'b64', 'jku', 'jwk', 'x5u']

export interface Bearer {
  header: Fields
  claims: Fields
  signed: Buffer
  signature: Buffer
}

const decoded = (part: string): Buffer => Buffer.from(part, 'base64url')

/** The parts of `Bearer <JWT>`, or undefined for any other header. */
export function findBearer(authorization: string): Bearer | undefined {
  const parts = /^Bearer ([\w-]{2,2000})\.([\w-]{2,6000})\.([\w-]{2,2000})$/.exec(authorization)
  if (parts === null) return undefined
  const [, head = '', body = '', tail = ''] = parts
  const header = findObject(decoded(head))
  const claims = findObject(decoded(body))
  if (header === undefined || claims === undefined) return undefined
  return { header, claims, signed: Buffer.from(`${head}.${body}`), signature: decoded(tail) }
}

/** RS256 and a key id, exactly one issuer and audience, a time that is now (security reference, T-H3). */
function isMeantForUs({ header, claims }: Bearer, appId: string, now: Date): boolean {
  if (header.alg !== 'RS256' || foreignHeaders.some((name) => header[name] !== undefined)) return false
  if (claims.iss !== connectorIssuer || claims.aud !== appId) return false
  const { exp, nbf = 0 } = claims
  const seconds = now.getTime() / 1000
  return (
    typeof exp === 'number' &&
    typeof nbf === 'number' &&
    exp > seconds - toleranceSeconds &&
    nbf < seconds + toleranceSeconds
  )
}

/**
 * The service address that the token was made for; undefined when it proves nothing.
 * Throws `platform-unavailable` when Microsoft's keys cannot be had.
 */
export async function findTokenService(
  bearer: Bearer,
  { appId, keys, now }: { appId: string; keys: SigningKeys; now: Date },
): Promise<string | undefined> {
  const id = text(bearer.header.kid)
  const service = text(bearer.claims.serviceurl)
  if (id === undefined || service === undefined || !isMeantForUs(bearer, appId, now)) return undefined
  const key = await keys.find(id)
  return key !== undefined && verify('RSA-SHA256', bearer.signed, key, bearer.signature) ? service : undefined
}
