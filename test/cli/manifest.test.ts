// The command `manifest`: what it writes, where it says to click, and what it says is missing.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeManifests } from '../../manifest/write.ts'
import { english } from '../../src/words/render.ts'
import { exampleText, readText } from '../organisation/example.ts'

const publicUrl = 'https://latchkey.northwind.example'
const teamsAppId = '0f8e2f9c-54b2-4f0e-9d0a-3b6c1f6a7e11'
const entry = join(import.meta.dirname, '../../src/cli/latchkey.js')

let out: string
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'latchkey-manifest-'))
})
afterEach(() => rmSync(out, { recursive: true, force: true }))

async function write(changed: Partial<Parameters<typeof writeManifests>[0]> = {}) {
  const settings = {
    out,
    publicUrl,
    socketMode: false,
    teamsAppId,
    teamsPath: '/api/messages',
    organisation: undefined,
    ...changed,
  }
  const { isAnyWritten, lines } = await writeManifests(settings)
  return { isAnyWritten, said: lines.map(english).join(''), files: readdirSync(out).sort() }
}
const slack = () => JSON.parse(readFileSync(join(out, 'slack.json'), 'utf8'))

test('both are written, with the steps in the order of the clicks', async () => {
  const { said, files } = await write()
  expect(files).toEqual(['slack.json', 'teams.zip'])
  const places = [
    'From a manifest',
    'App icon',
    'Signing Secret',
    'Install to Workspace',
    'Request URL',
    'Messaging endpoint',
    'Upload new app',
  ]
  expect(places.map((place) => said.indexOf(place))).toEqual(
    places.map((place) => said.indexOf(place)).toSorted((a, b) => a - b),
  )
  expect(places.filter((place) => !said.includes(place))).toEqual([])
  expect(said).toContain(`${publicUrl}/slack/events`)
  expect(said).toContain(`${publicUrl}/api/messages`)
  expect(said).not.toContain('Not written')
})

test('with Socket Mode Slack needs no address, and Teams still does', async () => {
  const { said, files } = await write({ publicUrl: undefined, socketMode: true })
  expect(files).toEqual(['slack.json'])
  expect(slack().settings.socket_mode_enabled).toBe(true)
  expect(said).toMatch(/App-Level Tokens.*connections:write/)
  expect(said).toMatch(/Not written: the package for Teams\. It needs PUBLIC_URL/)
})

test('without an address nothing can be reached; without an app there is no package', async () => {
  const { said, files, isAnyWritten } = await write({ publicUrl: undefined, teamsAppId: undefined })
  expect([files, isAnyWritten]).toEqual([[], false])
  expect(said).toMatch(/Not written: the manifest for Slack\. It needs PUBLIC_URL .* --socket-mode/)
  expect(said).toMatch(/Not written: the package for Teams\. It needs TEAMS_APP_ID/)
})

test('a skill that is switched off is not offered', async () => {
  const organisation = readText(exampleText)
  const off = { enabled: false, proof: undefined, approvals: undefined, limit: undefined }
  await write({ organisation: { ...organisation, skills: { 'unlock-account': off } } })
  expect(JSON.stringify(slack().features)).not.toContain('Unlock my account')
})

test('run from the environment, it ends with 1 when there was nothing to write', async () => {
  const run = promisify(execFile)
  const failed: unknown = await run(process.execPath, [entry, 'manifest', '--out', out], { env: {}, cwd: out }).catch(
    (error: unknown) => error,
  )
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Nothing was written\..*run it again/) })
  const env = { PUBLIC_URL: publicUrl, TEAMS_APP_ID: teamsAppId }
  await run(process.execPath, [entry, 'manifest', '--out', out], { env, cwd: out })
  expect(readdirSync(out).sort()).toEqual(['slack.json', 'teams.zip'])
}, 60_000)
