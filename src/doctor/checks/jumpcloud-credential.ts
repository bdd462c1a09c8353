// Whether JumpCloud knows the credential, in this region and for this organisation; and whose it is.
import { text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'

export async function check({ jumpcloud, config }: CheckDeps): Promise<Finding[]> {
  const connection = await jumpcloud()
  // Without JumpCloud nobody is recognised.
  if (connection.kind === 'bad') return [{ ...connection.finding, stops: 'everything' }]
  const { organisation, credential } = connection
  const { region } = config.jumpcloud
  return [
    organisation
      ? { level: 'good', what: text('doctor.connected', { organisation: organisation.name, region }) }
      : { level: 'good', what: text('doctor.connected-unnamed', { region }) },
    // JumpCloud's own prefix for the keys of single administrators (JumpCloud API, "API key").
    ...(credential.kind === 'api-key' && credential.key.startsWith('jca_')
      ? [{ level: 'note' as const, what: text('doctor.personal-key'), cure: text('doctor.use-service-account') }]
      : []),
  ]
}
