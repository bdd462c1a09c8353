// Which part of Latchkey a process plays: everything, or the edge that faces people, or the worker that alone may write.

import { configInvalid } from './config/problems.ts'
import type { Config } from './config.ts'
import type { Credential } from './jumpcloud/auth.ts'
import { text } from './words/text.ts'

export const processRoles = ['all', 'edge', 'worker'] as const
export type ProcessRole = (typeof processRoles)[number]

type Given = Pick<Config, 'jumpcloud' | 'databaseUrl' | 'slack' | 'teams'>

/** Throws `config-invalid`: apart, the two share nothing but the database, and only one of them can write. */
export function checkRole(role: ProcessRole, { jumpcloud, databaseUrl, slack, teams }: Given): void {
  const problems = []
  if (role !== 'all' && databaseUrl === undefined) problems.push(text('role.needs-postgres', { role }))
  if (role !== 'worker' && !slack && !teams) problems.push(text('start.no-platform'))
  if (role === 'edge') {
    if (jumpcloud.credential !== undefined) problems.push(text('role.edge-holds-writer'))
    if (jumpcloud.readCredential === undefined) problems.push(text('role.edge-needs-reader'))
  }
  if (role === 'worker') {
    if (jumpcloud.credential?.kind !== 'client') problems.push(text('role.worker-needs-account'))
    if (jumpcloud.readCredential !== undefined) problems.push(text('role.worker-holds-reader'))
    if (slack || teams) problems.push(text('role.worker-holds-platform'))
  }
  if (problems.length > 0) throw configInvalid(problems)
}

/** The one JumpCloud credential that this process works with. */
export const credentialOf = (role: ProcessRole, { jumpcloud }: Pick<Config, 'jumpcloud'>): Credential | undefined =>
  role === 'edge' ? jumpcloud.readCredential : jumpcloud.credential

export const mayWrite = (role: ProcessRole): boolean => role !== 'edge'
export const facesPeople = (role: ProcessRole): boolean => role !== 'worker'

/** What this process's JumpCloud credential is for. */
export const capabilitiesOf = (role: ProcessRole): ('read' | 'verify' | 'write')[] => [
  'read',
  ...(facesPeople(role) ? (['verify'] as const) : []),
  ...(mayWrite(role) ? (['write'] as const) : []),
]
