// Whether the credential may do more than the skills in use need, as far as harmless calls show it.
import { pushEndpoints } from '../../jumpcloud/push.ts'
import { permissionOf, permissionsOf } from '../../permissions.ts'
import { text } from '../../words/text.ts'
import { excessReads } from '../excess-reads.ts'
import type { CheckDeps, Finding } from '../finding.ts'

export async function check({ jumpcloud, needs, actions }: CheckDeps): Promise<Finding[]> {
  const connection = await jumpcloud()
  if (connection.kind === 'bad') return []
  const needed = new Set(permissionsOf(needs).map(({ name }) => name))
  const ours = [...pushEndpoints, ...[...actions.values()].flatMap(({ endpoint }) => endpoint ?? [])]
  const others = [...ours, ...excessReads].filter((endpoint) => !needed.has(permissionOf(endpoint)))
  const prober = connection.prober(others)
  try {
    const probed = await Promise.all(
      others.map(async (endpoint) => ({ name: permissionOf(endpoint), ...(await prober.probe(endpoint)) })),
    )
    const held = probed.filter(({ kind }) => kind === 'granted' || kind === 'not-refused').map(({ name }) => name)
    const found = [...new Set(held)].map(
      (name): Finding => ({
        level: 'warning',
        permission: name,
        what: text('doctor.excess', { permission: name }),
        cure: text('doctor.revoke', { permission: name }),
      }),
    )
    return found.length > 0 ? found : [{ level: 'good', what: text('doctor.no-excess') }]
  } finally {
    await prober.close()
  }
}
