// The gate's own look before the first step: same plan from fresh facts, policy again, proof, votes and seals.
import type { GateCore } from '../core.ts'
import type { Directory } from '../directory.ts'
import { hashPlan } from '../plan.ts'
import { decide } from '../policy/decide.ts'
import { choiceOf, readFacts } from '../policy/facts.ts'
import { proves } from '../proof/solver.ts'
import { canVouch } from '../proof/vouch.ts'
import { rulesFor } from '../requests/approvers.ts'
import { bindsFirst, makePlan, propose, skillOf } from '../requests/derive.ts'
import { type Proof, requesterProofs } from '../requests/proofs.ts'
import type { Request } from '../requests/request.ts'
import { soundVotes } from '../requests/sound-votes.ts'
import { isSatisfied } from '../requests/votes.ts'
import { waitOf } from '../requests/wait.ts'
import { type Text, text } from '../words/text.ts'

type Deps = Omit<GateCore, 'writer'> & { directory: Directory }

/** Why the plan may not run, or undefined: it may. */
export async function whyNotRun(deps: Deps, request: Request): Promise<Text | undefined> {
  if (request.expiresAt <= deps.clock.now()) return text('request.expired-unanswered')
  return whyNotAgreed(deps, request)
}

/** The same of a plan that was begun in time. */
export const whyNotAgreed = async (deps: Deps, request: Request): Promise<Text | undefined> =>
  (await planChanged(deps, request)) ?? (await policyRefuses(deps, request))

async function planChanged(deps: Deps, request: Request): Promise<Text | undefined> {
  const inputs = {
    skillName: request.skill,
    requester: request.requester,
    subject: request.subject,
    account: request.account,
    input: request.input,
    bindsFirst: bindsFirst(request.plan),
  }
  const proposal = await propose(deps, inputs)
  if (proposal.kind === 'answer') return text('gate.changed-because', { why: proposal.card.title })
  if (proposal.kind !== 'plan') return text('gate.changed')
  const again = makePlan(deps, inputs, proposal.steps, request)
  return hashPlan(again) === request.planHash ? undefined : text('gate.changed')
}

async function policyRefuses(deps: Deps, request: Request): Promise<Text | undefined> {
  const binding = await deps.bindings.find(request.account)
  if (binding && binding.user !== request.requester) return text('gate.binding-changed')
  // Somebody who was bound when they asked must still be; the binding step stands only in plans of the others.
  if (!binding && !bindsFirst(request.plan)) return text('gate.binding-changed')
  const requester = await deps.directory.user(request.requester)
  if (binding && deps.bindings.comparePerson(binding, requester) === 'person') return text('gate.binding-changed')
  const skill = skillOf(deps, request.skill)
  const asked = {
    ...request,
    skillName: request.skill,
    skill,
    request: request.id,
    boundSince: binding?.since,
    steps: request.plan.steps,
  }
  // Which of the ways was taken stands in a row; what that way needs does not.
  const decision = decide(skill.policy, choiceOf(deps, request.skill), await readFacts(deps, asked), request.needs.way)
  if (decision.kind === 'refuse') return decision.why
  const proofs = await standingProofs(deps, request)
  if (!proves(decision.proof, proofs, decision.lost)) return text('gate.no-proof')
  return approvalsMissing(deps, { ...request, needs: decision }, proofs)
}

/** A word counts only while whoever gave it could still give it. */
async function standingProofs(deps: Deps, request: Request): Promise<Proof[]> {
  const proofs = await requesterProofs(deps.store.db, deps, request)
  const stands = await Promise.all(
    proofs.map(({ vouchedBy }) => vouchedBy === undefined || canVouch(deps, request, vouchedBy)),
  )
  return proofs.filter((_, place) => stands[place])
}

/** Approvals count only while their person is active, still has the role, and is neither requester nor subject. */
async function approvalsMissing(deps: Deps, request: Request, proofs: readonly Proof[]): Promise<Text | undefined> {
  const votes = await soundVotes(deps.store.db, deps, request)
  if (votes.some((vote) => vote.decision === 'deny')) return text('gate.denied')
  const standing = await Promise.all(
    votes.map(async (vote) => {
      const now = await rulesFor(deps, request, vote.person)
      return { ...vote, rules: vote.rules.filter((rule) => now.includes(rule)) }
    }),
  )
  if (!isSatisfied(request.needs.approvals.length, standing)) return text('gate.no-approval')
  const until = waitOf(deps, request, proofs, standing)
  return until && until > deps.clock.now() ? text('gate.too-early') : undefined
}
