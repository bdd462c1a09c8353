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
  /** AES-256-GCM; opens only for the same `about`. */
  seal(about: string, bytes: Uint8Array): string
  /** Throws `tampered` when it was changed, or sealed about something else, or under another secret. */
  open(about: string, sealed: string): Buffer
}

const shortestSecret = 32
const bytesPerKey = 32

/** Any spelling (hex, base64, words) of at least 32 characters is used as it stands; another spelling is another secret. */
export function createKeys(secret: string): Keys {
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
    // The kind's length goes first, so that ("a", "bc") and ("ab", "c") differ.
    digest: (kind, text) => createHmac('sha256', codes).update(`${kind.length}:${kind}${text}`).digest('hex'),
    seal: (about, bytes) => encrypt(sealing, about, bytes),
    open: (about, sealed) => decrypt(sealing, about, sealed),
  }
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

const version = 'v1.'
const ivBytes = 12
const tagBytes = 16

/** `v1.` and base64url of nonce, tag and ciphertext. `about` is authenticated, not stored. */
export function encrypt(key: Uint8Array, about: string, bytes: Uint8Array): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  return version + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

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
