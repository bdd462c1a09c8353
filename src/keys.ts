// The keys that are not in the database: one secret of the organisation, and what is derived from it.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import canonicalize from 'canonicalize'
import { LatchkeyError } from './errors.ts'

export interface Keys {
  /** Seals a row against whoever can write to the database but does not know the secret. 64 hex digits. */
  mac(kind: string, value: object): string
  /** Constant time. Anything that is not a MAC is simply no valid one. */
  isMac(kind: string, value: object, mac: unknown): boolean
  /** A keyed digest of something short, such as a code, that a plain hash would give away. 64 hex digits. */
  digest(kind: string, text: string): string
  /** The same, and as it was under the secrets of before: only for rows that carry a seal as well. */
  digests(kind: string, text: string): string[]
  /** AES-256-GCM; opens only for the same `about`. */
  seal(about: string, bytes: Uint8Array): string
  /** Throws `tampered` when it was changed, or sealed about something else, or under another secret. */
  open(about: string, sealed: string): Buffer
  /** What was sealed under other keys, under these. The nonce stays: it names what was sealed. */
  sealAgain(about: string, sealed: string, from: Keys): string
  /** What these digests are made with, for whoever comes after: opened by them about `retired-pepper`. */
  pepperFor(next: Keys): string
}

const shortestSecret = 32
const bytesPerKey = 32

/** Any spelling (hex, base64, words) of at least 32 characters is used as it stands; another spelling is another secret. */
export function createKeys(secret: string, retiredPeppers: readonly Uint8Array[] = []): Keys {
  if (secret.length < shortestSecret)
    throw new RangeError(`LATCHKEY_SECRET needs at least ${shortestSecret} characters`)
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, 'latchkey', `latchkey/1/${purpose}`, bytesPerKey))
  const rows = derive('row-mac')
  const codes = derive('code-pepper')
  const sealing = derive('sealing')

  const mac = (kind: string, value: object): string => {
    const canonical = canonicalize({ kind, value })
    if (canonical === undefined) throw new TypeError('only what has a canonical form can carry a MAC')
    return createHmac('sha256', rows).update(canonical).digest('hex')
  }
  return {
    mac,
    isMac: (kind, value, given) => typeof given === 'string' && isEqual(mac(kind, value), given),
    digest: (kind, text) => digestWith(codes, kind, text),
    digests: (kind, text) => [codes, ...retiredPeppers].map((pepper) => digestWith(pepper, kind, text)),
    seal: (about, bytes) => encrypt(sealing, about, bytes),
    open: (about, sealed) => decrypt(sealing, about, sealed),
    sealAgain: (about, sealed, from) => encrypt(sealing, about, from.open(about, sealed), nonceOf(sealed)),
    pepperFor: (next) => next.seal('retired-pepper', codes),
  }
}

/** The kind's length goes first, so that ("a", "bc") and ("ab", "c") differ. */
const digestWith = (pepper: Uint8Array, kind: string, text: string): string =>
  createHmac('sha256', pepper).update(`${kind.length}:${kind}${text}`).digest('hex')

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

const version = 'v1.'
const ivBytes = 12
const tagBytes = 16

/** `v1.` and base64url of nonce, tag and ciphertext. `about` is authenticated, not stored. */
export function encrypt(
  key: Uint8Array,
  about: string,
  bytes: Uint8Array,
  iv: Uint8Array = randomBytes(ivBytes),
): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  return version + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

const nonceOf = (sealed: string): Uint8Array =>
  Buffer.from(sealed.slice(version.length), 'base64url').subarray(0, ivBytes)

export function decrypt(key: Uint8Array, about: string, sealed: string): Buffer {
  try {
    if (!sealed.startsWith(version)) throw new TypeError('unknown form of sealed text')
    const bytes = Buffer.from(sealed.slice(version.length), 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
  } catch (cause) {
    throw new LatchkeyError('tampered', { what: 'text' }, { cause })
  }
}
