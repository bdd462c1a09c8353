// A plan of three calls that its person may ask for as often as they like: for what happens to the gate between its steps.
import type { GateCore, ProofCore } from '../../src/core.ts'
import type { Policy } from '../../src/policy/policy.ts'
import type { Request } from '../../src/requests/request.ts'
import { plan, type Skill } from '../../src/skill.ts'
import { groupFor, idFor, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { confirmed, load } from '../requests/quietly.ts'

const groups = ['Looker – Analyst', 'Figma – Editors'] as const

export interface ThreeSteps {
  core: GateCore & ProofCore
  /** Locked, and in both groups; asked and confirmed: the gate may begin. */
  ready(username: string): Promise<Request>
  /** How many of the three have happened, as JumpCloud has it. */
  happened(username: string): number
}

export function threeSteps(it: TestLatchkey): ThreeSteps {
  const quiet = withoutJobs(it.core)
  const unlock = quiet.skills.get('unlock-account')
  if (!unlock) throw new Error('there is a skill to unlock')
  const policy: Policy = {
    ...unlock.policy,
    proof: { floor: 'S0', default: 'S0' },
    limit: { times: 100_000, per: 'week' },
  }
  const three: Skill = {
    ...unlock,
    policy,
    uses: ['unlock-user', 'remove-from-group'],
    plan: async ({ me }) =>
      plan([
        { action: 'unlock-user', input: { user: me } },
        ...groups.map((group) => ({ action: 'remove-from-group', input: { user: me, group: groupFor(group) } })),
      ]),
  }
  const { 'unlock-account': _, ...choices } = quiet.organisation.skills
  const organisation = { ...quiet.organisation, skills: choices }
  const core = { ...quiet, organisation, skills: new Map(quiet.skills).set('unlock-account', three) }
  return {
    core,
    async ready(username) {
      await it.sandbox.changeUser(username, { account_locked: true, state: 'ACTIVATED' })
      for (const group of groups) await it.sandbox.changeMember(group, username, 'add')
      const { id } = await confirmed({ ...it, core }, username, { skill: 'unlock-account' })
      // Not even the look of every minute begins it.
      await it.db.updateTable('request').set({ due_at: null }).where('id', '=', id).execute()
      return load({ core }, id)
    },
    happened(username) {
      const { state } = it.sandbox
      const isIn = (group: string) => state.groups.get(groupFor(group))?.members.has(idFor(username))
      const isUnlocked = state.users.get(idFor(username))?.account_locked === false
      return [isUnlocked, ...groups.map((group) => !isIn(group))].filter(Boolean).length
    },
  }
}
