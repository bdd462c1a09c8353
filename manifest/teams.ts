// Latchkey as a Teams app: the manifest from the app's id, the address and the skills. No permission is asked for.
import { english } from '../src/words/render.ts'
import { text } from '../src/words/text.ts'
import { offered, type Skills } from './offered.ts'

export interface TeamsManifestSettings {
  /** The app's id in Entra; it is the bot's id and the package's. */
  appId: string
  /** https, without a slash at its end: where its makers can be read about, which Teams wants to know. */
  publicUrl: string
  /** Who runs it, as people read it. */
  organisation: string
  /** Three numbers; Teams takes an update only under a higher one. */
  version: string
}

const manifestVersion = '1.25'
const limit = { developer: 32, commands: 10, commandTitle: 32, commandDescription: 128 }

const scopes = ['personal', 'team', 'groupChat'] as const

export const teamsIcons = { color: 'color.png', outline: 'outline.png' } as const

export function teamsManifest({ appId, publicUrl, organisation, version }: TeamsManifestSettings, skills: Skills) {
  return {
    $schema: `https://developer.microsoft.com/en-us/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`,
    manifestVersion,
    version,
    id: appId,
    developer: {
      name: cut(organisation, limit.developer),
      websiteUrl: publicUrl,
      privacyUrl: publicUrl,
      termsOfUseUrl: publicUrl,
    },
    name: { short: english(text('manifest.name')), full: english(text('manifest.full-name')) },
    description: { short: english(text('manifest.shortest')), full: english(text('manifest.long')) },
    icons: teamsIcons,
    accentColor: '#17475C',
    bots: [
      {
        botId: appId,
        scopes,
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [{ scopes, commands: commands(skills) }],
      },
    ],
    // Answers are private; in a team it only listens for its name, which needs no permission.
    defaultInstallScope: 'personal',
    permissions: [],
    validDomains: [],
  }
}

/** A chosen command is put into the box as what people would write. */
const commands = (skills: Skills) =>
  offered(skills, limit.commands).map(({ title, words }) => ({
    title: cut(words, limit.commandTitle),
    description: cut(title, limit.commandDescription),
  }))

const cut = (words: string, most: number): string =>
  words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`
