// Turns an endpoint and its input into one exact request: what is not in the template cannot reach the wire.
import { LatchkeyError } from '../errors.ts'
import type { CallInput, Endpoint } from './endpoint.ts'
import type { Hosts } from './hosts.ts'

export interface Target {
  url: string
  body: string | undefined
  /** Sending `x-org-id` to the organisation routes is an error (JumpCloud API, "Organisation header"). */
  takesOrg: boolean
}

const template = /^(?:\/(?:[a-z][a-z0-9-]*|\{[a-zA-Z]+\}))+$/
const objectId = /^[0-9a-f]{24}$/

/** Ids of push devices and verifications are JumpCloud's own and may be UUIDs or other opaque words. */
const opaqueId = /^(?!__)[A-Za-z0-9_-]{1,100}$/
const opaqueNames = new Set(['device', 'verification'])

export function buildTarget(hosts: Hosts, endpoint: Endpoint, input: CallInput): Target {
  if (!template.test(endpoint.path)) throw refused('the path is no template')
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of typeof value === 'object' ? value : [value]) query.append(name, String(one))
  }
  const search = query.size > 0 ? `?${query}` : ''
  return {
    url: `${hosts[endpoint.api]}${fillPath(endpoint.path, input.params ?? {})}${search}`,
    body: input.body === undefined ? undefined : JSON.stringify(input.body),
    takesOrg: !/^\/(?:organizations|providers)(?:\/|$)/.test(endpoint.path),
  }
}

/** The request-shape allow-list: method and path of the template, never a caller's own words. */
export const isAllowed = (endpoint: Endpoint, allowed: readonly Endpoint[]): boolean =>
  allowed.some((one) => one.api === endpoint.api && one.method === endpoint.method && one.path === endpoint.path)

/** Our own mistake, caught before the wire: nothing was changed. The value is not repeated, it may be anything. */
export const refused = (why: string): LatchkeyError =>
  new LatchkeyError('internal', {}, { cause: new Error(`JumpCloud call not made: ${why}`) })

function fillPath(path: string, params: Record<string, string>): string {
  const names = [...path.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1] ?? '')
  for (const name of Object.keys(params))
    if (!names.includes(name)) throw refused('a parameter has no place in the path')
  return path.replace(/\{([a-zA-Z]+)\}/g, (_whole, name: string) => {
    const value: unknown = Object.hasOwn(params, name) ? params[name] : undefined
    const shape = opaqueNames.has(name) ? opaqueId : objectId
    if (typeof value !== 'string' || !shape.test(value)) throw refused(`{${name}} is not a JumpCloud id`)
    return value
  })
}
