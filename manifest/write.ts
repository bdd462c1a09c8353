// Writes the manifests for Slack and Teams to a folder, with the steps in which to click with them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { z } from 'zod'
import type { Organisation } from '../src/organisation/organisation.ts'
import { isOn } from '../src/permissions.ts'
import type { Skill } from '../src/skill.ts'
import { loadSkills } from '../src/skills.ts'
import { english } from '../src/words/render.ts'
import { type Text, text } from '../src/words/text.ts'
import { teamsPackage } from './package.ts'
import { slackManifest } from './slack.ts'
import { teamsManifest } from './teams.ts'

const root = join(import.meta.dirname, '..')
export const manifestFolder = join(root, 'manifest/out')
const icon = 'manifest/icons/slack.png'

export interface ManifestSettings {
  out: string
  publicUrl: string | undefined
  socketMode: boolean
  teamsAppId: string | undefined
  /** Where Teams sends what people write, behind the public address. */
  teamsPath: string
  /** Undefined before latchkey.yaml is written: every skill then counts as switched on. */
  organisation: Organisation | undefined
}

/** Writes what can be written, and says of the rest what is missing. */
export async function writeManifests(settings: ManifestSettings): Promise<{ isAnyWritten: boolean; lines: Text[] }> {
  const slack = await writeSlackManifest(settings)
  const teams = await writeTeamsPackage(settings)
  return { isAnyWritten: slack.isWritten || teams.isWritten, lines: [...slack.lines, ...teams.lines] }
}

export interface Written {
  isWritten: boolean
  lines: Text[]
}

type SlackSettings = Omit<ManifestSettings, 'teamsAppId' | 'teamsPath'>

export async function writeSlackManifest({
  out,
  publicUrl,
  socketMode,
  organisation,
}: SlackSettings): Promise<Written> {
  if (!socketMode && publicUrl === undefined) return { isWritten: false, lines: [text('manifest.no-slack')] }
  const manifest = slackManifest({ publicUrl: socketMode ? undefined : publicUrl }, await skillsInUse(organisation))
  const path = pathIn(out, 'slack.json')
  writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`)
  const url = manifest.settings.event_subscriptions.request_url
  return written(path, [
    text('manifest.slack-1', { file: shown(path) }),
    text('manifest.slack-2', { icon }),
    text('manifest.slack-3'),
    ...(url === undefined ? [text('manifest.slack-socket')] : []),
    text('manifest.slack-4'),
    ...(url === undefined ? [] : [text('manifest.slack-url', { url })]),
    text('manifest.slack-audit'),
    text('manifest.slack-again'),
  ])
}

type TeamsSettings = Omit<ManifestSettings, 'socketMode'>

export async function writeTeamsPackage(settings: TeamsSettings): Promise<Written> {
  const { out, publicUrl, teamsAppId, teamsPath, organisation } = settings
  if (teamsAppId === undefined) return { isWritten: false, lines: [text('manifest.no-teams-app')] }
  if (publicUrl === undefined) return { isWritten: false, lines: [text('manifest.no-teams-url')] }
  const path = pathIn(out, 'teams.zip')
  const about = { appId: teamsAppId, publicUrl, version: ownVersion() }
  const name = organisation?.organisation.name ?? english(text('manifest.name'))
  writeFileSync(path, teamsPackage(teamsManifest({ ...about, organisation: name }, await skillsInUse(organisation))))
  return written(path, [
    text('manifest.teams-1', { url: `${publicUrl}${teamsPath}` }),
    text('manifest.teams-2'),
    text('manifest.teams-3'),
    text('manifest.teams-4', { file: shown(path) }),
    text('manifest.teams-5'),
  ])
}

async function skillsInUse(organisation: Organisation | undefined): Promise<ReadonlyMap<string, Skill>> {
  return new Map([...(await loadSkills())].filter(([name]) => isOn(name, organisation)))
}

function pathIn(out: string, file: string): string {
  mkdirSync(out, { recursive: true })
  return join(out, file)
}

const written = (path: string, steps: readonly Text[]): Written => ({
  isWritten: true,
  lines: [
    text('manifest.written', { file: shown(path) }),
    ...steps.map((what, index) => text('manifest.step', { number: index + 1, what })),
  ],
})

const shown = (path: string): string => relative(process.cwd(), path)

const ownVersion = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version
