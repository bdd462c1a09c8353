// Whether the credential has each permission that the skills in use need: looked at, one harmless call for each.
import type { Endpoint } from '../../jumpcloud/endpoint.ts'
import { isRead } from '../../jumpcloud/judge.ts'
import type { Probed } from '../../jumpcloud/probe.ts'
import { type Permission, permissionsOf } from '../../permissions.ts'
import { list, text } from '../../words/text.ts'
import type { Connection } from '../connection.ts'
import type { CheckDeps, Finding } from '../finding.ts'

export async function check({ jumpcloud, needs }: CheckDeps): Promise<Finding[]> {
  const connection = await jumpcloud()
  if (connection.kind === 'bad') return []
  const permissions = permissionsOf(needs).map((permission) => ({
    permission,
    endpoint: plainest(permission.endpoints),
  }))
  const prober = connection.prober(permissions.flatMap(({ endpoint }) => endpoint ?? []))
  try {
    const probed = await Promise.all(
      permissions.map(async ({ permission, endpoint }) => ({
        permission,
        probed: endpoint ? await prober.probe(endpoint) : ({ kind: 'unknowable' } as const),
      })),
    )
    const held = probed.flatMap(({ permission, probed }) => (isHeld(probed) ? permission.name : []))
    return probed.map(
      ({ permission, probed }) => hidden(permission.name, held) ?? findingOf(permission, probed, connection),
    )
  } finally {
    await prober.close()
  }
}

const isHeld = ({ kind }: Probed): boolean => kind === 'granted' || kind === 'not-refused'

/** What a broader permission covers answers whether or not it was granted by itself. */
function hidden(permission: string, held: readonly string[]): Finding | undefined {
  const broad = held.find((one) => permission.startsWith(`${one}.`))
  if (broad === undefined || !held.includes(permission)) return undefined
  return { level: 'note', permission, what: text('doctor.covered', { permission, broad }) }
}

/** A read that names nobody before one that does; a write only where there is no read. */
const plainest = (endpoints: readonly Endpoint[]): Endpoint | undefined =>
  endpoints.toSorted((a, b) => cost(a) - cost(b))[0]

const cost = (endpoint: Endpoint): number =>
  (isRead(endpoint) ? 0 : 4) + (endpoint.path.includes('{') ? 2 : 0) + (endpoint.method === 'GET' ? 0 : 1)

function findingOf(
  { name, stops, limits }: Permission,
  probed: Probed,
  { organisation }: Extract<Connection, { kind: 'good' }>,
): Finding {
  const about = { permission: name, stops, limits }
  const missing = { ...about, level: stops.length > 0 ? ('error' as const) : ('warning' as const) }
  switch (probed.kind) {
    case 'granted':
      return { level: 'good', permission: name, what: text('doctor.granted', { permission: name }) }
    case 'not-refused':
      return { level: 'good', permission: name, what: text('doctor.not-refused', { permission: name }) }
    case 'unknowable':
      return { level: 'note', permission: name, what: text('doctor.unknowable', { permission: name }) }
    case 'refused':
      return { ...missing, what: missingWords(name, stops, limits), cure: text('doctor.grant', { permission: name }) }
    case 'failed':
      if (probed.error.code === 'insights-off')
        return {
          ...missing,
          what: text('doctor.insights-off', { skills: list([...limits]) }),
          cure: text('doctor.insights-on'),
        }
      // Insights wants the organisation named by a service account (JumpCloud API, "OAuth client credentials").
      if (probed.error.code === 'jumpcloud-unauthorised')
        return {
          ...missing,
          what: text('doctor.no-organisation', { permission: name }),
          cure: organisation
            ? text('doctor.set-organisation', { id: organisation.id, name: organisation.name })
            : text('doctor.find-organisation'),
        }
      return {
        level: 'warning',
        permission: name,
        what: text('doctor.not-seen', { permission: name, why: probed.error.text }),
      }
  }
}

function missingWords(permission: string, stops: readonly string[], limits: readonly string[]) {
  if (stops.length > 0) return text('doctor.missing', { permission, skills: list([...stops]) })
  if (limits.length > 0) return text('doctor.missing-limits', { permission, skills: list([...limits]) })
  return text('doctor.missing-doctor', { permission })
}
