// A plan with an action that its skill does not declare is refused where it is made: nothing is shown, approved or run.
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Core } from '../../src/core.ts'
import type { Directory } from '../../src/directory.ts'
import { hasCode } from '../../src/errors.ts'
import { groupId, userId } from '../../src/ids.ts'
import { actionsByName } from '../../src/parts.ts'
import type { Step } from '../../src/plan.ts'
import { propose } from '../../src/requests/derive.ts'
import { skill } from '../../src/skill.ts'

const me = userId.parse('0123456789abcdef01234567')
const group = groupId.parse('76543210fedcba9876543210')
const add: Step = { action: 'add-to-group', input: { user: me, group } }
const lent: Step = { ...add, lastsSeconds: 86_400 }

function proposal(uses: string[], step: Step, bindsFirst = false) {
  const made = skill({
    title: 'Join',
    examples: ['one', 'two', 'three', 'four', 'five'],
    input: z.object({}),
    policy: {
      who: ['self'],
      proof: { floor: 'S0', default: 'S0' },
      approvals: [],
      limit: { times: 1, per: 'day' },
      protected: 'refused',
    },
    uses,
    plan: async () => ({ kind: 'plan', steps: [step] }),
  })
  const deps = {
    skills: new Map([['join', made]]),
    actions: actionsByName,
    clock: { now: () => new Date('2026-03-02T09:00:00Z') },
    pages: { off: { key: 'pages.off-no-url' } },
  } as unknown as Core & { directory: Directory }
  const account = { platform: 'slack', tenant: 'T1', user: 'U1' }
  return propose(deps, { skillName: 'join', requester: me, subject: me, account, input: {}, bindsFirst })
}
const refusal = (uses: string[], step: Step) => proposal(uses, step).catch((error: unknown) => error)

test('what is declared is proposed, and binding an account first needs no declaration', async () => {
  expect(await proposal(['add-to-group'], add)).toMatchObject({ steps: [add] })
  expect(await proposal(['add-to-group'], add, true)).toMatchObject({ steps: [{ action: 'bind-account' }, add] })
})

test('what is not declared is refused, and the author is told which', async () => {
  const refused = await refusal(['remove-from-group'], add)
  expect(hasCode(refused, 'internal') && String(refused.cause)).toContain('join proposes add-to-group')
})

test('what is lent must name what takes it back', async () => {
  const refused = await refusal(['add-to-group'], lent)
  expect(hasCode(refused, 'internal') && String(refused.cause)).toContain('join proposes remove-from-group')
  expect(await proposal(['add-to-group', 'remove-from-group'], lent)).toMatchObject({ steps: [lent] })
})
