// The signed statement with which an app proves that it holds its certificate's private key, instead of a password.
import { constants, createPrivateKey, type KeyObject, randomUUID, sign, X509Certificate } from 'node:crypto'

const lastsSeconds = 300

export interface Certificate {
  key: KeyObject
  /** SHA-256 over the certificate, in base64url. */
  thumbprint: string
}

const findBlock = (pem: string, name: string): string | undefined =>
  new RegExp(`-----BEGIN (${name})-----[\\s\\S]+?-----END \\1-----`).exec(pem)?.[0]

/** Throws on anything but PEM text with a certificate and its RSA key; Entra takes no other kind. */
export function readCertificate(pem: string): Certificate {
  const shown = findBlock(pem, 'CERTIFICATE')
  const kept = findBlock(pem, '(?:RSA )?PRIVATE KEY')
  if (shown === undefined || kept === undefined)
    throw new TypeError('the certificate or its RSA private key is missing')
  const certificate = new X509Certificate(shown)
  const key = createPrivateKey(kept)
  if (key.asymmetricKeyType !== 'rsa' || !certificate.checkPrivateKey(key))
    throw new TypeError('the private key is not the RSA key of the certificate')
  return {
    key,
    thumbprint: Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
  }
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** PS256 with the thumbprint (learn.microsoft.com, "Microsoft identity platform application authentication certificate credentials"). */
export function createAssertion(
  { key, thumbprint }: Certificate,
  { appId, endpoint, now }: { appId: string; endpoint: string; now: Date },
): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const claims = {
    aud: endpoint,
    iss: appId,
    sub: appId,
    jti: randomUUID(),
    nbf: seconds,
    exp: seconds + lastsSeconds,
  }
  const signed = `${encoded({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })}.${encoded(claims)}`
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, ...padding }).toString('base64url')}`
}
