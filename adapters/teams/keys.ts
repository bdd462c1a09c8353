// The keys with which the Bot Connector signs: fetched from Microsoft, kept for a day, only those endorsed for Teams.
import { createPublicKey, type KeyObject } from 'node:crypto'
import { unavailable } from './failure.ts'
import { bodyOf, send } from './http.ts'
import { type Fields, fields, list, text } from './payload.ts'

export const publicMetadata = 'https://login.botframework.com/v1/.well-known/openidconfiguration'

/** Half a day before they must be fetched anew, it is tried; Microsoft announces a new key days before it is used. */
const renewAfterMs = 12 * 3_600_000
const endAfterMs = 24 * 3_600_000
/** Anybody can name a key that nobody knows, so that alone fetches no more often than this. */
const askAgainAfterMs = 10 * 60_000
/** Without any keys it is tried again soon, but not once for each request. */
const tryAgainAfterMs = 5_000
const shortestKeyBits = 2048

export interface SigningKeys {
  /** Undefined: no such key is endorsed for Teams. Throws `platform-unavailable` when there are no keys to look at. */
  find(id: string): Promise<KeyObject | undefined>
}

/** The SDK takes a key without endorsements for endorsed by all channels; here such a key counts for none. */
function findKey(jwk: Fields): KeyObject | undefined {
  const { kty, n, e, use = 'sig' } = jwk
  if (kty !== 'RSA' || use !== 'sig' || typeof n !== 'string' || typeof e !== 'string') return undefined
  if (!list(jwk.endorsements).includes('msteams')) return undefined
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' })
    return Number(key.asymmetricKeyDetails?.modulusLength) >= shortestKeyBits ? key : undefined
  } catch {
    return undefined
  }
}

async function load(metadataUrl: string): Promise<Map<string, KeyObject>> {
  const get = async (url: string): Promise<Fields> => {
    const answer = await send(url, { method: 'GET', headers: { accept: 'application/json' } })
    if (answer.status !== 200) throw unavailable(`its signing keys: HTTP ${answer.status}`)
    return bodyOf(answer)
  }
  const place = URL.parse(text((await get(metadataUrl)).jwks_uri) ?? '')
  if (place === null || place.origin !== new URL(metadataUrl).origin)
    throw unavailable('its signing keys are not where they should be')
  const found = new Map<string, KeyObject>()
  for (const jwk of list((await get(place.href)).keys).map(fields)) {
    const [id, key] = [text(jwk.kid), findKey(jwk)]
    if (id !== undefined && key !== undefined) found.set(id, key)
  }
  if (found.size === 0) throw unavailable('none of its signing keys is endorsed for Teams')
  return found
}

export function createSigningKeys(metadataUrl: string, clock: { now(): Date }): SigningKeys {
  let held: { keys: Map<string, KeyObject>; at: number } | undefined
  let loading: Promise<void> | undefined
  let askedAt = Number.NEGATIVE_INFINITY

  const now = () => clock.now().getTime()

  const renew = (): Promise<void> => {
    loading ??= load(metadataUrl)
      .then((keys) => {
        held = { keys, at: now() }
      })
      .finally(() => {
        askedAt = now()
        loading = undefined
      })
    return loading
  }

  return {
    async find(id) {
      const age = held === undefined ? Number.POSITIVE_INFINITY : now() - held.at
      if (age >= endAfterMs && loading === undefined && now() - askedAt < tryAgainAfterMs)
        throw unavailable('its signing keys could not be had')
      if (age >= endAfterMs) await renew()
      else if ((age >= renewAfterMs || !held?.keys.has(id)) && now() - askedAt >= askAgainAfterMs)
        await renew().catch(() => {})
      return held?.keys.get(id)
    },
  }
}
