// What must not stand anywhere: left-over marks, switched-off tests, ways around the type checker, places of one machine.
import { expect, test } from 'vitest'
import { files, read } from './source.ts'

const self = 'test/conventions/forbidden.test.ts'
const code = files(/\.(?:ts|js)$/).filter((file) => file !== self)
const product = files(/^(?:src|adapters|skills)\/.*\.(?:ts|js)$/)
const everything = files(/\.(?:ts|js|json|ya?ml|md|css|html|sh|txt)$|^Dockerfile$/).filter(
  (file) => file !== self && file !== 'package-lock.json',
)

interface Ban {
  what: string
  pattern: RegExp
  in: readonly string[]
  cure: string
  sample: string
}

const bans: readonly Ban[] = [
  {
    what: 'console',
    pattern: /\bconsole\.(?:log|error|warn|info|debug)\b/,
    in: code,
    cure: 'use the log, or process.stdout in a command',
    sample: "console.log('here')",
  },
  {
    what: 'any',
    pattern: /^(?!\s*(?:\/\/|\/?\*)).*(?:[\w)\]]\??: any\b(?!\.)|\bas any\b|<any\b|\bany\[\])/,
    in: code,
    cure: 'use unknown and look at it, with zod at an edge',
    sample: 'const x: any = 1',
  },
  {
    what: 'ways around the checkers',
    pattern: /@ts-(?:ignore|expect-error|nocheck)|biome-ignore|eslint-disable/,
    in: code,
    cure: 'mend what they complain about',
    sample: '// @ts-expect-error later',
  },
  {
    what: 'tests that do not run',
    pattern: /\b(?:test|it|describe)\.(?:skip|only|todo|fails|skipIf|runIf)\b|\b(?:xit|xdescribe|fit|fdescribe)\(/,
    in: code,
    cure: 'let it run, or take it away',
    sample: "test.skip('x', () => {})",
  },
  {
    what: 'mocked modules of our own',
    pattern: /\bvi\.(?:mock|doMock)\(/,
    in: code,
    cure: 'pass the part in, or use a real small server as in test/fakes/',
    sample: "vi.mock('../src/x.ts')",
  },
  {
    what: 'marks for later',
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    in: everything,
    cure: 'do it now, or write it into an issue',
    sample: '// TODO: more',
  },
  {
    what: 'paths of one machine',
    pattern: /(?<![\w.}])\/(?:home|Users|root|work)\/[a-z]|\/tmp\/w\b|[A-Z]:\\Users/,
    in: everything,
    cure: 'build the path from import.meta.dirname or os.tmpdir()',
    sample: "readFile('/home/ann/x')",
  },
  {
    what: 'hosts of package registries',
    pattern: /\bregistry\.[a-z]+\.(?:org|com|io)\b/,
    in: everything,
    cure: 'leave the host to the reader’s own settings',
    sample: 'https://registry.example.org/',
  },
  {
    what: 'belief in what a proxy says',
    pattern:
      /\bx-forwarded-|\btrust proxy\b|\bx-real-ip\b|\brequest\.(?:ips?|hostname|protocol|secure)\b|\bremoteAddress\b/i,
    in: product,
    cure: 'anybody can send such a header; addresses of ours come from PUBLIC_URL, people from their accounts',
    sample: "request.headers['x-forwarded-for']",
  },
  {
    what: 'code made from text',
    pattern: /\beval\(|\bnew Function\(|from 'node:vm'/,
    in: code,
    cure: 'there is always another way',
    sample: "eval('1')",
  },
  {
    what: 'secrets of a real kind',
    pattern:
      /\bxox[bp]-\d{10,}-\d{10,}-[A-Za-z0-9]{20,}|-----BEGIN (?:RSA |EC )?PRIVATE KEY-----\\?n?[A-Za-z0-9+/]{64}/,
    in: everything,
    cure: 'revoke it, then use one that is plainly invented',
    sample: `xoxb-1234567890-1234567890-${'a'.repeat(24)}`,
  },
]

test.each(bans)('no $what', ({ what, pattern, in: among, cure }) => {
  const found = among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])),
  )
  expect(found, `No ${what}: ${cure}.`).toEqual([])
})

test.each(bans)('$what would be recognised', ({ pattern, sample }) => {
  expect(sample).toMatch(pattern)
})
