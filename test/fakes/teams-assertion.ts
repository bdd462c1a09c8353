// Checks a client assertion as Entra does: signed by the registered certificate, for this app, this address and this moment.
import { constants, verify, X509Certificate } from 'node:crypto'
import { type Fields, fields, string } from './teams-state.ts'

const decoded = (part = ''): Fields => fields(JSON.parse(Buffer.from(part, 'base64url').toString()))

export function assertionProblem(
  certificate: string,
  { appId, url, sent, now }: { appId: string; url: string; sent: Fields; now: Date },
): string | undefined {
  if (sent.client_assertion_type !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') return 'type'
  const [head, body, tail = ''] = string(sent.client_assertion).split('.')
  const known = new X509Certificate(certificate)
  const thumbprint = Buffer.from(known.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
  const [header, claims] = [decoded(head), decoded(body)]
  if (header.alg !== 'PS256' || header['x5t#S256'] !== thumbprint) return 'header'
  if (claims.aud !== url || claims.iss !== appId || claims.sub !== appId || string(claims.jti) === '') return 'claims'
  const seconds = now.getTime() / 1000
  if (Number(claims.nbf) > seconds + 5 || Number(claims.exp) < seconds || Number(claims.exp) > seconds + 600)
    return 'time'
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: known.publicKey, ...padding },
    Buffer.from(tail, 'base64url'),
  )
  return isSigned ? undefined : 'signature'
}
