// Whether the groups and people that latchkey.yaml names are there in JumpCloud: a name that leads nowhere opens nothing.
import type { Directory } from '../../directory.ts'
import { hasCode, LatchkeyError } from '../../errors.ts'
import { readEndpoints } from '../../jumpcloud/reads.ts'
import type { Organisation } from '../../organisation/organisation.ts'
import { text } from '../../words/text.ts'
import type { CheckDeps, Finding } from '../finding.ts'

export async function check({ jumpcloud, organisation }: CheckDeps): Promise<Finding[]> {
  const connection = await jumpcloud()
  if (connection.kind === 'bad' || !organisation) return []
  const prober = connection.prober(readEndpoints)
  try {
    const findings = [
      ...(await groups(prober.directory, organisation)),
      ...(await people(prober.directory, organisation)),
    ]
    return findings.length > 0 ? findings : [{ level: 'good', what: text('doctor.names-good') }]
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return [{ level: 'note', what: text('doctor.names-unread', { why: error.text }) }]
  } finally {
    await prober.close()
  }
}

/** A group that decides who is protected and is not there protects everybody: most skills are then refused. */
async function groups(directory: Directory, { roles, protected: listed, groups: offered }: Organisation) {
  const deciding = [...roles.it.groups, ...roles.security.groups, ...roles.admin.groups, ...listed.groups]
  const others = [...roles.hr.groups, ...offered.flatMap(({ ownerGroup }) => ownerGroup ?? [])]
  const findings: Finding[] = []
  for (const name of new Set([...deciding, ...others, ...offered.map((one) => one.name)])) {
    const missing = (await isThere(directory, name)) ? undefined : text('doctor.no-group', { group: name })
    if (missing && deciding.includes(name))
      findings.push({
        level: 'error',
        what: text('doctor.no-deciding-group', { group: name }),
        cure: text('doctor.name-group'),
      })
    else if (missing) findings.push({ level: 'warning', what: missing, cure: text('doctor.name-group') })
  }
  for (const { name } of offered) findings.push(...(await unfit(directory, name)))
  return findings
}

async function isThere(directory: Directory, name: string): Promise<boolean> {
  try {
    return (await directory.findGroupId(name)) !== undefined
  } catch (error) {
    if (hasCode(error, 'ambiguous')) return false
    throw error
  }
}

/** JumpCloud overrules a member that was added by hand to a group with a rule, and sudo is no ordinary access. */
async function unfit(directory: Directory, name: string): Promise<Finding[]> {
  const id = (await isThere(directory, name)) ? await directory.findGroupId(name) : undefined
  if (id === undefined) return []
  const { membership, grantsSudo } = await directory.group(id)
  return [
    ...(membership === 'STATIC' || membership === 'NOTSET'
      ? []
      : [
          {
            level: 'warning' as const,
            what: text('doctor.group-by-rule', { group: name }),
            cure: text('doctor.remove-group'),
          },
        ]),
    ...(grantsSudo === false
      ? []
      : [
          {
            level: 'warning' as const,
            what: text('doctor.group-sudo', { group: name }),
            cure: text('doctor.remove-group'),
          },
        ]),
  ]
}

async function people(
  directory: Directory,
  { roles, protected: listed, groups: offered, securityContacts }: Organisation,
) {
  const named = [
    ...Object.values(roles).flatMap((role) => role.people),
    ...listed.people,
    ...offered.flatMap(({ owners }) => owners),
    ...securityContacts,
  ]
  const findings: Finding[] = []
  for (const email of new Set(named)) {
    const user = await directory.findUser({ email })
    if (!user)
      findings.push({ level: 'warning', what: text('doctor.no-person', { email }), cure: text('doctor.name-person') })
    else if (user.state !== 'ACTIVATED')
      findings.push({
        level: 'warning',
        what: text('doctor.inactive-person', { email }),
        cure: text('doctor.name-person'),
      })
  }
  return findings
}
