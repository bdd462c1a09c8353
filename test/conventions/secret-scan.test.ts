// No secret stands in the tree; and the scanner that says so finds ten planted ones, also what was removed again (T-N2).
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invented, isInvented } from './secret-kinds.ts'
import { historyOf, isShallow, secretsIn } from './secret-scan.ts'
import { files, read } from './source.ts'

/** Not in git, as .gitignore says: a person's own settings and what is written while it runs. */
const ignored = /(?:^|\/)\.env(?:\.|$)|\.log$|^latchkey\.yaml|^manifest\/out\//

/** Never the same twice, so that no list can know them; put together here, so that this file holds none. */
const random = (length: number): string => randomBytes(length).toString('hex').slice(0, length)
const jwtPart = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const pem = (kind: string): string =>
  ['-----BEGIN', kind, `KEY-----\n${randomBytes(96).toString('base64')}\n-----END`, kind, 'KEY-----'].join(' ')

interface Planted {
  kind: string
  value: string
  line?: (value: string) => string
}

const planted: readonly Planted[] = [
  { kind: 'JumpCloud key', value: `jca_${random(36)}` },
  { kind: 'JumpCloud key, older', value: random(40), line: (value) => `JUMPCLOUD_API_KEY=${value}` },
  { kind: 'JumpCloud key in a header', value: random(40), line: (value) => `headers: { 'x-api-key': '${value}' }` },
  { kind: 'Slack bot token', value: ['xoxb', '123456789012', '123456789012', random(24)].join('-') },
  { kind: 'Slack app token', value: ['xapp', '1', 'A0123456789', '123456789012', random(64)].join('-') },
  { kind: 'JWT', value: `${jwtPart({ alg: 'RS256', typ: 'JWT' })}.${jwtPart({ sub: random(12) })}.${random(43)}` },
  { kind: 'private key', value: pem('PRIVATE') },
  { kind: 'RSA private key', value: pem('RSA PRIVATE') },
  { kind: 'Latchkey secret', value: random(48), line: (value) => `LATCHKEY_SECRET=${value}` },
  { kind: 'database password', value: `postgres://latchkey:${random(20)}@db.northwind.example:5432/latchkey` },
]
const lineOf = ({ value, line = (one) => `token: "${one}"` }: Planted): string => line(value)

/** The first line of a PEM says the same of every key; what finds it may report more or less than we planted. */
const coreOf = ({ value }: Planted): string => value.split('\n')[1] ?? value

describe('a repository with ten secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-planted-secrets-'))
  const settings = ['user.name=Ann', 'user.email=ann@northwind.example', 'commit.gpgsign=false', 'tag.gpgsign=false']
    .concat('core.hooksPath=/dev/null')
    .flatMap((setting) => ['-c', setting])
  const git = (...words: string[]) => execFileSync('git', [...settings, ...words], { cwd: folder, stdio: 'pipe' })
  const commit = (message: string) => {
    git('add', '-A')
    git('commit', '-q', '--allow-empty', '-m', message)
  }
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const [removed = '', onBranch = '', inMessage = '', inTag = '', ...inFiles] = planted.map(lineOf)

  beforeAll(() => {
    git('init', '-q', '-b', 'main')
    write('removed.env', removed)
    commit('Begin')
    rmSync(join(folder, 'removed.env'))
    for (const [index, one] of inFiles.entries()) write(`settings-${index}.txt`, `# notes\n\n${one}\n`)
    commit('Settings')
    git('checkout', '-q', '-b', 'aside')
    write('aside.yaml', onBranch)
    commit('Aside')
    git('checkout', '-q', 'main')
    commit(`Try it with ${inMessage}`)
    git('tag', '-a', 'v1', '-m', `Made with ${inTag}`)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('gives them all away, wherever they are', async () => {
    expect(await isShallow(folder)).toBe(false)
    const found = await secretsIn(await historyOf(folder))
    const missed = planted.filter((one) => !found.some(({ value }) => value.includes(coreOf(one).slice(0, 64))))
    expect(missed).toEqual([])
    expect(
      found.some(({ where }) => / removed\.env:1$/.test(where)),
      'one that was removed again',
    ).toBe(true)
    expect(
      found.some(({ where }) => / settings-0\.txt:3$/.test(where)),
      'says the line',
    ).toBe(true)
  })

  test('is told from one of which only the newest part is here', async () => {
    const shallow = join(folder, 'shallow')
    git('clone', '-q', '--depth', '1', `file://${folder}`, shallow)
    expect(await isShallow(shallow)).toBe(true)
  })
})

test('nothing can ask to be passed over', async () => {
  // Of a kind that secretlint alone knows: it would listen.
  const [first] = planted.filter(({ kind }) => kind === 'database password').map(lineOf)
  const comments = ['// secretlint-disable', `${first} // secretlint-disable-line`]
  expect(await secretsIn([{ name: 'quiet', text: comments.join('\n') }])).toHaveLength(1)
})

test('what only looks like a secret is none', async () => {
  const harmless = [
    `commit ${random(40)}`,
    `integrity sha1 ${random(40)}`,
    'x-api-key: jca_sandbox_key',
    'LATCHKEY_SECRET=$(openssl rand -base64 48)',
    'LATCHKEY_SECRET_FILE=/run/secrets/latchkey',
  ]
  expect(await secretsIn([{ name: 'harmless', text: harmless.join('\n') }])).toEqual([])
})

test('the tree holds no secret', async () => {
  const sources = files(/^/)
    .filter((file) => !ignored.test(file))
    .map((file) => ({ name: file, text: read(file) }))
  expect(await secretsIn(sources), 'Revoke it first. Then use a value that is plainly invented.').toEqual([])
})

test('an invented value is on the list once', () => {
  const all = invented.flatMap(({ values }) => values)
  expect(all.filter((value, index) => all.indexOf(value) !== index)).toEqual([])
  expect(all.every(isInvented)).toBe(true)
})
