// Addresses that only look like the one that is allowed, in every way that a parser can be led astray, from a seed.
import fc from 'fast-check'

const word = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-'),
  minLength: 1,
  maxLength: 12,
})
const path = fc.constantFrom(
  '',
  '/',
  '/amer/',
  '/amer',
  '/teams/v3',
  '/%2e%2e/',
  '/..;/',
  '/a b/',
  '/?x=1',
  '/#x',
  '/\\x',
)

/** Spellings of this machine, which only a parser finds to be the same. */
const machines = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  'localhost',
  '127.0.0.1.',
]
const inside = [
  '169.254.169.254',
  '10.0.0.1',
  '[fd00::1]',
  'metadata.google.internal',
  'kubernetes.default.svc',
  '0.0.0.0',
]

/** Hosts that resemble the connector's. */
const lookalikes = (host: string) =>
  fc.oneof(
    word.map((more) => `${host}.${more}.example`),
    word.map((more) => `${more}${host}`),
    word.map((more) => `${more}.${host}`),
    fc.constantFrom(
      `${host}.`,
      host.replace('.', '%2e'),
      host.replace('.', '\u3002'),
      host.replace('a', '\u0430'),
      host.replaceAll('.', '-'),
      host.slice(1),
      `${host}\u200b`,
      `xn--${host}`,
      host.split('.').slice(1).join('.'),
    ),
  )

/** Each is refused where `host`, with or without `port`, is the allowed one and `trap` is somebody who listens. */
export const hostileAddresses = (host: string, trap: string): fc.Arbitrary<string> => {
  const scheme = fc.constantFrom('http', 'https', 'ftp', 'file', 'ws', 'javascript', 'data', 'gopher')
  const elsewhere = fc.oneof(
    fc.constant(trap),
    fc.constantFrom(...machines, ...inside),
    word.map((name) => `${name}.example`),
  )
  const end = fc.tuple(scheme, path)
  return fc.oneof(
    fc.tuple(end, elsewhere).map(([[s, p], there]) => `${s}://${there}${p}`),
    fc.tuple(end, lookalikes(host)).map(([[s, p], there]) => `${s}://${there}${p}`),
    // The allowed host as a user name, a password, a path or a query of somewhere else.
    fc.tuple(end, elsewhere).map(([[s, p], there]) => `${s}://${host}@${there}${p}`),
    fc.tuple(end, elsewhere, word).map(([[s, p], there, user]) => `${s}://${user}:${host}@${there}${p}`),
    fc.tuple(end, elsewhere).map(([[s], there]) => `${s}://${there}/${host}/`),
    fc.tuple(end, elsewhere).map(([[s], there]) => `${s}://${there}?${host}/`),
    fc.tuple(end, elsewhere).map(([[s], there]) => `${s}://${there}#@${host}/`),
    fc.tuple(end, elsewhere).map(([[s, p], there]) => `${s}://${host}\\@${there}${p}`),
    fc.tuple(end, elsewhere).map(([[s, p], there]) => `${s}:\\\\${there}${p}`),
    fc.tuple(elsewhere, path).map(([there, p]) => `//${there}${p}`),
    fc.tuple(elsewhere, word).map(([there, user]) => `https://${user}@${host}:443@${there}/`),
    // The allowed host, but by another way in.
    fc.tuple(word, path).map(([user, p]) => `https://${user}@${host}${p}`),
    fc
      .tuple(fc.integer({ min: 1, max: 65_535 }), path)
      .filter(([port]) => port !== 443)
      .map(([port, p]) => `https://${host}:${port}${p}`),
    path.map((p) => `http://${host}${p}`),
    fc
      .constantFrom(...['\t', '\n', '\r\n', ' ', '\u0000'])
      .map((blank) => `https://${host.slice(0, 4)}${blank}${host.slice(4)}/`),
    fc.constantFrom(
      ` https://${host}/`,
      `https://${host}/ `,
      `https:${host}`,
      `https:///${host}/`,
      `HTTPS://${host}/`,
      `https://${host}:443/`,
    ),
    fc.constantFrom(
      `https://${host}/amer/../../x`,
      `https://${host}/amer/?next=`,
      `https://${host}/#`,
      `https://${host}/a%0d%0ab/`,
    ),
    fc.constantFrom(
      '',
      ' ',
      'null',
      'about:blank',
      host,
      `${host}/amer/`,
      'https://',
      'https://*/',
      `https://${host.toUpperCase()}/`,
    ),
  )
}
