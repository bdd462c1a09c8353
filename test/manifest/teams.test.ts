// The Teams package: a manifest valid by Microsoft's own schema, icons as Teams wants them, and nothing else in the zip.
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { teamsPackage } from '../../manifest/package.ts'
import { teamsManifest } from '../../manifest/teams.ts'
import { shippedData } from '../../src/conversation/router/data/shipped.ts'
import { createEmbeddedRouter } from '../../src/conversation/router/router.ts'
import { loadSkills } from '../../src/skills.ts'
import { schemaProblems } from './schema.ts'

const skills = await loadSkills()
const settings = {
  appId: '0f8e2f9c-54b2-4f0e-9d0a-3b6c1f6a7e11',
  publicUrl: 'https://latchkey.northwind.example',
  organisation: 'Northwind',
  version: '0.1.0',
}
const manifest = teamsManifest(settings, skills)
const problems = schemaProblems('teams-1.25.json')

test('it is valid by Microsoft’s schema', () => {
  expect(problems(manifest)).toEqual([])
  const longest = { ...settings, organisation: 'The Northwind Trading Company of Utrecht and Leeds' }
  expect(problems(teamsManifest(longest, skills))).toEqual([])
})

test('and mistakes would be seen', () => {
  expect(problems({ ...manifest, version: undefined, manifestVersion: '1.24' }).length).toBeGreaterThan(1)
  expect(problems({ ...manifest, name: { short: 'Latchkey, the helpful bot of us' } })).toContainEqual(
    expect.stringMatching(/name\/short.*30 characters/),
  )
  const [bot] = manifest.bots
  expect(problems({ ...manifest, bots: [{ ...bot, scopes: ['everywhere'] }] })).not.toEqual([])
})

test('it is a bot for people, teams and group chats that asks for no permission', () => {
  expect(manifest.bots).toEqual([
    expect.objectContaining({ botId: settings.appId, scopes: ['personal', 'team', 'groupChat'], supportsFiles: false }),
  ])
  expect(manifest.permissions).toEqual([])
  expect(manifest).not.toHaveProperty('authorization')
  expect(manifest).not.toHaveProperty('webApplicationInfo')
})

test('its commands are understood, and fit', async () => {
  const known = [...skills].map(([name, { title, examples }]) => ({ name, title, examples, changesState: true }))
  const router = createEmbeddedRouter(known, shippedData)
  const commands = manifest.bots.flatMap(({ commandLists }) => commandLists).flatMap((list) => list.commands)
  expect(commands.length).toBeGreaterThanOrEqual(5)
  expect(commands.map(({ description }) => description)).toContain('Help')
  for (const { title, description } of commands) {
    const skill = known.find((one) => one.title === description)?.name
    expect(title.length).toBeLessThanOrEqual(32)
    expect(
      await router.route(
        title,
        known.map(({ name }) => name),
      ),
      title,
    ).toMatchObject({ kind: 'act', skill })
  }
})

describe('the package', () => {
  const zip = teamsPackage(manifest)
  const files = unzipSync(zip)

  test('has the three files at its root', () => {
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png'])
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))).toEqual(
      JSON.parse(JSON.stringify(manifest)),
    )
  })

  test('is the same when it is made again', () => {
    expect(Buffer.from(teamsPackage(teamsManifest(settings, skills))).equals(Buffer.from(zip))).toBe(true)
  })
})
