// The signed statement with which Entra recognises an app by its certificate instead of a password.
import { constants, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto'

const lastsSeconds = 300

const block = (pem: string, name: string): string =>
  new RegExp(`-----BEGIN (${name})-----[\\s\\S]+?-----END \\1-----`).exec(pem)?.[0] ?? ''

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Undefined where the PEM text does not hold a certificate with its own RSA key. */
export function clientAssertion(
  pem: string,
  { appId, url, now }: { appId: string; url: string; now: Date },
): string | undefined {
  try {
    const certificate = new X509Certificate(block(pem, 'CERTIFICATE'))
    const key = createPrivateKey(block(pem, '(?:RSA )?PRIVATE KEY'))
    if (key.asymmetricKeyType !== 'rsa' || !certificate.checkPrivateKey(key)) return undefined
    const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
    const seconds = Math.floor(now.getTime() / 1000)
    const claims = { aud: url, iss: appId, sub: appId, jti: randomUUID(), nbf: seconds, exp: seconds + lastsSeconds }
    const signed = `${encoded({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })}.${encoded(claims)}`
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    return `${signed}.${sign('sha256', Buffer.from(signed), { key, ...padding }).toString('base64url')}`
  } catch {
    return undefined
  }
}
