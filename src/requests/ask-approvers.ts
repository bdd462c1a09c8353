// Asks the people who may decide: a card for each who can be reached, an invitation for each who cannot yet.
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { hasCode } from '../errors.ts'
import { type Account, accountKey, type RequestId, type UserId } from '../ids.ts'
import { refreshCard, say, sayToAudit } from '../outbox/notices.ts'
import { rememberingDirectory } from '../people/remembering-directory.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { eligiblePeople, hasSomebodyForEach } from './approvers.ts'
import { credentialEvidence } from './evidence.ts'
import { move } from './move.ts'
import { vouchersOf } from './proofs.ts'
import { loadRequest, type Request, type Shown, shownColumns } from './request.ts'

type Deps = Pick<
  Core,
  'store' | 'keys' | 'clock' | 'organisation' | 'actions' | 'bindings' | 'ledger' | 'adapters' | 'skills' | 'freezes'
> & {
  directory: Directory
}

interface Approver {
  user: UserId
  name: string
  accounts: Account[]
  /** Accounts with this person's e-mail address that are not bound yet: invited, told nothing else. */
  invited: Account[]
}

/** Wakes on entering `approving` and again when the request is escalated; running it twice asks nobody twice. */
export async function askApprovers(core: Deps, id: RequestId): Promise<void> {
  const deps = { ...core, directory: rememberingDirectory(core.directory) }
  const request = await loadRequest(deps.store.db, deps, id)
  if (request.state !== 'approving') return
  const vouchers = await vouchersOf(deps.store.db, deps, request)
  const people = (await eligiblePeople(deps, request)).filter((person) => !vouchers.includes(person))
  const mayEscalate =
    request.row.escalated_at === null && request.needs.approvals.some((rule) => (rule.next ?? []).length > 0)
  if (!(await hasSomebodyForEach(deps, request, people))) {
    await deps.store.tx(async (tx) => {
      if (mayEscalate) await escalate(tx, deps, request, 'nobody')
      else await nobodyCanApprove(tx, deps, request)
    })
    return
  }
  const approvers = await Promise.all(people.map((user) => reach(deps, request, user)))
  const reachable = approvers.filter(({ accounts }) => accounts.length > 0).map(({ user }) => user)
  if (mayEscalate && !(await hasSomebodyForEach(deps, request, reachable))) {
    await deps.store.tx((tx) => escalate(tx, deps, request, 'unreachable'))
    return
  }
  const evidence = await credentialEvidence(deps, request)
  await deps.store.tx((tx) => ask(tx, deps, withEvidence(request, evidence), approvers))
}

/** Read when people are asked, also when the next in line are: in the place of what was read before. */
function withEvidence(request: Request, read: Text[]): Request {
  if (read.length === 0) return request
  const kept = request.shown.evidence.filter(({ key }) => !key.startsWith('evidence.'))
  return { ...request, shown: { ...request.shown, evidence: [...read, ...kept] } }
}

async function reach(deps: Deps, request: Request, user: UserId): Promise<Approver> {
  const { directory, bindings, adapters } = deps
  const { name, email } = await directory.user(user)
  const bound = await bindings.accountsOf(user)
  const found = await Promise.all(
    bound.map(async (account) => ((await isThere(deps, request, account)) ? account : [])),
  )
  const accounts = found.flat()
  const invited: Account[] = []
  if (bound.length === 0 && email !== undefined)
    for (const adapter of adapters.values()) {
      const account = await adapter.findAccount(email)
      if (account) invited.push(account)
    }
  return { user, name, accounts, invited }
}

/** Looked at before anything depends on it: an account that left, or a platform that is off, gets no card that matters. */
async function isThere({ adapters }: Deps, request: Request, account: Account): Promise<boolean> {
  const adapter = adapters.get(account.platform)
  if (!adapter || request.shown.lost?.includes(accountKey(account))) return false
  try {
    return (await adapter.profile(account)).kind === 'employee'
  } catch (error) {
    if (hasCode(error, 'unreachable')) return false
    // A platform that is away for a moment keeps its messages until it is back.
    if (hasCode(error, 'platform-unavailable')) return true
    throw error
  }
}

async function ask(tx: Tx, deps: Deps, request: Request, approvers: Approver[]) {
  const waitingFor: Shown['waitingFor'] = approvers.map(({ user, name, accounts }) => ({
    user,
    name,
    isReachable: accounts.length > 0,
  }))
  const asked = request.row.asked_approvers_at ?? deps.clock.now()
  const isMoved = await move(tx, deps, request, {
    from: ['approving'],
    to: 'approving',
    actor: 'system',
    event: 'approval.asked',
    body: { asked: approvers.length, reachable: approvers.filter(({ accounts }) => accounts.length > 0).length },
    set: { asked_approvers_at: asked, ...shownColumns(deps, request, { ...request.shown, waitingFor }) },
    onPlan: request.planHash,
  })
  if (!isMoved) return
  for (const approver of approvers) {
    for (const account of approver.accounts) await refreshCard(tx, deps, account, request.id, 'approver', approver.user)
    for (const account of approver.invited) {
      const card = {
        tone: 'plain' as const,
        title: text('approval.invite'),
        body: [text('approval.invite-how')],
        buttons: [connectButton],
      }
      await say(tx, deps, account, card, { request: request.id, dedupe: `invite/${request.id}/${accountKey(account)}` })
    }
  }
  await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
}

const connectButton = {
  label: text('button.connect'),
  intent: { do: 'ask' as const, skill: 'connect-account', input: {} },
  style: 'primary' as const,
}

/** Lets the next in line decide as well. */
export async function escalate(
  tx: Tx,
  deps: Deps,
  request: Request,
  why: 'silence' | 'nobody' | 'unreachable',
): Promise<boolean> {
  return move(
    tx,
    deps,
    request,
    {
      from: ['approving'],
      to: 'approving',
      actor: 'system',
      event: 'approval.escalated',
      body: { why },
      set: { escalated_at: deps.clock.now() },
      once: 'escalated_at',
    },
    () => tx.enqueue('ask-approvers', { request: request.id }),
  )
}

async function nobodyCanApprove(tx: Tx, deps: Deps, request: Request) {
  const reason = text('request.nobody-can-approve')
  await move(
    tx,
    deps,
    request,
    {
      from: ['approving'],
      to: 'refused',
      actor: 'system',
      event: 'request.refused',
      body: { why: 'nobody-can-approve' },
      reason,
    },
    async () => {
      await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
      await sayToAudit(tx, deps, {
        tone: 'bad',
        title: text('audit.nobody-can-approve', { number: request.number, skill: request.skill }),
      })
    },
  )
}
