// A self-signed certificate with its key as PEM text, made anew for each test, so that none lies in the repository.
import { generateKeyPairSync, sign } from 'node:crypto'

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content)
const time = (year: number) => der(0x17, Buffer.from(`${String(year).slice(2)}0101000000Z`))

const sha256WithRsa = sequence(oid('2a864886f70d01010b'), der(0x05))
const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('latchkey-test')))))

export interface TestCertificate {
  /** What the app holds: certificate and private key. */
  pem: string
  /** What Entra knows. */
  certificate: string
}

export function makeCertificate(modulusLength = 2048): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    sequence(time(2020), time(2049)),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
  )
  const body = sequence(signed, sha256WithRsa, bits(sign('sha256', signed, privateKey))).toString('base64')
  const certificate = `-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`
  return { certificate, pem: `${privateKey.export({ format: 'pem', type: 'pkcs8' })}${certificate}` }
}
