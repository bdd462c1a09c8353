// Looks whether a credential may make a call without making it: real reads of one row, and writes to what does not exist.
import { type Clock, hours, later } from '../clock.ts'
import type { Directory } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import { type CallerOptions, createCaller } from './client.ts'
import { createDirectory } from './directory.ts'
import type { CallInput, Endpoint } from './endpoint.ts'
import { isRead } from './judge.ts'
import { pageSize } from './paging.ts'
import { listOrganisations } from './reads.ts'
import { organisationList } from './schemas.ts'
import { readBody } from './shapes.ts'

export type Probed =
  /** A real read was answered. */
  | { kind: 'granted' }
  /** A write was not refused on an id that names nothing. */
  | { kind: 'not-refused' }
  | { kind: 'refused' }
  /** No harmless call shows it. */
  | { kind: 'unknowable' }
  /** No answer that says anything: no connection, no service, no such organisation. */
  | { kind: 'failed'; error: LatchkeyError }

export interface Prober {
  /** For real reads; they must be on the list of what may be called. */
  directory: Directory
  /** Those that the credential sees, at most a hundred. Throws LatchkeyError. */
  organisations(): Promise<{ id: string; name: string }[]>
  probe(endpoint: Endpoint): Promise<Probed>
  close(): Promise<void>
}

/** JumpCloud's ids begin with the second in which they were made: nothing was made in 1970. */
const nobody = '0'.repeat(24)

export function createProber(options: Omit<CallerOptions, 'allowed'> & { allowed: readonly Endpoint[] }): Prober {
  const caller = createCaller(options)
  return {
    directory: createDirectory(caller, options),
    async organisations() {
      const { body } = await caller.call(listOrganisations, { query: { limit: pageSize, skip: 0, sort: '_id' } })
      const { results } = readBody(organisationList, body, 'organisationList')
      return results.flatMap(({ _id, id = _id, displayName }) => (id ? [{ id, name: displayName || id }] : []))
    },
    async probe(endpoint) {
      if (!isKnowable(endpoint)) return { kind: 'unknowable' }
      const works: Probed = { kind: isRead(endpoint) ? 'granted' : 'not-refused' }
      try {
        await caller.call(endpoint, harmless(endpoint, options.clock))
        return works
      } catch (error) {
        if (!(error instanceof LatchkeyError)) throw error
        if (error.code === 'jumpcloud-forbidden') return { kind: 'refused' }
        return isAboutTheId(endpoint, error) ? works : { kind: 'failed', error }
      }
    },
    close: () => caller.close(),
  }
}

/** A write can be looked at where its path names what it changes: no such thing, nothing changed. Searches need a wish. */
const isKnowable = ({ path, method, api }: Endpoint): boolean =>
  method === 'GET' || api === 'insights' || path.includes('{')

/** No body: even for somebody who exists it would ask for nothing. */
function harmless({ path, api }: Endpoint, clock: Clock): CallInput {
  const ids = [...path.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']): [string, string] => [name, nobody])
  if (ids.length > 0) return { params: Object.fromEntries(ids) }
  if (api === 'insights')
    return { body: { service: ['directory'], start_time: later(clock.now(), -hours(1)).toISOString(), limit: 1 } }
  return { query: { limit: 1, skip: 0, ...(api === 'v1' ? { fields: '_id' } : {}) } }
}

/** Who may not call is told so before anybody looks for the id: 404, or 400 for a body that is missing, come after. */
const isAboutTheId = ({ path }: Endpoint, error: LatchkeyError): boolean =>
  path.includes('{') &&
  (['jumpcloud-not-found', 'jumpcloud-conflict'].includes(error.code) ||
    (error.code === 'jumpcloud-rejected' && error.text.values?.status === 400))
