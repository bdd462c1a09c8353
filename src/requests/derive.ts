// Derives a plan from its inputs: when it is asked for, when it is narrowed, and again by the gate before it runs.
import { actionOf } from '../action.ts'
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import type { Account, RequestId, UserId } from '../ids.ts'
import type { Plan, Step } from '../plan.ts'
import { factorsOf } from '../proof/read-factors.ts'
import { type Proposal, type Skill, titleOf } from '../skill.ts'
import { mySummaries } from './summaries.ts'

type Deps = Pick<
  Core,
  'store' | 'keys' | 'organisation' | 'pages' | 'policyVersion' | 'skills' | 'actions' | 'clock'
> & {
  directory: Directory
}

/** Everything that a plan is made of; all of it is stored with the request. */
export interface PlanInputs {
  skillName: string
  requester: UserId
  subject: UserId
  account: Account
  input: Record<string, unknown>
  /** True when the account is not bound yet: the binding is then the first step. */
  bindsFirst: boolean
}

export function skillOf({ skills }: Pick<Core, 'skills'>, name: string): Skill {
  const skill = skills.get(name)
  if (!skill) throw new LatchkeyError('not-found', { what: `skill “${name}”` })
  return skill
}

/** Asks the skill. A plan's steps come back complete, the binding included. */
export async function propose(deps: Deps, inputs: PlanInputs): Promise<Proposal> {
  const skill = skillOf(deps, inputs.skillName)
  const proposal = await skill.plan({
    me: inputs.requester,
    account: inputs.account,
    subject: inputs.subject,
    input: inputs.input,
    directory: deps.directory,
    organisation: deps.organisation,
    hasPages: deps.pages.url !== undefined,
    requests: { mine: () => mySummaries(deps, inputs.requester) },
    proofs: { mine: () => factorsOf(deps.store.db, deps, inputs.requester), off: deps.pages.off },
    skills: [...deps.skills].map(([name, of]) => ({ name, title: titleOf(of) })),
    now: deps.clock.now(),
  })
  if (proposal.kind !== 'plan') return proposal
  requireDeclared(deps, inputs.skillName, proposal.steps)
  if (!inputs.bindsFirst || proposal.steps[0].action === bindStep(inputs).action) return proposal
  return { ...proposal, steps: [bindStep(inputs), ...proposal.steps] }
}

/** Permissions are asked for by what skills declare, so a plan with anything else would fail half-way. */
function requireDeclared(deps: Pick<Deps, 'skills' | 'actions'>, skillName: string, steps: readonly Step[]): void {
  const { uses } = skillOf(deps, skillName)
  for (const step of steps) {
    const action = actionOf(deps.actions, step)
    const end = step.lastsSeconds === undefined ? undefined : action.undo(action.input.parse(step.input))?.action
    const missing = [step.action, end].find((name) => name !== undefined && !uses.includes(name))
    if (missing === undefined) continue
    const cause = new Error(`the skill ${skillName} proposes ${missing}, which its “uses” does not name`)
    throw new LatchkeyError('internal', {}, { cause })
  }
}

const bindStep = ({ requester, account }: PlanInputs): Step => ({
  action: 'bind-account',
  input: { user: requester, account },
})

export const bindsFirst = (plan: Plan): boolean => plan.steps[0]?.action === 'bind-account'

export function makePlan(
  deps: Pick<Core, 'skills' | 'policyVersion'>,
  inputs: PlanInputs,
  steps: readonly Step[],
  request: { id: RequestId; askedAt: Date; expiresAt: Date },
): Plan {
  return {
    request: request.id,
    skill: inputs.skillName,
    skillVersion: skillOf(deps, inputs.skillName).version,
    policyVersion: deps.policyVersion,
    requester: inputs.requester,
    subject: inputs.subject,
    askedAt: request.askedAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    steps: [...steps],
  }
}
