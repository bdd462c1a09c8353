// What a yes takes, for every skill: a press in the chat where little is at stake, the approver's own proof where much is (T-C10).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import { type ApprovalRule, type ApproverRole, noWait } from '../../src/policy/policy.ts'
import { insertProof } from '../../src/requests/proofs.ts'
import type { Request } from '../../src/requests/request.ts'
import { loadSkills } from '../../src/skills.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { aStoredRequest } from './stored.ts'

const skills = await loadSkills()

type By = 'chat' | 'page'
type Kind = 'usual' | 'recovery' | 'protected'

/** Written from the table of defaults, by hand: who says yes to each of the rules, and how. Whatever is not here asks nobody. */
const yeses: Record<string, Partial<Record<Kind, By[]>>> = {
  'join-group': { usual: ['chat'] },
  'reset-mfa': { usual: ['page'], recovery: ['page', 'page'] },
  'reset-password': { recovery: ['page', 'chat'] },
  'unlock-account': { protected: ['chat'] },
  'unfreeze-person': { usual: ['chat'] },
  unfreeze: { usual: ['chat', 'chat'] },
}

const rulesOf = (name: string, kind: Kind): readonly ApprovalRule[] => {
  const policy = skills.get(name)?.policy
  if (kind === 'usual') return policy?.approvals ?? []
  if (kind === 'recovery') return policy?.recovery?.approvals ?? []
  return typeof policy?.protected === 'object' ? policy.protected.approvals : []
}
const kinds: Kind[] = ['usual', 'recovery', 'protected']

test.each([...skills.keys()])('%s asks for what the table says', (name) => {
  for (const kind of kinds) {
    const found = rulesOf(name, kind).map(({ proof }): By => (proof === 'S2' ? 'page' : 'chat'))
    expect(found, `what a yes to ${name} takes (${kind})`).toEqual(yeses[name]?.[kind] ?? [])
  }
})

const cases = [...skills.keys()].flatMap((name) =>
  kinds.flatMap((kind) => rulesOf(name, kind).map((rule, nth) => ({ name, kind, rule, nth }))),
)

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

/** Hana's manager, and one of each pool. */
const deciders: Partial<Record<ApproverRole, string>> = {
  manager: 'patrick.byrne',
  it: 'ben.carter',
  security: 'felix.braun',
  admin: 'ruth.adler',
}
const decider = ({ by }: ApprovalRule): string => by.flatMap((role) => deciders[role] ?? [])[0] ?? ''

let made = 0
async function waiting(name: string, approvals: readonly ApprovalRule[]): Promise<Request> {
  made += 1
  const [user, { platform, tenant, user: account_user }] = [idFor('hana.suzuki'), it.chat.account('hana.suzuki')]
  const needs = JSON.stringify({ kind: 'needs', way: 'usual', proof: 'S0', lost: [], approvals, wait: noWait })
  const isReset = skills.get(name)?.uses.includes('reset-mfa') ?? false
  const reset = { user, devices: [], hasPasskey: false, minutes: 60, totpSince: null }
  const step = isReset ? { action: 'reset-mfa', input: reset } : { action: 'unlock-user', input: { user } }
  const plan = { skill: name, skillVersion: made, requester: user, subject: user, steps: [step] }
  const expires_at = new Date(it.clock.now().getTime() + hours(4))
  const row = { platform, tenant, account_user, state: 'approving', needs, expires_at, skill: name }
  return aStoredRequest(it.core, { row, plan })
}

async function press(username: string, { id, planHash: hash }: Request): Promise<number> {
  await it.chat.pressHandle(username, await it.handleFor(username, { do: 'approve', request: id, hash }))
  await it.settled()
  const votes = await it.db.selectFrom('vote').select('person').where('request_id', '=', id).execute()
  return votes.length
}

const prove = (username: string, request: Request, level: 'S1' | 'S2') =>
  it.core.store.tx((tx) => {
    const given = { method: 'sign-in', level, person: idFor(username), place: it.chat.account(username) } as const
    return insertProof(tx, it.core, request, given)
  })

describe.each(cases)('$name, $kind, rule $nth', ({ name, kind, rule, nth }) => {
  test(`a yes by ${yeses[name]?.[kind]?.[nth]}`, async () => {
    const username = decider(rule)
    const request = await waiting(name, [rule])
    if (rule.proof === undefined) {
      expect(await press(username, request)).toBe(1)
      return
    }
    expect([await press(username, request), await it.stateOf(request.id)]).toEqual([0, 'approving'])
    await it.chat.waitFor(username, /decided on my page/)
    // Neither another one's proof, nor a weaker one, nor one for another plan is theirs for this.
    await prove('dana.whitfield', request, 'S2')
    await prove(username, request, 'S1')
    await prove(username, await waiting(name, [rule]), 'S2')
    expect([await press(username, request), await it.stateOf(request.id)]).toEqual([0, 'approving'])
    await prove(username, request, 'S2')
    expect(await press(username, request)).toBe(1)
    expect(await it.stateOf(request.id)).not.toBe('approving')
  })
})
