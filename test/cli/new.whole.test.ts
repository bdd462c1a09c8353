// The commands `new` and `generate`, in a copy of the house: what they write works, and what would not is refused first.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeNew } from '../../src/cli/new.ts'
import { loadSkills } from '../../src/skills.ts'

const root = join(import.meta.dirname, '../..')
const house = mkdtempSync(join(tmpdir(), 'latchkey-house-'))
const slow = 180_000

const copied = [
  'src',
  'skills',
  'adapters',
  'manifest',
  'test',
  'README.md',
  'latchkey.example.yaml',
  'package.json',
  'tsconfig.json',
]

beforeAll(() => {
  for (const part of copied) cpSync(join(root, part), join(house, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'dir')
})
afterAll(() => rmSync(house, { recursive: true, force: true }))

interface Ran {
  code: number
  said: string
}

const run = (...args: string[]): Promise<Ran> =>
  promisify(execFile)(process.execPath, args, { cwd: house }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      code: error.code ?? -1,
      said: `${error.stdout}${error.stderr}`,
    }),
  )
const vitest = (...tests: string[]) =>
  run('node_modules/vitest/vitest.mjs', 'run', '--no-color', '--config', 'test/vitest.config.ts', ...tests)
const latchkey = (...args: string[]) => run('src/cli/latchkey.js', ...args)
async function compile(...include: string[]): Promise<Ran> {
  writeFileSync(join(house, 'tsconfig.some.json'), JSON.stringify({ extends: './tsconfig.json', include }))
  return run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.some.json', '--pretty', 'false')
}
const inHouse = (file: string): string => readFileSync(join(house, file), 'utf8')

test('what is new compiles, is understood and listed, and is red until it is filled in', {
  timeout: slow,
}, async () => {
  const made = await latchkey('new', 'skill', 'revoke-vpn')
  expect(made).toMatchObject({ code: 0, said: expect.stringContaining('Written: skills/revoke-vpn.ts') })
  for (const step of ['1. Say what it is', '2. Fill in plan()', '3. Say in test/skills/revoke-vpn.test.ts'])
    expect(made.said).toContain(step)
  expect(inHouse('README.md')).toContain('[Revoke vpn](skills/revoke-vpn.ts)')
  expect(await latchkey('new', 'action', 'sign-out-user')).toMatchObject({ code: 0 })
  expect(inHouse('src/actions/index.ts')).toContain("import signOutUser from './sign-out-user.ts'")

  const fresh = inHouse('skills/revoke-vpn.ts')
  writeFileSync(join(house, 'skills/left-open.ts'), fresh.replace(/^ {2}policy: \{\n[\s\S]*?^ {2}\},\n/m, ''))
  const { said } = await compile('skills', 'src/actions', 'test/skills', 'test/actions')
  expect(said.split('\n').filter((line) => /^\S.*error/.test(line))).toEqual([
    expect.stringMatching(/^skills\/left-open\.ts.*Property 'policy' is missing/),
  ])
  rmSync(join(house, 'skills/left-open.ts'))

  const filled = fresh
    .replace(
      /^ {2}async plan\(\) \{[\s\S]*?^ {2}\},$/m,
      '  async plan({ me }) {\n    return plan([action.unlockUser({ user: me })])\n  },',
    )
    .replace('import { answer, skill, z }', 'import { action, plan, skill, z }')
  writeFileSync(join(house, 'skills/revoke-vpn.ts'), filled)
  await makeNew(house, 'skill', 'revoke-wifi')
  const ran = await vitest('test/skills/revoke', 'test/conventions/skills.test.ts')
  expect(ran.said.match(/FAIL .*/g)).toEqual(['FAIL  test/skills/revoke-wifi.test.ts > it proposes a plan'])
  expect(ran.said).toContain('There is nothing to do')
})

test('generate mends what is stale, and says when nothing is', { timeout: slow }, async () => {
  const stale = inHouse('README.md').replace(/^\| \[Help\].*\n/m, '')
  writeFileSync(join(house, 'README.md'), stale)
  expect((await latchkey('generate')).said).toBe('Written: README.md\n')
  expect(inHouse('README.md')).toContain('[Help](skills/help.ts)')
  expect((await latchkey('generate')).said).toMatch(/nothing was written/)
  writeFileSync(join(house, 'README.md'), '# Latchkey\n')
  expect(await latchkey('generate')).toMatchObject({ code: 1, said: expect.stringContaining('has no place for it') })
})

test.each([
  ['skill', 'unlock-account', /skills\/unlock-account\.ts is there already/],
  ['action', 'unlock-user', /src\/actions\/unlock-user\.ts is there already/],
  ['skill', 'RevokeVPN', /new -- skill revoke-vpn/],
  ['skill', 'revoke vpn', /new -- skill revoke-vpn/],
  ['skill', 'revoke_vpn', /new -- skill revoke-vpn/],
  ['skill', '../../etc', /new -- skill etc/],
  ['skill', '-', /like revoke-vpn/],
  ['skill', 'a'.repeat(41), /cannot be the name/],
  ['skill', 'list-my-access', /already reach the skill my-access/],
  ['skill', 'thanks', /no skill/],
  ['bot', 'x', /nothing called “bot”/],
])('%s “%s” is refused with the cure, and nothing is written', async (kind, name, cure) => {
  const before = [...(await loadSkills(join(house, 'skills'))).keys(), ...readdirSync(join(house, 'src/actions'))]
  await expect(makeNew(house, kind, name)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(cure),
  })
  expect([...(await loadSkills(join(house, 'skills'))).keys(), ...readdirSync(join(house, 'src/actions'))]).toEqual(
    before,
  )
})
