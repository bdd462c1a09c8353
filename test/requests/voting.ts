// A small company that only decides: the program's own rules for votes over people in memory and a light store.
import canonicalize from 'canonicalize'
import { type Clock, days, later } from '../../src/clock.ts'
import type { Core } from '../../src/core.ts'
import type { Directory } from '../../src/directory.ts'
import type { Account, UserId } from '../../src/ids.ts'
import { createKeys, type Keys } from '../../src/keys.ts'
import type { Ledger, LedgerEntry } from '../../src/ledger/ledger.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { actionsByName } from '../../src/parts.ts'
import { createBindings } from '../../src/people/bindings.ts'
import type { Freezes } from '../../src/people/freeze.ts'
import { hashPlan, type Step } from '../../src/plan.ts'
import { type ApprovalRule, noWait } from '../../src/policy/policy.ts'
import { canVouch } from '../../src/proof/vouch.ts'
import { rulesFor } from '../../src/requests/approvers.ts'
import { insertProof } from '../../src/requests/proofs.ts'
import type { Request } from '../../src/requests/request.ts'
import { provenRules, soundVotes } from '../../src/requests/sound-votes.ts'
import { insertVote, isSatisfied } from '../../src/requests/votes.ts'
import type { Tx } from '../../src/store/store.ts'
import { text } from '../../src/words/text.ts'
import { lightStore } from '../fakes/light-store.ts'
import { memoryDirectory, type Someone, teamId } from '../fakes/memory-directory.ts'
import { exampleText, readText } from '../organisation/example.ts'
import { anId } from '../store/rows.ts'
import { rowOf } from './row.ts'

type Deps = Pick<Core, 'organisation' | 'actions' | 'store' | 'keys' | 'clock' | 'freezes' | 'bindings'> & {
  directory: Directory
}

export interface Company {
  deps: Deps
  people: Map<UserId, Someone>
  clock: Clock & { advance(ms: number): void }
  /** By id: who says that their session is in other hands. */
  frozen: Set<string>
  record(entry: Recorded): Promise<number>
}

type Recorded = Pick<LedgerEntry, 'event' | 'actor' | 'request'>

const northwind = readText(exampleText)

/** A seal is what it seals: whether seals hold is shown elsewhere, and a real one takes most of the time here. */
const seal = (kind: string, value: object): string => canonicalize({ kind, value }) ?? ''
const keys: Keys = {
  ...createKeys('a secret of thirty-two characters'),
  mac: seal,
  isMac: (kind, value, given) => given === seal(kind, value),
}

export const looker = 'Looker – Analyst'
export const desk = 'IT – Service Desk'
const teams = [looker, desk, 'HR', 'Security', 'Latchkey – Admins', 'Executives'] as const

const noFreeze: Omit<Freezes, 'isFrozen'> = {
  forged: async () => undefined,
  freeze: async () => false,
  unfreeze: async () => false,
}

/** `owners`: of the one group that can be asked for, by address. */
export async function companyOf(
  everybody: readonly Someone[],
  { owners = [], roles = northwind.roles }: { owners?: readonly string[]; roles?: Organisation['roles'] } = {},
): Promise<Company> {
  const people = new Map(everybody.map((one) => [one.id, one]))
  let at = new Date('2026-11-25T10:00:00Z')
  const clock = {
    now: () => at,
    advance(ms: number) {
      at = later(at, ms)
    },
  }
  const store = lightStore()
  const frozen = new Set<string>()
  let seq = 0
  // The chain of hashes is the database's own, and no part of what decides.
  async function record(db: Tx['db'] | Core['store']['db'], { event, actor, request }: Recorded): Promise<number> {
    seq += 1
    const row = { seq, at: clock.now(), actor, event, request_id: request ?? null, body: '{}', prev: '', hash: '' }
    await db.insertInto('ledger').values(row).execute()
    return seq
  }
  const ledger: Ledger = { append: (tx, entry) => record(tx.db, entry) }
  const groups = northwind.groups.map((group) => (group.name === looker ? { ...group, owners } : group))
  const deps: Deps = {
    organisation: { ...northwind, groups, roles },
    actions: actionsByName,
    store,
    keys,
    clock,
    directory: memoryDirectory(people, teams),
    freezes: { ...noFreeze, isFrozen: async (scope) => frozen.has(scope) },
    bindings: createBindings({ store, keys, clock, ledger }),
  }
  await record(store.db, { event: 'policy.loaded', actor: 'system' })
  return { deps, people, clock, frozen, record: (entry) => record(store.db, entry) }
}

export interface Asked {
  requester: UserId
  subject: UserId
  account: Account
  approvals: readonly ApprovalRule[]
  steps: Step[]
}

export const joining = (subject: UserId): Step[] => [
  { action: 'add-to-group', input: { user: subject, group: teamId(looker) }, lastsSeconds: days(7) / 1000 },
]
export const resetting = (subject: UserId): Step[] => [
  {
    action: 'reset-mfa',
    input: { user: subject, devices: [], hasPasskey: false, minutes: 60, totpSince: null },
  },
]

const nothingShown = { steps: [], requesterName: '', subjectName: '', evidence: [], waitingFor: [] }

/** As it is loaded while it waits for its approvers. */
export function askedIn({ deps }: Company, { requester, subject, account, approvals, steps }: Asked): Request {
  const askedAt = deps.clock.now()
  const expiresAt = later(askedAt, days(3))
  const id = anId()
  const plan = {
    request: id,
    skill: 'any',
    skillVersion: 1,
    policyVersion: 'any',
    requester,
    subject,
    askedAt: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    steps,
  }
  return {
    id,
    number: 1,
    account,
    requester,
    subject,
    skill: plan.skill,
    input: {},
    planHash: hashPlan(plan),
    plan,
    state: 'approving',
    reason: undefined,
    needs: { kind: 'needs', way: 'usual', proof: 'S0', lost: [], approvals, wait: noWait },
    shown: { title: text('skill.title', { title: '' }), ...nothingShown },
    askedAt,
    expiresAt,
    row: rowOf({ id }),
  }
}

/** Their own passkey over this plan, on the page that belongs to this account. False: it is nobody's account. */
export async function proveAt({ deps }: Company, request: Request, place: Account): Promise<boolean> {
  const person = (await deps.bindings.find(place))?.user
  if (person === undefined) return false
  await deps.store.tx((tx) => insertProof(tx, deps, request, { method: 'passkey', level: 'S2', person, place }))
  return true
}

/** What a press of Approve does before it is a vote. True: it is one. */
export async function pressAt({ deps }: Company, request: Request, account: Account): Promise<boolean> {
  const person = (await deps.bindings.find(account))?.user
  if (person === undefined) return false
  const now = await rulesFor(deps, request, person)
  const rules = now.length === 0 ? [] : await provenRules(deps.store.db, deps, request, person, now, deps.clock.now())
  if (rules.length === 0) return false
  const on = { request: request.id, hash: request.planHash, account }
  return deps.store.tx((tx) => insertVote(tx, deps, on, { person, decision: 'approve', rules }))
}

/** A word for the requester, by the four words that they told. True: it stands. */
export async function vouchAt({ deps }: Company, request: Request, account: Account): Promise<boolean> {
  const voucher = (await deps.bindings.find(account))?.user
  if (voucher === undefined || !(await canVouch(deps, request, voucher))) return false
  const { requester: person, account: place } = request
  const word = { method: 'vouch', level: 'S0', person, place, vouchedBy: voucher, met: 'in-person' } as const
  await deps.store.tx((tx) => insertProof(tx, deps, request, word))
  return true
}

/** Agreed as the request sees it when it moves on, and as the gate sees it before the first step. */
export async function agreement({ deps }: Company, request: Request): Promise<{ byVotes: boolean; byGate: boolean }> {
  const votes = await soundVotes(deps.store.db, deps, request)
  const { length } = request.needs.approvals
  // What the gate counts are these votes or fewer.
  if (!isSatisfied(length, votes)) return { byVotes: false, byGate: false }
  const standing = []
  for (const vote of votes) {
    const now = await rulesFor(deps, request, vote.person)
    standing.push({ ...vote, rules: vote.rules.filter((rule) => now.includes(rule)) })
  }
  return { byVotes: true, byGate: isSatisfied(length, standing) }
}
