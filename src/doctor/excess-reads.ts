// Reads that no skill needs and that show what a credential may do beyond its role: one row each, looked at and thrown away.
import type { Endpoint } from '../jumpcloud/endpoint.ts'

const read = (api: 'v1' | 'v2', path: string, scope: string): Endpoint => ({
  api,
  method: 'GET',
  path,
  scopes: [scope],
  repeat: 'safe',
})

export const excessReads: readonly Endpoint[] = [
  read('v1', '/applications', 'applications.readonly'),
  read('v1', '/systems', 'systems.readonly'),
  read('v1', '/commands', 'commands.readonly'),
  read('v2', '/directories', 'directories.readonly'),
  read('v2', '/service-accounts', 'serviceaccounts.readonly'),
]
