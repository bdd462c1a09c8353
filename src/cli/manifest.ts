// `manifest`: writes what Slack and Teams want to know about this app, and says where to click with it, in order.
import { resolve } from 'node:path'
import { Command } from 'commander'
import { messagesPath } from '../../adapters/teams/path.ts'
import { manifestFolder, writeManifests } from '../../manifest/write.ts'
import { readDraft } from '../config.ts'
import { LatchkeyError } from '../errors.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { organisationFromFile } from '../organisation/read.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'

interface Options {
  out: string
  socketMode?: boolean
}

export const manifestCommand = (): Command =>
  new Command('manifest')
    .description(english(text('manifest.about')))
    .option('--out <folder>', english(text('manifest.out')), manifestFolder)
    .option('--socket-mode', english(text('manifest.socket-mode')))
    .action(async ({ out, socketMode }: Options) => {
      const { values } = readDraft()
      const publicUrl = values.PUBLIC_URL?.startsWith('https:') ? values.PUBLIC_URL : undefined
      const said = await writeManifests({
        out: resolve(out),
        publicUrl,
        socketMode: socketMode ?? values.SLACK_APP_TOKEN !== undefined,
        teamsAppId: values.TEAMS_APP_ID,
        teamsPath: messagesPath,
        organisation: findOrganisation(values.LATCHKEY_POLICY),
      })
      process.stdout.write(said.lines.map(english).join(''))
      if (!said.isAnyWritten) throw new LatchkeyError('bad-input', { reason: text('manifest.none') })
    })

/** The name and the switched-off skills; what is wrong with the file is told by `doctor` and at the start. */
function findOrganisation(file: string): Organisation | undefined {
  try {
    return organisationFromFile(file)
  } catch (error) {
    if (error instanceof LatchkeyError) return undefined
    throw error
  }
}
