// The invented company's choices: latchkey.example.yaml as it is shipped, with the audit channel of the stage.
import { join } from 'node:path'
import type { Organisation } from '../organisation/organisation.ts'
import { organisationFromFile } from '../organisation/read.ts'

const example = join(import.meta.dirname, '../../latchkey.example.yaml')

export const demoOrganisation = (audit: { platform: string; id: string }): Organisation => ({
  ...organisationFromFile(example),
  audit: { channel: audit },
})
