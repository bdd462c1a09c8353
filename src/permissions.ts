// What skills need of JumpCloud, as calls with their permissions: for the words of a refusal, the role, and the doctor.
import type { Action } from './action.ts'
import type { Endpoint } from './jumpcloud/endpoint.ts'
import { pushEndpoints } from './jumpcloud/push.ts'
import { listEvents, listOrganisations, readEndpoints } from './jumpcloud/reads.ts'
import type { Organisation } from './organisation/organisation.ts'
import { higher } from './policy/policy.ts'
import type { Skill } from './skill.ts'

type Skills = ReadonlyMap<string, Pick<Skill, 'uses' | 'policy'>>

export interface Need {
  endpoint: Endpoint
  capability: 'read' | 'verify' | 'write'
  /** Skills that do not work without it. */
  stops: readonly string[]
  /** Skills that work without it, but say less. */
  limits: readonly string[]
}

/** The calls that the skills in use can lead to. Without `organisation`, every skill counts as its author made it. */
export function needsOf(
  skills: Skills,
  actions: ReadonlyMap<string, Action>,
  organisation?: Pick<Organisation, 'skills'>,
): Need[] {
  const on = [...skills].filter(([name]) => isOn(name, organisation))
  const using = (used: string): string[] => on.flatMap(([name, { uses }]) => (uses.includes(used) ? [name] : []))
  const proving = on.flatMap(([name, { policy }]) => (asksProof(name, policy, organisation) ? [name] : []))
  const reads = readEndpoints.map(
    (endpoint): Need => ({ endpoint, capability: 'read', ...readers(endpoint, on, using) }),
  )
  const verifies = pushEndpoints.map(
    (endpoint): Need => ({ endpoint, capability: 'verify', stops: proving, limits: [] }),
  )
  const writes = [...actions.values()].flatMap(({ name, endpoint }): Need[] =>
    endpoint ? [{ endpoint, capability: 'write', stops: using(name), limits: [] }] : [],
  )
  return merged([...reads, ...verifies, ...writes]).filter(
    ({ endpoint, stops, limits }) => endpoint === listOrganisations || stops.length + limits.length > 0,
  )
}

/** Whoever asks is recognised, and the people who decide are found, by reading people and groups: without it nothing works. */
function readers(endpoint: Endpoint, on: readonly (readonly [string, unknown])[], using: (used: string) => string[]) {
  if (endpoint === listEvents) return { stops: [], limits: using('events') }
  // Which organisation a credential belongs to is asked by the doctor alone.
  if (endpoint === listOrganisations) return { stops: [], limits: [] }
  return { stops: on.map(([name]) => name), limits: [] }
}

/** Two actions may share one call: adding to a group and removing from it. */
function merged(needs: readonly Need[]): Need[] {
  const byCall = new Map<string, Need>()
  for (const need of needs) {
    const { api, method, path } = need.endpoint
    const call = `${api} ${method} ${path}`
    const before = byCall.get(call)
    byCall.set(call, before ? { ...before, stops: [...new Set([...before.stops, ...need.stops])] } : need)
  }
  return [...byCall.values()]
}

export const isOn = (name: string, organisation: Pick<Organisation, 'skills'> | undefined): boolean =>
  organisation?.skills[name]?.enabled !== false

function asksProof(name: string, { proof }: Skill['policy'], organisation: Pick<Organisation, 'skills'> | undefined) {
  // A push is no answer to a skill that wants more.
  return higher(proof.floor, organisation?.skills[name]?.proof ?? proof.default) === 'S1'
}

/** The permission that is asked for: any other of an endpoint's would do, and would give more. */
export const permissionOf = ({ scopes }: Pick<Endpoint, 'scopes'>): string => scopes[0] ?? ''

export interface Permission extends Omit<Need, 'endpoint' | 'capability'> {
  name: string
  capabilities: readonly Need['capability'][]
  endpoints: readonly Endpoint[]
}

/** The least-privilege role: one permission a line, with the skills that it is for. */
export function permissionsOf(needs: readonly Need[]): Permission[] {
  const byName = Map.groupBy(needs, ({ endpoint }) => permissionOf(endpoint))
  return [...byName].map(([name, group]) => ({
    name,
    capabilities: [...new Set(group.map(({ capability }) => capability))],
    endpoints: group.map(({ endpoint }) => endpoint),
    stops: [...new Set(group.flatMap(({ stops }) => stops))],
    limits: [...new Set(group.flatMap(({ limits }) => limits))],
  }))
}

/** Names of the skills that stop when a call with these permissions is refused. */
export const skillsNeeding = (needs: readonly Need[], scopes: readonly string[]): string[] =>
  permissionsOf(needs).flatMap(({ name, stops }) => (name === scopes[0] ? stops : []))
