// The connection to JumpCloud that the checks share: whether the credential is known there, and of which organisation.
import { hasCode, LatchkeyError } from '../errors.ts'
import type { Credential } from '../jumpcloud/auth.ts'
import type { Endpoint } from '../jumpcloud/endpoint.ts'
import type { Region } from '../jumpcloud/hosts.ts'
import { createProber, type Prober } from '../jumpcloud/probe.ts'
import { listOrganisations, listUsers } from '../jumpcloud/reads.ts'
import { credentialOf } from '../roles.ts'
import { list, type Text, text } from '../words/text.ts'
import type { CheckDeps, Finding } from './finding.ts'

export type Connection =
  | {
      kind: 'good'
      credential: Credential
      /** Undefined: the credential works, but may not say whose it is. */
      organisation: { id: string; name: string } | undefined
      /** Close it after use. */
      prober(allowed: readonly Endpoint[]): Prober
    }
  /** `organisations`: the credential is known, and one of these must be chosen. */
  | { kind: 'bad'; finding: Finding; organisations?: readonly Organisation[] }

type Deps = Pick<CheckDeps, 'config' | 'role' | 'clock' | 'hostsOf'>
type Organisation = { id: string; name: string }

const bad = (what: Text, cure?: Text): Extract<Connection, { kind: 'bad' }> => ({
  kind: 'bad',
  finding: { level: 'error', what, ...(cure && { cure }) },
})

export async function connect(deps: Deps): Promise<Connection> {
  const { region } = deps.config.jumpcloud
  const credential = credentialOf(deps.role, deps.config)
  if (!credential) {
    const name = deps.role === 'edge' ? 'JUMPCLOUD_READ_CLIENT_ID' : 'JUMPCLOUD_API_KEY'
    return bad(text('doctor.no-credential', { name }), text('doctor.make-credential', { name }))
  }
  const connection = { credential, prober: (allowed: readonly Endpoint[]) => open(deps, credential, region, allowed) }
  const prober = connection.prober([listOrganisations, listUsers])
  try {
    const seen = await organisationsOf(prober)
    const { orgId } = deps.config.jumpcloud
    if (orgId === undefined && seen && seen.length > 1)
      return { ...bad(text('doctor.which-organisation'), choose(seen)), organisations: seen }
    const chosen = orgId === undefined ? seen?.[0] : seen?.find(({ id }) => id === orgId)
    const isThere = chosen !== undefined || orgId === undefined || (seen === undefined && (await answers(prober)))
    if (!isThere)
      return { ...bad(text('doctor.wrong-organisation', { id: orgId }), choose(seen ?? [])), organisations: seen ?? [] }
    return { kind: 'good', ...connection, organisation: chosen }
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return error.code === 'jumpcloud-unauthorised' ? await unknown(deps, credential) : bad(error.text, cureOf(error))
  } finally {
    await prober.close()
  }
}

function open(deps: Deps, credential: Credential, region: Region, allowed: readonly Endpoint[]): Prober {
  const { orgId, overrides } = deps.config.jumpcloud
  return createProber({ credential, hosts: deps.hostsOf(region, overrides), orgId, clock: deps.clock, allowed })
}

/** Undefined: the credential is known, and may not list them. */
async function organisationsOf(prober: Prober): Promise<Organisation[] | undefined> {
  try {
    return await prober.organisations()
  } catch (error) {
    if (hasCode(error, 'jumpcloud-forbidden')) return undefined
    throw error
  }
}

/** An organisation that is not there makes every call a 404 (JumpCloud API, "Organisation header"). */
async function answers(prober: Prober): Promise<boolean> {
  const probed = await prober.probe(listUsers)
  if (probed.kind !== 'failed') return true
  if (hasCode(probed.error, 'jumpcloud-not-found')) return false
  throw probed.error
}

const choose = (seen: readonly Organisation[]): Text =>
  seen.length > 0
    ? text('doctor.choose-organisation', { seen: list(seen.map(({ id, name }) => `${name} (${id})`)) })
    : text('doctor.find-organisation')

/** A key of one region is unknown in the others, with the same 401 as a revoked one: so they are asked too. */
async function unknown(deps: Deps, credential: Credential): Promise<Connection> {
  const { region, overrides } = deps.config.jumpcloud
  const here = deps.hostsOf(region, overrides).v1
  for (const other of (['us', 'eu', 'in'] as const).filter((one) => deps.hostsOf(one, overrides).v1 !== here)) {
    const prober = open(deps, credential, other, [listOrganisations])
    const isKnown = await organisationsOf(prober).then(
      () => true,
      () => false,
    )
    await prober.close()
    if (isKnown) return bad(text('doctor.wrong-region', { region }), text('doctor.set-region', { region: other }))
  }
  return credential.kind === 'api-key'
    ? bad(text('doctor.key-unknown', { region }), text('doctor.renew-key'))
    : bad(text('doctor.client-unknown', { region }), text('doctor.renew-client'))
}

function cureOf(error: LatchkeyError): Text | undefined {
  if (hasCode(error, 'jumpcloud-unavailable', 'jumpcloud-malformed', 'jumpcloud-busy'))
    return text('doctor.jumpcloud-down')
  return undefined
}
