// `manifest`: writes what Slack and Teams want to know about this app, and says where to click with it, in order.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { z } from 'zod'
import { messagesPath } from '../../adapters/teams/path.ts'
import { teamsPackage } from '../../manifest/package.ts'
import { slackManifest } from '../../manifest/slack.ts'
import { teamsManifest } from '../../manifest/teams.ts'
import { readDraft } from '../config.ts'
import { LatchkeyError } from '../errors.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { organisationFromFile } from '../organisation/read.ts'
import { isOn } from '../permissions.ts'
import type { Skill } from '../skill.ts'
import { loadSkills } from '../skills.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'

const root = join(import.meta.dirname, '..', '..')
const icon = 'manifest/icons/slack.png'

interface Options {
  out: string
  socketMode?: boolean
}

export const manifestCommand = (): Command =>
  new Command('manifest')
    .description(english(text('manifest.about')))
    .option('--out <folder>', english(text('manifest.out')), join(root, 'manifest/out'))
    .option('--socket-mode', english(text('manifest.socket-mode')))
    .action(async ({ out, socketMode }: Options) => {
      const { values } = readDraft()
      const publicUrl = values.PUBLIC_URL?.startsWith('https:') ? values.PUBLIC_URL : undefined
      const said = await writeManifests({
        out: resolve(out),
        publicUrl,
        socketMode: socketMode ?? values.SLACK_APP_TOKEN !== undefined,
        teamsAppId: values.TEAMS_APP_ID,
        organisation: findOrganisation(values.LATCHKEY_POLICY),
      })
      process.stdout.write(said.lines.map(english).join(''))
      if (!said.isAnyWritten) throw new LatchkeyError('bad-input', { reason: text('manifest.none') })
    })

interface Settings {
  out: string
  publicUrl: string | undefined
  socketMode: boolean
  teamsAppId: string | undefined
  /** Undefined before latchkey.yaml is written: every skill then counts as switched on. */
  organisation: Organisation | undefined
}

/** Writes what can be written, and says of the rest what is missing. */
export async function writeManifests(settings: Settings): Promise<{ isAnyWritten: boolean; lines: Text[] }> {
  const skills = new Map([...(await loadSkills())].filter(([name]) => isOn(name, settings.organisation)))
  mkdirSync(settings.out, { recursive: true })
  const slack = writeSlack(settings, skills)
  const teams = writeTeams(settings, skills)
  return { isAnyWritten: slack.isWritten || teams.isWritten, lines: [...slack.lines, ...teams.lines] }
}

interface Written {
  isWritten: boolean
  lines: Text[]
}

function writeSlack({ out, publicUrl, socketMode }: Settings, skills: ReadonlyMap<string, Skill>): Written {
  if (!socketMode && publicUrl === undefined) return { isWritten: false, lines: [text('manifest.no-slack')] }
  const path = join(out, 'slack.json')
  const manifest = slackManifest({ publicUrl: socketMode ? undefined : publicUrl }, skills)
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

function writeTeams(
  { out, publicUrl, teamsAppId, organisation }: Settings,
  skills: ReadonlyMap<string, Skill>,
): Written {
  if (teamsAppId === undefined) return { isWritten: false, lines: [text('manifest.no-teams-app')] }
  if (publicUrl === undefined) return { isWritten: false, lines: [text('manifest.no-teams-url')] }
  const path = join(out, 'teams.zip')
  const about = { appId: teamsAppId, publicUrl, version: ownVersion() }
  const name = organisation?.organisation.name ?? english(text('manifest.name'))
  writeFileSync(path, teamsPackage(teamsManifest({ ...about, organisation: name }, skills)))
  return written(path, [
    text('manifest.teams-1', { url: `${publicUrl}${messagesPath}` }),
    text('manifest.teams-2'),
    text('manifest.teams-3'),
    text('manifest.teams-4', { file: shown(path) }),
    text('manifest.teams-5'),
  ])
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

/** The name and the switched-off skills; what is wrong with the file is told by `doctor` and at the start. */
function findOrganisation(file: string): Organisation | undefined {
  try {
    return organisationFromFile(file)
  } catch (error) {
    if (error instanceof LatchkeyError) return undefined
    throw error
  }
}
