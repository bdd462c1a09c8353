// The spec check: what it verifies, what it cannot know, and that a difference is found and fails the command.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { checkSpecsCommand, isWrong, table } from '../../src/cli/check-specs.ts'
import { checkSpecs, type Finding } from '../../src/sandbox/specs/check.ts'
import { inUse } from '../../src/sandbox/specs/in-use.ts'

const specs = join(import.meta.dirname, 'specs')
const folders: string[] = []

/** A copy of the tiny specs with one place changed. */
async function changed(file: string, from: string, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'specs-'))
  folders.push(folder)
  await cp(specs, folder, { recursive: true })
  const text = await readFile(join(folder, file), 'utf8')
  expect(text).toContain(from)
  await writeFile(join(folder, file), text.replace(from, to))
  return folder
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
  process.exitCode = undefined
  vi.restoreAllMocks()
})

const about = (findings: Finding[], call: string, what: string) =>
  findings.filter((finding) => finding.call === call && finding.what === what)
const wrong = (findings: Finding[]) =>
  findings.filter(({ verdict }) => verdict === 'wrong').map(({ call, what, detail }) => `${call} ${what}: ${detail}`)

test('what the files describe is verified, what they lack is unverified, nothing is wrong', async () => {
  const { findings, skipped } = await checkSpecs(specs, inUse)
  expect(wrong(findings)).toEqual([])
  expect(about(findings, 'GET /api/v2/usergroups/{}', 'answer')).toMatchObject([
    { verdict: 'verified', file: 'groups.json', detail: '200' },
  ])
  expect(about(findings, 'GET /api/v2/usergroups/{}', 'userGroup')).toMatchObject([{ verdict: 'verified' }])
  expect(about(findings, 'GET /api/organizations', 'organisationList')).toMatchObject([
    { verdict: 'verified', detail: '3 fields, not settled by the file: results[].id' },
  ])
  expect(about(findings, 'POST /api/systemusers/{}/unlock', 'answer')).toMatchObject([{ verdict: 'verified' }])
  expect(about(findings, 'GET /api/systemusers/{}', 'systemUser')).toMatchObject([{ verdict: 'unverified' }])
  expect(about(findings, 'POST /api/v2/users/{}/pushendpoints/{}/verify', 'answer')).toMatchObject([
    { verdict: 'unverified', file: '' },
  ])
  expect(skipped).toEqual([{ file: 'names.yaml', why: 'describes no paths' }])
})

test.each([
  [
    'a required field that the answer lacks',
    'groups.json',
    '"required": ["id", "name"]',
    '"required": ["id", "colour"]',
    /colour/,
  ],
  [
    'another type',
    'groups.json',
    '"name": { "type": "string" }',
    '"name": { "type": "integer" }',
    /name must be integer/,
  ],
  ['a value outside the list', 'groups.json', '"NOTSET", "STATIC"', '"NOTSET"', /membershipMethod/],
  ['another status', 'groups.json', '"204": {', '"200": {', /answers 204, which is not described/],
  [
    'a broken time',
    'people.yaml',
    "displayName: { type: [string, 'null'] }",
    'displayName: { type: string, format: date-time }',
    /date-time/,
  ],
])('an answer with %s is wrong', async (_what, file, from, to, words) => {
  const { findings } = await checkSpecs(await changed(file, from, to), { endpoints: inUse.endpoints, schemas: [] })
  expect(wrong(findings)).toEqual([expect.stringMatching(words)])
  expect(isWrong(findings)).toBe(true)
})

test.each([
  ['that is not described', z.object({ colour: z.string().optional().catch(undefined) }), 'colour is not described'],
  ['of another type', z.object({ name: z.number() }), 'name is string, we read number'],
  [
    'deeper down',
    z.object({ attributes: z.object({ sudo: z.object({ enabled: z.string() }) }) }),
    'attributes.sudo.enabled is boolean, we read string',
  ],
  [
    'that is an object there',
    z.object({ memberQuery: z.array(z.string()) }),
    'memberQuery is object|null, we read array',
  ],
])('a field of ours %s is wrong', async (_what, schema, detail) => {
  const schemas = [{ name: 'ours', schema, calls: ['GET /api/v2/usergroups/{}'] }]
  const { findings } = await checkSpecs(specs, { endpoints: [], schemas })
  expect(about(findings, 'GET /api/v2/usergroups/{}', 'ours')).toMatchObject([{ verdict: 'wrong', detail }])
})

test('a call in use that the sandbox does not have is wrong', async () => {
  const endpoints = [{ api: 'v1', method: 'DELETE', path: '/systemusers/{user}' }] as const
  const { findings } = await checkSpecs(specs, { endpoints, schemas: [] })
  expect(wrong(findings)).toEqual([expect.stringContaining('DELETE /api/systemusers/{} answer: in use')])
})

test('the command prints a table and fails only when something is wrong', async () => {
  const printed: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  await checkSpecsCommand().parseAsync([specs], { from: 'user' })
  expect(printed.join('')).toMatch(/verified +GET \/api\/v2\/usergroups\/\{\} +answer/)
  expect(printed.join('')).toMatch(/skipped +names.yaml/)
  expect(printed.join('')).toMatch(/\d+ verified, \d+ unverified, 0 wrong/)
  expect(process.exitCode ?? 0).toBe(0)
  await checkSpecsCommand().parseAsync([await changed('groups.json', '"204": {', '"200": {')], { from: 'user' })
  expect(process.exitCode).toBe(1)
})

test('a folder that proves nothing fails', () => {
  const unverified: Finding = { verdict: 'unverified', call: 'GET /x', what: 'answer', file: '', detail: 'none' }
  expect(isWrong([unverified])).toBe(true)
  expect(isWrong([unverified, { ...unverified, verdict: 'verified' }])).toBe(false)
  expect(table([{ ...unverified, verdict: 'wrong' }, unverified])).toMatch(/^unverified.*\nwrong.*\n$/)
})
