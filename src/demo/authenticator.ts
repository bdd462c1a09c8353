// An authenticator in software: makes passkeys and answers challenges in the bytes of WebAuthn (ES256, attestation "none").
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What our pages ask, as far as an authenticator looks at it. */
export interface Asked {
  challenge: string
  rpId?: string
  rp?: { id?: string }
  allowCredentials?: { id: string }[]
}

interface Kept {
  id: Buffer
  key: KeyObject
  rpId: string
  counter: number
}

interface Oddities {
  /** The page on which the browser is. */
  origin?: string
  rpId?: string
  /** False: touched, but without finger, face or PIN. */
  isVerified?: boolean
  challenge?: string
  /** As a copy of the key would count. */
  counter?: number
}

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** RFC 8949, as much of it as an attestation needs: whole numbers, byte strings, texts and maps. */
function cbor(value: number | string | Buffer | Map<unknown, unknown>): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  const entries = [...value].flatMap(([key, of]) => [cbor(key as number), cbor(of as number)])
  return Buffer.concat([head(5, value.size), ...entries])
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size])
  if (size < 256) return Buffer.from([(major << 5) | 24, size])
  return Buffer.from([(major << 5) | 25, size >> 8, size & 255])
}

function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const [right, up] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  // Key type EC2, algorithm ES256, curve P-256 (RFC 9053).
  return cbor(
    new Map<unknown, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, right],
      [-3, up],
    ]),
  )
}

export function createAuthenticator(origin: string) {
  const kept: Kept[] = []
  const at = new URL(origin).origin

  const clientData = (type: string, challenge: string, odd: Oddities): Buffer =>
    Buffer.from(
      JSON.stringify({ type, challenge: odd.challenge ?? challenge, origin: odd.origin ?? at, crossOrigin: false }),
    )

  function data(rpId: string, counter: number, odd: Oddities, more: Buffer = Buffer.alloc(0)): Buffer {
    // Present, verified, and attested data where there is any (WebAuthn, 6.1).
    const flags = 0x01 | (odd.isVerified === false ? 0 : 0x04) | (more.length > 0 ? 0x40 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(odd.rpId ?? rpId), Buffer.from([flags]), count, more])
  }

  return {
    /** Makes a passkey, as `navigator.credentials.create` does. */
    create(asked: Asked, odd: Oddities = {}) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const made: Kept = { id: randomBytes(32), key: privateKey, rpId: asked.rp?.id ?? '', counter: 0 }
      kept.push(made)
      const length = Buffer.from([0, made.id.length])
      const attested = Buffer.concat([Buffer.alloc(16), length, made.id, coseKey(publicKey)])
      const authData = data(made.rpId, 0, odd, attested)
      const attestation = cbor(
        new Map<unknown, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      )
      return {
        id: b64(made.id),
        rawId: b64(made.id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: b64(clientData('webauthn.create', asked.challenge, odd)),
          attestationObject: b64(attestation),
          transports: ['internal'],
        },
      }
    },

    /** Answers a challenge, as `navigator.credentials.get` does. */
    get(asked: Asked, odd: Oddities = {}) {
      const allowed = (asked.allowCredentials ?? []).map(({ id }) => id)
      const used = kept.find(({ id }) => allowed.length === 0 || allowed.includes(b64(id)))
      if (!used) throw new Error('this authenticator has none of these passkeys')
      used.counter += 1
      const authenticatorData = data(asked.rpId ?? used.rpId, odd.counter ?? used.counter, odd)
      const client = clientData('webauthn.get', asked.challenge, odd)
      return {
        id: b64(used.id),
        rawId: b64(used.id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: b64(client),
          authenticatorData: b64(authenticatorData),
          signature: b64(sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), used.key)),
        },
      }
    },
  }
}
export type Authenticator = ReturnType<typeof createAuthenticator>
