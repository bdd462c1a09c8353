// What an approver should know before a yes about somebody's credentials: red flags first, and what cannot be read is said so.
import { sql } from 'kysely'
import { days, hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Directory, User } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import { eventsOf, failedLately, lookOfFailures } from '../people/failures.ts'
import { protectionOf } from '../people/protection.ts'
import { at, type Text, text } from '../words/text.ts'
import type { Request } from './request.ts'

type Deps = Pick<Core, 'store' | 'clock' | 'organisation' | 'actions' | 'bindings' | 'skills'> & {
  directory: Directory
}
type Of = Pick<Request, 'id' | 'requester' | 'subject' | 'account' | 'plan' | 'skill'>

interface Line {
  isFlag: boolean
  words: Text
}

const youngAccount = days(30)
const youngBinding = days(14)

/** Nothing for a plan that touches no credential, but for what its own policy looks at. */
export async function credentialEvidence(deps: Deps, request: Of): Promise<Text[]> {
  const isCredential = request.plan.steps.some(({ action }) => deps.actions.get(action)?.sensitivity === 'credential')
  const ofFailures = async () => failures(deps, await deps.directory.user(request.subject))
  const ofCredentials: (() => Promise<Line[]>)[] = [
    async () => aboutAccount(deps, await deps.directory.user(request.subject)),
    () => resets(deps, request),
    () => otherRequests(deps, request),
    ofFailures,
    () => boundSince(deps, request),
  ]
  const looksAtFailures = deps.skills.get(request.skill)?.policy.proof.failures !== undefined
  const looks = isCredential ? ofCredentials : looksAtFailures ? [ofFailures] : []
  const lines = (await Promise.all(looks.map(orUnreadable))).flat()
  return [...lines.filter(({ isFlag }) => isFlag), ...lines.filter(({ isFlag }) => !isFlag)].map(({ isFlag, words }) =>
    isFlag ? text('evidence.flag', { words }) : words,
  )
}

async function orUnreadable(look: () => Promise<Line[]>): Promise<Line[]> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return [{ isFlag: true, words: text('evidence.unreadable', { why: error.text }) }]
  }
}

async function aboutAccount(deps: Deps, user: User): Promise<Line[]> {
  const isProtected = (await protectionOf(deps, user)) !== 'no'
  const { createdAt } = user
  const isYoung = createdAt === undefined || createdAt > later(deps.clock.now(), -youngAccount)
  return [
    ...(isProtected ? [{ isFlag: true, words: text('evidence.protected') }] : []),
    {
      isFlag: isYoung,
      words: createdAt ? text('evidence.account-since', { since: at(createdAt) }) : text('evidence.account-unknown'),
    },
  ]
}

/** By Latchkey, as its ledger says; each request once. */
async function resets({ store, clock, actions }: Deps, { id, subject }: Of): Promise<Line[]> {
  const names = [...actions.values()].flatMap(({ name, sensitivity }) => (sensitivity === 'credential' ? [name] : []))
  const rows = await store.db
    .selectFrom('ledger')
    .select('at')
    .where('event', 'in', ['step.did', 'step.unknown'])
    .where('at', '>', later(clock.now(), -days(30)))
    .where('request_id', '!=', id)
    .where(sql<boolean>`body::jsonb ->> 'about' = ${subject}`)
    .where(sql<boolean>`body::jsonb -> 'data' ->> 'action' = ANY(${names}::text[])`)
    .orderBy('seq', 'desc')
    .execute()
  const [last] = rows
  if (!last) return [{ isFlag: false, words: text('evidence.no-resets') }]
  const isFlag = last.at > later(clock.now(), -hours(72))
  return [{ isFlag, words: text('evidence.resets', { count: rows.length, last: at(last.at) }) }]
}

async function otherRequests({ store, clock }: Deps, { id, requester, subject }: Of): Promise<Line[]> {
  const { others } = await store.db
    .selectFrom('request')
    .select(({ fn }) => fn.countAll<string>().as('others'))
    .where((or) => or.or([or('requester', 'in', [requester, subject]), or('subject', '=', subject)]))
    .where('id', '!=', id)
    .where('asked_at', '>', later(clock.now(), -hours(24)))
    .executeTakeFirstOrThrow()
  const count = Number(others)
  return count === 0 ? [] : [{ isFlag: count > 1, words: text('evidence.others', { count }) }]
}

async function failures({ directory, clock }: Deps, user: User): Promise<Line[]> {
  const events = await eventsOf(directory, user)
  const failed = failedLately(events, clock.now())
  const isOdd = lookOfFailures(events, clock.now()) === 'odd'
  const [last] = failed
  if (!last) return [{ isFlag: false, words: text('evidence.no-failures') }]
  const from = new Set(failed.flatMap(({ clientIp }) => clientIp ?? []))
  const words = text('evidence.failures', { count: failed.length, addresses: from.size, last: at(last.at) })
  return [
    { isFlag: isOdd || from.size > 2, words },
    ...(isOdd ? [{ isFlag: true, words: text('evidence.odd-failures') }] : []),
  ]
}

async function boundSince({ bindings, clock }: Deps, { account }: Of): Promise<Line[]> {
  const binding = await bindings.find(account)
  if (!binding) return [{ isFlag: true, words: text('evidence.not-bound') }]
  const isFlag = binding.since > later(clock.now(), -youngBinding)
  return [{ isFlag, words: text('evidence.bound-since', { since: at(binding.since) }) }]
}
