// The shape of one sandbox endpoint: method and path as data, and a function from a call to an answer.
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import type { State } from './state.ts'

export interface Call {
  state: State
  params: Record<string, string>
  query: URLSearchParams
  body: unknown
  now: Date
  /** The name of the key that calls; it becomes `initiated_by` of what it changes. */
  key: string
}

export interface Reply {
  status: number
  /** Sent as JSON. */
  json?: unknown
  /** Sent as text/plain; the action endpoints of v1 answer so. */
  text?: string
  headers?: Record<string, string>
  /** True when the directory is another one than before. */
  changed?: boolean
}

/** Scopes: holding any one of them suffices; the first is the narrowest. */
export interface Route extends Pick<Endpoint, 'api' | 'method' | 'path' | 'scopes'> {
  handle(call: Call): Reply
}

export const bases = { v1: '/api', v2: '/api/v2', insights: '/insights/directory/v1' } as const

export const json = (body: unknown, headers?: Record<string, string>): Reply => ({
  status: 200,
  json: body,
  ...(headers ? { headers } : {}),
})

const refusal = Symbol('refusal')

/** Ends the call with this answer; the server sends it. */
export function refuse(status: number, message: string, details?: readonly unknown[]): never {
  const names: Record<number, string> = { 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND' }
  const name = names[status] ?? (details && 'INVALID_ARGUMENT')
  const body = name ? { code: status, message, status: name, ...(details && { details }) } : { message }
  throw Object.assign(new Error(message), { [refusal]: { status, json: body } satisfies Reply })
}

/** The answer that `refuse` meant, or undefined for any other error. */
export const refusedWith = (error: unknown): Reply | undefined =>
  error instanceof Error && refusal in error ? (error[refusal] as Reply) : undefined

export const notFound = (): never => refuse(404, 'Not Found')
export const badRequest = (why: string): never => refuse(400, `Bad Request: ${why}`)

/** The id of a path; JumpCloud tells a malformed one (400) from an unknown one (404). */
export function pathId(call: Call, name: string): string {
  const id = call.params[name] ?? ''
  return /^[0-9a-f]{24}$/i.test(id) ? id.toLowerCase() : badRequest(`"${name}" is not an object id`)
}

export const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
