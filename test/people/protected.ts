// Every skill and every kind of protected person, however well the lists could be read, against a table made by hand (T-D1).
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Action } from '../../src/action.ts'
import type { Directory } from '../../src/directory.ts'
import { LatchkeyError } from '../../src/errors.ts'
import { createCaller } from '../../src/jumpcloud/client.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { type Protection, protectionOf } from '../../src/people/protection.ts'
import { decide, type Facts } from '../../src/policy/decide.ts'
import { isAtLeast } from '../../src/policy/policy.ts'
import { methods } from '../../src/proof/methods.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import type { Skill } from '../../src/skill.ts'
import { type companyForTests, northwind, person, team } from './company.ts'

type Company = ReturnType<typeof companyForTests>

/** `plus`: with another approver and at least S1. */
const table: Record<string, 'refused' | 'plus' | 'as-others'> = {
  'cancel-request': 'as-others',
  'connect-account': 'as-others',
  enrol: 'as-others',
  freeze: 'as-others',
  help: 'as-others',
  'join-group': 'as-others',
  'leave-group': 'as-others',
  'my-access': 'as-others',
  'my-proofs': 'as-others',
  'my-requests': 'as-others',
  'report-lost-device': 'refused',
  'reset-mfa': 'refused',
  'reset-password': 'refused',
  'talk-to-human': 'as-others',
  unfreeze: 'as-others',
  'unfreeze-person': 'as-others',
  'unlock-account': 'plus',
  'why-locked-out': 'as-others',
}

const subject = 'maya.alvarez'
const listed = (changed: Partial<Organisation['protected']>): Organisation => ({
  ...northwind,
  protected: { ...northwind.protected, ...changed },
})
const join = (name: string) => (company: Company) =>
  company.post(`/_sandbox/groups/${team(name)}/members`, { user: person(subject), op: 'add' })

interface Kind {
  is: Protection
  organisation?: Organisation
  make?(company: Company): Promise<unknown>
  /** The reads by which it is told. */
  reads: readonly string[]
}

const ofUser = [`/systemusers/${person(subject)}`]
const ofGroups = ['/usergroups', '/memberof']
export const kinds: Record<string, Kind> = {
  'a JumpCloud administrator': {
    is: 'yes',
    make: (company) => company.change(subject, { admin: { id: person(subject), roleName: 'Manager' } }),
    reads: ofUser,
  },
  'in a listed group': { is: 'yes', make: join('Executives'), reads: ofGroups },
  'an approver': { is: 'yes', make: join('IT – Service Desk'), reads: ofGroups },
  'a service account': { is: 'never', organisation: listed({ serviceAccounts: [subject] }), reads: ofUser },
  'a break-glass account': { is: 'never', organisation: listed({ breakGlass: [subject] }), reads: ofUser },
  named: { is: 'yes', organisation: listed({ people: [`${subject}@northwind.example`] }), reads: ofUser },
  'nobody special': { is: 'no', reads: [...ofUser, ...ofGroups] },
}

export const lists = ['fresh', 'stale', 'error', 'empty', 'partial page', 'torn'] as const
export type List = (typeof lists)[number]

const faults = {
  error: { kind: 'status', status: 500 },
  empty: { kind: 'empty' },
  torn: { kind: 'truncated' },
} as const

/** What became of looking: one answer for each read that may go wrong, or that it went wrong. */
export async function look(company: Company, kind: Kind, list: List): Promise<(Protection | 'unreadable')[]> {
  const organisation = kind.organisation ?? northwind
  const see = async (directory: Directory) => {
    try {
      return await protectionOf({ directory, organisation }, await directory.user(person(subject)))
    } catch (error) {
      if (error instanceof LatchkeyError && error.code.startsWith('jumpcloud-')) return 'unreadable'
      throw error
    }
  }
  // An answer of before, and a group's name that is still remembered.
  if (list === 'stale') await see(company.directory())
  await kind.make?.(company)
  if (list === 'fresh' || list === 'stale') return [await see(company.directory())]
  const seen: (Protection | 'unreadable')[] = []
  for (const path of kind.reads) {
    if (list === 'partial page') {
      // One user is no list.
      if (ofGroups.includes(path)) seen.push(await throughCutter(company, path, see))
      continue
    }
    await company.fault({ ...faults[list], match: { method: 'GET', path } })
    seen.push(await see(company.directory()))
    await company.call('DELETE', '/_sandbox/faults')
  }
  return seen
}

/** A JumpCloud that says how long one of its lists is, and then gives only the first page of it. */
async function throughCutter<Seen>(company: Company, cut: string, see: (directory: Directory) => Promise<Seen>) {
  const { url } = company.sandbox()
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    const skip = Number(new URL(path, url).searchParams.get('skip') ?? 0)
    const isCut = path.includes(cut)
    const answer = await fetch(`${url}${path}`, { headers: { 'x-api-key': sandboxKey } })
    const rows = Array.from({ length: 100 }, (_, nth) => ({
      id: nth.toString(16).padStart(24, '0'),
      type: 'user_group',
      name: `Group ${nth}`,
    }))
    const total = isCut ? { 'x-total-count': '120' } : {}
    response.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close', ...total })
    response.end(isCut ? JSON.stringify(skip === 0 ? rows : []) : await answer.text())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const caller = createCaller({
    credential: { kind: 'api-key', key: sandboxKey },
    hosts: jumpcloudHosts('us', { consoleUrl: own, insightsUrl: own }),
    clock: company.clock,
    sleep: async () => {},
  })
  try {
    return await see(createDirectory(caller, { clock: company.clock }))
  } finally {
    await caller.close()
    server.close()
  }
}

/** What must come of looking. */
export const wantedOf = (kind: Kind, list: List): readonly string[] => {
  if (list === 'fresh' || list === 'stale') return [kind.is]
  const reads = list === 'partial page' ? kind.reads.filter((path) => ofGroups.includes(path)) : kind.reads
  return reads.map(() => 'unreadable')
}

/** The facts of a skill's plan for somebody who may ask and could prove anything. */
export function factsOf(skill: Skill, actions: ReadonlyMap<string, Action>, protection: Protection): Facts {
  const used = skill.uses.flatMap((name) => actions.get(name) ?? [])
  const kinds = used.map(({ sensitivity }) => sensitivity)
  const now = new Date('2026-11-25T09:00:00Z')
  return {
    now,
    requester: { isActive: true, binding: { kind: 'bound', since: new Date(0) }, methods },
    subject: { isRequester: true, protection, replaced: [] },
    replaces: [],
    relations: skill.policy.who,
    used: { hour: 0, day: 0, week: 0 },
    openRequests: 0,
    failures: 'usual',
    sensitivity: (['credential', 'protective', 'binding'] as const).find((one) => kinds.includes(one)) ?? 'ordinary',
    groups: [],
  }
}

/** What is wrong with a skill's answer about somebody who is protected like this. */
export function wrongWith(name: string, skill: Skill, facts: Facts): string | undefined {
  const wanted = table[name]
  if (!wanted) return `${name} stands in no table: say in test/people/protected.ts what it is for protected people`
  const usual = decide(skill.policy, {}, { ...facts, subject: { ...facts.subject, protection: 'no' } })
  const got = decide(skill.policy, {}, facts)
  if (usual.kind === 'refuse') return `${name} is refused to everybody: ${usual.why.key}`
  const { protection } = facts.subject
  if (protection === 'never') return got.kind === 'refuse' ? undefined : `${name} is done for a service account`
  if (protection === 'no' || wanted === 'as-others')
    return JSON.stringify(got) === JSON.stringify(usual) ? undefined : `${name} is not as for others`
  if (wanted === 'refused') return got.kind === 'refuse' ? undefined : `${name} is done for a protected person`
  if (got.kind === 'refuse') return `${name} is refused to a protected person`
  const isMore = got.approvals.length > usual.approvals.length && isAtLeast(got.proof, 'S1')
  return isMore ? undefined : `${name} takes no more for a protected person`
}
