// Checks the organisation's choices against the skills' floors, and names the policy's version.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { LatchkeyError } from '../errors.ts'
import { type Organisation, organisationVersion } from '../organisation/organisation.ts'
import type { Skill } from '../skill.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'
import { isAtLeast } from './policy.ts'

/** Throws `config-invalid` with every choice that names no skill or goes below a floor. */
export function checkChoices(organisation: Organisation, skills: ReadonlyMap<string, Skill>): void {
  const problems = Object.entries(organisation.skills).flatMap(([name, choice]) => {
    const skill = skills.get(name)
    if (!skill) return [english(text('policy.no-such-skill', { skill: name, known: [...skills.keys()].join(', ') }))]
    const { floor } = skill.policy.proof
    if (choice.proof !== undefined && !isAtLeast(choice.proof, floor))
      return [english(text('policy.below-floor', { skill: name, proof: choice.proof, floor }))]
    return []
  })
  if (problems.length > 0)
    throw new LatchkeyError('config-invalid', { count: problems.length, problems: problems.join('\n') })
}

/** Changes with the organisation's choices and with any skill's own policy: what was agreed under another one is void. */
export function policyVersion(organisation: Organisation, skills: ReadonlyMap<string, Skill>): string {
  const policies = Object.fromEntries([...skills].map(([name, { policy }]) => [name, policy]))
  return createHash('sha256')
    .update(canonicalize({ organisation: organisationVersion(organisation), policies }) ?? '')
    .digest('hex')
    .slice(0, 16)
}
