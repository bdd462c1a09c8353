// The Teams app as the zip that Teams takes: manifest and icons at the root, the same bytes for the same content.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { teamsIcons, type teamsManifest } from './teams.ts'

/** The oldest time that a zip can hold: a package does not change because it is made again. */
const mtime = new Date(1980, 0, 1)

const icon = (file: string): Uint8Array => readFileSync(join(import.meta.dirname, 'icons', file))

export const teamsPackage = (manifest: ReturnType<typeof teamsManifest>): Uint8Array =>
  zipSync(
    {
      'manifest.json': strToU8(`${JSON.stringify(manifest, undefined, 2)}\n`),
      [teamsIcons.color]: icon('teams-color.png'),
      [teamsIcons.outline]: icon('teams-outline.png'),
    },
    { mtime },
  )
